import { mkdir } from 'node:fs/promises'
import type { Staging } from '../contracts/staging.ts'
import type { Store } from '../contracts/store.ts'
import { toFilterableEntries } from '../graph/provisioning-object-summary.ts'
import { decodeLogRow } from '../store/sqlite/log-decoding.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createProvisioningStore } from '../store/sqlite/provisioning-store.ts'
import { openSqliteStaging } from '../store/sqlite/staging.ts'
import { mainDatabaseFile, stagingDatabaseFile } from './data-files.ts'

/** Opens the embedded database of a data directory; both are made when they are missing. */
export async function openStore(dataDirectory: string): Promise<Store> {
  await mkdir(dataDirectory, { recursive: true })
  return openSqliteStore({
    file: mainDatabaseFile(dataDirectory),
    createProvisioning: createProvisioningStore,
    decodeLogRow,
    toLogResources: toFilterableEntries,
  })
}

/** `onCrash` hears when the thread that writes the file ended by itself; the next upload starts it anew. */
export function openStaging(dataDirectory: string, onCrash?: (error: Error) => void): Promise<Staging> {
  return openSqliteStaging(stagingDatabaseFile(dataDirectory), onCrash === undefined ? {} : { onCrash })
}
