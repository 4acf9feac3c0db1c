import type { Kysely } from 'kysely'
import { EntrainError } from '../../model/error.ts'
import type { Dialect } from '../dialect.ts'
import type { Tables } from './tables.ts'

export type Queries = Kysely<Tables>

/** What the files of this folder need of a database. */
export interface SqlDatabase {
  readonly dialect: Dialect
  /** For reading. Sees everything that a finished `write` has written. */
  readonly read: Queries
  /** One durable transaction: when `work` rejects, nothing of it remains. Throws `unavailable` when the database stays busy. */
  write<T>(work: (queries: Queries) => Promise<T>): Promise<T>
}

/** A write that throws `conflict` with this message when a row with the same key is there already. */
export async function refuseDuplicate<T>(
  database: SqlDatabase,
  message: string,
  work: (queries: Queries) => Promise<T>,
): Promise<T> {
  try {
    return await database.write(work)
  } catch (error) {
    if (!database.dialect.isUniqueViolation(error)) throw error
    throw new EntrainError('conflict', message, { cause: error })
  }
}
