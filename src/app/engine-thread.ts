import { parentPort, workerData } from 'node:worker_threads'
import { EntrainError } from '../model/error.ts'
import { mainDatabaseFile, stagingDatabaseFile } from '../store/sqlite/data-files.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createProvisioningStore } from '../store/sqlite/provisioning-store.ts'
import { createUploadsReader } from '../store/sqlite/staging-reader.ts'
import { openStagingReader } from '../store/sqlite/staging-schema.ts'
import { createEngine } from './engine.ts'
import type { EngineCommand, EngineReport, EngineSettings, OrderCommand } from './engine-protocol.ts'
import { startRetention } from './retention-timer.ts'
import { openSharedClock } from './shared-clock.ts'

/** The engine in a thread of its own: what it computes never delays an answer of the doors. */
const { dataDirectory, retentionDays, clock: clockMemory } = workerData as EngineSettings
const clock = openSharedClock(clockMemory)
const port = parentPort
if (port === null) throw new Error('the engine thread must be started as a worker thread')

const report = (message: EngineReport): void => port.postMessage(message)
const toText = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** The engine works through much of the file; the doors read little of it. */
const cacheBytes = 256 * 1024 * 1024

const store = await openSqliteStore({
  file: mainDatabaseFile(dataDirectory),
  cacheBytes,
  createProvisioning: createProvisioningStore,
  clock,
})
const staging = openStagingReader(stagingDatabaseFile(dataDirectory))
const uploads = createUploadsReader(staging)
const engine = createEngine({
  store,
  uploads,
  clock,
  events: {
    settled: (tenantId, jobId, sequence) => report({ kind: 'settled', tenantId, jobId, sequence }),
    cycleEnded: (cycle) => report({ kind: 'cycleEnded', cycle }),
    quarantined: (event) => report({ kind: 'quarantined', event }),
    batchFailed: (tenantId, jobId, error) => report({ kind: 'batchFailed', tenantId, jobId, error: toText(error) }),
    defect: (error, where) => report({ kind: 'defect', where, error: toText(error) }),
  },
})

const retention = startRetention({
  retentionDays,
  tenants: store.tenants,
  storeOf: (tenantId) => store.forTenant(tenantId),
  uploads,
  removeUploads: async (request) => report({ kind: 'purgeUploads', request }),
  clock,
  onFailure: (error) => report({ kind: 'defect', where: 'retention', error: toText(error) }),
})

async function wakeAll(): Promise<void> {
  for (const tenant of await store.tenants.list()) {
    for (const job of await store.forTenant(tenant.id).jobs.list()) engine.wake(tenant.id, job.id)
  }
}

async function onClockMoved(): Promise<void> {
  retention.lookAgain()
  await wakeAll().catch((error: unknown) => report({ kind: 'defect', where: 'moved clock', error: toText(error) }))
}

async function carryOut({ ticket, tenantId, jobId, order }: OrderCommand): Promise<void> {
  try {
    report({ kind: 'carriedOut', ticket, answer: await engine.order(tenantId, jobId, order) })
  } catch (error) {
    if (error instanceof EntrainError)
      return report({ kind: 'refused', ticket, code: error.code, message: error.message })
    report({ kind: 'defect', where: `order ${order.kind}`, error: toText(error) })
    report({
      kind: 'refused',
      ticket,
      code: 'internal',
      message: 'The engine failed; the service log has the details.',
    })
  }
}

port.on('message', async (command: EngineCommand) => {
  if (command.kind === 'wake') return engine.wake(command.tenantId, command.jobId)
  if (command.kind === 'order') return carryOut(command)
  if (command.kind === 'clockMoved') return onClockMoved()
  await retention.stop()
  await engine.stop()
  await store.close()
  staging.close()
  report({ kind: 'stopped' })
  port.close()
})

// What was staged before the last stop, or before a crash, goes first.
await wakeAll()
engine.start()
report({ kind: 'ready' })
