import { appIdKey } from '../../directory/applications/application-object.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { nameTable } from '../../odata/select.ts'
import { type EntityJson, listEntities } from '../collection.ts'
import { type Entity, pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import { findLinked, type LinkedObject, toDirectoryObjectJson } from '../object-json.ts'
import { toApplicationJson } from './application-json.ts'
import type { ApplicationTenant } from './parts.ts'
import { toServicePrincipalJson } from './service-principal-json.ts'

const linkedTypes = ['user', 'group', 'servicePrincipal', 'application', 'directoryRole', 'administrativeUnit'] as const
const unions = new Map<string, Entity>()

/** `directoryObject`, with the names of everything that can be at the other end of a link. */
function linkedEntity(version: Call['version']): Entity {
  const known = unions.get(version)
  if (known !== undefined) return known
  const names = linkedTypes.flatMap((type) => [...entityOf(type, version).names.values()])
  const union = { ...entityOf('directoryObject', version), names: nameTable([...new Set(names)]) }
  unions.set(version, union)
  return union
}

/** Answers a collection of whatever the ids stand for. */
export function listLinkedObjects(
  call: Call,
  tenant: ApplicationTenant,
  ids: () => Promise<readonly string[]>,
): Promise<HttpResponse> {
  return listEntities(call, {
    entity: linkedEntity(call.version),
    fragment: 'directoryObjects',
    isPolymorphic: true,
    load: async () => showLinkedObjects(call, tenant, await ids()),
  })
}

/** JSON of whatever the ids stand for, in their order, each with its type. */
export async function showLinkedObjects(
  call: Pick<Call, 'version' | 'origin'>,
  tenant: ApplicationTenant,
  ids: readonly string[],
): Promise<readonly EntityJson[]> {
  const found = await findLinked(tenant, ids)
  return Promise.all(found.map((linked) => showLinkedObject(call, tenant, linked)))
}

async function showLinkedObject(
  { version, origin }: Pick<Call, 'version' | 'origin'>,
  { objects, tenantId }: ApplicationTenant,
  linked: LinkedObject,
): Promise<EntityJson> {
  if (linked.kind === 'user') {
    const json = toDirectoryObjectJson(linked)
    const names = entityOf('user', version).defaultSet(version)
    return { '@odata.type': '#microsoft.graph.user', ...pick(json, names), id: json.id }
  }
  const { object } = linked
  const type = { '@odata.type': `#microsoft.graph.${object.type}` }
  if (object.type === 'application') return { ...type, ...toApplicationJson(object, version) }
  if (object.type !== 'servicePrincipal') return toDirectoryObjectJson(linked)
  const application = await objects.findByKey('application', appIdKey(object.properties.appId))
  return {
    ...type,
    ...toServicePrincipalJson(object, { application, tenantId, origin, showsSecurityAttributes: false }, version),
  }
}
