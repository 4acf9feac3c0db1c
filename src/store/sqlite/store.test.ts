import { storeConformance } from '../../contracts/store.conformance.ts'
import { provisionedStoreConformance } from '../../contracts/store-provisioned.conformance.ts'
import { decodeLogRow } from './log-decoding.ts'
import { openSqliteStore } from './open.ts'
import { createProvisioningStore } from './provisioning-store.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newFile = temporaryFiles()

storeConformance(() => openSqliteStore({ file: newFile() }))

provisionedStoreConformance(() =>
  openSqliteStore({ file: newFile(), createProvisioning: createProvisioningStore, decodeLogRow: decodeLogRow }),
)
