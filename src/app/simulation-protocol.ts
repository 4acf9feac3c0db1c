import type { ErrorCode, ErrorDetail } from '../model/error.ts'
import type { SimulationReport, SimulationRequest } from '../model/simulation.ts'

/** What a simulation's thread begins with. */
export interface SimulationTask {
  readonly request: SimulationRequest
  readonly dataDirectory: string
  readonly clock: SharedArrayBuffer
}

/** What it answers; a defect ends the thread instead. */
export type SimulationAnswer =
  | { readonly kind: 'report'; readonly report: SimulationReport }
  | {
      readonly kind: 'refused'
      readonly code: ErrorCode
      readonly message: string
      readonly details: readonly ErrorDetail[]
    }
