import type { ProvisioningTransaction, SourceEntry } from '../contracts/store-provisioning.ts'
import type { TargetObject, TargetOutcome } from '../contracts/target.ts'
import type { ProvisioningLogEntry } from '../model/provisioning-log.ts'
import type { SynchronizationJob } from '../model/synchronization-job.ts'
import type { StagedUpload } from '../model/upload.ts'
import type { JsonObject } from '../std/json-object.ts'
import type { CycleDeps } from './cycle.ts'
import { type ExplainedMapping, explainMappings } from './explain-mappings.ts'
import type { JobProgram } from './job-program.ts'
import { toLogEntry } from './log.ts'
import { mergeRecords } from './merge.ts'
import { watchClock } from './next-change.ts'
import { planOptionsOf } from './plan-options.ts'
import { prepareRecord } from './prepare.ts'
import { concealRecord } from './read-sources.ts'
import type { SourceRecord } from './record.ts'
import { readRetained } from './retained.ts'
import { decideAlone, type Planned } from './settle-wave.ts'
import type { Prepared } from './trail.ts'

export interface ExplainRequest {
  readonly tenantId: string
  readonly job: SynchronizationJob
  readonly program: JobProgram
  readonly entry: SourceEntry
  /** Expressions are taken apart, too. */
  readonly isTraced: boolean
}

/** What a job would do about one person now, and why (ours). Whatever a mapping redacts is hidden in it. */
export interface Explanation {
  /** Null when the upload is gone. */
  readonly received: ReceivedRecord | null
  /** All that the person sent, for jobs that evaluate merged records. */
  readonly merged: JsonObject | null
  /** The log entry that the engine would write. */
  readonly foreseen: ProvisioningLogEntry
  readonly mappings: readonly ExplainedMapping[]
  /** Milliseconds since 1970 when the clock changes the outcome; null = it does not. */
  readonly holdsUntil: number | null
}

export interface ReceivedRecord {
  readonly upload: Pick<StagedUpload, 'id' | 'requestId' | 'receivedAt'>
  readonly operationIndex: number
  readonly bulkId: string
  readonly data: JsonObject
}

type Reading = Pick<CycleDeps, 'uploads' | 'targetFor' | 'clock' | 'evaluationContext'>

/** Runs the engine's own steps on the person's latest record up to the point where something would be written. */
export async function explainPerson(
  request: ExplainRequest,
  transaction: ProvisioningTransaction,
  deps: Reading,
): Promise<Explanation> {
  const { job, program } = request
  const received = await readReceived(request, deps)
  const record = await readWhole(received.record, request, transaction)
  const target = deps.targetFor(transaction)
  const evaluation = deps.evaluationContext()
  const prepared = watchClock(evaluation)((context) => prepareRecord(program, record, context))
  const options = planOptionsOf(job)
  const linkedBy = new Map<string, SourceRecord>()
  const planned = await decideAlone(prepared, { jobId: job.id, program, options, target, linkedBy, transaction })
  const foreseen = foresee(planned, request, deps.clock.now())
  const mappings = explainMappings({
    program,
    schema: job.schema,
    options,
    record,
    desired: cameToMappings(prepared) ? prepared.desired : null,
    object: planned.match.kind === 'one' ? planned.match.object : null,
    changes: foreseen.modified,
    isProcessed: isProcessed(planned),
    evaluation,
    isTraced: request.isTraced,
  })
  return {
    received: received.upload === null ? null : toReceived(received.upload, received.record, program),
    merged: job.options.evaluate === 'merged' ? concealRecord(program, record).data : null,
    foreseen,
    mappings,
    holdsUntil: prepared.holdsUntil ?? null,
  }
}

interface Received {
  readonly record: SourceRecord
  readonly upload: StagedUpload | null
}

async function readReceived(request: ExplainRequest, { uploads }: Pick<Reading, 'uploads'>): Promise<Received> {
  const { tenantId, job, entry } = request
  const [upload] = await uploads.read(tenantId, job.id, [entry.uploadSequence])
  const read = { read: async () => (upload === undefined ? [] : [upload]) }
  const [record] = await readRetained([entry], 'onDemand', request, { uploads: read, onDefect: () => undefined })
  if (record === undefined) throw new Error('a place always has a record')
  return { record, upload: record.isUnread === true ? null : (upload ?? null) }
}

async function readWhole(
  record: SourceRecord,
  request: ExplainRequest,
  transaction: ProvisioningTransaction,
): Promise<SourceRecord> {
  const present: SourceRecord = request.entry.isAbsent ? { ...record, presence: 'absent' } : record
  const [merged] = await mergeRecords([present], request, transaction)
  return merged ?? present
}

function toReceived(upload: StagedUpload, record: SourceRecord, program: JobProgram): ReceivedRecord {
  const { operationIndex, bulkId } = record.origin
  return { upload, operationIndex, bulkId, data: concealRecord(program, record).data }
}

function cameToMappings({ ends, scope, record, desired }: Prepared): boolean {
  return scope.inScope && record.presence === 'present' && (ends === null || desired.values.length > 0)
}

/** Something would be written, or nothing because everything is as it should be. */
function isProcessed({ operation }: Planned): boolean {
  if (operation.kind === 'skip') return operation.error.code === 'RedundantExport'
  return operation.kind === 'create' || operation.kind === 'update'
}

/** Not made yet. */
const newObject: TargetObject = { id: '', displayName: null, value: () => null }

/** The entry as it would be if the target took everything. */
function foresee(planned: Planned, { job, program }: ExplainRequest, at: number): ProvisioningLogEntry {
  const { operation, match } = planned
  const writes = operation.kind === 'create' || operation.kind === 'update' || operation.kind === 'delete'
  const object = match.kind === 'one' ? match.object : newObject
  const outcome: TargetOutcome | null = writes ? { kind: 'applied', object } : null
  const context = { jobId: job.id, cycleId: '', program, at, durationMs: 0, initiator: null }
  return toLogEntry({ ...planned, outcome, lateReferences: [] }, context)
}
