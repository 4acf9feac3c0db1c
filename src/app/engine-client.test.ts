import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEngine } from './engine-client.ts'
import type { EngineReport } from './engine-protocol.ts'
import { createSharedClock } from './shared-clock.ts'

const clock = createSharedClock().memory

function moduleOf(...lines: readonly string[]): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(lines.join('\n'))}`)
}

/** Is ready, and crashes when it is woken, once; the next one reports. */
const crashesOnce = moduleOf(
  "import { existsSync, writeFileSync } from 'node:fs'",
  "import { parentPort, workerData } from 'node:worker_threads'",
  'const marker = workerData.dataDirectory',
  "parentPort.on('message', ({ kind, ...job }) => {",
  "  if (kind === 'stop') return parentPort.close()",
  "  if (existsSync(marker)) return parentPort.postMessage({ kind: 'settled', ...job, sequence: 1 })",
  "  writeFileSync(marker, '')",
  "  throw new Error('a crash')",
  '})',
  "parentPort.postMessage({ kind: 'ready' })",
)

test('a crashed engine is told about, runs again, and can still be stopped', { timeout: 20_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'entrain-test-'))
  const marker = join(folder, 'crashed')
  const crashes: string[] = []
  const revived = Promise.withResolvers<void>()
  const reported = Promise.withResolvers<EngineReport>()
  const engine = await startEngine({
    dataDirectory: marker,
    retentionDays: 0,
    clock,
    module: crashesOnce,
    reviveMs: 1,
    onReport: reported.resolve,
    onCrash: (error) => void crashes.push(error.message),
    onRevived: revived.resolve,
  })
  engine.wake('tenant', 'job')
  await revived.promise
  engine.wake('tenant', 'job')
  assert.deepEqual(await reported.promise, { kind: 'settled', tenantId: 'tenant', jobId: 'job', sequence: 1 })
  assert.deepEqual(crashes, ['a crash'])
  assert.ok(existsSync(marker))
  await engine.stop()
  await rm(folder, { recursive: true })
})

test('an engine that is down can be stopped', { timeout: 20_000 }, async () => {
  const crashed = Promise.withResolvers<void>()
  const engine = await startEngine({
    dataDirectory: '',
    retentionDays: 0,
    clock,
    module: moduleOf(
      "import { parentPort } from 'node:worker_threads'",
      "parentPort.postMessage({ kind: 'ready' })",
      "setTimeout(() => { throw new Error('a crash') }, 1)",
    ),
    reviveMs: 60_000,
    onReport: () => undefined,
    onCrash: () => crashed.resolve(),
    onRevived: () => undefined,
  })
  await crashed.promise
  await engine.stop()
})

test('an engine that cannot start says why', async () => {
  const options = {
    dataDirectory: '',
    retentionDays: 0,
    clock,
    onReport: () => undefined,
    onCrash: () => undefined,
    onRevived: () => undefined,
  }
  await assert.rejects(startEngine({ ...options, module: moduleOf("throw new Error('no database')") }), /no database/)
})
