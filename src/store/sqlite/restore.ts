import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EntrainError } from '../../model/error.ts'
import { type Migration, migrations } from '../migrations/index.ts'
import { refuseUnknownMigrations } from '../sql/migrate.ts'
import { filesInOrder, mainFileName, presentFiles, stagingFileName } from './data-files.ts'
import { copyVerified, removeDatabase, syncDirectory } from './database-copy.ts'
import { isBusy } from './driver.ts'

export interface RestoreOptions {
  /** Replaces databases that are there. Default false. */
  readonly replace?: boolean
}

/**
 * Puts a backup of `backupDirectory` into the data directory of a stopped server. Everything is copied and checked
 * before the first file changes. Throws `conflict` when a database is there (unless told to replace it) or in use,
 * `unavailable` when the backup comes from a newer version, `invalidValue` when it is damaged or no backup.
 */
export async function restoreDirectory(
  backupOf: string,
  dataDirectory: string,
  options: RestoreOptions = {},
): Promise<void> {
  const files = presentFiles(backupOf).map((name) => ({
    name,
    source: join(backupOf, name),
    target: join(dataDirectory, name),
  }))
  for (const name of filesInOrder) await refuseOccupied(join(dataDirectory, name), options)
  await mkdir(dataDirectory, { recursive: true })
  for (const { name, source, target } of files) {
    await prepareRestore(source, target, name === mainFileName ? migrations : undefined)
  }
  for (const { target } of files) await finishRestore(target)
  // A backup without staging.db is one of a server that had none.
  if (files.length < filesInOrder.length) await removeDatabase(join(dataDirectory, stagingFileName))
}

export interface RestoreDatabaseOptions extends RestoreOptions {
  /** The steps that this version knows for this database. Default: those of main.db. Undefined checks none. */
  readonly migrations?: readonly Migration[] | undefined
}

/** Puts one copied database in the place of `targetFile`. Checks and throws like `restoreDirectory`. */
export async function restoreDatabase(
  sourceFile: string,
  targetFile: string,
  options: RestoreDatabaseOptions = {},
): Promise<void> {
  await refuseOccupied(targetFile, options)
  await prepareRestore(sourceFile, targetFile, 'migrations' in options ? options.migrations : migrations)
  await finishRestore(targetFile)
}

const restoringName = (targetFile: string) => `${targetFile}.restoring`

async function prepareRestore(source: string, target: string, known: readonly Migration[] | undefined): Promise<void> {
  try {
    await copyVerified(source, restoringName(target))
    if (known !== undefined) refuseForeignLayout(restoringName(target), known)
  } catch (error) {
    await removeDatabase(restoringName(target))
    throw error
  }
}

async function finishRestore(target: string): Promise<void> {
  // A write-ahead log of the replaced database would be taken for the new one's.
  for (const suffix of ['-wal', '-shm']) await rm(`${target}${suffix}`, { force: true })
  await rename(restoringName(target), target)
  await syncDirectory(dirname(target))
}

async function refuseOccupied(file: string, { replace = false }: RestoreOptions): Promise<void> {
  if (!existsSync(file)) return
  if (!replace) {
    throw new EntrainError('conflict', `'${file}' exists already. Say that it is to be replaced, or restore elsewhere.`)
  }
  if (isInUse(file)) throw new EntrainError('conflict', `'${file}' is in use. Stop the server before you replace it.`)
}

/** Leaving WAL mode needs the file alone, so it fails as long as anyone has it open. A damaged file is no one's. */
function isInUse(file: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: 0 })
    database.exec('PRAGMA journal_mode = DELETE')
    return false
  } catch (error) {
    return isBusy(error)
  } finally {
    database?.close()
  }
}

function refuseForeignLayout(file: string, known: readonly Migration[]): void {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const table = database
      .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'")
      .get()
    if (table === undefined) throw new EntrainError('invalidValue', 'The backup is not a database of Entrain.')
    const rows = database.prepare('SELECT name FROM schema_migrations ORDER BY level').all()
    refuseUnknownMigrations(
      rows.map((row) => String(row.name)),
      known,
    )
  } finally {
    database.close()
  }
}
