import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { toText } from './coerce/to-text.ts'
import { compileExpression, type Program } from './compile.ts'
import { ExpressionError } from './error.ts'
import type { EvaluationContext } from './evaluation.ts'
import { isList, isValue } from './value.ts'

type Attributes = Readonly<Record<string, string | null>>

const start = Date.parse('2026-07-30T15:33:38.250Z')

function compile(expression: string): Program<Attributes> {
  return compileExpression<Attributes>(expression, { readerOf: (name) => (record) => record[name] })
}

/** The result at a time, as a text, and the first moment that was told. */
function look(program: Program<Attributes>, record: Attributes, now: number) {
  let holdsUntil = Number.POSITIVE_INFINITY
  const context: EvaluationContext = {
    now: new Date(now),
    defaultDomain: 'fabrikam.example',
    isVerifiedDomain: () => false,
    random: () => 0.5,
    newGuid: () => '',
    holdsUntil: (epochMs) => {
      holdsUntil = Math.min(holdsUntil, epochMs)
    },
  }
  return { result: resultText(program, record, context), holdsUntil }
}

function resultText(program: Program<Attributes>, record: Attributes, context: EvaluationContext): string | null {
  try {
    const result = program.evaluate(record, context)
    return isValue(result) && !isList(result) ? toText(result) : JSON.stringify(result)
  } catch (error) {
    if (error instanceof ExpressionError) return 'failed'
    throw error
  }
}

const told = (expression: string, record: Attributes = {}, now = start): string | null => {
  const { holdsUntil } = look(compile(expression), record, now)
  return Number.isFinite(holdsUntil) ? new Date(holdsUntil).toISOString() : null
}

describe('a result that depends on the clock tells when it ends', () => {
  const cases: readonly [purpose: string, expression: string, until: string | null, record?: Attributes][] = [
    ['whole days', 'DateDiff("d", Now(), CDate("2026-08-10"))', '2026-07-31T00:00:00.001Z'],
    ['whole days gone by', 'DateDiff("d", CDate("2026-07-01"), Now())', '2026-07-31T00:00:00.000Z'],
    ['hours', 'DateDiff("h", "2026-07-30T15:00:00Z", Now())', '2026-07-30T16:00:00.000Z'],
    ['minutes', 'DateDiff("n", "2026-07-30T15:00:00Z", Now())', '2026-07-30T15:34:00.000Z'],
    ['seconds', 'DateDiff("s", "2026-07-30T15:00:00Z", Now())', '2026-07-30T15:33:39.000Z'],
    ['weeks end on Saturday', 'DateDiff("ww", "2026-07-01", Now())', '2026-08-02T00:00:00.000Z'],
    ['months', 'DateDiff("m", "2026-07-01", Now())', '2026-08-01T00:00:00.000Z'],
    ['years', 'DateDiff("yyyy", "2026-07-01", Now())', '2027-01-01T00:00:00.000Z'],
    ['two fixed dates', 'DateDiff("d", "2026-07-01", "2026-07-02")', null],
    ['two dates that keep their distance', 'DateDiff("d", Now(), DateAdd("d", 3, Now()))', null],
    ['a month that may be shorter', 'DateDiff("d", Now(), DateAdd("m", 1, Now()))', '2026-07-31T00:00:00.000Z'],
    [
      'a day that is compared with a number',
      'IIF(DateDiff("d", Now(), CDate([h])) <= 14, "a", "b")',
      '2026-08-31T00:00:00.001Z',
      { h: '2026-09-15' },
    ],
    [
      'a window that has opened for good',
      'IIF(DateDiff("d", Now(), CDate([h])) <= 14, "a", "b")',
      null,
      { h: '2026-08-01' },
    ],
    [
      'a day that is awaited',
      'IIF(DateDiff("d", Now(), CDate([h])) = 3, "a", "b")',
      '2026-08-05T00:00:00.001Z',
      { h: '2026-08-09' },
    ],
    ['a number of days that is gone', 'IIF(DateDiff("d", Now(), CDate([h])) = 3, "a", "b")', null, { h: '2026-07-09' }],
    ['a date to come', 'IIF(Now() >= CDate([h]), "a", "b")', '2026-08-10T00:00:00.000Z', { h: '2026-08-10' }],
    ['a date gone by', 'IIF(Now() >= CDate([h]), "a", "b")', null, { h: '2026-07-10' }],
    [
      'a date with an offset',
      'CBool([h] < DateAdd("d", -3, Now()))',
      '2026-08-13T00:00:00.001Z',
      { h: '8/10/2026 12:00:00 AM' },
    ],
    ['our comparisons', 'X.Greater(DateAdd("h", 2, Now()), CDate("2026-07-30T18:00:00Z"))', '2026-07-30T16:00:00.001Z'],
    ['the very second', 'CBool(Now() = CDate("2026-08-10"))', '2026-08-10T00:00:00.000Z'],
    ['days until', 'X.DaysUntil([h])', '2026-07-31T00:00:00.000Z', { h: '2026-09-15' }],
    ['days until that are compared', 'CBool(X.DaysUntil([h]) <= 14)', '2026-09-01T00:00:00.000Z', { h: '2026-09-15' }],
    ['before', 'X.IsBefore([h], Now())', '2026-09-15T00:00:00.001Z', { h: '2026-09-15' }],
    ['after', 'X.IsAfter([h], X.AddDays(Now(), 14))', '2026-09-01T00:00:00.000Z', { h: '2026-09-15' }],
    ['the day that begins', 'X.IsAfter(X.StartOfDay(Now()), [h])', '2026-09-16T00:00:00.000Z', { h: '2026-09-15' }],
    ['one of several days', 'X.In(X.Today(), "2026-12-24", "2026-12-31")', '2026-07-31T00:00:00.000Z'],
    ['the hours of a day', 'CBool(DateDiff("h", X.StartOfDay(Now()), Now()) >= 18)', '2026-07-30T18:00:00.000Z'],
    ['a key that is a time', 'Switch(Now(), "a", "b", "c")', '2026-07-30T15:33:39.000Z'],
    ['days until nothing', 'X.DaysUntil([h])', null, { h: null }],
    ['today in a comparison', 'CBool([h] <= X.Today())', '2026-09-15T00:00:00.000Z', { h: '2026-09-15' }],
    ['today as a key', 'Switch(X.Today(), "a", "2026-12-24", "b")', '2026-07-31T00:00:00.000Z'],
    ['a formatted day', 'CBool(FormatDateTime(Now(), , , "MM-dd") = "12-24")', '2026-07-31T00:00:00.000Z'],
    ['a formatted hour', 'CBool(FormatDateTime(DateAdd("n", 40, Now()), , , "HH") > "17")', '2026-07-30T16:20:00.000Z'],
    ['a text of the time', 'CBool(Left(Now(), 4) = "7/30")', '2026-07-30T15:33:39.000Z'],
    [
      'the branch that is taken',
      'CBool(IIF([h] = "x", Now(), CDate("2020-01-01")) > CDate("2026-08-01"))',
      null,
      { h: 'y' },
    ],
  ]
  for (const [purpose, expression, until, record] of cases) {
    test(`${purpose}: ${expression}`, () => {
      assert.equal(told(expression, record), until)
    })
  }

  test('but not when the time is only shown', () => {
    for (const shown of [
      'Now()',
      'Join("", Now())',
      'X.Today()',
      'Join("-", X.Today(), [a])',
      'FormatDateTime(Now(), , , "yyyy-MM-dd HH:mm:ss")',
      'IIF([a] = "x", Now(), Now())',
      'DateAdd("d", 1, Now())',
      'CDate(Now())',
      'IsPresent(Now())',
    ]) {
      assert.equal(told(shown), null, shown)
    }
  })
})

const date = fc
  .integer({ min: Date.parse('2026-06-01'), max: Date.parse('2027-09-01') })
  .chain((epochMs) => fc.constantFrom(new Date(epochMs).toISOString(), new Date(epochMs).toISOString().slice(0, 10)))
const interval = fc.constantFrom('s', 'n', 'h', 'd', 'ww', 'm', 'yyyy')
const shift = fc.integer({ min: -40, max: 40 })

const moving = fc.letrec<{ moment: string }>((tie) => ({
  moment: fc.oneof(
    { maxDepth: 2 },
    fc.constant('Now()'),
    fc.tuple(interval, shift, tie('moment')).map(([unit, by, moment]) => `DateAdd("${unit}", ${by}, ${moment})`),
    fc
      .tuple(fc.constantFrom('CDate', 'X.StartOfDay', 'X.EndOfDay'), tie('moment'))
      .map(([name, moment]) => `${name}(${moment})`),
    fc.tuple(shift, tie('moment')).map(([by, moment]) => `X.AddDays(${moment}, ${by})`),
    fc.tuple(tie('moment'), date).map(([moment, other]) => `IIF([a] = "x", ${moment}, CDate("${other}"))`),
  ),
})).moment
const anyDate = fc.oneof(
  moving,
  date.map((text) => `CDate("${text}")`),
)
const operator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=')
const steps = fc.oneof(
  fc.tuple(interval, anyDate, anyDate).map(([unit, from, to]) => `DateDiff("${unit}", ${from}, ${to})`),
  fc
    .tuple(fc.constantFrom('X.IsBefore', 'X.IsAfter'), anyDate, anyDate)
    .map(([name, left, right]) => `${name}(${left}, ${right})`),
  anyDate.map((until) => `X.DaysUntil(${until})`),
)
const decision = fc.oneof(
  steps,
  fc.tuple(steps, operator, shift).map(([left, sign, right]) => `CBool(${left} ${sign} ${right})`),
  fc.tuple(shift, operator, steps).map(([left, sign, right]) => `CBool(${left} ${sign} ${right})`),
  fc.tuple(steps, operator, steps).map(([left, sign, right]) => `CBool(${left} ${sign} ${right})`),
  fc.tuple(anyDate, operator, anyDate).map(([left, sign, right]) => `CBool(${left} ${sign} ${right})`),
  fc.tuple(operator, date).map(([sign, text]) => `CBool(X.Today() ${sign} "${text}")`),
  fc
    .tuple(moving, fc.constantFrom('yyyy-MM-dd', 'HH', 'MM', 'ddd', 'mm', 'd', 'yyyy-MM-dd HH:mm:ss'))
    .map(([moment, format]) => `CBool(FormatDateTime(${moment}, , , "${format}") = "07")`),
)

describe('any decision by the clock', () => {
  test('stays as it is until the time that was told', () => {
    fc.assert(
      fc.property(decision, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2 ** 35), (expression, part, far) => {
        const program = compile(expression)
        const record = { a: 'x' }
        const { result, holdsUntil } = look(program, record, start)
        assert.ok(holdsUntil > start)
        const last = Math.min(holdsUntil - 1, start + far)
        for (const moment of [last, start + Math.floor((last - start) * part), Math.min(last, start + 1)]) {
          assert.equal(
            look(program, record, moment).result,
            result,
            `${expression} at ${new Date(moment).toISOString()}`,
          )
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test('is another one at that time, when one date moves and the other stands still', () => {
    const exact = fc.oneof(
      fc
        .tuple(interval, interval, shift, date)
        .map(([unit, step, by, text]) => `DateDiff("${unit}", DateAdd("${step}", ${by}, Now()), "${text}")`),
      fc.tuple(interval, date).map(([unit, text]) => `DateDiff("${unit}", "${text}", Now())`),
      fc
        .tuple(interval, date, operator, shift)
        .map(([unit, text, sign, by]) => `CBool(DateDiff("${unit}", "${text}", Now()) ${sign} ${by})`),
      fc.tuple(operator, date).map(([sign, text]) => `CBool(DateAdd("m", 1, Now()) ${sign} CDate("${text}"))`),
      fc.tuple(date, operator, shift).map(([text, sign, by]) => `CBool(${by} ${sign} X.DaysUntil("${text}"))`),
    )
    fc.assert(
      fc.property(exact, (expression) => {
        const program = compile(expression)
        const { result, holdsUntil } = look(program, {}, start)
        if (!Number.isFinite(holdsUntil)) return
        assert.equal(look(program, {}, holdsUntil - 1).result, result, expression)
        assert.notEqual(look(program, {}, holdsUntil).result, result, expression)
      }),
      { numRuns: 2_000 },
    )
  })
})
