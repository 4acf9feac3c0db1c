import { sql } from 'kysely'
import { EntrainError } from '../../model/error.ts'
import type { Migration } from '../migrations/index.ts'
import type { Queries, SqlDatabase } from './database.ts'

/**
 * Brings the database to the newest layout that this version knows, one transaction per step; several threads and
 * processes may try at once. Throws `unavailable` when the database comes from a newer version.
 */
export async function migrate(database: Pick<SqlDatabase, 'write'>, migrations: readonly Migration[]): Promise<void> {
  // Each step finds the level anew inside its transaction, because another process may have taken the step meanwhile.
  for (let steps = 0; steps <= migrations.length; steps += 1) {
    const isCurrent = await database.write((queries) => takeNextStep(queries, migrations))
    if (isCurrent) return
  }
}

async function takeNextStep(queries: Queries, migrations: readonly Migration[]): Promise<boolean> {
  await sql`CREATE TABLE IF NOT EXISTS schema_migrations
    (level INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)`.execute(queries)
  const rows = await queries.selectFrom('schema_migrations').select('name').orderBy('level').execute()
  refuseUnknownMigrations(
    rows.map((row) => row.name),
    migrations,
  )

  const next = migrations[rows.length]
  if (next === undefined) return true
  for (const statement of next.statements) await sql.raw(statement).execute(queries)
  await queries
    .insertInto('schema_migrations')
    .values({ level: rows.length + 1, name: next.name, applied_at: new Date().toISOString() })
    .execute()
  return false
}

/** Throws `unavailable` unless the steps that a database has seen are the first ones of those that this version knows. */
export function refuseUnknownMigrations(applied: readonly string[], migrations: readonly Migration[]): void {
  const unknown = applied.filter((name, index) => migrations[index]?.name !== name)
  if (unknown.length === 0) return
  throw new EntrainError(
    'unavailable',
    `This database was written by a newer or different version of Entrain: it has the migrations ${unknown.join(', ')}, ` +
      `and this version knows them only up to ${migrations.at(-1)?.name ?? 'none'}. ` +
      'Start the version that wrote it, or restore a backup that was made before the upgrade.',
  )
}
