import type { Permission } from '../auth/permissions.ts'
import type { Call } from '../http/route.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { toApplicationJson } from './applications/application-json.ts'
import {
  type ServicePrincipalCall,
  type ServicePrincipalTenant,
  showServicePrincipal,
} from './applications/show-service-principal.ts'
import { holdsAny } from './caller.ts'
import type { EntityJson } from './collection.ts'
import { defineEntity, type Entity, type EntityProperty } from './entity.ts'
import { entityOf, extensionsIn } from './entity-of.ts'
import { type LinkedObject, toObjectJson } from './object-json.ts'
import { hide, seesOf, toUserJson } from './user-json.ts'

const directoryReaders: readonly Permission[] = ['Directory.Read.All', 'Directory.ReadWrite.All']
const applicationReaders: readonly Permission[] = [
  'Application.Read.All',
  'Application.ReadWrite.OwnedBy',
  'Application.ReadWrite.All',
]

/** What shows the objects of a type beyond the fact that they are linked (graph-conventions 4.3). */
const readersOf: ReadonlyMap<string, readonly Permission[]> = new Map<string, readonly Permission[]>([
  ['user', ['User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All']],
  [
    'group',
    [
      'Group.ReadBasic.All',
      'Group.Read.All',
      'Group.ReadWrite.All',
      'GroupMember.Read.All',
      'GroupMember.ReadWrite.All',
    ],
  ],
  ['servicePrincipal', applicationReaders],
  ['application', applicationReaders],
  ['directoryRole', ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory']],
  ['administrativeUnit', ['AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All']],
])

/** A type with all its properties, none of which is indexed: queries need the advanced mode. */
function advancedOnly(name: string, properties: readonly EntityProperty[], searchable: readonly string[]): Entity {
  const values = properties.map(({ basic: _, orderby, ...property }): EntityProperty => {
    return { ...property, ...(orderby && { orderby: 'advanced' }) }
  })
  return defineEntity(name, values, { searchable })
}

/** Kinds of objects that have `directoryObject` as base type and can therefore be named in a cast. */
export const directoryObjectTypes = [
  'user',
  'group',
  'servicePrincipal',
  'application',
  'directoryRole',
  'administrativeUnit',
] as const

export type DirectoryObjectType = (typeof directoryObjectTypes)[number]

/** Reads `microsoft.graph.user`, or `graph.user`. Refuses other segments as the router would. */
export function readCast(segment: string): DirectoryObjectType {
  const name = /^(?:microsoft\.)?graph\.(\w+)$/i.exec(segment)?.[1]?.toLowerCase()
  const type = directoryObjectTypes.find((candidate) => candidate.toLowerCase() === name)
  if (type !== undefined) return type
  throw new EntrainError('badRequest', `Resource not found for the segment '${segment}'.`)
}

/** What queries of a list of one type are checked against. */
export function castEntity(type: DirectoryObjectType, { request, version }: Call): Entity {
  const { properties, searchable } = entityOf(type, version, { extensions: extensionsIn(request.url) })
  return advancedOnly(type, properties, searchable)
}

/** What queries of a list of all types are checked against: where several types have a property, it can do what it can in any of them. */
export function directoryObjectEntity(call: Call): Entity {
  const extensions = extensionsIn(call.request.url)
  const types = directoryObjectTypes.map((type) => entityOf(type, call.version, { extensions }))
  const united = new Map<string, EntityProperty>()
  for (const property of types.flatMap(({ properties }) => properties)) {
    const known = united.get(property.name)
    const filter = [...new Set([...(known?.filter ?? []), ...(property.filter ?? [])])]
    united.set(property.name, { ...property, ...known, filter })
  }
  return advancedOnly(
    'directoryObject',
    [...united.values()],
    [...new Set(types.flatMap(({ searchable }) => searchable))],
  )
}

export function typeOf(linked: LinkedObject): string {
  return linked.kind === 'user' ? 'user' : linked.object.type
}

/**
 * Graph's JSON of an object behind a link. Of what the caller may not read only type and id are filled
 * (graph-conventions 4.3).
 */
export async function toVisibleJson(
  call: ServicePrincipalCall,
  tenant: ServicePrincipalTenant,
  linked: LinkedObject,
): Promise<EntityJson> {
  const { principal, version } = call
  const type = typeOf(linked)
  const id = linked.kind === 'user' ? linked.user.id : linked.object.id
  const annotation = { '@odata.type': `#microsoft.graph.${type}` }
  if (!seesLinked(principal, linked)) {
    const nothing = { id, type: 'group', version: 0, deletedDateTime: null, properties: {} } as const
    return { ...annotation, ...toObjectJson(nothing, entityOfType(type, version)) }
  }
  if (linked.kind === 'object') return { ...annotation, ...(await showObject(call, tenant, linked.object)) }
  const sees = seesOf(principal, linked.user)
  const shown = Object.entries(toUserJson(linked.user)).filter(([name]) => name !== 'id')
  return { ...annotation, ...hide(Object.fromEntries(shown), sees), id }
}

/** Graph's JSON of an object in full, without what asks for a permission that the caller does not have. */
export async function showObject(
  call: ServicePrincipalCall,
  tenant: ServicePrincipalTenant,
  object: DirectoryObject,
  entity = entityOfType(object.type, call.version),
): Promise<EntityJson> {
  if (object.type === 'servicePrincipal') return showServicePrincipal(call, tenant, object)
  if (object.type === 'application') return toApplicationJson(object, call.version)
  return toObjectJson(object, entity)
}

/** Properties that are sent when none were selected; undefined for types without such a set. */
export function defaultNames(item: EntityJson, version: Call['version']): readonly string[] | undefined {
  const type = String(item['@odata.type']).replace('#microsoft.graph.', '')
  return entityOfType(type, version)?.defaultSet(version)
}

function entityOfType(name: string, version: Call['version']): Entity | undefined {
  const type = directoryObjectTypes.find((candidate) => candidate === name)
  return type && entityOf(type, version)
}

/** Whether the caller may read an object, not only that it is linked. */
function seesLinked(principal: Principal, linked: LinkedObject): boolean {
  const type = typeOf(linked)
  const id = linked.kind === 'user' ? linked.user.id : linked.object.id
  if (principal.kind === 'user' && type === 'user' && principal.userId.toLowerCase() === id.toLowerCase()) return true
  return holdsAny(principal, [...directoryReaders, ...(readersOf.get(type) ?? [])])
}
