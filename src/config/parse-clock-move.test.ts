import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseClockMove, parseClockStart } from './parse-clock-move.ts'

const now = Date.UTC(2026, 0, 1)
const dayMs = 86_400_000

describe('parseClockMove', () => {
  for (const [text, move] of [
    ['+90d', { kind: 'by', ms: 90 * dayMs }],
    ['+2w', { kind: 'by', ms: 14 * dayMs }],
    ['+36H', { kind: 'by', ms: 1.5 * dayMs }],
    ['+0s', { kind: 'by', ms: 0 }],
    ['2027-01-01', { kind: 'to', epochMs: Date.UTC(2027, 0, 1) }],
    ['2027-01-01T08:00:00+01:00', { kind: 'to', epochMs: Date.UTC(2027, 0, 1, 7) }],
  ] as const) {
    test(`reads ${text}`, () => assert.deepEqual(parseClockMove(text), move))
  }

  for (const text of ['', '-1d', '90d', '+1y', '+1.5d', '2027-02-30', '2027-01-01T08:00:00', 'tomorrow']) {
    test(`refuses '${text}' and says what it takes`, () => assert.throws(() => parseClockMove(text), /\+90d/))
  }
})

describe('parseClockStart', () => {
  test('counts from the system clock', () => {
    assert.equal(parseClockStart('2026-01-02', now), dayMs)
    assert.equal(parseClockStart('+1h', now), 3_600_000)
    assert.equal(parseClockStart('', now), null)
  })

  test('refuses the past', () => {
    assert.throws(() => parseClockStart('2025-12-31', now), /must not be in the past/)
  })
})
