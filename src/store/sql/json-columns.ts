import type { Condition } from '../../odata/condition.ts'
import type { ValueType } from '../../odata/filterable.ts'
import type { JsonDialect } from '../dialect.ts'
import type { Column, ColumnOf } from './filter-to-sql.ts'

/**
 * Columns for the properties that a condition names, read out of a JSON text by their names. Their types are those that
 * the condition was checked with.
 */
export function jsonColumns(condition: Condition, json: string, dialect: JsonDialect): ColumnOf {
  const columns = new Map<string, Column | undefined>()
  const elements = new Map<string, Condition[]>()
  collect(condition, {
    value: (path, type) => columns.set(path, toValueColumn(toPath(path), type, json, dialect)),
    collection: (path, element) => elements.set(path, [...(elements.get(path) ?? []), ...element]),
  })
  for (const [path, clauses] of elements) columns.set(path, toCollectionColumn(toPath(path), clauses, json, dialect))
  return (path) => columns.get(path)
}

interface Finder {
  value(path: string, type: ValueType): void
  collection(path: string, element: readonly Condition[]): void
}

function collect(condition: Condition, finder: Finder): void {
  switch (condition.kind) {
    case 'or':
    case 'and':
      for (const clause of condition.clauses) collect(clause, finder)
      return
    case 'not':
      collect(condition.clause, finder)
      return
    case 'any':
      finder.collection(condition.collection, condition.element === undefined ? [] : [condition.element])
      return
    case 'count':
      finder.collection(condition.collection, [])
      return
    default:
      finder.value(condition.property.path, condition.property.type)
  }
}

type Path = readonly string[] | undefined

const pathName = /^\w+$/

/** Undefined for names that JSON paths would have to quote; such properties are evaluated in memory. */
function toPath(path: string): Path {
  const names = path === '' ? [] : path.split('/')
  return names.every((name) => pathName.test(name)) ? names : undefined
}

function toValueColumn(path: Path, type: ValueType, json: string, dialect: JsonDialect): Column | undefined {
  if (path === undefined) return undefined
  switch (type) {
    case 'Boolean':
      return { kind: 'boolean', sql: dialect.boolean(json, path) }
    case 'Int32':
    case 'Int64':
    case 'Double':
      return { kind: 'number', sql: dialect.number(json, path) }
    case 'DateTimeOffset':
      return { kind: 'isoText', sql: dialect.sortableUtc(json, path) }
    default:
      return { kind: 'text', sql: dialect.text(json, path) }
  }
}

function toCollectionColumn(
  path: Path,
  clauses: readonly Condition[],
  json: string,
  dialect: JsonDialect,
): Column | undefined {
  if (path === undefined) return undefined
  const { from, where, element } = dialect.elements(json, path)
  const columnOf = jsonColumns({ kind: 'and', clauses }, element, dialect)
  return { kind: 'collection', from, where, columnOf }
}
