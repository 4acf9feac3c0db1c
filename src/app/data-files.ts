import { join } from 'node:path'

/** The two files of an installation's embedded database. */
export function mainDatabaseFile(dataDirectory: string): string {
  return join(dataDirectory, 'main.db')
}

export function stagingDatabaseFile(dataDirectory: string): string {
  return join(dataDirectory, 'staging.db')
}
