import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCycleDeps } from '../src/app/cycle-deps.ts'
import { createEngine } from '../src/app/engine.ts'
import { openStaging, openStore } from '../src/app/open-stores.ts'
import { setUpTenant } from '../src/app/set-up.ts'
import { type Clock, systemClock } from '../src/contracts/clock.ts'
import type { Staging, UploadsReader } from '../src/contracts/staging.ts'
import type { Store, TenantStore } from '../src/contracts/store.ts'
import { Backlog } from '../src/ingest/backlog.ts'
import { stageBulkRequest } from '../src/ingest/stage-bulk-request.ts'
import type { ProvisioningLogEntry, StoredLogEntry } from '../src/model/provisioning-log.ts'
import type { SimulationReport, SimulationSource } from '../src/model/simulation.ts'
import { evaluationOfAll, type Quarantine, type SynchronizationJob } from '../src/model/synchronization-job.ts'
import type { SynchronizationSchema } from '../src/model/synchronization-schema.ts'
import type { User } from '../src/model/user.ts'
import { mainDatabaseFile, stagingDatabaseFile } from '../src/store/sqlite/data-files.ts'
import { openDryRun } from '../src/store/sqlite/dry-run.ts'
import { openStagingDatabase } from '../src/store/sqlite/staging-schema.ts'
import { readRetainedUploads } from '../src/sync/retained-uploads.ts'
import { simulate } from '../src/sync/simulate.ts'
import { createSimulationTally } from '../src/sync/simulation-tally.ts'
import { bulkRequest, type Json } from './world.ts'

/**
 * Staging, engine and directory on a real SQLite store in this process, without doors: for tests that need many small
 * installations. Each tenant is one: nothing of another tenant reaches it.
 */
export interface EngineWorld extends AsyncDisposable {
  readonly store: Store
  readonly uploads: UploadsReader
  newTenant(options?: TenantOptions): Promise<EngineTenant>
}

export interface TenantOptions {
  /** Changes the schema of the job before anything is uploaded. */
  readonly schema?: (template: SynchronizationSchema) => SynchronizationSchema
}

export interface EngineTenant {
  readonly tenantId: string
  readonly jobId: string
  /** Stages one request; nothing is settled before `settle`. Answers with the upload's id. */
  upload(people: readonly Json[]): Promise<string>
  /** Settles everything that is staged, to the end of the cycle. */
  settle(uploadsPerBatchMax?: number): Promise<void>
  /** Saves a new version of the schema and looks at everybody again, to the end of the cycle. */
  change(schema: (present: SynchronizationSchema) => SynchronizationSchema): Promise<void>
  /** Ends a snapshot that began with this upload. */
  endSnapshot(firstUploadId: string): Promise<void>
  /** Changes settings and options of the job. */
  configure(change: (job: SynchronizationJob) => Pick<SynchronizationJob, 'settings' | 'options'>): Promise<void>
  quarantine(): Promise<Quarantine | null>
  /** As `start` does. */
  leaveQuarantine(): Promise<void>
  /** Every log entry that would be written, and the report. */
  simulate(
    source: SimulationSource,
    schema?: (present: SynchronizationSchema) => SynchronizationSchema,
  ): Promise<{ readonly report: SimulationReport; readonly entries: readonly ProvisioningLogEntry[] }>
  users(): Promise<readonly User[]>
  /** What the directory holds, without ids, times and versions: by employeeId, managers as employeeIds. */
  people(): Promise<Readonly<Record<string, Json>>>
  /** Oldest first. */
  log(): Promise<readonly StoredLogEntry[]>
}

/** The domain of every tenant differs, so names are compared without it. */
const domainSuffix = '.fabrikam.example'

export async function openEngineWorld(): Promise<EngineWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'entrain-engine-'))
  const store = await openStore(folder)
  const staging = await openStaging(folder)
  return {
    store,
    uploads: staging.uploads,
    newTenant: (options = {}) => newTenant({ folder, store, staging }, options),
    async [Symbol.asyncDispose]() {
      await staging.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Files {
  readonly folder: string
  readonly store: Store
  readonly staging: Staging
}

let tenants = 0

async function newTenant(files: Files, { schema }: TenantOptions): Promise<EngineTenant> {
  const { store, staging } = files
  const wish = { tenantName: 'Fabrikam', domains: [`t${++tenants}${domainSuffix}`] }
  const { tenantId, jobId } = await setUpTenant(store, wish, systemClock)
  const tenant = store.forTenant(tenantId)
  if (schema !== undefined) {
    const job = await tenant.jobs.find(jobId)
    if (job !== undefined) await tenant.jobs.saveSchema(jobId, schema(job.schema))
  }
  const backlog = new Backlog(Number.MAX_SAFE_INTEGER)
  const present = async (): Promise<SynchronizationJob> => {
    const job = await tenant.jobs.find(jobId)
    if (job === undefined) throw new Error('the job is gone')
    return job
  }
  const users = (): Promise<readonly User[]> =>
    tenant.directory.listUsers({
      filter: null,
      orderBy: { property: 'id', descending: false },
      limit: 100_000,
      after: null,
    })
  return {
    tenantId,
    jobId,
    upload: (people) =>
      stageBulkRequest(
        {
          tenantId,
          jobId,
          appId: 'test',
          requestId: randomUUID(),
          clientRequestId: randomUUID(),
          body: new TextEncoder().encode(bulkRequest(...people)),
        },
        { staging, backlog, clock: systemClock, newGuid: randomUUID, onStaged: () => undefined },
      ),
    settle: (uploadsPerBatchMax) => settle(files, { tenantId, jobId, uploadsPerBatchMax }),
    async change(to) {
      await tenant.jobs.saveSchema(jobId, to((await present()).schema))
      await requestEvaluation(tenant, jobId)
      await settle(files, { tenantId, jobId, uploadsPerBatchMax: undefined })
    },
    async endSnapshot(firstUploadId) {
      const first = await staging.uploads.find(tenantId, jobId, firstUploadId)
      endSnapshotIn(files.folder, { tenantId, jobId, firstSequence: first?.sequence ?? 0 })
    },
    quarantine: async () => (await present()).progress.quarantine,
    leaveQuarantine: () => tenant.jobs.patchProgress(jobId, { quarantine: null }),
    configure: async (change) => tenant.jobs.saveSettings(jobId, change(await present())),
    async simulate(source, schema) {
      const job = await present()
      const candidate =
        schema === undefined ? job : { ...job, schema: schema(job.schema), schemaVersion: job.schemaVersion + 1 }
      return simulateIn(files, { tenantId, job: candidate, source })
    },
    users,
    people: async () => toPeople(await users()),
    log: () => tenant.provisioningLog.list({ filter: null, descending: false, limit: 100_000, after: null }),
  }
}

interface Wish {
  readonly tenantId: string
  readonly jobId: string
  readonly uploadsPerBatchMax: number | undefined
}

/** So many times faster than the system's: the second after which a cycle ends is 5 ms. */
const haste = 200

function hastyClock(): Clock {
  const began = Date.now()
  const start = performance.now()
  return { now: () => Math.round(began + (performance.now() - start) * haste) }
}

async function settle({ store, staging }: Files, { tenantId, jobId, uploadsPerBatchMax }: Wish): Promise<void> {
  const last = await staging.uploads.lastSequence(tenantId, jobId)
  const isSettled = async (): Promise<boolean> => {
    const job = await store.forTenant(tenantId).jobs.find(jobId)
    if (job === undefined) throw new Error('the job is gone')
    const { cursor, evaluation, openCycle, quarantine } = job.progress
    return openCycle === null && (quarantine !== null || (cursor >= last && evaluation === null))
  }
  if (await isSettled()) return
  let failure: unknown
  const fail = (error: unknown): void => {
    failure ??= error
  }
  const engine = createEngine({
    store,
    uploads: staging.uploads,
    clock: hastyClock(),
    events: {
      settled: () => undefined,
      quarantined: () => undefined,
      cycleEnded: () => undefined,
      batchFailed: (_, __, error) => fail(error),
      defect: fail,
    },
    ...(uploadsPerBatchMax === undefined ? {} : { uploadsPerBatchMax }),
  })
  engine.start()
  try {
    // The engine sleeps in the system's time, so it is woken.
    while (!(await isSettled())) {
      engine.wake(tenantId, jobId)
      await sleep(2)
      if (failure !== undefined) throw failure
    }
  } finally {
    await engine.stop()
  }
}

/** As committing a session does. */
function endSnapshotIn(
  folder: string,
  { tenantId, jobId, firstSequence }: { tenantId: string; jobId: string; firstSequence: number },
): void {
  const database = openStagingDatabase(stagingDatabaseFile(folder))
  database
    .prepare(
      `INSERT INTO uploads (tenant_id, job_id, id, request_id, client_request_id, app_id, received_at, operation_count, body_bytes, body, snapshot_from)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)`,
    )
    .run(tenantId, jobId, randomUUID(), randomUUID(), randomUUID(), 'test', Date.now(), new Uint8Array(), firstSequence)
  database.close()
}

interface Question {
  readonly tenantId: string
  readonly job: SynchronizationJob
  readonly source: SimulationSource
}

async function simulateIn({ store, staging, folder }: Files, { tenantId, job, source }: Question) {
  const entries: ProvisioningLogEntry[] = []
  const tally = createSimulationTally(1_000)
  const { provisioning, close } = await openDryRun({
    file: mainDatabaseFile(folder),
    tenantId,
    onLog(some) {
      entries.push(...some)
      tally.add(some)
    },
  })
  try {
    const { uploads } = staging
    const retained = await readRetainedUploads(store.forTenant(tenantId).jobs, job.id)
    const clock = hastyClock()
    const deps = await createCycleDeps({ store, tenantId, provisioning, uploads, clock, onDefect: rethrow })
    return { report: await simulate({ tenantId, job, source, retained, tally }, deps), entries }
  } finally {
    close()
  }
}

function rethrow(error: unknown): never {
  throw error
}

function toPeople(users: readonly User[]): Readonly<Record<string, Json>> {
  const employeeIdOf = new Map(users.map(({ id, properties }) => [id, String(properties.employeeId)]))
  const people = users.map(({ managerId, properties }): Json => {
    const { createdDateTime: _, ...rest } = properties
    const userPrincipalName = properties.userPrincipalName.replace(/@t\d+[.]fabrikam[.]example$/, '@')
    const manager = managerId === null ? null : (employeeIdOf.get(managerId) ?? `unknown ${managerId}`)
    return { ...rest, userPrincipalName, manager }
  })
  const entries = people.map((person) => [String(person.employeeId), person] as const)
  if (new Set(entries.map(([id]) => id)).size < entries.length)
    throw new Error(`some employeeId stands twice: ${entries.map(([id]) => id).join(', ')}`)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Asks as a changed mapping does that everybody is looked at again. */
export function requestEvaluation({ jobs }: Pick<TenantStore, 'jobs'>, jobId: string): Promise<void> {
  return jobs.patchProgress(jobId, { evaluation: evaluationOfAll })
}
