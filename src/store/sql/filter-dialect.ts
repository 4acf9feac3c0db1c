/** The few points in which databases differ when a filter becomes SQL. Expressions go in and come out as SQL text. */
export interface FilterDialect {
  /** The mark of the parameter with this number, counted from 1. */
  placeholder(number: number): string
  /** The text as `foldCase` of odata/fold-case.ts folds it; null stays null. */
  foldCase(expression: string): string
  /** The text so that it sorts by code point. */
  inCodePointOrder(expression: string): string
  /** The last `length` characters; the whole text when it is shorter. */
  suffix(expression: string, length: string): string
  contains(expression: string, part: string): string
}

/** Name of the SQL function that a connection has to offer: `foldCase` of odata/fold-case.ts, deterministic, null for null. */
export const foldCaseFunction = 'fold_case'

/** SQLite compares and sorts by bytes of UTF-8 unless a column says otherwise, which is code point order. */
export const sqliteFilterDialect: FilterDialect = {
  placeholder: () => '?',
  foldCase: (expression) => `${foldCaseFunction}(${expression})`,
  inCodePointOrder: (expression) => expression,
  suffix: (expression, length) => `substr(${expression}, -${length})`,
  contains: (expression, part) => `instr(${expression}, ${part}) > 0`,
}

/** PostgreSQL sorts by the database's language unless told otherwise; `lower` differs from `foldCase` only in rare letters. */
export const postgresFilterDialect: FilterDialect = {
  placeholder: (number) => `$${number}`,
  foldCase: (expression) => `replace(lower(${expression}), 'ς', 'σ')`,
  inCodePointOrder: (expression) => `(${expression} COLLATE "C")`,
  suffix: (expression, length) => `right(${expression}, ${length})`,
  contains: (expression, part) => `strpos(${expression}, ${part}) > 0`,
}
