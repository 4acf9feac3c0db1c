import type { UsersWriter, WriteOutcome } from '../../contracts/store-provisioning.ts'
import type { User } from '../../model/user.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { BaseUsers } from './base.ts'
import { createBaseView } from './base-users.ts'
import type { Journal } from './journal.ts'
import { createUserTable } from './user-table.ts'

const written: WriteOutcome = { kind: 'written' }
const gone: WriteOutcome = { kind: 'gone' }
const foundMax = 2

/** Everything is read from the base before anything is decided, so that each call is one step, as in the real store. */
export function createUsers(base: BaseUsers, journal: Pick<Journal, 'record'>): UsersWriter {
  const view = createBaseView(base, journal, (id) => !changed.has(id))
  const changed = createUserTable(journal, view.forget)
  /** Needs the users as the base has them, read before. */
  const current = (id: string, inBase: ReadonlyMap<string, User>): User | undefined => {
    const user = changed.get(id)
    return user === undefined ? view.asNow(inBase.get(id)) : (user ?? undefined)
  }
  const readBase = (ids: readonly string[]) => view.readByIds(ids.filter((id) => !changed.has(id)))
  const holderOf = (name: string, inBase: ReadonlyMap<string, string>): string | undefined => {
    const [holder] = changed.findBy('userPrincipalName', name, 1)
    const other = inBase.get(name)
    return holder ?? (other === undefined || changed.has(other) ? undefined : other)
  }

  return {
    async findBy(property, values) {
      const keys = values.map(foldCase)
      const open = values.filter((_, position) => changed.findBy(property, keys[position] ?? '', foundMax).length < 2)
      const inBase = await view.findBy(property, open)
      return keys.map((key) => {
        const here = changed.findBy(property, key, foundMax).flatMap((id) => changed.get(id) ?? [])
        const there = (inBase.get(key) ?? []).filter(({ id }) => !changed.has(id))
        return [...here, ...there].slice(0, foundMax)
      })
    },
    async findByIds(ids) {
      const inBase = await readBase(ids)
      return ids.map((id) => current(id, inBase))
    },
    async insert(users) {
      const inBase = await readBase(users.map(({ id }) => id))
      const names = await view.findNames(users.map(nameOf))
      return users.map(({ id, managerId, properties }) => {
        if (holderOf(nameOf({ properties }), names) !== undefined) return taken('userPrincipalName')
        if (current(id, inBase) !== undefined) return taken('id')
        changed.set(id, { id, version: 1, managerId, properties })
        return written
      })
    },
    async replace(users) {
      const inBase = await readBase(users.map(({ id }) => id))
      const isRenamed = (user: User): boolean => {
        const before = current(user.id, inBase)
        return before !== undefined && nameOf(before) !== nameOf(user)
      }
      const names = await view.findNames(users.filter(isRenamed).map(nameOf))
      return users.map(({ id, managerId, properties }) => {
        const before = current(id, inBase)
        if (before === undefined) return gone
        const holder = holderOf(nameOf({ properties }), names)
        if (holder !== undefined && holder !== id) return taken('userPrincipalName')
        changed.set(id, { id, version: before.version + 1, managerId, properties })
        return written
      })
    },
    async setManagers(users) {
      const inBase = await readBase(users.map(({ id }) => id))
      return users.map(({ id, managerId }) => {
        const before = current(id, inBase)
        if (before === undefined) return gone
        changed.set(id, { ...before, managerId, version: before.version + 1 })
        return written
      })
    },
    async remove(users) {
      const inBase = await readBase(users.map(({ id }) => id))
      return users.map(({ id }) => {
        for (const reportId of changed.listReportIds(id)) {
          const report = changed.get(reportId)
          if (report) changed.set(reportId, { ...report, managerId: null, version: report.version + 1 })
        }
        view.orphanReportsOf(id)
        if (current(id, inBase) === undefined) return gone
        changed.set(id, null)
        return written
      })
    },
  }
}

function nameOf({ properties }: Pick<User, 'properties'>): string {
  return foldCase(properties.userPrincipalName)
}

function taken(property: string): WriteOutcome {
  return { kind: 'taken', property }
}
