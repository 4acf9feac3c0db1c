import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createScreen } from '../terminal.ts'
import { matchEntries } from './await-log.ts'
import { type RowOutcome, unknownOutcome } from './outcome.ts'
import { parseRate } from './pacer.ts'
import { renderOutcomes } from './render-outcomes.ts'

const operation = (line: number, externalId: string) => ({
  line,
  bulkId: `line-${line}`,
  externalId,
  managerId: '',
  data: {},
})
const entry = (id: string, second: number, action: string) => ({
  id: `log-${second}`,
  activityDateTime: `2026-02-03T08:00:0${second}Z`,
  provisioningAction: action,
  sourceIdentity: { id },
  provisioningStatusInfo: { status: 'success', errorInformation: null },
})

describe('rates', () => {
  test('are read with and without a window', () => {
    assert.deepEqual(parseRate('40'), { count: 40, windowMs: 1_000 })
    assert.deepEqual(parseRate('40/5s'), { count: 40, windowMs: 5_000 })
    assert.deepEqual(parseRate('6000/24h'), { count: 6_000, windowMs: 86_400_000 })
    for (const text of ['', '0', '0/s', '40/0s', '-1', '4.5/s', '40/d']) assert.throws(() => parseRate(text), /--rate/)
  })
})

describe('outcomes out of the log', () => {
  test('a person who was sent twice takes two entries in the order of time, whatever the order of the log', () => {
    const entries = [entry('e-1', 3, 'update'), entry('E-2', 2, 'disable'), entry('E-1', 1, 'create')]
    const outcomes = matchEntries(entries, [
      operation(2, 'E-1'),
      operation(3, 'E-2'),
      operation(4, 'E-1'),
      operation(5, 'E-9'),
    ])
    assert.deepEqual(
      outcomes.map(({ line, state }) => [line, state]),
      [
        [2, 'created'],
        [3, 'disabled'],
        [4, 'updated'],
        [5, 'staged'],
      ],
    )
  })
})

describe('the report', () => {
  const failed = (line: number, code: string, reason: string): RowOutcome => ({
    ...unknownOutcome(operation(line, `E-${line}`), 'u'),
    state: 'failed',
    result: 'failure',
    problems: [{ code, reason, additionalDetails: null, recommendedAction: 'Ask the owner.' }],
  })
  const screen = createScreen({ write: () => undefined }, {})

  test('says a remedy once for all rows that need it, the most frequent problem first', () => {
    const rows = [
      failed(2, 'InternalError', 'Rare'),
      ...[3, 4, 5].map((line) => failed(line, 'MandatoryFieldsMissing', 'No value')),
    ]
    const text = renderOutcomes(rows, screen)
    assert.equal(text.match(/→ Fill the column/g)?.length, 1)
    assert.ok(text.indexOf('MandatoryFieldsMissing (3)') < text.indexOf('Rare (1)'))
    assert.match(text, /Failed: Rare \(1\)\n→ Ask the owner\./)
  })

  test('shows twenty rows of a problem and counts the others', () => {
    const rows = Array.from({ length: 1_025 }, (_, index) => failed(index, 'Conflict', 'Taken'))
    assert.match(renderOutcomes(rows, screen), /… and 1,005 more; --json lists all\./)
  })

  test('a failure without a reason is told as one', () => {
    const bare: RowOutcome = { ...unknownOutcome(operation(2, 'E-2'), 'u'), state: 'failed', result: 'failure' }
    assert.match(renderOutcomes([bare], screen), /Failed: Unknown \(1\)/)
  })
})
