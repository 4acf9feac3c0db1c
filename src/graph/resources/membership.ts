import { listLinkingIds, listMemberOf, listTransitiveMemberOf } from '../../directory/membership.ts'
import { json } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { findSubject, type SubjectKind } from '../find-subject.ts'
import type { Handlers } from '../handlers.ts'
import { withoutHidden } from '../hidden-members.ts'
import { countCast, countLinkedObjects, type Linked, listCast, listLinkedObjects } from '../linked-collection.ts'
import { contextUrl } from '../odata-response.ts'
import { readIdList, readSecurityEnabledOnly } from '../parse-membership-query.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface MembershipParts {
  readonly forTenant: ForTenant<'directory' | 'objects'>
}

type Tenant = ReturnType<MembershipParts['forTenant']>
type Handle = (call: Call) => Promise<HttpResponse>

/** What an object is a member of, what it owns and made (graph-resources 1.3, 3.3, 4.1). */
export function membershipRoutes({ forTenant }: MembershipParts): Handlers {
  const linkedOf = (kind: SubjectKind, list: ListIds) => (call: Call) => {
    const tenant = forTenant(call.principal.tenantId)
    return { tenant, listIds: async () => list(tenant, await findSubject(call, tenant, kind), call) }
  }
  const lists = (path: string, kind: SubjectKind, list: ListIds) => toListHandlers(path, linkedOf(kind, list))
  const questions = (path: string, kind: SubjectKind) =>
    toQuestionHandlers(path, async (call) => {
      const tenant = forTenant(call.principal.tenantId)
      const id = await findSubject(call, tenant, kind)
      return withoutHidden(call, id, await listTransitiveMemberOf(tenant.objects, id))
    })
  return Object.assign(
    {},
    ...subjects.flatMap(({ path, kind, names }) => [
      ...names.map((name) => lists(`${path}/${name}`, kind, relations[name])),
      questions(path, kind),
    ]),
  ) as Handlers
}

type ListIds = (tenant: Tenant, id: string, call: Call) => Promise<readonly string[]>

const relations = {
  memberOf: async ({ objects }, id, call) => idsOf(withoutHidden(call, id, await listMemberOf(objects, id))),
  transitiveMemberOf: async ({ objects }, id, call) =>
    idsOf(withoutHidden(call, id, await listTransitiveMemberOf(objects, id))),
  ownedObjects: ({ objects }, id) => listLinkingIds(objects, 'owners', id),
  createdObjects: ({ objects }, id) => listLinkingIds(objects, 'creator', id),
} as const satisfies Record<string, ListIds>

const all = ['memberOf', 'transitiveMemberOf', 'ownedObjects', 'createdObjects'] as const

const subjects: readonly {
  readonly path: string
  readonly kind: SubjectKind
  readonly names: readonly (keyof typeof relations)[]
}[] = [
  { path: '/users/{id}', kind: 'user', names: all },
  { path: '/me', kind: 'me', names: all },
  { path: '/servicePrincipals/{id}', kind: 'servicePrincipal', names: all },
  { path: '/groups/{id}', kind: 'group', names: ['memberOf', 'transitiveMemberOf'] },
  { path: '/directoryObjects/{id}', kind: 'directoryObject', names: [] },
]

function toListHandlers(path: string, linkedOf: (call: Call) => Linked): Record<string, Handle> {
  return {
    [`GET ${path}`]: (call) => listLinkedObjects(call, linkedOf(call)),
    [`GET ${path}/$count`]: (call) => countLinkedObjects(call, linkedOf(call)),
    [`GET ${path}/{type}`]: (call) => listCast(call, linkedOf(call)),
    [`GET ${path}/{type}/$count`]: (call) => countCast(call, linkedOf(call)),
  }
}

type Memberships = (call: Call) => Promise<readonly DirectoryObject[]>

/** Functions that answer with ids (Graph pages "directoryObject: getMemberGroups" and its siblings). */
function toQuestionHandlers(path: string, memberships: Memberships): Record<string, Handle> {
  const get = (isAsked: (object: DirectoryObject) => boolean) => async (call: Call) => {
    const securityEnabledOnly = await readSecurityEnabledOnly(call)
    const found = (await memberships(call)).filter(isAsked)
    return answer(
      call,
      idsOf(
        securityEnabledOnly
          ? found.filter(({ type, properties }) => type !== 'group' || properties.securityEnabled === true)
          : found,
      ),
    )
  }
  const check = (list: 'groupIds' | 'ids', isAsked: (object: DirectoryObject) => boolean) => async (call: Call) => {
    const asked = new Set((await readIdList(call, list)).map((id) => id.toLowerCase()))
    return answer(
      call,
      idsOf((await memberships(call)).filter(isAsked)).filter((id) => asked.has(id)),
    )
  }
  return {
    [`POST ${path}/getMemberGroups`]: get(isGroup),
    [`POST ${path}/getMemberObjects`]: get(() => true),
    [`POST ${path}/checkMemberGroups`]: check('groupIds', isGroup),
    [`POST ${path}/checkMemberObjects`]: check('ids', () => true),
  }
}

function answer(call: Call, value: readonly string[]): HttpResponse {
  return json({ '@odata.context': contextUrl(call, 'Collection(Edm.String)'), value })
}

function isGroup({ type }: DirectoryObject): boolean {
  return type === 'group'
}

function idsOf(objects: readonly DirectoryObject[]): readonly string[] {
  return objects.map(({ id }) => id)
}
