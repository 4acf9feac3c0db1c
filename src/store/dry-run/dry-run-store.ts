import type { ProvisioningStore } from '../../contracts/store-provisioning.ts'
import type { ProvisioningLogEntry, StoredLogEntry } from '../../model/provisioning-log.ts'
import type { DryRunBase } from './base.ts'
import { createDryRun } from './dry-run.ts'
import { createJournal } from './journal.ts'

/** Receives the log entries of each transaction that succeeded, numbered from 1 through the whole dry run. */
export type DryRunLog = (entries: readonly StoredLogEntry[]) => void

/** One simulation: each transaction sees what the earlier ones wrote, and a failed one leaves nothing. */
export function createDryRunStore(base: DryRunBase, onLog: DryRunLog): ProvisioningStore {
  const journal = createJournal()
  let appended: ProvisioningLogEntry[] = []
  let sequence = 0
  let last: Promise<unknown> = Promise.resolve()
  const transaction = createDryRun(base, {
    journal,
    appendLog(entries) {
      for (const entry of entries) appended.push(entry)
    },
  })
  const commit = (): void => {
    journal.commit()
    const entries = appended.map((entry) => ({ ...entry, sequence: ++sequence }))
    appended = []
    if (entries.length > 0) onLog(entries)
  }
  const rollBack = (): void => {
    journal.rollBack()
    appended = []
  }
  return {
    transaction(work) {
      const turn = last.then(async () => {
        try {
          const answer = await work(transaction)
          commit()
          return answer
        } catch (error) {
          rollBack()
          throw error
        }
      })
      // A failure is its caller's business; the next one runs all the same.
      last = turn.catch(() => {})
      return turn
    },
  }
}
