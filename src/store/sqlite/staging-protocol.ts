import type { PurgeRequest } from '../../contracts/staging.ts'
import type {
  AbandonRequest,
  CommitRequest,
  CommitResult,
  NewChunk,
  NewSession,
  UploadSessions,
} from '../../contracts/upload-sessions.ts'
import type { NewUpload } from '../../model/upload.ts'

/** What the staging thread is asked. Bodies travel as transferred buffers. */
export type StagingRequest =
  | { readonly kind: 'stage'; readonly ticket: number; readonly tenantId: string; readonly upload: NewUpload }
  | { readonly kind: 'purge'; readonly ticket: number; readonly request: PurgeRequest }
  | { readonly kind: 'session'; readonly ticket: number; readonly call: SessionCall }
  | { readonly kind: 'close'; readonly ticket: number }

/** What is to be done with a session. */
export type SessionCall =
  | { readonly kind: 'begin'; readonly session: NewSession }
  | { readonly kind: 'putChunk'; readonly chunk: NewChunk }
  | { readonly kind: 'commit'; readonly request: CommitRequest }
  | { readonly kind: 'abandon'; readonly request: AbandonRequest }
  | { readonly kind: 'sweep'; readonly now: number; readonly chunksMax: number }

/** What each call is answered with. */
export interface SessionResults {
  readonly begin: Awaited<ReturnType<UploadSessions['begin']>>
  readonly putChunk: Awaited<ReturnType<UploadSessions['putChunk']>>
  readonly commit: CommitResult
  readonly abandon: Awaited<ReturnType<UploadSessions['abandon']>>
  readonly sweep: number
}

/** A sequence, the number of uploads removed, or what became of a session's call. */
export type StagingValue = number | SessionResults[keyof SessionResults]

/** Answers come in bundles: one per commit. */
export interface StagingAnswer {
  readonly ticket: number
  readonly value: StagingValue | null
  readonly error: string | null
}
