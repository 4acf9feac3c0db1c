import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseDateTime } from './date-time.ts'

describe('parseDateTime', () => {
  const understood = [
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00'],
    ['2026-01-01t00:00:00z', '2026-01-01T00:00:00'],
    ['2026-01-01', '2026-01-01T00:00:00'],
    ['2026-01-01T10:30Z', '2026-01-01T10:30:00'],
    ['2026-01-01T00:00:00.500Z', '2026-01-01T00:00:00.5'],
    ['2026-01-01T00:00:00.0000000Z', '2026-01-01T00:00:00'],
    ['2026-01-01T00:00:00.1234567Z', '2026-01-01T00:00:00.1234567'],
    ['2026-01-01T01:00:00+02:00', '2025-12-31T23:00:00'],
    ['2026-01-01T01:00:00 02:00', '2025-12-31T23:00:00'],
    ['2026-01-01T01:00:00-05:30', '2026-01-01T06:30:00'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00'],
  ] as const

  for (const [text, sortableUtc] of understood) {
    test(`reads ${text} as UTC`, () => assert.equal(parseDateTime(text)?.sortableUtc, sortableUtc))
  }

  test('splits off what is finer than a millisecond', () => {
    const epochMs = Date.parse('2026-01-01T00:00:00.123Z')
    assert.deepEqual(parseDateTime('2026-01-01T00:00:00.1234567Z'), {
      sortableUtc: '2026-01-01T00:00:00.1234567',
      epochMs,
      finerThanMs: true,
    })
    assert.equal(parseDateTime('2026-01-01T00:00:00.12Z')?.epochMs, epochMs - 3)
    assert.equal(parseDateTime('2026-01-01T00:00:00.1230Z')?.finerThanMs, false)
  })

  const refused = [
    '',
    'today',
    '2026-02-30T00:00:00Z',
    '2025-02-29',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+15:00',
    '2026-01-01T00:00:00+02:60',
    '0000-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '2026-01-01T00:00:00.Z',
    ' 2026-01-01',
  ]

  for (const text of refused) {
    test(`refuses '${text}'`, () => assert.equal(parseDateTime(text), undefined))
  }

  test('gives texts that sort like the times they name', () => {
    const times = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-30'), noInvalidDate: true })
    fc.assert(
      fc.property(times, times, (a, b) => {
        const [left, right] = [parseDateTime(a.toISOString()), parseDateTime(b.toISOString())]
        assert.ok(left !== undefined && right !== undefined)
        assert.equal(left.epochMs, a.getTime())
        assert.equal(left.sortableUtc < right.sortableUtc, a < b)
      }),
    )
  })
})
