import type { ConnectionFlags } from '../connection-settings.ts'

/** What the command line gives to `upload`. */
export interface UploadFlags extends ConnectionFlags {
  readonly map?: string
  readonly saveMap?: string
  readonly dryRun?: true
  readonly json?: true
  /** The file is everybody: who is absent from it has left. */
  readonly snapshot?: true
  /** Id of the session to go on with. */
  readonly resume?: string
  readonly whatIf?: true
  readonly yes?: true
  readonly empty: 'absent' | 'null'
  readonly batch: number
  readonly rate: string
  readonly inFlight: number
  readonly wait: boolean
  readonly timeout: number
}
