import type { FindRestrictedUnits } from '../../auth/restricted-units.ts'
import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { listLinkedIds, listMemberOf } from '../../directory/membership.ts'
import { created, noContent } from '../../http/json-response.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { Query } from '../../odata/query.ts'
import { findAddedColumns } from '../added-columns.ts'
import { answerUpdate } from '../answer-update.ts'
import { type CollectionView, countEntities, type EntityJson, listEntities, showEntity } from '../collection.ts'
import { pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import { createGroup, deleteGroup, type GroupWriteParts, updateGroup } from '../group-writes.ts'
import type { Handlers } from '../handlers.ts'
import { seesMembers, withoutHidden } from '../hidden-members.ts'
import { expandLinked } from '../linked-collection.ts'
import { findRestricted, withRestriction } from '../management-restricted.ts'
import { findLinked, type LinkedObject, toObjectJson } from '../object-json.ts'
import { listObjects, requireByPathKey } from '../objects-of-type.ts'
import { contextUrl, entityResponse } from '../odata-response.ts'
import { readOpenBody } from '../open-body.ts'
import type { EntityBody } from '../parse-entity-body.ts'
import { prefers } from '../prefer.ts'
import { writableTypeOf } from '../writable-type.ts'

export interface GroupParts extends GroupWriteParts {
  readonly findRestrictedUnits: FindRestrictedUnits
}

/** Groups (graph-resources 4.1). */
export function groupRoutes(parts: GroupParts): Handlers {
  return {
    'GET /groups': async (call) => listEntities(call, await toView(call, parts)),
    'GET /groups/$count': async (call) => countEntities(call, await toView(call, parts)),
    'POST /groups': (call) => create(call, parts),
    'GET /groups/{id}': async (call) =>
      showEntity(call, await toView(call, parts), async (query) => {
        const group = toGroupJson(await findGroup(call, parts), call)
        const [shown = group] = await markRestricted(call, [group], { query, parts })
        return shown
      }),
    'PATCH /groups/{id}': (call) => update(call, parts),
    'DELETE /groups/{id}': async (call) => {
      await deleteGroup(call, await findGroup(call, parts), parts)
      return noContent()
    },
  }
}

async function toView(call: Call, parts: GroupParts): Promise<CollectionView> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const { objects } = tenant
  const added = await findAddedColumns(objects, { url: call.request.url, target: 'Group' })
  const entity = entityOf('group', call.version, { links: ['owners'], added })
  return {
    entity,
    fragment: 'groups',
    searchable: entity.searchable,
    load: async (query) => {
      const all = (await listObjects(objects, 'group')).map((group) => toGroupJson(group, call))
      const groups = await markRestricted(call, all, { query, parts })
      return filtersByOwners(query) ? Promise.all(groups.map((group) => withOwners(group, tenant))) : groups
    },
    expand: {
      members: async (group, expansion) => {
        if (!(await seesMembers(call, { id: group.id, properties: group }, objects))) return []
        return expandLinked(call, { tenant, listIds: () => listLinkedIds(objects, 'members', group.id) }, expansion)
      },
      owners: ({ id }, expansion) =>
        expandLinked(call, { tenant, listIds: () => listLinkedIds(objects, 'owners', id) }, expansion),
      memberOf: ({ id }, expansion) =>
        expandLinked(call, { tenant, listIds: () => listVisibleMemberOf(call, objects, id) }, expansion),
    },
  }
}

async function listVisibleMemberOf(call: Call, objects: ObjectsReader, id: string): Promise<readonly string[]> {
  return withoutHidden(call, id, await listMemberOf(objects, id)).map((holder) => holder.id)
}

async function markRestricted(
  call: Call,
  groups: readonly EntityJson[],
  { query: { select }, parts }: { readonly query: Query; readonly parts: GroupParts },
): Promise<readonly EntityJson[]> {
  const { objects } = parts.forTenant(call.principal.tenantId)
  const { findRestrictedUnits } = parts
  const ids = groups.map(({ id }) => id)
  const restricted = await findRestricted(call, { ids, select, sentBy: [] }, { objects, findRestrictedUnits })
  return groups.map((group) => withRestriction(group, restricted.has(group.id)))
}

async function create(call: Call, parts: GroupWriteParts): Promise<HttpResponse> {
  return toCreated(call, await createGroup(call, await readBody(call, parts, 'create'), parts))
}

/** With the alternate key and `Prefer: create-if-missing` what is not there yet is made (graph-conventions section 11). */
async function update(call: Call, parts: GroupWriteParts): Promise<HttpResponse> {
  const { objects } = parts.forTenant(call.principal.tenantId)
  const alternate = alternateKeyOf(call.params.id ?? '')
  if (alternate?.name === 'uniqueName' && prefers(call, 'create-if-missing')) {
    if ((await objects.findByKey('group', alternate)) === undefined) {
      const body = await readBody(call, parts, 'create')
      const properties = { ...body.properties, uniqueName: alternate.value }
      return toCreated(call, await createGroup(call, { ...body, properties }, parts))
    }
  }
  const group = await findGroup(call, parts)
  const body = await readBody(call, parts, 'update')
  const changed = await updateGroup(call, { group, body }, parts)
  return answerUpdate(call, () => entityResponse(call, 'groups/$entity', shown(changed, call)))
}

function readBody(call: Call, { forTenant }: GroupWriteParts, use: 'create' | 'update'): Promise<EntityBody> {
  const { objects } = forTenant(call.principal.tenantId)
  return readOpenBody(call, { objects, target: 'Group', type: writableTypeOf('group', call.version) }, use)
}

function toCreated(call: Call, group: DirectoryObject): HttpResponse {
  const location = `${call.origin}/${call.version}/groups/${group.id}`
  return created({ '@odata.context': contextUrl(call, 'groups/$entity'), ...shown(group, call) }, location)
}

function findGroup(call: Call, { forTenant }: GroupWriteParts): Promise<DirectoryObject> {
  return requireByPathKey(forTenant(call.principal.tenantId).objects, 'group', call)
}

function toGroupJson(group: DirectoryObject, { version }: Call): EntityJson {
  return toObjectJson(group, entityOf('group', version))
}

/** As an answer to what changed it: without what is only sent when it is asked for. */
function shown(group: DirectoryObject, call: Call): object {
  return pick(toGroupJson(group, call), entityOf('group', call.version).defaultSet(call.version))
}

function filtersByOwners({ filter }: Query): boolean {
  return filter?.uses.some(({ property }) => property.split('/')[0] === 'owners') ?? false
}

type Tenant = ReturnType<GroupWriteParts['forTenant']>

async function withOwners(group: EntityJson, tenant: Tenant): Promise<EntityJson> {
  const owners = await findLinked(tenant, await listLinkedIds(tenant.objects, 'owners', group.id))
  return { ...group, owners: owners.map((linked) => ({ id: idOf(linked) })) }
}

function idOf(linked: LinkedObject): string {
  return linked.kind === 'user' ? linked.user.id : linked.object.id
}
