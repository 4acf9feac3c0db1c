import type { DirectoryChange } from '../contracts/store-objects.ts'
import { listLinkedIds } from '../directory/membership.ts'
import type { Call } from '../http/route.ts'
import type { DirectoryObject, LinkRelation, ObjectType } from '../model/directory-object.ts'
import type { EntityJson } from './collection.ts'
import { showObject } from './directory-object-view.ts'
import { entityOf } from './entity-of.ts'
import type { EntityName } from './model/find-type.ts'
import { findLinked } from './object-json.ts'
import type { ForTenant } from './tenant-part.ts'
import { hide, madeOfProperty, type Sees, seesOf, toUserJson } from './user-json.ts'

export type DeltaTenant = ReturnType<ForTenant<'directory' | 'objects' | 'changes'>>

/** A set whose changes can be followed. */
export interface DeltaSet {
  /** Behind `$metadata#`. */
  readonly name: string
  /** Where the set is; left out: the path of its name. */
  readonly paths?: readonly string[]
  readonly type: ObjectType | 'user'
  readonly entity: EntityName
  /** Links that can be followed with it. */
  readonly links: readonly string[]
  /** Those that are, unless `$select` says otherwise. */
  readonly defaultLinks: readonly string[]
}

export const deltaSets = [
  { name: 'users', type: 'user', entity: 'user', links: ['manager'], defaultLinks: [] },
  { name: 'groups', type: 'group', entity: 'group', links: ['members', 'owners'], defaultLinks: ['members'] },
  { name: 'applications', type: 'application', entity: 'application', links: ['owners'], defaultLinks: [] },
  {
    name: 'servicePrincipals',
    type: 'servicePrincipal',
    entity: 'servicePrincipal',
    links: ['owners'],
    defaultLinks: [],
  },
  {
    name: 'directoryRoles',
    type: 'directoryRole',
    entity: 'directoryRole',
    links: ['members'],
    defaultLinks: ['members'],
  },
  {
    name: 'administrativeUnits',
    paths: ['/directory/administrativeUnits', '/administrativeUnits'],
    type: 'administrativeUnit',
    entity: 'administrativeUnit',
    links: ['members'],
    defaultLinks: ['members'],
  },
  {
    name: 'oauth2PermissionGrants',
    type: 'oAuth2PermissionGrant',
    entity: 'oAuth2PermissionGrant',
    links: [],
    defaultLinks: [],
  },
] as const satisfies readonly DeltaSet[]

/** An object as it is now, and what of it is linked. */
export interface DeltaObject {
  readonly id: string
  readonly json: EntityJson
  readonly managerId?: string | null
  /** Which properties the caller may see: the others are empty, and that they changed is not told either. */
  readonly sees?: Sees
}

export async function readPage(
  call: Call,
  tenant: DeltaTenant,
  { set, afterId, limit }: { readonly set: DeltaSet; readonly afterId: string; readonly limit: number },
): Promise<readonly DeltaObject[]> {
  if (set.type !== 'user') {
    const objects = await tenant.objects.list(set.type, { limit, afterId })
    return Promise.all(objects.map((object) => toDeltaObject(call, tenant, { set, object })))
  }
  const orderBy = { property: 'id', descending: false } as const
  const after = afterId === '' ? null : { sortValue: afterId, id: afterId }
  const users = await tenant.directory.listUsers({ filter: null, orderBy, limit, after })
  return users.map((user) => toDeltaUser(call, user))
}

type User = NonNullable<Awaited<ReturnType<DeltaTenant['directory']['findUser']>>>

async function toDeltaObject(
  call: Call,
  tenant: DeltaTenant,
  { set, object }: { readonly set: DeltaSet; readonly object: DirectoryObject },
): Promise<DeltaObject> {
  return { id: object.id, json: await showObject(call, tenant, object, entityOf(set.entity, call.version)) }
}

function toDeltaUser(call: Call, user: User): DeltaObject {
  const sees = seesOf(call.principal, user)
  const json = { ...hide(toUserJson(user), sees), id: user.id }
  return { id: user.id, json, managerId: user.managerId, sees }
}

/** One answer per id, in order; undefined for what is not there, or not of this set. */
export async function readMany(
  call: Call,
  tenant: DeltaTenant,
  { set, ids }: { readonly set: DeltaSet; readonly ids: readonly string[] },
): Promise<readonly (DeltaObject | undefined)[]> {
  if (set.type === 'user') {
    const users = await tenant.directory.findUsers(ids)
    return users.map((user) => user && toDeltaUser(call, user))
  }
  const objects = await tenant.objects.findMany(ids)
  return Promise.all(
    objects.map((object) => (object?.type === set.type ? toDeltaObject(call, tenant, { set, object }) : undefined)),
  )
}

/** Whether an object that is not there can still be restored. */
export async function isRestorable(
  { directory, objects }: DeltaTenant,
  { type }: DeltaSet,
  id: string,
): Promise<boolean> {
  const deleted = type === 'user' ? await directory.findDeletedUser(id) : await objects.findDeleted(id)
  return deleted !== undefined
}

/**
 * Names of the properties that changes of one object were about, `manager` among them, for `Prefer: return=minimal`; none
 * when only its links changed. Undefined: everything is to be shown, because it came, came back, or nobody knows.
 */
export function readChangedNames(
  { type }: DeltaSet,
  changes: readonly DirectoryChange[],
): ReadonlySet<string> | undefined {
  const names = new Set<string>()
  for (const { link, changed } of changes) {
    if (link !== null) continue
    if (changed === null) return undefined
    for (const name of changed) {
      names.add(name)
      for (const made of (type === 'user' && madeOfProperty[name]) || []) names.add(made)
    }
  }
  return names
}

/** Everything that an object links to now, without what is deleted: `members@delta` and the like. */
export async function readLinks(
  tenant: DeltaTenant,
  object: DeltaObject,
  links: readonly string[],
): Promise<Record<string, readonly object[]>> {
  const found: Record<string, readonly object[]> = {}
  for (const link of links) {
    const ends = await toLinkItems(tenant, await endsOf(tenant, link, object))
    const items = ends.filter(({ type }) => type !== undefined).map(toLinkJson)
    if (items.length > 0 || link === 'manager') found[`${link}@delta`] = items
  }
  return found
}

async function endsOf(tenant: DeltaTenant, link: string, { id, managerId }: DeltaObject): Promise<readonly string[]> {
  if (link === 'manager') return managerId ? [managerId] : []
  const relation = toRelation(link)
  return relation === undefined ? [] : listLinkedIds(tenant.objects, relation, id)
}

/** What became of the links that changed: there now, or removed, by themselves or with the other end. */
export async function readChangedLinks(
  tenant: DeltaTenant,
  id: string,
  { changes, links }: { readonly changes: readonly DirectoryChange[]; readonly links: readonly string[] },
): Promise<Record<string, readonly object[]>> {
  const found: Record<string, readonly object[]> = {}
  for (const link of links) {
    const relation = toRelation(link)
    if (relation === undefined) continue
    const ends = changes.flatMap((change) => (change.link?.relation === relation ? change.link.otherId : []))
    const others = [...new Set(ends)]
    const there = await Promise.all(others.map((otherId) => tenant.objects.isLinked(relation, id, otherId)))
    const items = await toLinkItems(tenant, others)
    const marked = items.map((item, index) => ({
      ...toLinkJson(item),
      ...((item.type === undefined || !there[index]) && { '@removed': { reason: 'deleted' } }),
    }))
    if (marked.length > 0) found[`${link}@delta`] = marked
  }
  return found
}

interface LinkItem {
  readonly id: string
  /** Undefined for what is deleted. */
  readonly type: string | undefined
}

function toLinkJson({ id, type = 'directoryObject' }: LinkItem): object {
  return { '@odata.type': `#microsoft.graph.${type}`, id }
}

async function toLinkItems(tenant: DeltaTenant, ids: readonly string[]): Promise<readonly LinkItem[]> {
  const types = new Map<string, string>()
  for (const linked of await findLinked(tenant, ids)) {
    if (linked.kind === 'user') types.set(linked.user.id, 'user')
    else types.set(linked.object.id, linked.object.type)
  }
  return ids.map((id) => ({ id, type: types.get(id) }))
}

function toRelation(link: string): LinkRelation | undefined {
  return link === 'members' || link === 'owners' ? link : undefined
}
