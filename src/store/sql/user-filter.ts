import type { User } from '../../model/user.ts'
import type { CheckedFilter, Condition } from '../../odata/condition.ts'
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

export function splitUserFilter(filter: CheckedFilter | null, dialect: Dialect): SplitFilter {
  if (filter === null) return { where: undefined, residual: undefined }
  const inJson = jsonColumns(filter.condition, 'u.properties', dialect.json)
  return splitFilter(clausesOf(filter.condition), { columnOf: (path) => keyColumns[path] ?? inJson(path), dialect })
}

/** An index leads straight to the few users that can match, so that there is nothing to scan. */
export function namesIndexedValue(filter: CheckedFilter | null): boolean {
  return clausesOf(filter?.condition).some(isIndexed)
}

function isIndexed(clause: Condition): boolean {
  if (clause.kind === 'compare') return clause.operator === 'eq' && isKey(clause.property.path)
  return clause.kind === 'in' && !clause.orNull && isKey(clause.property.path)
}

/** Many people may share a manager or a name, but not so many that reading them takes long. */
function isKey(path: string): boolean {
  return Object.hasOwn(keyColumns, path)
}

/** A user as filters see it: the properties in Graph's words. */
export function toUserResource({ id, managerId, properties }: User): unknown {
  return { ...properties, id, manager: managerId === null ? undefined : { id: managerId } }
}
