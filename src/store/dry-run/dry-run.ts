import type { ProvisioningTransaction } from '../../contracts/store-provisioning.ts'
import type { ProvisioningLogEntry } from '../../model/provisioning-log.ts'
import { createAppointments } from './appointments.ts'
import type { DryRunBase } from './base.ts'
import { createEntries } from './entries.ts'
import { createHeldRecords } from './held.ts'
import type { Journal } from './journal.ts'
import { createMergedRecords } from './merged.ts'
import { createProgress } from './progress.ts'
import { createReferences } from './references.ts'
import { createUsers } from './users.ts'

export interface DryRunSink {
  /** Is told of every write, so that it can be taken back. */
  readonly journal: Pick<Journal, 'record'>
  /** Receives what the engine would have put into the provisioning log. */
  readonly appendLog: (entries: readonly ProvisioningLogEntry[]) => void
}

/**
 * A transaction that reads the base and keeps every write in memory (ours: what-if). What is handed in must not be
 * changed afterwards: it is kept as it is and handed out again.
 */
export function createDryRun(base: DryRunBase, { journal, appendLog }: DryRunSink): ProvisioningTransaction {
  const { advance, requireJob } = createProgress(base, journal)
  return {
    entries: createEntries(base.entries, requireJob, journal),
    appointments: createAppointments(base.appointments, journal),
    held: createHeldRecords(base.held, journal),
    merged: createMergedRecords(base.merged, requireJob, journal),
    references: createReferences(base.references, journal),
    users: createUsers(base.users, journal),
    // Nobody signs in to what is only foreseen.
    passwords: { put: async () => {} },
    async appendLog(entries) {
      for (const { jobId } of entries) await requireJob(jobId)
      appendLog(entries)
    },
    advance,
  }
}
