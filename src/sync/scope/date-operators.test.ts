import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import { sampleContext } from '../samples.conformance.ts'
import { findOperator } from './find-operator.ts'

const dayMs = 86_400_000

interface Outcome {
  readonly holds: boolean
  /** Earliest moment at which the outcome may change; undefined = never. */
  readonly until: string | undefined
}

function ask(value: string, operator: string, operand: string, now = '2026-01-05T08:00:00Z'): Outcome {
  const moments: number[] = []
  const context: EvaluationContext = {
    ...sampleContext,
    now: new Date(now),
    holdsUntil: (epochMs) => moments.push(epochMs),
  }
  const site = { type: 'String' as const, compilePattern: () => () => false }
  const holds = findOperator(operator).operator.compile([operand], site)(value, context)
  return { holds, until: moments.length === 0 ? undefined : new Date(Math.min(...moments)).toISOString() }
}

describe('a date clause', () => {
  test('compares with an ISO date or date-time', () => {
    const holds = (value: string, operator: string, operand: string) => ask(value, operator, operand).holds
    assert.ok(holds('2026-01-31', 'BEFORE', '2026-02-01'))
    assert.ok(!holds('2026-02-01', 'BEFORE', '2026-02-01'))
    assert.ok(holds('2026-02-01', 'ON_OR_BEFORE', '2026-02-01'))
    assert.ok(holds('2026-02-01', 'on or after', '2026-02-01'))
    assert.ok(!holds('2026-02-01', 'AFTER', '2026-02-01'))
    assert.ok(holds('2026-02-01T00:00:01Z', 'AFTER', '2026-02-01'))
    assert.ok(holds('2026-02-01T01:00:00+02:00', 'BEFORE', '2026-02-01T00:00:00Z'))
    assert.ok(holds('2026-02-01T08:30', 'BEFORE', '2026-02-01 08:31'))
  })

  test('compares with now and today, moved as the operand says', () => {
    const holds = (value: string, operator: string, operand: string) => ask(value, operator, operand).holds
    assert.ok(holds('2026-01-05T07:59:59Z', 'BEFORE', 'now'))
    assert.ok(!holds('2026-01-05T07:59:59Z', 'BEFORE', 'today'))
    assert.ok(holds('2026-01-19', 'ON OR BEFORE', 'now+14d'))
    assert.ok(!holds('2026-01-20', 'ON OR BEFORE', 'now + 14d'))
    assert.ok(holds('2026-01-19', 'ON OR AFTER', 'TODAY+2W'))
    assert.ok(holds('2025-12-05T07:59:00Z', 'BEFORE', 'now-1m'))
    assert.ok(!holds('2025-12-05T08:01:00Z', 'BEFORE', 'now-1m'))
    assert.ok(holds('2027-02-04T09:30:00Z', 'AFTER', 'now+1y+1m-1d+89min'))
    assert.ok(!holds('2027-02-04T09:30:00Z', 'AFTER', 'now+1y+1m-1d+2h'))
  })

  test('ends a month that is too short on its last day', () => {
    assert.ok(ask('2026-02-28T08:00:00Z', 'ON OR BEFORE', 'now+1m', '2026-01-31T08:00:00Z').holds)
    assert.ok(!ask('2026-03-01', 'ON OR BEFORE', 'now+1m', '2026-01-31T08:00:00Z').holds)
  })

  test('is false for what is no date', () => {
    for (const operator of ['BEFORE', 'AFTER', 'ON OR BEFORE', 'ON OR AFTER'])
      assert.deepEqual(ask('soon', operator, 'now'), { holds: false, until: undefined })
  })

  test('refuses operands that are neither', () => {
    for (const operand of ['', 'tomorrow', 'now+', 'now+14', 'now+14 weeks', 'now14d', '31.01.2026', '2026-02-30'])
      assert.throws(() => ask('2026-01-05', 'BEFORE', operand), /is no date/, operand)
    assert.throws(() => ask('2026-01-05', 'BEFORE', 'now+1d+1d+1d+1d+1d'), /is no date/)
  })
})

describe('the time at which a date clause comes out differently', () => {
  test('is when the clock reaches the value', () => {
    assert.deepEqual(ask('2026-03-01', 'ON OR BEFORE', 'now'), { holds: false, until: '2026-03-01T00:00:00.000Z' })
    assert.deepEqual(ask('2026-03-01', 'BEFORE', 'now'), { holds: false, until: '2026-03-01T00:00:00.001Z' })
    assert.deepEqual(ask('2026-03-01', 'AFTER', 'now'), { holds: true, until: '2026-03-01T00:00:00.000Z' })
    assert.deepEqual(ask('2026-03-01', 'ON OR AFTER', 'now'), { holds: true, until: '2026-03-01T00:00:00.001Z' })
  })

  test('is as much earlier or later as the operand says', () => {
    assert.equal(ask('2026-03-01', 'ON OR BEFORE', 'now+14d').until, '2026-02-15T00:00:00.000Z')
    assert.equal(ask('2026-03-01', 'ON OR BEFORE', 'now-1m').until, '2026-04-01T00:00:00.000Z')
    assert.equal(ask('2026-03-01T09:00:00Z', 'ON OR BEFORE', 'today+14d').until, '2026-02-16T00:00:00.000Z')
    assert.equal(ask('2026-03-01', 'BEFORE', 'today').until, '2026-03-02T00:00:00.000Z')
    assert.equal(ask('2026-03-31', 'ON OR BEFORE', 'today+1m').until, '2026-03-01T00:00:00.000Z')
  })

  test('never comes for the past and for absolute dates', () => {
    assert.equal(ask('2025-03-01', 'ON OR BEFORE', 'now').until, undefined)
    assert.equal(ask('2026-03-01', 'BEFORE', '2026-02-01').until, undefined)
  })

  test('is the first at which the outcome is another one, whatever value, operand and time', () => {
    const moment = fc
      .integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) })
      .map((ms) => new Date(ms).toISOString())
    const shift = fc
      .tuple(
        fc.constantFrom('+', '-'),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('y', 'm', 'w', 'd', 'h', 'min'),
      )
      .map((parts) => parts.join(''))
    const operand = fc
      .tuple(fc.constantFrom('now', 'today'), fc.array(shift, { maxLength: 2 }))
      .map(([base, shifts]) => base + shifts.join(''))
    const operator = fc.constantFrom('BEFORE', 'AFTER', 'ON OR BEFORE', 'ON OR AFTER')
    fc.assert(
      fc.property(moment, operator, operand, moment, (value, name, limit, now) => {
        const { holds, until } = ask(value, name, limit, now)
        const at = (epochMs: number) => ask(value, name, limit, new Date(epochMs).toISOString()).holds
        const nowMs = Date.parse(now)
        if (until === undefined) {
          for (const days of [1, 10, 100, 1_000]) assert.equal(at(nowMs + days * dayMs), holds)
          return
        }
        const turn = Date.parse(until)
        assert.ok(turn > nowMs)
        assert.equal(at(turn), !holds)
        assert.equal(at(turn - 1), holds)
        for (const share of [0.25, 0.5, 0.75, 0.99])
          assert.equal(at(Math.floor(nowMs + (turn - 1 - nowMs) * share)), holds)
      }),
      { numRuns: 300 },
    )
  })
})
