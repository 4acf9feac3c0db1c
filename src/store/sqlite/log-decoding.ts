import type { OperationOrigin, StoredLogEntry } from '../../model/provisioning-log.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { actionCodes, resultCodes } from '../sql/log-codes.ts'
import type { DecodeLogRow, LogRow } from '../sql/log-row.ts'
import { type AttributeDictionary, attributeNames, decodeTrail, toDictionary } from './log-encoding.ts'

/** Expands a stored row into the entry that it was made from. */
export const decodeLogRow: DecodeLogRow = (row, { schema }) => {
  const { bulkId, ...fields } = decodeTrail(row.trail, dictionaryOf(schema))
  return {
    ...fields,
    sequence: row.sequence,
    jobId: row.job_id,
    cycleId: row.cycle_id,
    at: row.at,
    action: nameOf(actionCodes, row.action),
    result: nameOf(resultCodes, row.result),
    origin: originOf(row, bulkId),
    sourceAnchor: row.source_anchor,
    targetId: row.target_id,
    schemaVersion: row.schema_version,
  } satisfies StoredLogEntry
}

const dictionaries = new WeakMap<SynchronizationSchema, AttributeDictionary>()
const noDictionary = toDictionary([])

function dictionaryOf(schema: SynchronizationSchema | undefined): AttributeDictionary {
  if (schema === undefined) return noDictionary
  const known = dictionaries.get(schema) ?? toDictionary(attributeNames(schema))
  dictionaries.set(schema, known)
  return known
}

function originOf(row: LogRow, bulkId: string | null): OperationOrigin | null {
  if (row.upload === null) return null
  return {
    uploadSequence: row.upload,
    uploadId: row.upload_id ?? '',
    requestId: row.request_id ?? '',
    operationIndex: row.operation ?? 0,
    bulkId: bulkId ?? '',
  }
}

function nameOf<Name extends string>(codes: Readonly<Record<Name, number>>, code: number): Name {
  for (const name in codes) if (codes[name] === code) return name
  throw new Error(`the log holds the unknown number ${code}`)
}
