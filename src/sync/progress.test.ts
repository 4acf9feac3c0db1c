import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TargetOutcome } from '../contracts/target.ts'
import { redundantExport } from '../model/standard-log-errors.ts'
import { initialProgress } from '../model/synchronization-job.ts'
import { nobody } from './match.ts'
import { closeCycle, countTrails } from './progress.ts'
import { sampleObject, sampleRecord } from './samples.conformance.ts'
import type { Trail } from './trail.ts'

const cycle = { cycleId: 'cycle-1', timeBegan: '2026-01-05T08:00:00.000Z' }

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
  holdsUntil: null,
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

const settled = (told: readonly Trail[]) => ({ told, held: [] })

describe('counting a batch', () => {
  test('opens a cycle', () => {
    const progress = countTrails(initialProgress, cycle, settled([created, failed, matched, linked, outside]))
    assert.equal(progress.synchronizedEntries, 2)
    assert.deepEqual(progress.openCycle, {
      id: 'cycle-1',
      timeBegan: '2026-01-05T08:00:00.000Z',
      countImported: 5,
      countImportedDeltas: 5,
      countImportedReferenceDeltas: 0,
      countEntitled: 4,
      countExports: 2,
      countExported: 1,
      countEscrowed: 1,
      countEscrowedRaw: 1,
      countUnresolved: 0,
    })
  })

  test('tells what is new from what is looked at again, references, and writes that were tried', () => {
    const again: Trail = { ...linked, record: { ...linked.record, cause: 'evaluation' } }
    const refers: Trail = { ...created, refersBy: ['manager'], unresolved: [{ attribute: 'manager', anchor: 'E-9' }] }
    const { openCycle } = countTrails(initialProgress, cycle, settled([again, refers, failed]))
    assert.equal(openCycle?.countImported, 3)
    assert.equal(openCycle?.countImportedDeltas, 2)
    assert.equal(openCycle?.countImportedReferenceDeltas, 1)
    assert.deepEqual([openCycle?.countExports, openCycle?.countExported], [2, 1])
    assert.deepEqual([openCycle?.countEscrowed, openCycle?.countEscrowedRaw], [1, 2])
  })

  test('goes on counting in the cycle that is open', () => {
    const first = countTrails(initialProgress, cycle, settled([created]))
    const second = countTrails(first, { ...cycle, cycleId: 'cycle-2' }, settled([created, failed]))
    assert.equal(second.openCycle?.id, 'cycle-1')
    assert.equal(second.openCycle?.countImported, 3)
  })
})

describe('ending a cycle', () => {
  const now = Date.parse('2026-01-05T08:00:10Z')
  const end = (...trails: Trail[]) =>
    closeCycle(countTrails(initialProgress, cycle, settled(trails)), { quarantine: null, now, released: false })

  test('does nothing when none is open', () => {
    assert.deepEqual(closeCycle(initialProgress, { quarantine: null, now, released: false }), initialProgress)
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
      countImportedDeltas: 2,
      countImportedReferenceDeltas: 0,
      countEntitled: 2,
      countExported: 1,
      countExports: 1,
      countEscrowed: 0,
      countEscrowedRaw: 0,
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
    assert.equal(
      closeCycle(countTrails(all, cycle, settled([created])), { quarantine: null, now, released: false })
        .countSuccessiveCompleteFailures,
      0,
    )
  })

  test('without exports leaves the last execution with exports as it was', () => {
    const first = end(created)
    const second = closeCycle(countTrails(first, { ...cycle, cycleId: 'cycle-2' }, settled([linked])), {
      quarantine: null,
      now: now + 1_000,
      released: false,
    })
    assert.equal(second.lastSuccessfulExecution?.activityIdentifier, 'cycle-2')
    assert.equal(second.lastSuccessfulExecutionWithExports?.activityIdentifier, 'cycle-1')
    assert.equal(second.steadyStateFirstAchievedTime, '2026-01-05T08:00:10.000Z')
    assert.equal(second.steadyStateLastAchievedTime, '2026-01-05T08:00:11.000Z')
  })
})
