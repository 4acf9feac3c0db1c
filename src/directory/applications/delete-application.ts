import type { ObjectsReader, ObjectsWriter } from '../../contracts/store-objects.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { appIdKey } from './application-object.ts'

/** Moves an application and its service principal of this tenant to the deleted items. Answers both, as far as they were there. */
export async function deleteApplication(
  writer: ObjectsWriter,
  application: DirectoryObject,
  at: string,
): Promise<readonly DirectoryObject[]> {
  const mirror = await writer.findByKey('servicePrincipal', appIdKey(application.properties.appId))
  const deleted = mirror === undefined ? [application] : [application, mirror]
  for (const { id } of deleted) await writer.softDelete(id, at)
  return deleted
}

/** Service principals looked at while searching the deleted items. */
const deletedMax = 10_000

/** The service principal that was deleted together with this application, so that both can be restored together. */
export async function findDeletedWith(
  objects: Pick<ObjectsReader, 'list'>,
  application: DirectoryObject,
): Promise<DirectoryObject | undefined> {
  const deleted = await objects.list('servicePrincipal', { isDeleted: true, limit: deletedMax })
  return deleted.find(
    ({ deletedDateTime, properties }) =>
      deletedDateTime === application.deletedDateTime && properties.appId === application.properties.appId,
  )
}

/** What exists only as long as an object does, such as its extension properties, and what was granted to it or on it. */
export async function listDependents(writer: ObjectsWriter, id: string): Promise<readonly string[]> {
  const found = await Promise.all(
    (['parent', 'principal', 'resource', 'client'] as const).map((relation) => writer.listLinking(relation, id)),
  )
  return [...new Set(found.flat())]
}
