import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Condition } from '../../odata/condition.ts'
import type { Dialect } from '../dialect.ts'
import { type ColumnOf, filterToSql, type SqlFilter } from './filter-to-sql.ts'

/** A filter in two parts that must both hold: one for the database, one for evaluating in memory. */
export interface SplitFilter {
  readonly where: RawBuilder<SqlBool> | undefined
  readonly residual: Condition | undefined
}

export interface SplitSource {
  readonly columnOf: ColumnOf
  readonly dialect: Dialect
  /** Puts a clause into words that have columns. The residual keeps the clause as it was. */
  readonly rewrite?: (clause: Condition) => Condition
}

/** Gives each clause of the outermost `and` to the database if it can be written as SQL. */
export function splitFilter(clauses: readonly Condition[], { columnOf, dialect, rewrite }: SplitSource): SplitFilter {
  const conditions: RawBuilder<SqlBool>[] = []
  const residual: Condition[] = []
  for (const clause of clauses) {
    const written = filterToSql(rewrite?.(clause) ?? clause, {
      columnOf,
      dialect: { ...dialect.filter, placeholder: () => parameterMark },
    })
    if (written.kind === 'sql') conditions.push(toBuilder(written))
    else residual.push(clause)
  }
  return {
    where: conditions.length === 0 ? undefined : sql.join(conditions, sql` AND `),
    residual: residual.length === 0 ? undefined : { kind: 'and', clauses: residual },
  }
}

/** The clauses that must all hold. */
export function clausesOf(condition: Condition | undefined): readonly Condition[] {
  if (condition === undefined) return []
  return condition.kind === 'and' ? condition.clauses.flatMap(clausesOf) : [condition]
}

/** No SQL text holds this character, so the text can be cut at the parameters, which kysely then numbers by itself. */
const parameterMark = '\u0001'

function toBuilder(written: Extract<SqlFilter, { kind: 'sql' }>): RawBuilder<SqlBool> {
  const pieces = written.sql.split(parameterMark)
  return sql<SqlBool>(Object.assign([...pieces], { raw: pieces }), ...written.parameters)
}
