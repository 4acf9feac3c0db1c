import type { ObjectsWriter } from '../../contracts/store-objects.ts'
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
