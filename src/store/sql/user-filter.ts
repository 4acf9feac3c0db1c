import { identitiesOf } from '../../directory/identities.ts'
import type { User } from '../../model/user.ts'
import type { Condition } from '../../odata/condition.ts'
import type { Dialect } from '../dialect.ts'
import type { Column } from './filter-to-sql.ts'
import { jsonColumns } from './json-columns.ts'
import { clausesOf, type SplitFilter, splitFilter } from './split-filter.ts'

/** Properties with a column of their own, of the table under the name `u`. All others lie in the JSON text. */
const keyColumns: Readonly<Record<string, Column>> = {
  id: { kind: 'text', sql: 'u.id', folded: true },
  userPrincipalName: { kind: 'text', sql: 'u.upn_key', folded: true },
  employeeId: { kind: 'text', sql: 'u.employee_id_key', folded: true },
  mail: { kind: 'text', sql: 'u.mail_key', folded: true },
  displayName: { kind: 'text', sql: 'u.display_name_key', folded: true },
  'manager/id': { kind: 'text', sql: 'u.manager_id', folded: true },
}

/** Properties that lie in the search index beside those. */
const searchColumns: Readonly<Record<string, Column>> = {
  department: { kind: 'text', sql: 'u.department_key', folded: true },
  userType: { kind: 'text', sql: 'u.user_type_key', folded: true },
  accountEnabled: { kind: 'boolean', sql: 'u.account_enabled' },
}

const columns = { ...keyColumns, ...searchColumns }

const inSearchIndex: ReadonlySet<string> = new Set(['id', 'displayName', 'mail', ...Object.keys(searchColumns)])

export function splitUserFilter(condition: Condition | undefined, dialect: Dialect): SplitFilter {
  if (condition === undefined) return { where: undefined, residual: undefined }
  const inJson = jsonColumns(condition, 'u.properties', dialect.json)
  return splitFilter(clausesOf(condition), {
    columnOf: (path) => columns[path] ?? (isWorkedOut(path) ? undefined : inJson(path)),
    dialect,
  })
}

/** Identities are more than what is kept, so they are compared in memory. */
function isWorkedOut(path: string): boolean {
  return path === 'identities'
}

/** An index leads straight to the few users that can match, so that there is nothing to scan. */
export function namesIndexedValue(condition: Condition | undefined): boolean {
  return clausesOf(condition).some(isIndexed)
}

function isIndexed(clause: Condition): boolean {
  if (clause.kind === 'compare') return clause.operator === 'eq' && isKey(clause.property.path)
  return clause.kind === 'in' && !clause.orNull && isKey(clause.property.path)
}

/** Many people may share a manager or a name, but not so many that reading them takes long. */
function isKey(path: string): boolean {
  return Object.hasOwn(keyColumns, path)
}

/** Whether the search index holds all that a condition looks at. */
export function isInSearchIndex(condition: Condition): boolean {
  switch (condition.kind) {
    case 'or':
    case 'and':
      return condition.clauses.every(isInSearchIndex)
    case 'not':
      return isInSearchIndex(condition.clause)
    case 'any':
    case 'count':
      return false
    default:
      return inSearchIndex.has(condition.property.path)
  }
}

/** A user as filters see it: the properties in Graph's words. */
export function toUserResource({ id, managerId, properties }: User): unknown {
  const identities = identitiesOf(properties.identities, properties.userPrincipalName)
  return { ...properties, identities, id, manager: managerId === null ? undefined : { id: managerId } }
}
