import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { EntityJson } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import { toObjectJson } from '../object-json.ts'

/** Graph's JSON of a directory extension; the name of its application is read with it. */
export function toExtensionPropertyJson(
  object: DirectoryObject,
  application: Pick<DirectoryObject, 'properties'> | undefined,
  version: Call['version'],
): EntityJson {
  const json = toObjectJson(object, entityOf('extensionProperty', version))
  return {
    ...json,
    appDisplayName: application?.properties.displayName ?? '',
    isMultiValued: json.isMultiValued ?? false,
    isSyncedFromOnPremises: json.isSyncedFromOnPremises ?? false,
  }
}
