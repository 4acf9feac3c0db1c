import type { DeletedUser } from '../../model/user.ts'
import type { EntityJson } from '../collection.ts'
import { hide, type Sees, toUserJson } from '../user-json.ts'

/** A deleted user: its account name carries the id in front, so that it is free for somebody else (graph-resources 7). */
export function toDeletedUserJson(user: DeletedUser, sees: Sees): EntityJson {
  const { id, deletedDateTime, properties } = user
  const userPrincipalName = `${id.replaceAll('-', '')}${properties.userPrincipalName}`
  return { ...hide({ ...toUserJson(user), userPrincipalName, deletedDateTime }, sees), id }
}
