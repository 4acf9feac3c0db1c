import type { DeletedUser, User } from '../model/user.ts'
import type { CheckedFilter } from '../odata/condition.ts'
import type { Search } from '../odata/search.ts'
import type { IdPage } from './store-objects.ts'

/** Reading users. Writing goes through provisioning transactions (store-provisioning.ts). */
export interface DirectoryStore {
  findUser(id: string): Promise<User | undefined>
  /** Letter case ignored. */
  findUserByPrincipalName(userPrincipalName: string): Promise<User | undefined>
  /** Whether the tenant has that user; `many` for lists of ids, in their order. */
  findUsers(ids: readonly string[]): Promise<readonly (User | undefined)[]>
  /** A page in stable order (by id unless `orderBy` says otherwise), `top + 1` items at most so that a caller sees whether more follow. */
  listUsers(query: UserQuery): Promise<readonly User[]>
  countUsers(filter: CheckedFilter | null, search?: Search): Promise<number>
  /** Object ids of the users whose manager is this one, ordered by id. */
  listDirectReportIds(managerId: string): Promise<readonly string[]>
  findDeletedUser(id: string): Promise<DeletedUser | undefined>
  /** Ordered by id, at most `limit`, continuing after an id. */
  listDeletedUsers(page: IdPage): Promise<readonly DeletedUser[]>
}

export interface UserQuery {
  readonly filter: CheckedFilter | null
  /** Must hold as well. */
  readonly search?: Search | undefined
  readonly orderBy: { readonly property: 'displayName' | 'userPrincipalName' | 'id'; readonly descending: boolean }
  readonly limit: number
  /** Continue after this item: its sort value and its id. */
  readonly after: { readonly sortValue: string; readonly id: string } | null
}
