import { stagingConformance } from '../../contracts/staging.conformance.ts'
import { uploadSessionsConformance } from '../../contracts/upload-sessions.conformance.ts'
import { openSqliteStaging } from './staging.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newFile = temporaryFiles()

stagingConformance(openSqliteStaging, () => newFile('staging.db'))
uploadSessionsConformance(openSqliteStaging, () => newFile('staging.db'))
