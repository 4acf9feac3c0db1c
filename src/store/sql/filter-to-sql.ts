import type { Condition, PropertyRef, Value } from '../../odata/condition.ts'
import type { ComparisonOperator, MatchFunction } from '../../odata/filter-ast.ts'
import type { FilterDialect } from './filter-dialect.ts'
import { prefixEnd } from './prefix-end.ts'

/** Where a property lives. `sql` is a trusted expression such as `u.employee_id` or `json_extract(u.doc, '$.department')`. */
export type Column =
  /** Binary collation. `folded`: the writer stored `foldCase` of the text, so an index on it serves comparisons without case. */
  | { readonly kind: 'text'; readonly sql: string; readonly folded?: boolean }
  | { readonly kind: 'boolean' | 'number'; readonly sql: string }
  /** Whole milliseconds since 1970. */
  | { readonly kind: 'epochMs'; readonly sql: string }
  /** `2026-01-01T00:00:00.500Z`: UTC with always three digits, as `toISOString` writes it; an index serves it. */
  | { readonly kind: 'isoMsText'; readonly sql: string }
  /** `2026-01-01T00:00:00.5Z`: UTC, no trailing zeros in the fraction, no fraction when it is zero. */
  | { readonly kind: 'isoText'; readonly sql: string }
  /**
   * A row per element: `from` is what follows FROM, `where` ties it to the outer row. JSON null in place of an empty
   * array would count as an element.
   */
  | { readonly kind: 'collection'; readonly from: string; readonly where?: string; readonly columnOf: ColumnOf }

/** Undefined: the property has no column, whoever asks evaluates the filter in memory. The path is empty for an element itself. */
export type ColumnOf = (path: string) => Column | undefined

export type SqlParameter = string | number | null

export type SqlFilter =
  /** A condition for WHERE: it holds for exactly the rows for which `evaluateFilter` is true. */
  | { readonly kind: 'sql'; readonly sql: string; readonly parameters: readonly SqlParameter[] }
  /** `path` is the first property that stood in the way. */
  | { readonly kind: 'untranslatable'; readonly path: string }

export interface FilterSource {
  readonly columnOf: ColumnOf
  readonly dialect: FilterDialect
  /** Number of the first parameter, for databases that number them; 1 unless the statement has others before. */
  readonly firstParameter?: number
}

/** Writes a checked filter as a SQL condition. Values of the filter only ever become parameters. */
export function filterToSql(condition: Condition, source: FilterSource): SqlFilter {
  const writer = new ConditionWriter(source)
  const sql = writer.write(condition, { columnOf: source.columnOf, negated: false })
  if (writer.obstacle !== undefined) return { kind: 'untranslatable', path: writer.obstacle }
  return { kind: 'sql', sql, parameters: writer.parameters }
}

/** `negated`: below a `not`, where NULL would turn into NULL instead of true and must be settled to false first. */
interface Place {
  readonly columnOf: ColumnOf
  readonly negated: boolean
}

type Leaf<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>

/** A value column as the right side sees it. */
interface Operand {
  readonly kind: Exclude<Column['kind'], 'collection'>
  readonly sql: string
}

const sqlOperators = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const

/** Stands in for a clause that cannot be written; the whole text is thrown away then. */
const unwritten = 'FALSE'

class ConditionWriter {
  readonly parameters: SqlParameter[] = []
  obstacle: string | undefined
  readonly #dialect: FilterDialect
  readonly #firstParameter: number

  constructor({ dialect, firstParameter = 1 }: FilterSource) {
    this.#dialect = dialect
    this.#firstParameter = firstParameter
  }

  write(condition: Condition, place: Place): string {
    switch (condition.kind) {
      case 'or':
      case 'and': {
        const clauses = condition.clauses.map((clause) => this.write(clause, place))
        return `(${clauses.join(condition.kind === 'or' ? ' OR ' : ' AND ')})`
      }
      case 'not':
        return `NOT (${this.write(condition.clause, { ...place, negated: true })})`
      case 'any':
        return this.#any(condition, place)
      case 'count':
        return this.#count(condition, place)
      case 'has':
        return this.#giveUp(condition.property.path)
      default:
        return this.#leaf(condition, place)
    }
  }

  #leaf(condition: Leaf<'compare' | 'null' | 'in' | 'match'>, { columnOf, negated }: Place): string {
    const operand = this.#operand(condition.property, columnOf)
    if (operand === undefined) return this.#giveUp(condition.property.path)
    const { nullable } = condition.property
    switch (condition.kind) {
      case 'null':
        return `${operand.sql} IS ${condition.operator === 'eq' ? 'NULL' : 'NOT NULL'}`
      case 'in':
        return this.#in(condition, operand, negated && nullable)
      case 'match':
        return settled(this.#match(condition.function, operand.sql, condition.text), negated && nullable)
      case 'compare': {
        const comparison = this.#compare(condition.operator, operand, condition.value)
        if (condition.operator !== 'ne') return settled(comparison, negated && nullable)
        return nullable ? `(${comparison} OR ${operand.sql} IS NULL)` : comparison
      }
    }
  }

  #compare(operator: ComparisonOperator, operand: Operand, value: Value): string {
    const isBetween = liesBetweenMs(value, operand)
    if (operator === 'eq' || operator === 'ne') {
      if (isBetween) return operator === 'eq' ? 'FALSE' : 'TRUE'
      return `${operand.sql} ${sqlOperators[operator]} ${this.#value(value, operand)}`
    }
    const isText = operand.kind !== 'epochMs' && operand.kind !== 'number'
    const left = isText ? this.#dialect.inCodePointOrder(operand.sql) : operand.sql
    // The bound value is rounded down then: whatever reaches the real one lies above it.
    const floorOperator = operator === 'gt' || operator === 'ge' ? 'gt' : 'le'
    return `${left} ${sqlOperators[isBetween ? floorOperator : operator]} ${this.#value(value, operand)}`
  }

  #in({ values, orNull }: Leaf<'in'>, operand: Operand, settles: boolean): string {
    const possible = values.filter((value) => !liesBetweenMs(value, operand))
    const list = possible.map((value) => this.#value(value, operand)).join(', ')
    const isUnset = `${operand.sql} IS NULL`
    if (list === '') return orNull ? isUnset : 'FALSE'
    const isListed = `${operand.sql} IN (${list})`
    return orNull ? `(${isUnset} OR ${isListed})` : settled(isListed, settles)
  }

  #match(name: MatchFunction, sql: string, text: string): string {
    if (text === '') return `${sql} IS NOT NULL`
    switch (name) {
      case 'startsWith':
        return this.#startsWith(this.#dialect.inCodePointOrder(sql), text)
      case 'endsWith': {
        const suffix = this.#dialect.suffix(sql, this.#bind([...text].length))
        return `${suffix} = ${this.#bind(text)}`
      }
      case 'contains':
        return this.#dialect.contains(sql, this.#bind(text))
    }
  }

  /** A range instead of LIKE: no wildcards to escape, case counts, and an index serves it in every database. */
  #startsWith(sql: string, prefix: string): string {
    const from = `${sql} >= ${this.#bind(prefix)}`
    const end = prefixEnd(prefix)
    return end === undefined ? from : `(${from} AND ${sql} < ${this.#bind(end)})`
  }

  #any({ collection, element }: Leaf<'any'>, { columnOf }: Place): string {
    const column = columnOf(collection)
    if (column?.kind !== 'collection') return this.#giveUp(collection)
    const conditions = column.where === undefined ? [] : [column.where]
    if (element !== undefined) conditions.push(this.write(element, { columnOf: column.columnOf, negated: false }))
    return `EXISTS (SELECT 1 FROM ${column.from}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`})`
  }

  #count({ operator, collection, count }: Leaf<'count'>, { columnOf }: Place): string {
    const column = columnOf(collection)
    if (column?.kind !== 'collection') return this.#giveUp(collection)
    const rows = `FROM ${column.from}${column.where === undefined ? '' : ` WHERE ${column.where}`}`
    if (operator === 'eq' && count === 0) return `NOT EXISTS (SELECT 1 ${rows})`
    return `(SELECT COUNT(*) ${rows}) ${sqlOperators[operator]} ${this.#bind(count)}`
  }

  #operand({ path, foldsCase }: PropertyRef, columnOf: ColumnOf): Operand | undefined {
    const column = columnOf(path)
    if (column === undefined || column.kind === 'collection') return undefined
    const { kind, sql } = column
    if (kind === 'isoText') return { kind, sql: `rtrim(${sql}, 'Z')` }
    if (kind !== 'text' || foldsCase === (column.folded ?? false)) return { kind, sql }
    // The original spelling cannot be had back from a folded column.
    return foldsCase ? { kind, sql: this.#dialect.foldCase(sql) } : undefined
  }

  #value(value: Value, { kind, sql }: Operand): string {
    if (value.kind === 'text' && kind === 'text') return this.#bind(value.text)
    if (value.kind === 'number' && kind === 'number') return this.#bind(value.value)
    if (value.kind === 'instant' && kind === 'isoText') return this.#bind(value.sortableUtc)
    if (value.kind === 'instant' && kind === 'epochMs') return this.#bind(value.epochMs)
    if (value.kind === 'instant' && kind === 'isoMsText') return this.#bind(new Date(value.epochMs).toISOString())
    if (value.kind === 'boolean' && kind === 'boolean') return value.value ? 'TRUE' : 'FALSE'
    throw new TypeError(`The column ${sql} holds ${kind}, but its property has values of kind ${value.kind}`)
  }

  #bind(parameter: SqlParameter): string {
    this.parameters.push(parameter)
    return this.#dialect.placeholder(this.#firstParameter + this.parameters.length - 1)
  }

  #giveUp(path: string): string {
    this.obstacle ??= path
    return unwritten
  }
}

/** The column holds whole milliseconds, so it is never equal to this value. */
function liesBetweenMs(value: Value, { kind }: Operand): boolean {
  return value.kind === 'instant' && value.finerThanMs && (kind === 'epochMs' || kind === 'isoMsText')
}

function settled(sql: string, settles: boolean): string {
  return settles ? `COALESCE(${sql}, FALSE)` : sql
}
