import type { UploadsReader } from '../contracts/staging.ts'
import type { ProvisioningCause } from '../model/provisioning-log.ts'
import type { Batch } from './batch.ts'
import { importAgain, unreadRecord } from './import.ts'
import type { SourceRecord } from './record.ts'

/** Where a record lies that was received before. */
export interface RecordPlace {
  readonly anchor: string
  readonly uploadSequence: number
  readonly operationIndex: number
}

export interface RetainedDeps {
  readonly uploads: Pick<UploadsReader, 'read'>
  readonly onDefect: (error: unknown, anchor: null, uploadId: string) => void
}

/**
 * Reads records again from the bytes that were received, in the order asked for. One whose upload is
 * gone or cannot be read has no data.
 */
export async function readRetained(
  places: readonly RecordPlace[],
  cause: ProvisioningCause,
  { tenantId, job, program }: Pick<Batch, 'tenantId' | 'job' | 'program'>,
  { uploads, onDefect }: RetainedDeps,
): Promise<SourceRecord[]> {
  const sequences = [...new Set(places.map(({ uploadSequence }) => uploadSequence))]
  const records = new Map<number, readonly SourceRecord[]>()
  for (const upload of await uploads.read(tenantId, job.id, sequences))
    records.set(upload.sequence, importAgain(upload, program, cause, onDefect))
  return places.map(({ anchor, uploadSequence, operationIndex }) => {
    const found = records.get(uploadSequence)?.[operationIndex]
    if (found !== undefined) return found
    const origin = { uploadSequence, operationIndex, uploadId: '', requestId: '', bulkId: '' }
    return unreadRecord(anchor, origin, cause)
  })
}
