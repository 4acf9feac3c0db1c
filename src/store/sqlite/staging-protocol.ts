import type { PurgeRequest } from '../../contracts/staging.ts'
import type { NewUpload } from '../../model/upload.ts'

/** What the staging thread is asked. Bodies travel as transferred buffers. */
export type StagingRequest =
  | { readonly kind: 'stage'; readonly ticket: number; readonly tenantId: string; readonly upload: NewUpload }
  | { readonly kind: 'purge'; readonly ticket: number; readonly request: PurgeRequest }
  | { readonly kind: 'close'; readonly ticket: number }

/** Answers come in bundles: one per commit. `value` is the sequence, or the number of uploads removed. */
export interface StagingAnswer {
  readonly ticket: number
  readonly value: number | null
  readonly error: string | null
}
