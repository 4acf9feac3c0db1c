import type { EndedCycle } from '../sync/worker.ts'

/** What the engine's thread is told. */
export type EngineCommand =
  | { readonly kind: 'wake'; readonly tenantId: string; readonly jobId: string }
  | { readonly kind: 'stop' }

/** What the engine's thread tells. */
export type EngineReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'settled'; readonly tenantId: string; readonly jobId: string; readonly sequence: number }
  | { readonly kind: 'cycleEnded'; readonly cycle: EndedCycle }
  | { readonly kind: 'batchFailed'; readonly tenantId: string; readonly jobId: string; readonly error: string }
  | { readonly kind: 'defect'; readonly where: string; readonly error: string }
  | { readonly kind: 'stopped' }
