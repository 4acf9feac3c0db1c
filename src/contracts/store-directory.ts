import type { User } from '../model/user.ts'
import type { CheckedFilter } from '../odata/condition.ts'

/** Reading users. Writing goes through provisioning transactions (store-provisioning.ts). */
export interface DirectoryStore {
  findUser(id: string): Promise<User | undefined>
  /** Letter case ignored. */
  findUserByPrincipalName(userPrincipalName: string): Promise<User | undefined>
  /** Whether the tenant has that user; `many` for lists of ids, in their order. */
  findUsers(ids: readonly string[]): Promise<readonly (User | undefined)[]>
  /** A page in stable order (by id unless `orderBy` says otherwise), `top + 1` items at most so that a caller sees whether more follow. */
  listUsers(query: UserQuery): Promise<readonly User[]>
  countUsers(filter: CheckedFilter | null): Promise<number>
  /** Object ids of the users whose manager is this one, ordered by id. */
  listDirectReportIds(managerId: string): Promise<readonly string[]>
}

export interface UserQuery {
  readonly filter: CheckedFilter | null
  readonly orderBy: { readonly property: 'displayName' | 'userPrincipalName' | 'id'; readonly descending: boolean }
  readonly limit: number
  /** Continue after this item: its sort value and its id. */
  readonly after: { readonly sortValue: string; readonly id: string } | null
}
