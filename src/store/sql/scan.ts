import { setImmediate as nextTurn } from 'node:timers/promises'
import { EntrainError } from '../../model/error.ts'

/** Rows in a stable order, to be read piece by piece so that no statement holds up the thread for long. */
export interface Scan<Row, Position> {
  /** The position of the row that lies `count` rows further on; undefined when fewer remain. */
  edge(after: Position | null, count: number): Promise<Position | undefined>
  /** At most `limit` rows behind `after`, up to and including `through` (null: to the end), that fulfil the SQL part of the filter. */
  rows(window: ScanWindow<Position>, limit: number): Promise<readonly Row[]>
  positionOf(row: Row): Position
}

export interface CountingScan<Row, Position> extends Scan<Row, Position> {
  /** Rows of the window that fulfil the SQL part of the filter. */
  count(window: ScanWindow<Position>): Promise<number>
}

export interface ScanWindow<Position> {
  readonly after: Position | null
  readonly through: Position | null
}

export interface ScanOptions<Position> {
  readonly after: Position | null
  /** Rows of one answer. */
  readonly chunkRows: number
  /** Few of the rows may fulfil the filter, so the database gets windows of limited length. */
  readonly windowed: boolean
  /** Rows that one statement looks at, at most. */
  readonly windowRows?: number
  readonly budget: ScanBudget
}

/** Rows that one statement looks at, at most: some ten milliseconds. */
export const windowRows = 5_000

/** All rows of the scan, in chunks that are never empty. Between statements other work gets its turn. */
export async function* scanInChunks<Row, Position>(
  scan: Scan<Row, Position>,
  { after, chunkRows, windowed, windowRows: rowsPerWindow = windowRows, budget }: ScanOptions<Position>,
): AsyncGenerator<readonly Row[]> {
  let start = after
  for (;;) {
    const through = windowed ? ((await scan.edge(start, rowsPerWindow)) ?? null) : null
    for (;;) {
      const rows = await scan.rows({ after: start, through }, chunkRows)
      if (rows.length > 0) yield rows
      const last = rows.at(-1)
      if (!windowed) budget.spend(rows.length)
      if (last === undefined || rows.length < chunkRows) break
      start = scan.positionOf(last)
      await nextTurn()
    }
    if (through === null) return
    budget.spend(rowsPerWindow)
    start = through
    await nextTurn()
  }
}

/** How many rows fulfil the SQL part of a filter, window by window. */
export async function countInWindows<Row, Position>(
  scan: CountingScan<Row, Position>,
  { windowRows: rowsPerWindow, budget }: Required<Pick<ScanOptions<Position>, 'windowRows' | 'budget'>>,
): Promise<number> {
  let count = 0
  for (let after: Position | null = null; ; ) {
    const through: Position | null = (await scan.edge(after, rowsPerWindow)) ?? null
    count += await scan.count({ after, through })
    if (through === null) return count
    budget.spend(rowsPerWindow)
    after = through
    await nextTurn()
  }
}

/** Rows that one call may look at, over all of its scans. Some seconds of work. */
export const scannedRowsMax = 2_000_000

export interface ScanBudget {
  /** Throws `unsupportedQuery` when the call has looked at too many rows. */
  spend(rows: number): void
}

export function createScanBudget(hint: string, rowsMax: number = scannedRowsMax): ScanBudget {
  let left = rowsMax
  return {
    spend(rows) {
      left -= rows
      if (left >= 0) return
      const message = `The filter matches so few objects that more than ${rowsMax} would have to be read. ${hint}`
      throw new EntrainError('unsupportedQuery', message)
    },
  }
}
