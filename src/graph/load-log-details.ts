import type { UploadsReader } from '../contracts/staging.ts'
import type { TenantStore } from '../contracts/store.ts'
import type { StoredLogEntry } from '../model/provisioning-log.ts'
import type { SynchronizationSchema } from '../model/synchronization-schema.ts'
import type { StagedUpload } from '../model/upload.ts'
import { importRecords } from '../sync/import.ts'
import { compileJob, type JobProgram } from '../sync/job-program.ts'
import { type ReadSources, readSources } from '../sync/read-sources.ts'
import type { SourceRecord } from '../sync/record.ts'
import type { LogContext } from './log-context.ts'

/** What can be read again about single entries, so that nothing of it is stored with them. */
export type LogDetails = (entry: StoredLogEntry) => Pick<LogContext, 'program' | 'received'>

export interface LogDetailsParts {
  readonly tenant: Pick<TenantStore, 'tenantId' | 'jobs'>
  readonly uploads: Pick<UploadsReader, 'read'>
}

/** Bytes of uploads that one answer reads again; entries beyond show what is stored with them. */
const receivedBytesMax = 16 * 1024 * 1024

/** Compiles the schema versions that the entries were made with, and reads what was received of each person. */
export async function loadLogDetails(
  entries: readonly StoredLogEntry[],
  { tenant, uploads }: LogDetailsParts,
): Promise<LogDetails> {
  const programs = new Map<string, JobProgram | undefined>()
  for (const { jobId, schemaVersion } of entries) {
    const key = keyOf(jobId, schemaVersion)
    if (programs.has(key)) continue
    const schema = await tenant.jobs.findSchemaVersion(jobId, schemaVersion)
    programs.set(key, schema && compileOnce(schema, schemaVersion))
  }
  const received = new Map<number, ReadSources>()
  const reader = { tenantId: tenant.tenantId, uploads, bytesLeft: receivedBytesMax }
  for (const group of groupByUpload(entries)) await readUpload(group, { reader, programs, received })
  return (entry) => ({
    program: programs.get(keyOf(entry.jobId, entry.schemaVersion)),
    received: received.get(entry.sequence),
  })
}

function keyOf(jobId: string, schemaVersion: number): string {
  return `${jobId}/${schemaVersion}`
}

/** Stored schemas never change, and the store hands out the same object again. */
const compiled = new WeakMap<SynchronizationSchema, JobProgram | null>()

function compileOnce(schema: SynchronizationSchema, version: number): JobProgram | undefined {
  let program = compiled.get(schema)
  if (program === undefined) {
    program = compileJob(schema, version).program
    compiled.set(schema, program)
  }
  return program ?? undefined
}

interface UploadGroup {
  readonly jobId: string
  readonly uploadSequence: number
  readonly entries: readonly StoredLogEntry[]
}

function groupByUpload(entries: readonly StoredLogEntry[]): readonly UploadGroup[] {
  const answering = entries.filter(({ origin }) => origin !== null)
  const groups = Map.groupBy(answering, ({ jobId, origin }) => `${jobId}/${origin?.uploadSequence}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first === undefined
      ? []
      : [{ jobId: first.jobId, uploadSequence: first.origin?.uploadSequence ?? 0, entries: group }]
  })
}

interface Reading {
  readonly reader: { readonly tenantId: string; readonly uploads: Pick<UploadsReader, 'read'>; bytesLeft: number }
  readonly programs: ReadonlyMap<string, JobProgram | undefined>
  readonly received: Map<number, ReadSources>
}

async function readUpload(group: UploadGroup, { reader, programs, received }: Reading): Promise<void> {
  if (reader.bytesLeft <= 0) return
  const [upload] = await reader.uploads.read(reader.tenantId, group.jobId, [group.uploadSequence])
  if (upload === undefined) return
  reader.bytesLeft -= upload.bodyBytes
  const versions = Map.groupBy(group.entries, ({ schemaVersion }) => schemaVersion)
  for (const [version, entries] of versions) {
    const program = programs.get(keyOf(group.jobId, version))
    if (program === undefined) continue
    const records = importReadable(upload, program)
    for (const { sequence, origin } of entries) {
      const record = records[origin?.operationIndex ?? records.length]
      if (record !== undefined) received.set(sequence, readSources(program, record))
    }
  }
}

/** The log must be readable also where an upload is not any more. */
function importReadable(upload: StagedUpload, program: JobProgram): readonly SourceRecord[] {
  try {
    return importRecords(upload, program, 'upload')
  } catch {
    return []
  }
}
