import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultJobOptions, type OpenCycle } from '../model/synchronization-job.ts'
import { enterQuarantine, isHopeless, judgeFailures, tooManyDeletes } from './quarantine.ts'

const hourMs = 3_600_000
const began = Date.UTC(2031, 0, 1)

function cycle(failed: number, succeeded: number, unresolved: number): OpenCycle {
  return {
    id: 'cycle-1',
    timeBegan: new Date(began).toISOString(),
    countImported: failed + succeeded,
    countImportedDeltas: failed + succeeded,
    countImportedReferenceDeltas: 0,
    countEntitled: failed + succeeded,
    countExported: succeeded,
    countExports: succeeded,
    countEscrowed: failed,
    countEscrowedRaw: failed,
    countUnresolved: unresolved,
  }
}

describe('too many failures', () => {
  const cases = [
    [45_000, 0, 0, 'EncounteredBaseEscrowThreshold'],
    [45_000, 1_000_000, 0, 'EncounteredBaseEscrowThreshold'],
    [30_000, 5_000, 0, 'EncounteredEscrowProportionThreshold'],
    [20_000, 100_000, 0, undefined],
    [40_000, 1_000_000, 21_000, 'EncounteredTotalEscrowThreshold'],
    [4_999, 0, 0, undefined],
    [5_000, 0, 0, 'EncounteredEscrowProportionThreshold'],
    [4_000, 6_000, 0, undefined],
    // Exactly 40 % and exactly the limits are not too many.
    [8_000, 12_000, 0, undefined],
    [40_000, 60_000, 20_000, undefined],
    // References alone count in the total only.
    [0, 10, 60_000, undefined],
    [0, 10, 60_001, 'EncounteredTotalEscrowThreshold'],
  ] as const
  for (const [failed, succeeded, unresolved, reason] of cases)
    test(`${failed} failed, ${succeeded} succeeded, ${unresolved} references: ${reason ?? 'no quarantine'}`, () => {
      assert.equal(judgeFailures(cycle(failed, succeeded, unresolved), defaultJobOptions.quarantine)?.reason, reason)
    })
})

describe('a quarantine', () => {
  const breach = tooManyDeletes(6, 5)

  test('is tried again 6, 12 and 24 hours after it began, then every 24 hours, and given up after 28 days', () => {
    let quarantine = enterQuarantine(null, breach, began)
    const attempts: number[] = []
    while (!isHopeless(quarantine, quarantine.nextAttempt)) {
      attempts.push((quarantine.nextAttempt - began) / hourMs)
      quarantine = enterQuarantine(quarantine, breach, quarantine.nextAttempt)
    }
    assert.deepEqual(attempts.slice(0, 5), [6, 12, 24, 48, 72])
    assert.equal(attempts.at(-1), 27 * 24)
    assert.equal(quarantine.seriesCount, attempts.length)
    assert.equal(quarantine.nextAttempt, began + 28 * 24 * hourMs)
  })

  test('goes on as one series when the reason changes', () => {
    const first = enterQuarantine(null, breach, began)
    const reason = { reason: 'EncounteredBaseEscrowThreshold', message: 'Too many.' } as const
    const second = enterQuarantine(first, reason, began + 6 * hourMs)
    assert.deepEqual([second.seriesBegan, second.currentBegan], [began, began + 6 * hourMs])
    assert.deepEqual(second.error, { code: 'EncounteredBaseEscrowThreshold', message: 'Too many.' })
  })
})
