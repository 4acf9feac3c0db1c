import type { Staging } from '../contracts/staging.ts'

const uploadsPerPieceMax = 100

/** Removes all that was uploaded for a job that is no more. */
export async function purgeJobUploads(
  { uploads, purge }: Pick<Staging, 'uploads' | 'purge'>,
  tenantId: string,
  jobId: string,
): Promise<void> {
  for (;;) {
    const page = await uploads.listOldest(tenantId, jobId, uploadsPerPieceMax, 0)
    if (page.length === 0) return
    await purge({ tenantId, jobId, sequences: page.map(({ sequence }) => sequence) })
  }
}
