import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { EntrainError } from '../../model/error.ts'

export const mainFileName = 'main.db'
export const stagingFileName = 'staging.db'

export function mainDatabaseFile(dataDirectory: string): string {
  return join(dataDirectory, mainFileName)
}

export function stagingDatabaseFile(dataDirectory: string): string {
  return join(dataDirectory, stagingFileName)
}

/**
 * Makes a database file that only its owner can read, unless there is one: it holds keys and personal data. SQLite gives
 * the files beside it the same mode.
 */
export async function createPrivateFile(file: string): Promise<void> {
  const handle = await open(file, 'a', 0o600)
  await handle.close()
}

/**
 * In this order, when a backup is made and when it is put back: main.db first, staging.db second.
 *
 * The two copies are not of the same instant, so one of them is older. The older one must be main.db:
 * - What main.db calls settled (its cursor, the log's references to uploads) was staged before main.db was copied. A copy of
 *   staging.db made later holds all of it, except what the retention time removed in between, which a running server
 *   shows as removed too.
 * - An upload that reached staging.db after main.db was copied lies behind the cursor of that copy, so after restoring it
 *   is processed, possibly for the second time. That does no harm: applying an upload twice gives the same accounts, and
 *   the restored log does not know of the first time.
 * The other way round, main.db could have settled uploads that the copy of staging.db lacks. Staging would give their
 * sequences a second time, to new uploads, and the engine would take those for settled and never process them.
 *
 * Putting back keeps the same rule should it be interrupted: an old main.db beside the newer staging.db is a consistent pair.
 */
export const filesInOrder = [mainFileName, stagingFileName] as const

/** Those that are there, in order. Throws `notFound` when there is no main.db. */
export function presentFiles(directory: string): readonly (typeof filesInOrder)[number][] {
  const present = filesInOrder.filter((name) => existsSync(join(directory, name)))
  if (!present.includes(mainFileName))
    throw new EntrainError('notFound', `There is no ${mainFileName} in '${directory}'.`)
  return present
}
