import type { DeletedUser, User } from '../../model/user.ts'
import type { DeletedUserRow, UserRow } from './tables.ts'

/** What is read of a user, of the table under the name `u`. */
export const userColumns = [
  'u.id',
  'u.upn_key',
  'u.display_name_key',
  'u.manager_id',
  'u.version',
  'u.properties',
] as const

export type UserColumns = Pick<UserRow, 'id' | 'upn_key' | 'display_name_key' | 'manager_id' | 'version' | 'properties'>

export function toUser(row: UserColumns): User {
  // The directory checked the properties before they were stored.
  return { id: row.id, version: row.version, managerId: row.manager_id, properties: JSON.parse(row.properties) }
}

export type DeletedUserColumns = Omit<DeletedUserRow, 'tenant'>

export function toDeletedUser({ id, version, manager_id, deleted_at, properties }: DeletedUserColumns): DeletedUser {
  const deletedDateTime = new Date(deleted_at).toISOString()
  return { id, version, managerId: manager_id, deletedDateTime, properties: JSON.parse(properties) }
}
