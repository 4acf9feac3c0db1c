import type { FilterDialect } from './sql/filter-dialect.ts'

/** How databases differ, as named capabilities. Everything else in store/sql is one text for all of them. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  readonly filter: FilterDialect
  readonly json: JsonDialect
  /** The statement failed because a row with the same key is there already. */
  isUniqueViolation(error: unknown): boolean
}

/**
 * Reading JSON texts in SQL. Expressions go in and come out as SQL text; path names are letters, digits and underscores.
 * An empty path is the value itself. What is missing, or JSON's null, becomes NULL.
 */
export interface JsonDialect {
  text(json: string, path: readonly string[]): string
  number(json: string, path: readonly string[]): string
  boolean(json: string, path: readonly string[]): string
  /** The value as JSON text. */
  json(json: string, path: readonly string[]): string
  /** A time in UTC that sorts as text: no zone, no trailing zeros in the fraction. NULL for what is not a time. */
  sortableUtc(json: string, path: readonly string[]): string
  /** One row per element: what follows FROM, the condition under which the value is an array, and the element's JSON. */
  elements(
    json: string,
    path: readonly string[],
  ): { readonly from: string; readonly where: string; readonly element: string }
}
