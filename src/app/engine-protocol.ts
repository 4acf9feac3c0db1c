import type { PurgeRequest } from '../contracts/staging.ts'
import type { ErrorCode } from '../model/error.ts'
import type { JobOrder, OrderAnswer } from '../sync/job-order.ts'
import type { CycleEnded, Quarantined } from '../telemetry/events.ts'

/** What the engine's thread begins with. */
export interface EngineSettings {
  readonly dataDirectory: string
  /** Days that settled uploads and log entries are kept; 0 = for ever. */
  readonly retentionDays: number
  /** Memory of the clock that all threads share (shared-clock.ts). */
  readonly clock: SharedArrayBuffer
}

/** What the engine's thread is told. */
export type EngineCommand =
  | { readonly kind: 'wake'; readonly tenantId: string; readonly jobId: string }
  | OrderCommand
  /** What depends on time may be due: every job is looked at again. */
  | { readonly kind: 'clockMoved' }
  | { readonly kind: 'stop' }

/** The answer bears the same ticket. */
export interface OrderCommand {
  readonly kind: 'order'
  readonly ticket: number
  readonly tenantId: string
  readonly jobId: string
  readonly order: JobOrder
}

/** What became of an order. */
export type OrderReport =
  | { readonly kind: 'carriedOut'; readonly ticket: number; readonly answer: OrderAnswer }
  | { readonly kind: 'refused'; readonly ticket: number; readonly code: ErrorCode; readonly message: string }

/** What the engine's thread tells. */
export type EngineReport =
  | { readonly kind: 'ready' }
  | OrderReport
  | { readonly kind: 'settled'; readonly tenantId: string; readonly jobId: string; readonly sequence: number }
  | { readonly kind: 'cycleEnded'; readonly cycle: CycleEnded }
  | { readonly kind: 'quarantined'; readonly event: Quarantined }
  | { readonly kind: 'batchFailed'; readonly tenantId: string; readonly jobId: string; readonly error: string }
  /** Old uploads that nothing needs any more: the staging file is written by the process's own thread for it. */
  | { readonly kind: 'purgeUploads'; readonly request: PurgeRequest }
  | { readonly kind: 'defect'; readonly where: string; readonly error: string }
  | { readonly kind: 'stopped' }
