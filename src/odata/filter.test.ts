import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseFilter } from './filter.ts'
import { comparisonOperators, type Filter, type Literal, matchFunctions, type PropertyPath } from './filter-ast.ts'
import { ODataError, type ODataErrorCode } from './odata-error.ts'
import { printFilter } from './print-filter.ts'

const roomy = { lengthCharsMax: 100_000, depthMax: 100, clausesMax: 10_000, alternativesMax: 10_000 }

function refusal(text: string, limits = roomy): { code: ODataErrorCode; position: number | undefined } {
  try {
    parseFilter(text, limits)
  } catch (error) {
    if (error instanceof ODataError) return { code: error.code, position: error.position }
    throw error
  }
  assert.fail(`'${text}' should have been refused`)
}

describe('parseFilter', () => {
  const sameMeaning = [
    ["displayName eq 'Ann'", "displayName eq 'Ann'"],
    ["displayName EQ 'O''Neil'", "displayName eq 'O''Neil'"],
    ["STARTSWITH(displayName,'a')", "startsWith(displayName,'a')"],
    ["not startswith( displayName , 'a' )", "not startsWith(displayName,'a')"],
    ["NOT(startsWith(displayName,'a'))", "not startsWith(displayName,'a')"],
    ['a eq 1 or b eq 2 and c eq 3', 'a eq 1 or b eq 2 and c eq 3'],
    ['a eq 1 or (b eq 2 and c eq 3)', 'a eq 1 or b eq 2 and c eq 3'],
    ['(a eq 1 or b eq 2) and c eq 3', '(a eq 1 or b eq 2) and c eq 3'],
    ['not a eq 1 and b eq 2', 'not a eq 1 and b eq 2'],
    ['not (a eq 1 and b eq 2)', 'not (a eq 1 and b eq 2)'],
    ['not not a eq true', 'not not a eq true'],
    ["id in ('1',null, '2')", "id in ('1',null,'2')"],
    ['appId eq 0f8fad5b-d9cb-469f-a165-70867728950e', 'appId eq 0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['createdDateTime ge 2026-01-01T00:00:00Z', 'createdDateTime ge 2026-01-01T00:00:00Z'],
    ['createdDateTime ge 2026-01-01', 'createdDateTime ge 2026-01-01'],
    ['createdDateTime ge 2026-01-01T10:00:00+02:00', 'createdDateTime ge 2026-01-01T10:00:00+02:00'],
    ['n lt -1.5e3', 'n lt -1.5e3'],
    ["scope has microsoft.graph.flags'Watermark'", "scope has microsoft.graph.flags'Watermark'"],
    ["tags/any(t:t eq 'x' or startsWith(t,'y'))", "tags/any(t:t eq 'x' or startsWith(t,'y'))"],
    ['assignedLicenses/any()', 'assignedLicenses/any()'],
    ["identities/any(i:i/issuer eq 'a' and i/id eq 'b')", "identities/any(i:i/issuer eq 'a' and i/id eq 'b')"],
    ['owners/$count eq 0', 'owners/$count eq 0'],
    ['x/y/$COUNT ne 1', 'x/y/$count ne 1'],
    ["displayName eq '('", "displayName eq '('"],
    ["jobid eq 'API2AAD.9c1f' and cycleId ne 'x'", "jobid eq 'API2AAD.9c1f' and cycleId ne 'x'"],
    ["contains(targetSystem/displayName,'Active Directory')", "contains(targetSystem/displayName,'Active Directory')"],
  ] as const

  for (const [text, printed] of sameMeaning) {
    test(`understands ${text}`, () => assert.equal(printFilter(parseFilter(text)), printed))
  }

  test('keeps a date whose plus sign became a space', () => {
    const filter = parseFilter('createdDateTime ge 2026-01-01T10:00:00 02:00')
    assert.equal(printFilter(filter), 'createdDateTime ge 2026-01-01T10:00:00 02:00')
  })

  const refused: readonly (readonly [string, ODataErrorCode, number | undefined])[] = [
    ['', 'syntax', 0],
    ['   ', 'syntax', 3],
    ['displayName', 'syntax', 11],
    ['displayName eq', 'syntax', 14],
    ["displayName eq 'Ann", 'syntax', 15],
    ['displayName eq Ann', 'syntax', 15],
    ["displayName is 'Ann'", 'syntax', 12],
    ["'Ann' eq displayName", 'syntax', 0],
    ["a eq 'x' b eq 'y'", 'syntax', 9],
    ["(a eq 'x'", 'syntax', 9],
    ["a eq 'x')", 'syntax', 8],
    ['a in ()', 'syntax', 6],
    ['a in (1', 'syntax', 7],
    ['a eq 12abc', 'syntax', 5],
    ['a eq %', 'syntax', 5],
    ['a/ eq 1', 'syntax', 6],
    ["startsWith(a,b)'", 'syntax', 15],
    ['startsWith(a,b)', 'syntax', 13],
    ['owners/$count eq null', 'syntax', 17],
    ['tags/any(t eq 1)', 'syntax', 11],
    ["a eq 'x\0y'", 'syntax', 7],
    ["a eq '\ud800'", 'syntax', undefined],
    ["tolower(a) eq 'x'", 'unknownFunction', 0],
    ["tags/all(t:t eq 'x')", 'unknownFunction', 5],
  ]

  for (const [text, code, position] of refused) {
    test(`refuses ${JSON.stringify(text)} and names the place`, () => {
      assert.deepEqual(refusal(text), { code, position })
    })
  }

  test('names the position in the message', () => {
    assert.throws(
      () => parseFilter('displayName eq Ann'),
      /^ODataError: Syntax error at position 15 in 'displayName eq Ann'/,
    )
  })

  test('refuses what is longer, deeper or has more parts than the limits allow', () => {
    const limits = { lengthCharsMax: 60, depthMax: 3, clausesMax: 4, alternativesMax: 3 }
    assert.equal(refusal(`a eq '${'x'.repeat(60)}'`, limits).code, 'tooLong')
    assert.equal(refusal('((((a eq 1))))', limits).code, 'tooDeep')
    assert.equal(refusal('not not not not a eq 1', limits).code, 'tooDeep')
    assert.equal(refusal('a/any(b:b/any(c:c/any(d:d/any(e:e eq 1))))', limits).code, 'tooDeep')
    assert.equal(refusal('a eq 1 and a eq 2 and a eq 3 and a eq 4 and a eq 5', limits).code, 'tooManyClauses')
    assert.equal(refusal('a in (1,2,3,4)', limits).code, 'tooManyClauses')
    assert.equal(refusal('a in (1,2) or b in (1,2)', limits).code, 'tooManyClauses')
    assert.equal(refusal('a eq 1 or a eq 2 or a eq 3 or a eq 4', limits).code, 'tooManyClauses')
    assert.equal(printFilter(parseFilter('((a eq 1 or a in (2,3)))', limits)), 'a eq 1 or a in (2,3)')
  })

  test('survives the deepest nesting that the length allows', () => {
    assert.equal(refusal('('.repeat(8_000), { ...roomy, depthMax: 50 }).code, 'tooDeep')
  })

  test('answers any text with a tree or an ODataError', () => {
    const words = ['a', 'tags', 'eq', 'ne', 'in', 'not', 'and', 'or', 'any', '$count', 'startsWith', '(', ')', ',', '/']
    const soup = [...words, ':', "'x'", "'", '1', '-', 'null', 'true', 'has', ' ', '2026-01-01T00:00:00Z', "e'f'"]
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...soup), { maxLength: 20 }).map((parts) => parts.join(' ')),
      fc.array(fc.constantFrom(...soup), { maxLength: 20 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const filter = parseFilter(text)
          assert.equal(printFilter(parseFilter(printFilter(filter))), printFilter(filter))
        } catch (error) {
          assert.ok(error instanceof ODataError, String(error))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('reads back every tree that is printed', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        assert.deepEqual(withoutPositions(parseFilter(printFilter(filter), roomy)), withoutPositions(filter))
      }),
      { numRuns: 300 },
    )
  })
})

const position = 0
const names = fc.constantFrom(
  'displayName',
  'manager',
  'id',
  'x_1',
  'Größe',
  'extension_0f8f_cost',
  'microsoft.graph.user',
)
const paths: fc.Arbitrary<PropertyPath> = fc
  .array(names, { minLength: 1, maxLength: 3 })
  .map((segments) => ({ segments, position }))
const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'))
const literals: fc.Arbitrary<Literal> = fc.oneof(
  text.map((value): Literal => ({ kind: 'string', text: value, position })),
  fc.uuid().map((value): Literal => ({ kind: 'guid', text: value, position })),
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
    .map((date): Literal => ({ kind: 'dateTime', text: date.toISOString(), position })),
  fc
    .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
    .map((value): Literal => ({ kind: 'number', text: Object.is(value, -0) ? '0' : String(value), position })),
  text.map((value): Literal => ({ kind: 'enum', typeName: 'microsoft.graph.kind', text: value, position })),
  fc.boolean().map((value): Literal => ({ kind: 'boolean', value, position })),
  fc.constant<Literal>({ kind: 'null', position }),
)
const operators = fc.constantFrom(...comparisonOperators)
const { filters } = fc.letrec<{ filters: Filter; leaves: Filter }>((tie) => ({
  leaves: fc.oneof(
    fc.record({ kind: fc.constant('compare' as const), operator: operators, path: paths, literal: literals }),
    fc.record({
      kind: fc.constant('in' as const),
      path: paths,
      literals: fc.array(literals, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('has' as const), path: paths, literal: literals }),
    fc.record({ kind: fc.constant('match' as const), function: fc.constantFrom(...matchFunctions), path: paths, text }),
    fc.record({ kind: fc.constant('count' as const), operator: operators, path: paths, count: fc.nat(1_000) }),
    fc.record({ kind: fc.constant('any' as const), path: paths, lambda: fc.constant(undefined) }),
  ),
  filters: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaves'),
    fc.record({
      kind: fc.constantFrom('or' as const, 'and' as const),
      clauses: fc.array(tie('filters'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), clause: tie('filters') }),
    fc.record({
      kind: fc.constant('any' as const),
      path: paths,
      lambda: fc.record({ variable: fc.constantFrom('x', 'item'), body: tie('filters') }),
    }),
  ),
}))

function withoutPositions(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, member) => (key === 'position' ? undefined : member)))
}
