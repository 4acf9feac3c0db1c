import { stagingConformance } from '../../contracts/staging.conformance.ts'
import { openSqliteStaging } from './staging.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newFile = temporaryFiles()

stagingConformance(openSqliteStaging, () => newFile('staging.db'))
