import type { DirectoryObject, ObjectType } from '../../model/directory-object.ts'
import type { DirectoryObjectRow } from './tables.ts'

export type ObjectColumns = Omit<DirectoryObjectRow, 'tenant' | 'changed'>

export function toDirectoryObject({ id, type, version, deleted_at, properties }: ObjectColumns): DirectoryObject {
  // Types and properties were checked before they were stored.
  return {
    id,
    type: type as ObjectType,
    version,
    deletedDateTime: deleted_at,
    properties: JSON.parse(properties),
  }
}
