import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EntrainError } from '../../model/error.ts'
import { presentFiles } from './data-files.ts'
import { copyVerified, syncDirectory } from './database-copy.ts'

/**
 * Copies the databases of a running or stopped server into a new directory, main.db and staging.db, verified. A data
 * directory without staging.db is copied without it. Throws `conflict` when the target exists, `notFound` when there is no main.db.
 */
export async function backupDirectory(dataDirectory: string, targetDirectory: string): Promise<void> {
  if (existsSync(targetDirectory)) {
    throw new EntrainError('conflict', `'${targetDirectory}' exists already. Name a directory that does not exist yet.`)
  }
  const partial = `${targetDirectory}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  try {
    for (const name of presentFiles(dataDirectory)) await backupDatabase(join(dataDirectory, name), join(partial, name))
    await rename(partial, targetDirectory)
    await syncDirectory(dirname(targetDirectory))
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
}

/**
 * Copies one database, which may be in use, and verifies the copy. Throws `conflict` when the target exists and
 * `notFound` when the source does not.
 */
export async function backupDatabase(sourceFile: string, targetFile: string): Promise<void> {
  if (existsSync(targetFile))
    throw new EntrainError('conflict', `'${targetFile}' exists already. It is not overwritten.`)
  await copyVerified(sourceFile, `${targetFile}.partial`)
  await rename(`${targetFile}.partial`, targetFile)
  await syncDirectory(dirname(targetFile))
}
