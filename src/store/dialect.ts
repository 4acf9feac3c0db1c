/** How databases differ, as named capabilities. Everything else in store/sql is one text for all of them. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  /** The statement failed because a row with the same key is there already. */
  isUniqueViolation(error: unknown): boolean
}
