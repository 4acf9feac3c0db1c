import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** A directory for the databases of one test file; it goes when the file has run. Answers with paths that are new each time. */
export function temporaryFiles(): (name?: string) => string {
  const directory = mkdtempSync(join(tmpdir(), 'entrain-store-'))
  after(() => rmSync(directory, { recursive: true, force: true }))
  let count = 0
  return (name = 'main.db') => {
    count += 1
    return join(directory, `${count}-${name}`)
  }
}
