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
  /** Memory for database pages of the writing connection; the reading one takes at most 64 MiB. */
  readonly cacheBytes?: number
  readonly checkpointPages?: number
}

/** A reader never waits for a writer in WAL mode; only recovery after a crash makes it wait, once. */
const readerBusyTimeoutMs = 2_000
/** Beside the writer's pages, which are those that matter, the operating system keeps the file's. */
const readerCacheBytesMax = 64 * 1024 * 1024

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
    const cacheBytes = Math.min(options.cacheBytes ?? readerCacheBytesMax, readerCacheBytesMax)
    return openDriver({ ...options, cacheBytes, queryOnly: true, busyTimeoutMs: readerBusyTimeoutMs })
  } catch (error) {
    writer.close()
    throw error
  }
}
