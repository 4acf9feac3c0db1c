import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'node:test'
import { type Running, runCommand } from './run-command.ts'
import { createStubGraph, jobId } from './stub-graph.ts'

/** A fresh server for each test of the suite, a data folder with the profile for it, and the program to run. */
export function createCommandWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'entrain-cli-'))
  let graph = createStubGraph()

  beforeEach(async () => {
    graph = createStubGraph()
    await new Promise<void>((resolve) => graph.server.listen(0, '127.0.0.1', resolve))
    const server = { origin: graph.origin(), tenantId: 'contoso', clientId: 'c-1', clientSecret: 's/1' }
    write('client.json', JSON.stringify({ ...server, servicePrincipalId: 'sp-1', jobId }))
  })
  afterEach(() => void graph.server.close())

  /** Writes a file into the folder and gives its path. */
  function write(name: string, text: string): string {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }

  const run = (argv: readonly string[], { answer = null, env = {} }: Running = {}) =>
    runCommand(argv, { answer, env: { ENTRAIN_DATA: folder, ...env } })

  return { folder, run, write, stub: () => graph.stub, listen: () => graph.listen }
}
