import type { Permission } from '../auth/permissions.ts'
import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { holdsAny } from './caller.ts'
import type { EntityJson } from './collection.ts'
import { defineEntity, type Entity, type EntityProperty } from './entity.ts'
import { directoryRoleEntity } from './entity-directory-role.ts'
import { groupEntity } from './entity-group.ts'
import { servicePrincipalEntity } from './entity-service-principal.ts'
import { userEntity } from './entity-user.ts'
import { type LinkedObject, toDirectoryObjectJson, toObjectJson } from './object-json.ts'
import { hide, seesOf } from './user-json.ts'

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
  ['administrativeUnit', ['AdministrativeUnit.Read.All']],
])

const entities: readonly Entity[] = [userEntity, groupEntity, servicePrincipalEntity, directoryRoleEntity]

/** Every property that some kind of directory object has. Only few of them are indexed, so queries need the advanced mode. */
export const directoryObjectEntity = advancedOnly('directoryObject', unite(entities))

const castEntities: ReadonlyMap<string, Entity> = new Map(
  entities.map(({ name, properties }) => [name, advancedOnly(name, properties)]),
)

/** Where several types have a property, it can do what it can do in any of them. */
function unite(types: readonly Entity[]): readonly EntityProperty[] {
  const united = new Map<string, EntityProperty>()
  for (const property of types.flatMap(({ properties }) => properties)) {
    const known = united.get(property.name)
    const filter = [...new Set([...(known?.filter ?? []), ...(property.filter ?? [])])]
    united.set(property.name, { ...property, ...known, filter })
  }
  return [...united.values()]
}

function advancedOnly(name: string, properties: readonly EntityProperty[]): Entity {
  const values = properties.filter(({ link }) => link === undefined)
  return defineEntity(
    name,
    values.map(({ basic: _, orderby, ...property }) => ({ ...property, ...(orderby && { orderby: 'advanced' }) })),
  )
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

/** The table that queries of a cast are checked against. */
export function castEntity(type: DirectoryObjectType): Entity {
  return castEntities.get(type) ?? directoryObjectEntity
}

export function typeOf(linked: LinkedObject): string {
  return linked.kind === 'user' ? 'user' : linked.object.type
}

/**
 * Graph's JSON of an object behind a link. Of what the caller may not read only type and id are filled
 * (graph-conventions 4.3).
 */
export function toVisibleJson(linked: LinkedObject, { principal }: Pick<Call, 'principal'>): EntityJson {
  const type = typeOf(linked)
  const shown = toDirectoryObjectJson(linked)
  const entity = entities.find(({ name }) => name === type)
  if (!seesType(principal, type, shown.id)) {
    const nothing = { id: shown.id, type: 'group', version: 0, deletedDateTime: null, properties: {} } as const
    return { '@odata.type': `#microsoft.graph.${type}`, ...toObjectJson(nothing, entity) }
  }
  if (linked.kind === 'user') return { ...hide(shown, visibleNames(principal, linked)), id: shown.id }
  return { '@odata.type': `#microsoft.graph.${type}`, ...toObjectJson(linked.object, entity) }
}

/** Properties that are sent when none were selected. */
export function defaultNames(item: EntityJson, version: Call['version']): readonly string[] | undefined {
  const type = String(item['@odata.type']).replace('#microsoft.graph.', '')
  if (type !== 'user') return undefined
  return userEntity.defaultSet(version).filter((name) => name !== 'customSecurityAttributes')
}

function visibleNames(principal: Principal, { user }: Extract<LinkedObject, { kind: 'user' }>) {
  const sees = seesOf(principal, user)
  return (name: string) => name.startsWith('@') || name === 'id' || sees(name)
}

function seesType(principal: Principal, type: string, id: string): boolean {
  if (principal.kind === 'user' && type === 'user' && principal.userId.toLowerCase() === id.toLowerCase()) return true
  return holdsAny(principal, [...directoryReaders, ...(readersOf.get(type) ?? [])])
}
