import type { PurgeRequest, UploadsReader } from '../contracts/staging.ts'
import type { TenantStore } from '../contracts/store.ts'
import type { TenantsStore } from '../contracts/store-tenants.ts'
import type { SynchronizationJob } from '../model/synchronization-job.ts'

/** One piece of work each: others get their turn between two of them. */
export const retentionLimits = {
  uploadsPerPieceMax: 20,
  logEntriesPerPieceMax: 500,
  entriesPerPieceMax: 5_000,
  auditsPerPieceMax: 500,
} as const

export interface RetentionDeps {
  readonly tenants: Pick<TenantsStore, 'list'>
  readonly storeOf: (tenantId: string) => Pick<TenantStore, 'tenantId' | 'jobs' | 'provisioningLog' | 'audits'>
  readonly uploads: Pick<UploadsReader, 'listOldest'>
  readonly removeUploads: (request: PurgeRequest) => Promise<unknown>
  /** Called after each piece. Rejects to end the work early. */
  readonly rest: () => Promise<void>
}

/**
 * Removes log entries, audits and settled uploads from before a time (milliseconds since 1970, UTC). The upload that holds
 * somebody's latest record stays, however old it is (provisioning-bulk-upload: "Ordering, staging and lifetime").
 */
export async function applyRetention(before: number, deps: RetentionDeps): Promise<void> {
  for (const { id } of await deps.tenants.list()) {
    const tenant = deps.storeOf(id)
    const { logEntriesPerPieceMax } = retentionLimits
    while ((await tenant.provisioningLog.purge(before, logEntriesPerPieceMax)) > 0) await deps.rest()
    while ((await tenant.audits.purge(before, retentionLimits.auditsPerPieceMax)) > 0) await deps.rest()
    for (const job of await tenant.jobs.list()) await purgeUploads(tenant, job, before, deps)
  }
}

async function purgeUploads(
  tenant: ReturnType<RetentionDeps['storeOf']>,
  { id: jobId, progress: { cursor } }: SynchronizationJob,
  before: number,
  deps: RetentionDeps,
): Promise<void> {
  const { tenantId } = tenant
  let retained: ReadonlySet<number> | null = null
  for (let after = 0; ; ) {
    const page = await deps.uploads.listOldest(tenantId, jobId, retentionLimits.uploadsPerPieceMax, after)
    const old = page.filter(({ sequence, receivedAt }) => sequence <= cursor && receivedAt < before)
    if (old.length > 0) {
      // Read after the cursor: whoever is known anew from here on points behind it.
      retained ??= await readRetainedUploads(tenant, jobId, deps)
      const kept = retained
      const sequences = old.map(({ sequence }) => sequence).filter((sequence) => !kept.has(sequence))
      if (sequences.length > 0) await deps.removeUploads({ tenantId, jobId, sequences })
      await deps.rest()
    }
    // Uploads came in this order, so what follows one that stays is not old either.
    if (old.length < page.length || page.length < retentionLimits.uploadsPerPieceMax) return
    after = page.at(-1)?.sequence ?? after
  }
}

async function readRetainedUploads(
  { jobs }: Pick<TenantStore, 'jobs'>,
  jobId: string,
  { rest }: RetentionDeps,
): Promise<ReadonlySet<number>> {
  const retained = new Set<number>()
  let after: string | null = null
  do {
    const { sequences, last } = await jobs.listRetainedUploads(jobId, retentionLimits.entriesPerPieceMax, after)
    for (const sequence of sequences) retained.add(sequence)
    after = last
    await rest()
  } while (after !== null)
  return retained
}
