import { parentPort, workerData } from 'node:worker_threads'
import { EntrainError } from '../model/error.ts'
import type { SimulationReport, SimulationRequest } from '../model/simulation.ts'
import type { SynchronizationJob } from '../model/synchronization-job.ts'
import { mainDatabaseFile, stagingDatabaseFile } from '../store/sqlite/data-files.ts'
import { openDryRun } from '../store/sqlite/dry-run.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createUploadsReader } from '../store/sqlite/staging-reader.ts'
import { openStagingReader } from '../store/sqlite/staging-schema.ts'
import { readRetainedUploads } from '../sync/retained-uploads.ts'
import { simulate } from '../sync/simulate.ts'
import { createSimulationTally } from '../sync/simulation-tally.ts'
import { createCycleDeps } from './cycle-deps.ts'
import { openSharedClock } from './shared-clock.ts'
import type { SimulationAnswer, SimulationTask } from './simulation-protocol.ts'

/** One simulation in a thread of its own, beside the engine and the doors; it ends with the answer. */
const task = workerData as SimulationTask

parentPort?.postMessage(await answer(task))

async function answer({ request, dataDirectory, clock }: SimulationTask): Promise<SimulationAnswer> {
  try {
    return { kind: 'report', report: await run(request, dataDirectory, clock) }
  } catch (error) {
    if (error instanceof EntrainError)
      return { kind: 'refused', code: error.code, message: error.message, details: error.details }
    throw error
  }
}

async function run(
  request: SimulationRequest,
  dataDirectory: string,
  clockMemory: SharedArrayBuffer,
): Promise<SimulationReport> {
  const { tenantId, jobId, source, detailMax } = request
  const clock = openSharedClock(clockMemory)
  const file = mainDatabaseFile(dataDirectory)
  await using opened = new AsyncDisposableStack()
  const store = opened.adopt(await openSqliteStore({ file, clock }), (open) => open.close())
  const staging = opened.adopt(openStagingReader(stagingDatabaseFile(dataDirectory)), (open) => open.close())
  const tally = createSimulationTally(detailMax)
  const dryRun = opened.adopt(await openDryRun({ file, tenantId, onLog: (entries) => tally.add(entries) }), (open) =>
    open.close(),
  )
  const tenant = store.forTenant(tenantId)
  const job = await tenant.jobs.find(jobId)
  if (job === undefined) throw new EntrainError('notFound', `There is no synchronization job '${jobId}'.`)
  const retained = await readRetainedUploads(tenant.jobs, jobId)
  const uploads = createUploadsReader(staging)
  const onDefect = (error: unknown) => {
    throw error
  }
  const { provisioning } = dryRun
  const deps = await createCycleDeps({ store, tenantId, provisioning, uploads, clock, onDefect })
  // Awaited here: what it reads is closed on leaving.
  return await simulate({ tenantId, job: withSchema(job, request), source, retained, tally }, deps)
}

function withSchema(job: SynchronizationJob, { schema }: SimulationRequest): SynchronizationJob {
  return schema === undefined ? job : { ...job, schema, schemaVersion: job.schemaVersion + 1 }
}
