import type { UploadsReader } from '../contracts/staging.ts'
import type { SynchronizationJob } from '../model/synchronization-job.ts'
import type { StagedUpload } from '../model/upload.ts'

/** What comes next in the order of arrival. */
export type Claim =
  | { readonly kind: 'none' }
  | { readonly kind: 'uploads'; readonly uploads: readonly StagedUpload[] }
  | { readonly kind: 'snapshotEnd'; readonly upload: StagedUpload }

interface ClaimRequest {
  readonly tenantId: string
  readonly job: SynchronizationJob
  readonly limit: number
}

/** What may run now, at most a batch of it. The end of a snapshot is a piece of work of its own. */
export async function claimUploads(
  uploads: Pick<UploadsReader, 'next'>,
  { tenantId, job, limit }: ClaimRequest,
): Promise<Claim> {
  const { cursor } = job.progress
  const through = runsThrough(job)
  if (cursor >= through) return { kind: 'none' }
  const next = (await uploads.next(tenantId, job.id, cursor, limit)).filter(({ sequence }) => sequence <= through)
  const [first] = next
  if (first === undefined) return { kind: 'none' }
  if (first.snapshotFrom !== null) return { kind: 'snapshotEnd', upload: first }
  const end = next.findIndex(({ snapshotFrom }) => snapshotFrom !== null)
  return { kind: 'uploads', uploads: end < 0 ? next : next.slice(0, end) }
}

/** Sequence of the last upload that may run now. A paused job finishes the cycle that the pause fell into. */
function runsThrough({ scheduleState, progress }: SynchronizationJob): number {
  if (scheduleState === 'Active') return Number.MAX_SAFE_INTEGER
  return scheduleState === 'Paused' ? progress.drainThrough : 0
}
