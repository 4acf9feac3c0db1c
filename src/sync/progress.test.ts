import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TargetOutcome } from '../contracts/target.ts'
import { redundantExport } from '../model/standard-log-errors.ts'
import {
  defaultJobOptions,
  initialProgress,
  type JobProgress,
  type SynchronizationJob,
} from '../model/synchronization-job.ts'
import type { StagedUpload } from '../model/upload.ts'
import type { Batch } from './batch.ts'
import { nobody } from './match.ts'
import { closeCycle, countBatch } from './progress.ts'
import { mapTo, matchById, sampleObject, sampleProgram, sampleRecord, sampleSchema } from './samples.conformance.ts'
import type { Trail } from './trail.ts'

const mappings = [matchById, mapTo('jobTitle', '[title]')]
const job: SynchronizationJob = {
  id: 'job',
  servicePrincipalId: 'sp',
  templateId: 'API2AAD',
  scheduleState: 'Active',
  createdDateTime: '2026-01-05T08:00:00Z',
  settings: [],
  options: defaultJobOptions,
  schema: sampleSchema({ mappings }),
  schemaVersion: 1,
  progress: initialProgress,
}

function batchOf(...sequences: number[]): Batch {
  const uploads = sequences.map(
    (sequence): StagedUpload => ({
      sequence,
      id: `upload-${sequence}`,
      jobId: 'job',
      requestId: 'request',
      clientRequestId: 'client',
      appId: 'app',
      receivedAt: 0,
      operationCount: 1,
      bodyBytes: 0,
      snapshotFrom: null,
      body: new Uint8Array(),
    }),
  )
  return {
    job,
    program: sampleProgram({ mappings }),
    options: { skipMappingWhenAllInputsAbsent: true, skipOutOfScopeDeletions: false },
    uploads,
    isGivenUp: false,
    cycleId: 'cycle-1',
    timeBegan: '2026-01-05T08:00:00.000Z',
  }
}

const object = sampleObject({})
const refused: TargetOutcome = {
  kind: 'refused',
  code: 'Conflict',
  reason: 'taken',
  additionalDetails: null,
  recommendedAction: null,
}

const created: Trail = {
  record: sampleRecord({ externalId: 'E-1' }),
  scope: { inScope: true, clauses: {} },
  match: nobody,
  linked: false,
  operation: { kind: 'create', changes: [] },
  outcome: { kind: 'applied', object },
  refersBy: [],
  unresolved: [],
  lateReferences: [],
}
const failed: Trail = { ...created, outcome: refused }
const matched: Trail = {
  ...created,
  match: { kind: 'one', object, trail: { kind: 'matched', attribute: 'employeeId', value: 'E-1' } },
  operation: { kind: 'skip', error: redundantExport, object },
  outcome: null,
}
const linked: Trail = { ...matched, linked: true }
const outside: Trail = { ...linked, scope: { inScope: false, clauses: {} } }

describe('counting a batch', () => {
  test('moves the cursor to the last upload and opens a cycle', () => {
    const progress = countBatch(initialProgress, batchOf(4, 7), [created, failed, matched, linked, outside])
    assert.equal(progress.cursor, 7)
    assert.equal(progress.synchronizedEntries, 2)
    assert.deepEqual(progress.openCycle, {
      id: 'cycle-1',
      timeBegan: '2026-01-05T08:00:00.000Z',
      countImported: 5,
      countEntitled: 4,
      countExported: 1,
      countEscrowed: 1,
      countUnresolved: 0,
    })
  })

  test('goes on counting in the cycle that is open', () => {
    const first = countBatch(initialProgress, batchOf(1), [created])
    const second = countBatch(first, { ...batchOf(2), cycleId: 'cycle-2' }, [created, failed])
    assert.equal(second.openCycle?.id, 'cycle-1')
    assert.equal(second.openCycle?.countImported, 3)
  })

  test('never moves the cursor back: a restart may have purged what a batch still settled', () => {
    const purged: JobProgress = { ...initialProgress, cursor: 20, purgedThrough: 20 }
    assert.equal(countBatch(purged, batchOf(6, 15), [created]).cursor, 20)
  })
})

describe('ending a cycle', () => {
  const now = Date.parse('2026-01-05T08:00:10Z')
  const end = (...trails: Trail[]) => closeCycle(countBatch(initialProgress, batchOf(1), trails), now)

  test('does nothing when none is open', () => {
    assert.equal(closeCycle(initialProgress, now), initialProgress)
  })

  test('makes its counts the last execution', () => {
    const progress = end(created, linked)
    assert.equal(progress.openCycle, null)
    assert.deepEqual(progress.lastExecution, {
      activityIdentifier: 'cycle-1',
      state: 'Succeeded',
      timeBegan: '2026-01-05T08:00:00.000Z',
      timeEnded: '2026-01-05T08:00:10.000Z',
      countImported: 2,
      countEntitled: 2,
      countExported: 1,
      countExports: 1,
      countEscrowed: 0,
    })
    assert.equal(progress.lastSuccessfulExecution, progress.lastExecution)
    assert.equal(progress.lastSuccessfulExecutionWithExports, progress.lastExecution)
    assert.equal(progress.steadyStateFirstAchievedTime, '2026-01-05T08:00:10.000Z')
  })

  test('tells cycles in which some or all entries failed', () => {
    const some = end(created, failed)
    assert.equal(some.lastExecution?.state, 'EntryLevelErrors')
    assert.equal(some.steadyStateFirstAchievedTime, null)
    assert.equal(some.lastSuccessfulExecution, some.lastExecution)
    const all = end(failed, failed)
    assert.equal(all.lastExecution?.state, 'Failed')
    assert.equal(all.lastSuccessfulExecution, null)
    assert.equal(all.countSuccessiveCompleteFailures, 1)
    assert.equal(closeCycle(countBatch(all, batchOf(2), [created]), now).countSuccessiveCompleteFailures, 0)
  })

  test('without exports leaves the last execution with exports as it was', () => {
    const first = end(created)
    const second = closeCycle(countBatch(first, { ...batchOf(2), cycleId: 'cycle-2' }, [linked]), now + 1_000)
    assert.equal(second.lastSuccessfulExecution?.activityIdentifier, 'cycle-2')
    assert.equal(second.lastSuccessfulExecutionWithExports?.activityIdentifier, 'cycle-1')
    assert.equal(second.steadyStateFirstAchievedTime, '2026-01-05T08:00:10.000Z')
    assert.equal(second.steadyStateLastAchievedTime, '2026-01-05T08:00:11.000Z')
  })
})
