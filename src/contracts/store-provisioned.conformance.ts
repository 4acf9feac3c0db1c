import type { OpenStore } from './sample-data.conformance.ts'
import { directoryConformance } from './store-directory.conformance.ts'
import { retainedEntriesConformance } from './store-entries.conformance.ts'
import { entryStatesConformance } from './store-entry-states.conformance.ts'
import { provisioningConformance } from './store-provisioning.conformance.ts'
import { provisioningLogConformance } from './store-provisioning-log.conformance.ts'
import { transactionConformance } from './store-transaction.conformance.ts'

/** What a store promises about reading what the engine has written: it needs a store whose provisioning part is complete. */
export function provisionedStoreConformance(open: OpenStore): void {
  directoryConformance(open)
  transactionConformance(open)
  provisioningConformance(open)
  provisioningLogConformance(open)
  retainedEntriesConformance(open)
  entryStatesConformance(open)
}
