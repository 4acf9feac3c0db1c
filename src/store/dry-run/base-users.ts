import type { User } from '../../model/user.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { BaseUsers } from './base.ts'
import type { Journal } from './journal.ts'
import { createTable } from './table.ts'

/** The base's users, as far as a dry run has left them unchanged. */
export interface BaseView {
  /** By key of the value: those who are unchanged, at most two. */
  findBy(property: string, values: readonly string[]): Promise<ReadonlyMap<string, readonly User[]>>
  readByIds(ids: readonly string[]): Promise<ReadonlyMap<string, User>>
  /** Who has these principal names in the base, changed or not: ids by key of the name. */
  findNames(names: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** A user without the manager who was removed since. */
  asNow(user: User | undefined): User | undefined
  orphanReportsOf(managerId: string): void
  /** To be called when a user is as in the base again. */
  forget(): void
}

const foundMax = 2

export function createBaseView(
  base: BaseUsers,
  journal: Pick<Journal, 'record'>,
  isUnchanged: (id: string) => boolean,
): BaseView {
  /** Ids that once were removed: the base's users cannot have them as managers any more. */
  const removedManagers = createTable<true>(journal)
  const asNow = (user: User | undefined): User | undefined => {
    const orphaned = user !== undefined && user.managerId !== null && removedManagers.has(user.managerId)
    return orphaned ? { ...user, managerId: null, version: user.version + 1 } : user
  }
  const candidates = createCandidates(base, isUnchanged)
  const findUnchanged = async (property: string, value: string, found: readonly User[]): Promise<readonly User[]> => {
    const isHidden = found.length === foundMax && found.some(({ id }) => !isUnchanged(id))
    if (!isHidden) return found.filter(({ id }) => isUnchanged(id))
    const users = await base.findByIds(await candidates.take(property, value))
    return users.filter((user) => user !== undefined)
  }
  return {
    async findBy(property, values) {
      const found = values.length === 0 ? [] : await base.findBy(property, values)
      const byKey = new Map<string, readonly User[]>()
      for (const [position, value] of values.entries()) {
        const unchanged = await findUnchanged(property, value, found[position] ?? [])
        byKey.set(
          foldCase(value),
          unchanged.flatMap((user) => asNow(user) ?? []),
        )
      }
      return byKey
    },
    async readByIds(ids) {
      const users = ids.length === 0 ? [] : await base.findByIds(ids)
      return new Map(users.flatMap((user) => (user === undefined ? [] : [[user.id, user]])))
    },
    async findNames(names) {
      const found = names.length === 0 ? [] : await base.findBy('userPrincipalName', names)
      return new Map(
        found.flatMap(([user], position) => (user === undefined ? [] : [[names[position] ?? '', user.id]])),
      )
    },
    asNow,
    orphanReportsOf: (managerId) => removedManagers.set(managerId, true),
    forget: () => candidates.forget(),
  }
}

interface Candidates {
  take(property: string, value: string): Promise<readonly string[]>
  forget(): void
}

/**
 * Two unchanged users with a value, when the two that the base found were changed since. All who have the value are
 * listed once; whoever was changed is dropped from the list when it is come across, so that none is passed twice.
 */
function createCandidates(base: BaseUsers, isUnchanged: (id: string) => boolean): Candidates {
  const lists = new Map<string, string[]>()
  return {
    async take(property, value) {
      const key = JSON.stringify([property, foldCase(value)])
      const ids = lists.get(key) ?? [...(await base.listIdsBy(property, value))]
      lists.set(key, ids)
      const taken: string[] = []
      while (ids.length > 0 && taken.length < foundMax) {
        const id = ids.pop()
        if (id !== undefined && isUnchanged(id)) taken.push(id)
      }
      ids.push(...taken)
      return taken
    },
    forget: () => lists.clear(),
  }
}
