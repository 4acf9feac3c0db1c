import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '../src/app/engine.ts'
import { openStaging, openStore } from '../src/app/open-stores.ts'
import { setUpTenant } from '../src/app/set-up.ts'
import { systemClock } from '../src/contracts/clock.ts'
import type { Staging, UploadsReader } from '../src/contracts/staging.ts'
import type { Store } from '../src/contracts/store.ts'
import { Backlog } from '../src/ingest/backlog.ts'
import { stageBulkRequest } from '../src/ingest/stage-bulk-request.ts'
import type { StoredLogEntry } from '../src/model/provisioning-log.ts'
import type { SynchronizationSchema } from '../src/model/synchronization-schema.ts'
import type { User } from '../src/model/user.ts'
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
  /** Settles everything that is staged. */
  settle(uploadsPerBatchMax?: number): Promise<void>
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
    newTenant: (options = {}) => newTenant({ store, staging }, options),
    async [Symbol.asyncDispose]() {
      await staging.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Files {
  readonly store: Store
  readonly staging: Staging
}

let tenants = 0

async function newTenant({ store, staging }: Files, { schema }: TenantOptions): Promise<EngineTenant> {
  const wish = { tenantName: 'Fabrikam', domains: [`t${++tenants}${domainSuffix}`] }
  const { tenantId, jobId } = await setUpTenant(store, wish, systemClock)
  const tenant = store.forTenant(tenantId)
  if (schema !== undefined) {
    const job = await tenant.jobs.find(jobId)
    if (job !== undefined) await tenant.jobs.saveSchema(jobId, schema(job.schema))
  }
  const backlog = new Backlog(Number.MAX_SAFE_INTEGER)
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
    settle: (uploadsPerBatchMax) => settle({ store, staging }, { tenantId, jobId, uploadsPerBatchMax }),
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

async function settle({ store, staging }: Files, { tenantId, jobId, uploadsPerBatchMax }: Wish): Promise<void> {
  const last = await staging.uploads.lastSequence(tenantId, jobId)
  const job = await store.forTenant(tenantId).jobs.find(jobId)
  if (job === undefined || job.progress.cursor >= last) return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const engine = createEngine({
    store,
    uploads: staging.uploads,
    clock: systemClock,
    events: {
      settled: (_, __, sequence) => sequence >= last && resolve(),
      quarantined: () => undefined,
      cycleEnded: () => undefined,
      batchFailed: (_, __, error) => reject(error),
      defect: (error) => reject(error),
    },
    ...(uploadsPerBatchMax === undefined ? {} : { uploadsPerBatchMax }),
  })
  engine.start()
  engine.wake(tenantId, jobId)
  try {
    await promise
  } finally {
    await engine.stop()
  }
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
