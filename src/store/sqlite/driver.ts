import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { parseDateTime } from '../../odata/date-time.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { foldCaseFunction } from '../sql/filter-dialect.ts'

/** What may be bound to a parameter. SQLite has no Boolean: 0 and 1 stand for it. */
export type SqliteValue = SQLInputValue

/** A prepared statement. `Row` is what the SQL text selects; whoever writes the text names the type. */
export interface SqliteStatement<Row = unknown> {
  all(...parameters: SqliteValue[]): Row[]
  get(...parameters: SqliteValue[]): Row | undefined
  run(...parameters: SqliteValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }
  iterate(...parameters: SqliteValue[]): IterableIterator<Row>
  /** Empty for a statement that returns no rows. */
  columns(): readonly unknown[]
}

/** One connection. Everything is synchronous; whoever must not block keeps its statements short. */
export interface SqliteDriver {
  readonly file: string
  /** The same text answers the same statement. `arrays` gives rows as positional arrays, which is faster. */
  prepare<Row = unknown>(sql: string, shape?: 'objects' | 'arrays'): SqliteStatement<Row>
  exec(sql: string): void
  /** Runs `work` between BEGIN IMMEDIATE and COMMIT; when it throws, nothing of it remains. */
  transaction<T>(work: () => T): T
  close(): void
}

export interface DriverOptions {
  readonly file: string
  /** Memory for database pages. Default 64 MiB. */
  readonly cacheBytes?: number
  /** Pages of the write-ahead log after which SQLite copies it back into the file. Default 16,000 (128 MB). */
  readonly checkpointPages?: number
  /** The connection refuses to write. */
  readonly queryOnly?: boolean
  /** The file must be there, and nothing is ever written to it, not even when the connection closes. */
  readonly readOnly?: boolean
  /**
   * How long a statement blocks its thread when another connection holds the file. Default 0: it fails at once with
   * SQLITE_BUSY, and the caller waits without blocking (write-lock.ts).
   */
  readonly busyTimeoutMs?: number
}

const cacheBytesDefault = 64 * 1024 * 1024
const checkpointPagesDefault = 16_000
const pageBytes = 8_192
/** Creating the file and switching it to WAL needs it alone for a moment; several threads may open it at once. */
const openingTimeoutMs = 5_000
/** Texts with lists of varying length would otherwise grow the cache without end. */
const cachedStatementsMax = 500

/** Name of the SQL function that turns a time into UTC text that sorts; null for what is not a time. */
export const sortableUtcFunction = 'sortable_utc'

const sqliteBusy = 5
const sqliteConstraintUnique = 2_067
const sqliteConstraintPrimaryKey = 1_555

export function openDriver(options: DriverOptions): SqliteDriver {
  const database = new DatabaseSync(options.file, {
    enableForeignKeyConstraints: false,
    readOnly: options.readOnly === true,
    timeout: openingTimeoutMs,
  })
  try {
    prepareConnection(database, options)
  } catch (error) {
    database.close()
    throw error
  }
  return createDriver(database, options.file)
}

function prepareConnection(database: DatabaseSync, options: DriverOptions): void {
  const cacheKibibytes = Math.ceil((options.cacheBytes ?? cacheBytesDefault) / 1024)
  if (options.readOnly !== true) prepareWriting(database, options)
  database.exec(`PRAGMA cache_size = -${cacheKibibytes}`)
  database.exec('PRAGMA temp_store = MEMORY')
  database.exec('PRAGMA foreign_keys = OFF')
  if (options.queryOnly === true) database.exec('PRAGMA query_only = ON')
  addFunctions(database)
  database.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs ?? 0}`)
}

function prepareWriting(database: DatabaseSync, options: DriverOptions): void {
  // The page size holds only if it is set before the first write, and switching to WAL writes.
  database.exec(`PRAGMA page_size = ${pageBytes}`)
  database.exec('PRAGMA journal_mode = WAL')
  // An accepted write must survive a power loss; this is not left to the default of a build of SQLite.
  database.exec('PRAGMA synchronous = FULL')
  database.exec(`PRAGMA wal_autocheckpoint = ${options.checkpointPages ?? checkpointPagesDefault}`)
}

/** What SQLite's own functions cannot do: letter case beyond ASCII, and times by OData's rules. */
function addFunctions(database: DatabaseSync): void {
  database.function(foldCaseFunction, { deterministic: true }, (value) =>
    typeof value === 'string' ? foldCase(value) : null,
  )
  database.function(sortableUtcFunction, { deterministic: true }, (value) =>
    typeof value === 'string' ? (parseDateTime(value)?.sortableUtc ?? null) : null,
  )
}

function createDriver(database: DatabaseSync, file: string): SqliteDriver {
  const statements = new Map<string, SqliteStatement>()

  const prepareNew = (sql: string, shape: 'objects' | 'arrays'): SqliteStatement => {
    const statement = database.prepare(sql)
    statement.setReturnArrays(shape === 'arrays')
    const oldest = statements.keys().next()
    if (statements.size >= cachedStatementsMax && !oldest.done) statements.delete(oldest.value)
    return statement
  }

  return {
    file,
    prepare<Row>(sql: string, shape: 'objects' | 'arrays' = 'objects') {
      const key = `${shape} ${sql}`
      const statement = statements.get(key) ?? prepareNew(sql, shape)
      statements.set(key, statement)
      // SQLite's rows have no static type: the text decides what they hold, and its author names it here.
      return statement as SqliteStatement<Row>
    },
    exec: (sql) => database.exec(sql),
    transaction(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    close() {
      statements.clear()
      if (database.isOpen) database.close()
    },
  }
}

/** Another connection holds the lock that the statement needs. */
export function isBusy(error: unknown): boolean {
  // The low byte is the primary code; the extended ones (recovery, snapshot) are busy as well.
  return ((sqliteCodeOf(error) ?? 0) & 0xff) === sqliteBusy
}

/** SQLite's primary codes for what lies outside the statement: busy, locked, no memory, read-only, I/O, damage, full, cannot open. */
const troubleCodes: ReadonlySet<number> = new Set([sqliteBusy, 6, 7, 8, 10, 11, 13, 14])

/** The statement was right, but the file, the disk or the memory was not; the same may succeed later. */
export function isTrouble(error: unknown): boolean {
  return troubleCodes.has((sqliteCodeOf(error) ?? 0) & 0xff)
}

/** A row with the same key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCodeOf(error)
  return code === sqliteConstraintUnique || code === sqliteConstraintPrimaryKey
}

/** SQLite's extended result code. */
function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode : undefined
}
