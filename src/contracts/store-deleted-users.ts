import type { DeletedUser, User } from '../model/user.ts'
import type { WriteOutcome } from './store-provisioning.ts'

/** Users in the deleted items. Jobs never reach for them: they look for people among the living. */
export interface DeletedUsersWriter {
  find(id: string): Promise<DeletedUser | undefined>
  /** Those deleted before a time (milliseconds since 1970, UTC), the oldest first, at most `limit`. */
  listBefore(time: number, limit: number): Promise<readonly DeletedUser[]>
  /**
   * Brings users back with the properties given; the version grows by one, and a manager who is gone meanwhile is left
   * out. `taken` as when a user is inserted.
   */
  restore(user: Pick<User, 'id' | 'properties'>): Promise<WriteOutcome>
  /** Removes for good. Links of other objects to the user are the caller's business. */
  purge(id: string): Promise<WriteOutcome>
}
