import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createPaint } from '../colour.ts'
import { textWidth } from '../text-width.ts'
import { flattenRecord } from './flatten-record.ts'
import { renderExplanation } from './render-explanation.ts'

const canvas = { width: 100, paint: createPaint(false) }

function told(changes: object = {}, evaluation: object = {}) {
  return {
    id: 'E-1',
    isAbsent: false,
    received: { uploadId: 'u', bulkId: '1', receivedDateTime: '2026-02-03T08:00:00Z', data: { externalId: 'E-1' } },
    merged: null,
    waiting: { retry: null, date: null, held: [], references: [] },
    evaluation: {
      scope: { inScope: true, clauses: [] },
      match: { kind: 'none' },
      mappings: [],
      outcome: { action: 'other', status: 'skipped', errorCode: 'RedundantExport', changes: [] },
      ...evaluation,
    },
    history: [],
    ...changes,
  }
}

describe('a rendered explanation', () => {
  test('says of every outcome what it is', () => {
    const outcomes = [
      [
        { action: 'create', status: 'success', changes: [{ attribute: 'a', newValue: 1 }] },
        /would be created with 1 value/,
      ],
      [{ action: 'disable', status: 'success', changes: [] }, /would be disabled/],
      [{ action: 'delete', status: 'success', changes: [] }, /would be deleted/],
      [{ action: 'create', status: 'failure', errorCode: 'X', reason: 'because' }, /would fail\n {2}X: because/],
      [{ action: 'other', status: 'skipped', errorCode: 'Y', reason: 'so' }, /would be left alone\n {2}Y: so/],
      [{ action: 'other', status: 'warning', errorCode: 'Z', reason: 'r' }, /nothing to write; a reference waits/],
    ] as const
    for (const [outcome, expected] of outcomes) assert.match(renderExplanation(told({}, { outcome }), canvas), expected)
  })

  test('tells of people who are gone, of several matches and of everything that waits', () => {
    const match = {
      kind: 'ambiguous',
      attribute: 'mail',
      value: 'a',
      inVain: [{ attribute: 'employeeId', value: 'E-1' }],
    }
    const waiting = {
      retry: { attempts: 2, since: '2026-02-03T08:00:00Z', nextAttempt: '2026-02-03T09:00:00Z' },
      date: { at: '2026-03-01T00:00:00Z', reason: 'A date comes.' },
      held: [{ uploadId: 'u', isAbsence: false, isStaged: true, reason: 'It waits for an administrator.' }],
      references: [{ attribute: 'manager', externalId: 'E-9' }],
    }
    const text = renderExplanation(told({ isAbsent: true, waiting }, { match }), canvas)
    assert.match(text, /no longer in the source/)
    assert.match(text, /several have mail = a\n {2}nobody had employeeId = E-1/)
    assert.match(text, /2 failures since/)
    assert.match(text, /A date comes/)
    assert.match(text, /record of upload u is held back\. It waits for an administrator/)
    assert.match(text, /manager waits for 'E-9'/)
  })

  test('never grows wider than its canvas and never draws what could rewrite the screen, whatever it is told', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constant('\u001b[2J\r\n'),
    )
    const mapping = fc.record({
      attribute: text,
      expression: text,
      inputs: fc.array(fc.record({ name: text, value: text, isPresent: fc.boolean() }), { maxLength: 3 }),
      outcome: fc.constantFrom('value', 'failed', 'leftOut', 'candidates', 'none'),
      wantedValue: text,
      currentValue: text,
      changes: fc.boolean(),
      trace: fc.record({ expression: text, result: fc.array(text, { maxLength: 2 }), parts: fc.constant([]) }),
    })
    const values = fc.tuple(text, text, fc.array(mapping, { maxLength: 4 }), fc.dictionary(text, fc.jsonValue()))
    fc.assert(
      fc.property(values, ([first, second, mappings, data]) => {
        const received = { uploadId: 'u', bulkId: second, receivedDateTime: 'x', data }
        const scope = { inScope: false, clauses: [{ clause: first, holds: false }] }
        const changes = [{ attribute: first, oldValue: second, newValue: first }]
        const outcome = { action: 'update', status: 'success', errorCode: 'C', reason: second, changes }
        const page = renderExplanation(told({ id: first, received }, { scope, mappings, outcome }), canvas)
        for (const line of page.split('\n')) assert.ok(textWidth(line) <= 100, JSON.stringify(line))
        assert.ok(!page.includes('\u001b'))
      }),
      { numRuns: 100 },
    )
  })
})

describe('flattenRecord', () => {
  test('names values as mappings do', () => {
    const record = {
      schemas: ['x'],
      name: { givenName: 'Ana' },
      emails: [{ type: 'work', value: 'a' }, { value: 'b' }],
      tags: ['x', 'y'],
      'urn:a:User': { manager: { value: 'E-9' } },
    }
    assert.deepEqual(
      flattenRecord(record).map(({ name, value }) => [name, value]),
      [
        ['name.givenName', 'Ana'],
        ['emails[type eq "work"].value', 'a'],
        ['emails[1].value', 'b'],
        ['tags', ['x', 'y']],
        ['urn:a:User:manager.value', 'E-9'],
      ],
    )
  })
})
