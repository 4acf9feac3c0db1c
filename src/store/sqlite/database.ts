import { Kysely } from 'kysely'
import type { SqlDatabase } from '../sql/database.ts'
import type { Tables } from '../sql/tables.ts'
import { sqliteDialect } from './dialect.ts'
import { openDriver, type SqliteDriver } from './driver.ts'
import { createKyselyDialect } from './kysely-dialect.ts'
import { createWriteLock, type WriteLock, type WriteLockOptions } from './write-lock.ts'

/** The main database's file, open in one thread: a connection that reads and one that writes. */
export interface SqliteDatabase extends SqlDatabase {
  /** The connection that writes. Use it only inside `lock.run`. */
  readonly writer: SqliteDriver
  readonly lock: WriteLock
  /** Waits for the writes that were asked for, then closes both connections. */
  close(): Promise<void>
}

export interface SqliteDatabaseOptions extends WriteLockOptions {
  readonly file: string
  /** Memory for database pages of each of the two connections. */
  readonly cacheBytes?: number
  readonly checkpointPages?: number
}

/** A reader never waits for a writer in WAL mode; only recovery after a crash makes it wait, once. */
const readerBusyTimeoutMs = 2_000

/**
 * Two connections, because reading must go on while a write waits for its turn: a transaction belongs to a connection,
 * and on one connection every read would fall into it.
 */
export function openSqliteDatabase(options: SqliteDatabaseOptions): SqliteDatabase {
  const writer = openDriver(options)
  const reader = openReader(options, writer)
  const lock = createWriteLock(writer, options)
  const writing = new Kysely<Tables>({ dialect: createKyselyDialect(writer) })

  return {
    dialect: sqliteDialect,
    read: new Kysely<Tables>({ dialect: createKyselyDialect(reader) }),
    write: (work) => lock.run(() => work(writing)),
    writer,
    lock,
    async close() {
      await lock.idle()
      reader.close()
      writer.close()
    },
  }
}

function openReader(options: SqliteDatabaseOptions, writer: SqliteDriver): SqliteDriver {
  try {
    return openDriver({ ...options, queryOnly: true, busyTimeoutMs: readerBusyTimeoutMs })
  } catch (error) {
    writer.close()
    throw error
  }
}
