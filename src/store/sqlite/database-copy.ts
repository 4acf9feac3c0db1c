import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { backup, DatabaseSync } from 'node:sqlite'
import { EntrainError } from '../../model/error.ts'
import { createPrivateFile } from './data-files.ts'

/** More than any file has: with all pages in one step, no write of another connection makes the copying start anew. */
const pagesPerStep = 2_147_483_647
const sourceTimeoutMs = 10_000

/** Makes a single self-contained file of a database with its write-ahead log, and checks every page of it. */
export async function copyVerified(source: string, target: string): Promise<void> {
  if (!existsSync(source)) throw new EntrainError('notFound', `There is no database '${source}'.`)
  await removeDatabase(target)
  try {
    await createPrivateFile(target)
    const database = new DatabaseSync(source, { readOnly: true, timeout: sourceTimeoutMs })
    try {
      await backup(database, target, { rate: pagesPerStep })
    } finally {
      database.close()
    }
    verify(target)
    await syncFile(target)
  } catch (error) {
    await removeDatabase(target)
    if (error instanceof EntrainError) throw error
    throw new EntrainError('invalidValue', `'${source}' could not be copied: ${messageOf(error)}.`, { cause: error })
  }
}

function verify(file: string): void {
  const database = new DatabaseSync(file)
  try {
    // The copy says of itself that it has a write-ahead log; a backup is one file, so it must not.
    database.exec('PRAGMA journal_mode = DELETE')
    const findings = database.prepare('PRAGMA integrity_check').all()
    const [first] = findings.map((row) => String(row.integrity_check))
    if (findings.length === 1 && first === 'ok') return
    throw new EntrainError('invalidValue', `The copy '${file}' is damaged: ${first ?? 'SQLite gave no answer'}.`)
  } finally {
    database.close()
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A renamed file survives a power loss once its directory is on the disk. Windows cannot open directories. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** With everything that SQLite may have laid beside it. */
export async function removeDatabase(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${file}${suffix}`, { force: true })
}
