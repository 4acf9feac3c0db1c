import { changedNames } from '../std/changed-names.ts'
import type { User } from './user.ts'

/** A user as it is to be, and what is new about it. */
export interface ChangedUser extends User {
  /** Names of the Graph properties that differ from before, `manager` among them; left out: not known. */
  readonly changed?: readonly string[]
}

/** The user after a change, with the names of what differs. */
export function changeUser(before: User, after: User): ChangedUser {
  const names = changedNames(before.properties, after.properties)
  return { ...after, changed: before.managerId === after.managerId ? names : [...names, 'manager'] }
}
