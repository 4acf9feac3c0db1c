import type { ConnectionFlags } from '../connection-settings.ts'

/** What the command line gives to `upload`. */
export interface UploadFlags extends ConnectionFlags {
  readonly map?: string
  readonly saveMap?: string
  readonly dryRun?: true
  readonly json?: true
  readonly yes?: true
  readonly empty: 'absent' | 'null'
  readonly batch: number
  readonly rate: string
  readonly inFlight: number
  readonly wait: boolean
  readonly timeout: number
}
