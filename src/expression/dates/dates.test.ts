import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addInterval, differenceIn } from './date-arithmetic.ts'
import { formatDate } from './date-format.ts'
import { parseDate } from './date-parse.ts'
import { parseDateExact } from './date-parse-exact.ts'
import { parseDateStyles } from './date-styles.ts'
import { fromFiletime, toFiletime } from './filetime.ts'
import { type Instant, renderInstant, toInstant } from './instant.ts'

const now = new Date('2026-07-30T15:33:38Z')
const instants = fc
  .record({ epochMs: fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), ticks: fc.nat(9_999) })
  .map(({ epochMs, ticks }): Instant => toInstant(epochMs, ticks))

function exact(text: string, format: string, styles: string | null = null) {
  return parseDateExact(text, format, parseDateStyles(styles), now)
}

describe('reading a date text', () => {
  const dates: readonly [text: string, expected: string | undefined][] = [
    ['2020-03-16-07:00', '3/16/2020 7:00:00 AM'],
    ['2020-03-16 +0800', '3/15/2020 4:00:00 PM'],
    ['2020-03-16T01:45:30.5-07:00', '3/16/2020 8:45:30 AM'],
    ['2020/3/16 1:05', '3/16/2020 1:05:00 AM'],
    ['2020-03-16 12:00:00 am', '3/16/2020 12:00:00 AM'],
    ['03/16/2020 12:30 PM', '3/16/2020 12:30:00 PM'],
    ['Mon, 16 Mar 2020 07:00:00 GMT', '3/16/2020 7:00:00 AM'],
    ['March 16, 2020', '3/16/2020 12:00:00 AM'],
    ['16-Mar-2020', '3/16/2020 12:00:00 AM'],
    [' 0001-01-01 ', '1/1/0001 12:00:00 AM'],
    ['9999-12-31T23:59:59Z', '12/31/9999 11:59:59 PM'],
    ['2024-02-29', '2/29/2024 12:00:00 AM'],
    ['2023-02-29', undefined],
    ['2020-13-01', undefined],
    ['16/03/2020', undefined],
    ['2020-03-16T24:00:00', undefined],
    ['2020-03-16T10:60:00', undefined],
    ['2020-03-16 13:00 PM', undefined],
    ['2020-03-16+15:00', undefined],
    ['20200316', undefined],
    ['2020-03-16 nonsense', undefined],
    ['', undefined],
  ]
  for (const [text, expected] of dates) {
    test(`${JSON.stringify(text)} is ${expected ?? 'none'}`, () => {
      const instant = parseDate(text)
      assert.equal(instant === undefined ? undefined : renderInstant(instant), expected)
    })
  }

  test('takes back what was rendered, to the second', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const text = renderInstant(instant)
        const again = parseDate(text)
        assert.equal(again === undefined ? undefined : renderInstant(again), text)
      }),
    )
  })
})

describe('date formats', () => {
  const date = { instant: toInstant(Date.UTC(2026, 6, 5, 15, 4, 9, 120), 3_400), kind: 'utc' } as const
  const written: readonly [format: string, text: string][] = [
    ['d', '07/05/2026'],
    ['%d', '5'],
    ['dd ddd dddd', '05 Sun Sunday'],
    ['%M', '7'],
    ['MM MMM MMMM', '07 Jul July'],
    ['%y yy yyy yyyy yyyyy'.replace('%y', '%y'), '26 26 2026 2026 02026'],
    ['h hh H HH', '3 03 15 15'],
    ['m:mm s:ss', '4:04 9:09'],
    ['f ff fff fffffff', '1 12 120 1203400'],
    ['ss.FFFFFFF', '09.12034'],
    ['t tt', 'P PM'],
    ['z zz zzz K', '+0 +00 +00:00 Z'],
    ["'at' HH\\h \"o'clock\"", "at 15h o'clock"],
    ['yyyy-MM-ddTHH:mm:ssZ', '2026-07-05T15:04:09Z'],
    ['o', '2026-07-05T15:04:09.1203400Z'],
    ['s', '2026-07-05T15:04:09'],
    ['R', 'Sun, 05 Jul 2026 15:04:09 GMT'],
  ]
  for (const [format, text] of written) {
    test(`${format} writes ${text}`, () => {
      assert.equal(formatDate(date, format), text)
    })
  }

  test('F leaves out the point when nothing follows', () => {
    assert.equal(formatDate({ instant: toInstant(0), kind: 'unspecified' }, 'ss.FFF K'), '00 ')
  })

  const read: readonly [text: string, format: string, expected: string | undefined, styles?: string][] = [
    ['05.07.2026', 'dd.MM.yyyy', '7/5/2026 12:00:00 AM'],
    ['5/7/26', 'd/M/yy', '7/5/2026 12:00:00 AM'],
    ['5/7/50', 'd/M/yy', '7/5/1950 12:00:00 AM'],
    ['Jul 5 2026', 'MMM d yyyy', '7/5/2026 12:00:00 AM'],
    ['sunday, july 05 2026', 'dddd, MMMM dd yyyy', '7/5/2026 12:00:00 AM'],
    ['12:30 AM', 'hh:mm tt', '7/30/2026 12:30:00 AM'],
    ['12:30 p', 'hh:mm t', '7/30/2026 12:30:00 PM'],
    ['15', 'HH', '1/1/0001 3:00:00 PM', 'NoCurrentDateDefault'],
    ['2026-07-05T10:00:00.25Z', 'yyyy-MM-ddTHH:mm:ss.FFFK', '7/5/2026 10:00:00 AM'],
    ['2026-07-05T10:00:00+02', 'yyyy-MM-ddTHH:mm:sszz', '7/5/2026 8:00:00 AM'],
    ['2026-07-05T10:00:00', 'yyyy-MM-ddTHH:mm:ss.FFFK', '7/5/2026 10:00:00 AM'],
    [' 2026-07-05 ', 'yyyy-MM-dd', '7/5/2026 12:00:00 AM'],
    [' 2026-07-05', 'yyyy-MM-dd', undefined, 'None'],
    ['2026 -07- 05', 'yyyy-MM-dd', '7/5/2026 12:00:00 AM', 'AllowWhiteSpaces'],
    ['2026-7-5', 'yyyy-MM-dd', undefined],
    ['2026-07-05x', 'yyyy-MM-dd', undefined],
    ['2026-02-30', 'yyyy-MM-dd', undefined],
    ['13:00 PM', 'hh:mm tt', undefined],
    ['Nope 5 2026', 'MMM d yyyy', undefined],
    ['26-07-05', 'yyyy-MM-dd', undefined],
  ]
  for (const [text, format, expected, styles] of read) {
    test(`${JSON.stringify(text)} by ${format} is ${expected ?? 'refused'}`, () => {
      const found = exact(text, format, styles)
      assert.equal(found === undefined ? undefined : renderInstant(found.instant), expected)
    })
  }

  test('tell UTC, an offset and no zone apart', () => {
    assert.equal(exact('2026-07-05Z', 'yyyy-MM-ddK')?.kind, 'utc')
    assert.equal(exact('2026-07-05+02:00', 'yyyy-MM-ddK')?.kind, 'local')
    assert.equal(exact('2026-07-05', 'yyyy-MM-ddK')?.kind, 'unspecified')
    assert.equal(exact('2026-07-05', 'yyyy-MM-dd', 'AssumeUniversal, AdjustToUniversal')?.kind, 'utc')
  })

  test('read back what they wrote', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const format = 'yyyy-MM-ddTHH:mm:ss.fffffffzzz'
        assert.deepEqual(exact(formatDate({ instant, kind: 'utc' }, format), format)?.instant, instant)
      }),
    )
  })
})

describe('calculating with dates', () => {
  test('adding intervals and taking the difference agree', () => {
    const near = fc.integer({ min: -10_000, max: 10_000 })
    const middle = fc
      .integer({ min: -30_000_000_000_000, max: 200_000_000_000_000 })
      .map((epochMs) => toInstant(epochMs))
    fc.assert(
      fc.property(middle, near, fc.constantFrom('s', 'n', 'h', 'd', 'ww', 'm'), (instant, value, interval) => {
        assert.equal(differenceIn(interval, instant, addInterval(interval, value, instant)), value)
      }),
    )
  })

  test('FILETIME and back is the same instant', () => {
    const since1601 = fc.integer({ min: -11_644_473_599_999, max: 253_402_300_799_999 })
    fc.assert(
      fc.property(since1601, fc.nat(9_999), (epochMs, ticks) => {
        assert.deepEqual(fromFiletime(toFiletime(toInstant(epochMs, ticks))), toInstant(epochMs, ticks))
      }),
    )
  })
})
