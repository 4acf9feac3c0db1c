import { randomUUID } from 'node:crypto'
import { createSampleTenant, type OpenStore, sampleJob } from './sample-data.conformance.ts'
import type { TenantStore } from './store.ts'
import type { PendingReference, ProvisioningTransaction, SourceEntry } from './store-provisioning.ts'

/** An entry whose target is new unless given. */
export function sampleEntry(anchor: string, changes: Partial<SourceEntry> = {}): SourceEntry {
  return { anchor, targetId: randomUUID(), uploadSequence: 1, operationIndex: 0, isAbsent: false, ...changes }
}

export function sampleReference(subjectAnchor: string, wantedAnchor: string, attribute = 'manager'): PendingReference {
  return { subjectAnchor, attribute, wantedAnchor }
}

/** Runs the test with a tenant that has one job, and closes the store. */
export async function withJob(
  open: OpenStore,
  run: (tenant: TenantStore, jobId: string) => Promise<void>,
): Promise<void> {
  const store = await open()
  const tenant = await createSampleTenant(store)
  const job = sampleJob()
  await tenant.jobs.create(job)
  await run(tenant, job.id)
  await store.close()
}

/** Runs the test inside one transaction of a tenant that has one job. */
export function withinTransaction(
  open: OpenStore,
): (run: (transaction: ProvisioningTransaction, jobId: string) => Promise<void>) => () => Promise<void> {
  return (run) => () =>
    withJob(open, (tenant, jobId) => tenant.provisioning.transaction((transaction) => run(transaction, jobId)))
}
