import { storeConformance } from '../../contracts/store.conformance.ts'
import { openSqliteStore } from './open.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newFile = temporaryFiles()
storeConformance(() => openSqliteStore({ file: newFile() }))
