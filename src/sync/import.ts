import type { OperationOrigin, ProvisioningCause } from '../model/provisioning-log.ts'
import type { StagedUpload } from '../model/upload.ts'
import { parseBulkRequest } from '../scim/bulk-request.ts'
import type { JsonObject } from '../std/json-object.ts'
import type { JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import type { SourceValue } from './source-attribute.ts'

const decoder = new TextDecoder()

/**
 * Reads the operations of an upload. What was accepted once is read the same way again; should a later version refuse it,
 * this throws.
 */
export function importRecords(upload: StagedUpload, program: JobProgram, cause: ProvisioningCause): SourceRecord[] {
  // The end of a snapshot carries no operations.
  if (upload.snapshotFrom !== null) return []
  // TextDecoder drops a byte order mark.
  const request = parseBulkRequest(JSON.parse(decoder.decode(upload.body)))
  if (request.kind === 'invalid') {
    const [first] = request.details
    throw new Error(`upload ${upload.id} was accepted but does not parse: ${first?.target} ${first?.message}`)
  }
  return request.operations.map(({ bulkId, data }, operationIndex) =>
    readRecord(data, { origin: originOf(upload, operationIndex, bulkId), cause }, program),
  )
}

/** The operations of an upload that was settled before; none when it cannot be read any more: that must not hold up others. */
export function importAgain(
  upload: StagedUpload,
  program: JobProgram,
  cause: ProvisioningCause,
  onDefect: (error: unknown, anchor: null, uploadId: string) => void,
): SourceRecord[] {
  try {
    return importRecords(upload, program, cause)
  } catch (error) {
    onDefect(error, null, upload.id)
    return []
  }
}

/** Reads what a record says of itself. */
export function readRecord(
  data: JsonObject,
  { origin, cause }: Pick<SourceRecord, 'origin' | 'cause'>,
  program: JobProgram,
): SourceRecord {
  return {
    origin,
    cause,
    presence: 'present',
    anchor: toText(program.anchor(data))?.trim() ?? '',
    displayName: toText(program.displayName(data)),
    userName: toText(program.userName(data)),
    active: toText(program.active(data)),
    data,
  }
}

/** Stand-ins for the operations of an upload that cannot be read, so that each gets its failure in the log. */
export function unreadRecords(upload: StagedUpload): SourceRecord[] {
  return Array.from({ length: upload.operationCount }, (_, operationIndex) =>
    unreadRecord('', originOf(upload, operationIndex, ''), 'upload'),
  )
}

/** All that is left of a person whose record cannot be read. */
export function unreadRecord(anchor: string, origin: OperationOrigin, cause: ProvisioningCause): SourceRecord {
  return {
    origin,
    cause,
    presence: 'present',
    anchor,
    displayName: null,
    userName: null,
    active: null,
    data: {},
    isUnread: true,
  }
}

function originOf({ sequence, id, requestId }: StagedUpload, operationIndex: number, bulkId: string): OperationOrigin {
  return { uploadSequence: sequence, uploadId: id, requestId, operationIndex, bulkId }
}

function toText(value: SourceValue): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'string' ? value : (value[0] ?? null)
}
