import type { UsersWriter, WriteOutcome } from '../../contracts/store-provisioning.ts'
import type { User, UserProperties } from '../../model/user.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { joinNames } from '../sql/name-list.ts'
import { isUniqueViolation, type SqliteDriver, type SqliteStatement } from './driver.ts'
import { createLinkAnnouncer } from './link-announcer.ts'

type UserRow = [id: string, version: number, managerId: string | null, properties: string]

const columns = 'id, version, manager_id, properties'
/** Two answers are enough to know that a value is ambiguous. */
const foundMax = 2

const indexedProperties: Readonly<Record<string, string>> = {
  userPrincipalName: 'upn_key',
  employeeId: 'employee_id_key',
  mail: 'mail_key',
}

/** Columns that are made of the properties. */
export const keyColumns = [
  'upn_key',
  'employee_id_key',
  'mail_key',
  'display_name_key',
  'department_key',
  'user_type_key',
  'account_enabled',
] as const

/** Hot statements: users as the engine reads and writes them. */
export function createUsersWriter(driver: SqliteDriver, tenant: number): UsersWriter {
  const byId = driver.prepare<UserRow>(`SELECT ${columns} FROM users WHERE tenant = ? AND id = ?`, 'arrays')
  const insert = driver.prepare(
    `INSERT INTO users (tenant, id, ${keyColumns.join(', ')}, manager_id, version, properties)
     VALUES (?, ?, ${keyColumns.map(() => '?').join(', ')}, ?, 1, ?)`,
  )
  const replace = driver.prepare(
    `UPDATE users SET ${keyColumns.map((column) => `${column} = ?`).join(', ')}, manager_id = ?, version = version + 1,
       properties = ?, changed = ? WHERE tenant = ? AND id = ?`,
  )
  const setManager = driver.prepare(
    "UPDATE users SET manager_id = ?, version = version + 1, changed = 'manager' WHERE tenant = ? AND id = ?",
  )
  const bury = driver.prepare(
    `INSERT OR REPLACE INTO deleted_users (tenant, id, deleted_at, manager_id, version, properties)
     SELECT tenant, id, ?, manager_id, version, properties FROM users WHERE tenant = ? AND id = ?`,
  )
  const orphan = driver.prepare(
    `UPDATE users SET manager_id = NULL, version = version + 1, changed = 'manager' WHERE tenant = ? AND manager_id = ?`,
  )
  const remove = driver.prepare('DELETE FROM users WHERE tenant = ? AND id = ?')
  const announceLinks = createLinkAnnouncer(driver, tenant)
  const finderOf = (property: string): SqliteStatement<UserRow> =>
    driver.prepare<UserRow>(
      `SELECT ${columns} FROM users WHERE tenant = ? AND ${keyOf(property)} = ? LIMIT ${foundMax}`,
      'arrays',
    )
  return {
    async findBy(property, values) {
      const find = finderOf(property)
      return values.map((value) => find.all(tenant, foldCase(value)).map(toUser))
    },
    async findByIds(ids) {
      return ids.map((id) => {
        const row = byId.get(tenant, id)
        return row === undefined ? undefined : toUser(row)
      })
    },
    async insert(users) {
      return users.map(({ id, managerId, properties }) =>
        attempt(() => insert.run(tenant, id, ...keysOf(properties), managerId, JSON.stringify(properties)).changes),
      )
    },
    async replace(users) {
      return users.map(({ id, managerId, properties, changed }) =>
        attempt(() => {
          const json = JSON.stringify(properties)
          return replace.run(...keysOf(properties), managerId, json, joinNames(changed), tenant, id).changes
        }),
      )
    },
    async remove(users, at) {
      return users.map(({ id }) =>
        attempt(() => {
          bury.run(at, tenant, id)
          orphan.run(tenant, id)
          announceLinks(id)
          return remove.run(tenant, id).changes
        }),
      )
    },
    async setManagers(users) {
      return users.map(({ id, managerId }) => attempt(() => setManager.run(managerId, tenant, id).changes))
    },
  }
}

/** The ids of all users that `findBy` of the writer would find, if it did not end after two. */
export function createIdLists(driver: SqliteDriver, tenant: number): (property: string, value: string) => string[] {
  return (property, value) => {
    const list = driver.prepare<[id: string]>(
      `SELECT id FROM users WHERE tenant = ? AND ${keyOf(property)} = ?`,
      'arrays',
    )
    return list.all(tenant, foldCase(value)).map(([id]) => id)
  }
}

/** The column that holds a property's lower-case form, else the property inside the JSON; `name[0]` is a list's first element. */
function keyOf(property: string): string {
  const column = indexedProperties[property]
  if (column !== undefined) return column
  const [, name = property, element = ''] = /^(.*?)(\[0\])?$/s.exec(property) ?? []
  const path = name
    .split('.')
    .map((member) => `."${member.replaceAll(/["']/g, '')}"`)
    .join('')
    .concat(element)
  return `fold_case(json_extract(properties, '$${path}'))`
}

/** Values of `keyColumns`, in their order. */
export function keysOf(properties: UserProperties): (string | number | null)[] {
  return [
    foldCase(properties.userPrincipalName),
    toKey(properties.employeeId),
    toKey(properties.mail),
    foldCase(properties.displayName),
    toFolded(properties.department),
    toFolded(properties.userType),
    Number(properties.accountEnabled),
  ]
}

function toFolded(value: unknown): string | null {
  return typeof value === 'string' ? foldCase(value) : null
}

function toKey(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? foldCase(value) : null
}

function toUser([id, version, managerId, properties]: UserRow): User {
  // Written by insert and replace above.
  return { id, version, managerId, properties: JSON.parse(properties) as UserProperties }
}

/** A violated unique index refuses this row alone; the transaction goes on. */
export function attempt(write: () => number | bigint): WriteOutcome {
  try {
    return Number(write()) === 1 ? { kind: 'written' } : { kind: 'gone' }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const isName = error instanceof Error && error.message.includes('upn_key')
    return { kind: 'taken', property: isName ? 'userPrincipalName' : 'id' }
  }
}
