import type { Journal } from './journal.ts'

/** Rows by key, in memory. Every change is told to the indexes and can be taken back. */
export interface Table<Row> {
  readonly size: number
  get(key: string): Row | undefined
  has(key: string): boolean
  entries(): IterableIterator<[key: string, row: Row]>
  set(key: string, row: Row): void
  /** Does no harm when there is no such row. */
  delete(key: string): void
}

/** Told of each change, also of those that are taken back; undefined stands for no row. */
export type OnChange<Row> = (key: string, before: Row | undefined, after: Row | undefined) => void

/** `began`: the rows that are there before anything is changed. */
export function createTable<Row extends NonNullable<unknown> | null>(
  journal: Pick<Journal, 'record'>,
  began: Iterable<readonly [key: string, row: Row]> = [],
  onChange: OnChange<Row> = () => {},
): Table<Row> {
  const rows = new Map<string, Row>()

  const place = (key: string, before: Row | undefined, after: Row | undefined): void => {
    if (after === undefined) rows.delete(key)
    else rows.set(key, after)
    onChange(key, before, after)
  }
  const change = (key: string, after: Row | undefined): void => {
    const before = rows.get(key)
    journal.record(() => place(key, after, before))
    place(key, before, after)
  }
  for (const [key, row] of began) place(key, rows.get(key), row)
  return {
    get size() {
      return rows.size
    },
    get: (key) => rows.get(key),
    has: (key) => rows.has(key),
    entries: () => rows.entries(),
    set: change,
    delete(key) {
      if (rows.has(key)) change(key, undefined)
    },
  }
}
