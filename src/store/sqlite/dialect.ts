import type { Dialect, JsonDialect } from '../dialect.ts'
import { sqliteFilterDialect } from '../sql/filter-dialect.ts'
import { isUniqueViolation, sortableUtcFunction } from './driver.ts'

const json: JsonDialect = {
  text: valueAt,
  number: valueAt,
  boolean: valueAt,
  json: (value, path) => `(${value} -> ${toPath(path)})`,
  sortableUtc: (value, path) => `${sortableUtcFunction}(${valueAt(value, path)})`,
  elements: (value, path) => ({
    from: `json_each(${value}, ${toPath(path)}) AS element`,
    where: `json_type(${value}, ${toPath(path)}) = 'array'`,
    element: 'element.value',
  }),
}

export const sqliteDialect: Dialect = { name: 'sqlite', filter: sqliteFilterDialect, json, isUniqueViolation }

/** json_extract gives text, numbers, and 1 and 0 for Booleans. */
function valueAt(value: string, path: readonly string[]): string {
  return path.length === 0 ? value : `json_extract(${value}, ${toPath(path)})`
}

function toPath(path: readonly string[]): string {
  return `'$${path.map((name) => `."${name}"`).join('')}'`
}
