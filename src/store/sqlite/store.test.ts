import { storeConformance } from '../../contracts/store.conformance.ts'
import { provisionedStoreConformance } from '../../contracts/store-provisioned.conformance.ts'
import { openSqliteStore } from './open.ts'
import { createPlainProvisioning, decodePlainRow } from './plain-writer.conformance.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newFile = temporaryFiles()

storeConformance(() => openSqliteStore({ file: newFile() }))

provisionedStoreConformance(() =>
  openSqliteStore({ file: newFile(), createProvisioning: createPlainProvisioning, decodeLogRow: decodePlainRow }),
)
