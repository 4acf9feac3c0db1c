import type { Clock } from '../contracts/clock.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { Store } from '../contracts/store.ts'
import type { ReadEngine } from '../graph/resources/record.ts'
import { mainDatabaseFile } from '../store/sqlite/data-files.ts'
import { openDryRun } from '../store/sqlite/dry-run.ts'
import { createCycleDeps } from './cycle-deps.ts'

export interface ReadEngineParts {
  readonly dataDirectory: string
  readonly store: Pick<Store, 'tenants'>
  readonly uploads: UploadsReader
  readonly clock: Clock
}

/** The engine's steps for readers: over a dry run of one moment, so that nothing is written and no batch waits. */
export function createReadEngine({ dataDirectory, store, uploads, clock }: ReadEngineParts): ReadEngine {
  return async (tenantId, work) => {
    const dryRun = await openDryRun({ file: mainDatabaseFile(dataDirectory), tenantId, onLog: () => undefined })
    try {
      const { provisioning } = dryRun
      const onDefect = (error: unknown) => {
        throw error
      }
      const deps = await createCycleDeps({ store, tenantId, provisioning, uploads, clock, onDefect })
      return await provisioning.transaction((transaction) => work(transaction, deps))
    } finally {
      dryRun.close()
    }
  }
}
