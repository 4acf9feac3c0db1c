import type { StagedUpload } from '../model/upload.ts'
import { parseBulkRequest } from '../scim/bulk-request.ts'
import type { JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import type { SourceValue } from './source-attribute.ts'

const decoder = new TextDecoder()

/** Reads the operations of uploads, in order of arrival. What was accepted once is read the same way again. */
export function importRecords(uploads: readonly StagedUpload[], program: JobProgram): SourceRecord[] {
  const records: SourceRecord[] = []
  for (const upload of uploads) {
    // TextDecoder drops a byte order mark.
    const request = parseBulkRequest(JSON.parse(decoder.decode(upload.body)))
    if (request.kind === 'invalid') throw new Error(`upload ${upload.id} was accepted but does not parse`)
    request.operations.forEach(({ bulkId, data }, operationIndex) => {
      records.push({
        origin: {
          uploadSequence: upload.sequence,
          uploadId: upload.id,
          requestId: upload.requestId,
          operationIndex,
          bulkId,
        },
        anchor: toText(program.anchor(data))?.trim() ?? '',
        displayName: toText(program.displayName(data)),
        userName: toText(program.userName(data)),
        active: toText(program.active(data)),
        data,
      })
    })
  }
  return records
}

function toText(value: SourceValue): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'string' ? value : (value[0] ?? null)
}
