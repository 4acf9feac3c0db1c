import { mkdir } from 'node:fs/promises'
import type { Clock } from '../contracts/clock.ts'
import type { Staging } from '../contracts/staging.ts'
import type { Store } from '../contracts/store.ts'
import { toFilterableEntries } from '../graph/provisioning-object-summary.ts'
import { createPrivateFile, mainDatabaseFile, stagingDatabaseFile } from '../store/sqlite/data-files.ts'
import { decodeLogRow } from '../store/sqlite/log-decoding.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createProvisioningStore } from '../store/sqlite/provisioning-store.ts'
import { openSqliteStaging } from '../store/sqlite/staging.ts'

/** Opens the embedded database of a data directory; both are made when they are missing. Default: the system's clock. */
export async function openStore(dataDirectory: string, clock?: Clock): Promise<Store> {
  await mkdir(dataDirectory, { recursive: true })
  const file = mainDatabaseFile(dataDirectory)
  await createPrivateFile(file)
  return openSqliteStore({
    file,
    createProvisioning: createProvisioningStore,
    decodeLogRow,
    toLogResources: toFilterableEntries,
    ...(clock === undefined ? {} : { clock }),
  })
}

/** `onCrash` hears when the thread that writes the file ended by itself; the next upload starts it anew. */
export async function openStaging(dataDirectory: string, onCrash?: (error: Error) => void): Promise<Staging> {
  const file = stagingDatabaseFile(dataDirectory)
  await createPrivateFile(file)
  return openSqliteStaging(file, onCrash === undefined ? {} : { onCrash })
}
