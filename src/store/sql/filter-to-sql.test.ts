import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { checkFilter } from '../../odata/check-filter.ts'
import { evaluateFilter } from '../../odata/evaluate-filter.ts'
import { parseFilter } from '../../odata/filter.ts'
import { comparisonOperators, type Filter, type Literal, matchFunctions } from '../../odata/filter-ast.ts'
import { type FilterOperator, filterableType } from '../../odata/filterable.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { printFilter } from '../../odata/print-filter.ts'
import { foldCaseFunction, postgresFilterDialect, sqliteFilterDialect } from './filter-dialect.ts'
import { type Column, type ColumnOf, filterToSql } from './filter-to-sql.ts'

const every: readonly FilterOperator[] = [
  ...comparisonOperators,
  ...matchFunctions,
  ...(['not', 'in', 'has', 'eq null'] as const),
  ...(['/$count eq 0', '/$count ne 0', '/$count eq 1', '/$count ne 1'] as const),
]
const kind = { enum: 'kind', members: ['create', 'update'] }
const thing = filterableType('thing', [
  { name: 'name', type: 'String', operators: every },
  { name: 'code', type: 'String', operators: every, caseExact: true },
  { name: 'department', type: 'String', operators: every },
  { name: 'id', type: 'Guid', operators: every, nullable: false },
  { name: 'enabled', type: 'Boolean', operators: every },
  { name: 'created', type: 'DateTimeOffset', operators: every },
  { name: 'changed', type: 'DateTimeOffset', operators: every },
  { name: 'hired', type: 'DateTimeOffset', operators: every },
  { name: 'size', type: 'Int32', operators: every },
  { name: 'ratio', type: 'Double', operators: every },
  { name: 'kind', type: kind, operators: every },
  { name: 'org/unit', type: 'String', operators: every },
  { name: 'tags', type: 'String', operators: every, collection: true },
  {
    name: 'identities',
    operators: every,
    members: [
      { name: 'issuer', type: 'String', operators: every, caseExact: true },
      { name: 'rank', type: 'Int32', operators: every },
    ],
  },
  { name: 'computed', type: 'String', operators: every },
])

const text = (sql: string): Column => ({ kind: 'text', sql })
const columns: Readonly<Record<string, Column>> = {
  name: { kind: 'text', sql: 't.name_folded', folded: true },
  code: text('t.code'),
  department: text("json_extract(t.doc, '$.department')"),
  id: { kind: 'text', sql: 't.id', folded: true },
  enabled: { kind: 'boolean', sql: "json_extract(t.doc, '$.enabled')" },
  created: { kind: 'epochMs', sql: 't.created_ms' },
  changed: { kind: 'isoMsText', sql: "json_extract(t.doc, '$.changed')" },
  hired: { kind: 'isoText', sql: "json_extract(t.doc, '$.hired')" },
  size: { kind: 'number', sql: "json_extract(t.doc, '$.size')" },
  ratio: { kind: 'number', sql: "json_extract(t.doc, '$.ratio')" },
  kind: text("json_extract(t.doc, '$.kind')"),
  'org/unit': text("json_extract(t.doc, '$.org.unit')"),
  tags: {
    kind: 'collection',
    from: "json_each(t.doc, '$.tags') AS tag",
    columnOf: (path) => (path === '' ? text('tag.value') : undefined),
  },
  identities: {
    kind: 'collection',
    from: 'identity AS i',
    where: 'i.thing = t.number',
    columnOf: (path) =>
      path === 'issuer' ? text('i.issuer') : path === 'rank' ? { kind: 'number', sql: 'i.rank' } : undefined,
  },
}
const columnOf: ColumnOf = (path) => columns[path]

function translate(filterText: string, dialect = sqliteFilterDialect) {
  const { condition } = checkFilter(parseFilter(filterText), thing)
  return filterToSql(condition, { columnOf, dialect })
}

describe('filterToSql', () => {
  test('binds every value and inlines none', () => {
    assert.deepEqual(translate("code eq 'x''; DROP TABLE t' and size in (1,2)"), {
      kind: 'sql',
      sql: "(t.code = ? AND json_extract(t.doc, '$.size') IN (?, ?))",
      parameters: ["x'; DROP TABLE t", 1, 2],
    })
  })

  test('compares a folded column as it is, so that its index serves', () => {
    assert.deepEqual(translate("name eq 'ANN'"), { kind: 'sql', sql: 't.name_folded = ?', parameters: ['ann'] })
  })

  test('asks for a prefix as a range', () => {
    assert.deepEqual(translate("startsWith(name,'An')"), {
      kind: 'sql',
      sql: '(t.name_folded >= ? AND t.name_folded < ?)',
      parameters: ['an', 'ao'],
    })
  })

  test('settles NULL only below a not', () => {
    assert.deepEqual(translate("not (code eq 'x' and id eq '0f8fad5b-d9cb-469f-a165-70867728950e')"), {
      kind: 'sql',
      sql: 'NOT ((COALESCE(t.code = ?, FALSE) AND t.id = ?))',
      parameters: ['x', '0f8fad5b-d9cb-469f-a165-70867728950e'],
    })
  })

  test('numbers the parameters for PostgreSQL after those of the statement', () => {
    const { condition } = checkFilter(parseFilter("department gt 'm' or endsWith(code,'z')"), thing)
    assert.deepEqual(filterToSql(condition, { columnOf, dialect: postgresFilterDialect, firstParameter: 3 }), {
      kind: 'sql',
      sql: `((replace(lower(json_extract(t.doc, '$.department')), 'ς', 'σ') COLLATE "C") > $3 OR right(t.code, $4) = $5)`,
      parameters: ['m', 1, 'z'],
    })
  })

  test('names the property that no column holds', () => {
    assert.deepEqual(translate("code eq 'x' and computed eq 'y'"), { kind: 'untranslatable', path: 'computed' })
    assert.deepEqual(translate("kind has 'create'"), { kind: 'untranslatable', path: 'kind' })
  })

  test('does not compare exactly what was stored folded', () => {
    const { condition } = checkFilter(parseFilter("code eq 'x'"), thing)
    const folded: ColumnOf = () => ({ kind: 'text', sql: 'f', folded: true })
    assert.deepEqual(filterToSql(condition, { columnOf: folded, dialect: sqliteFilterDialect }), {
      kind: 'untranslatable',
      path: 'code',
    })
  })
})

interface Thing {
  readonly name?: string
  readonly code?: string
  readonly department?: string | null
  readonly id: string
  readonly enabled?: boolean | null
  readonly created?: string
  readonly changed?: string
  readonly hired?: string
  readonly size?: number
  readonly ratio?: number
  readonly kind?: string
  readonly org?: { readonly unit?: string } | null
  readonly tags?: readonly string[]
  readonly identities: readonly { readonly issuer?: string; readonly rank?: number }[]
}

const database = new DatabaseSync(':memory:')
database.function(foldCaseFunction, { deterministic: true }, (value) =>
  typeof value === 'string' ? foldCase(value) : null,
)
database.exec(`
  CREATE TABLE thing (number INTEGER PRIMARY KEY, id TEXT, name_folded TEXT, code TEXT, created_ms INTEGER, doc TEXT);
  CREATE TABLE identity (thing INTEGER, issuer TEXT, rank INTEGER);
`)

function fill(things: readonly Thing[]): void {
  database.exec('DELETE FROM thing; DELETE FROM identity')
  const thingRow = database.prepare('INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)')
  const identityRow = database.prepare('INSERT INTO identity VALUES (?, ?, ?)')
  for (const [number, { id, name, code, created, identities, ...rest }] of things.entries()) {
    const folded = name === undefined ? null : foldCase(name)
    const createdMs = created === undefined ? null : Date.parse(created)
    thingRow.run(number, id.toLowerCase(), folded, code ?? null, createdMs, JSON.stringify(rest))
    for (const { issuer, rank } of identities) identityRow.run(number, issuer ?? null, rank ?? null)
  }
}

function assertSameRows(filter: Filter, rows: readonly Thing[]): void {
  const { condition } = checkFilter(filter, thing)
  const written = filterToSql(condition, { columnOf, dialect: sqliteFilterDialect })
  if (written.kind !== 'sql') assert.fail(`untranslatable: ${written.path}`)
  const query = `SELECT number FROM thing AS t WHERE ${written.sql} ORDER BY number`
  const found = database.prepare(query).all(...written.parameters)
  const expected = [...rows.entries()].filter(([, row]) => evaluateFilter(condition, row))
  assert.deepEqual(
    found.map((row) => row.number),
    expected.map(([number]) => number),
    `${printFilter(filter)}\n${written.sql}\n${JSON.stringify(rows)}`,
  )
}

const plainWords = [
  '',
  'a',
  'A',
  'ann',
  'Ann',
  'ANN LEE',
  'É',
  'élan',
  'ß',
  'SS',
  'ΟΔΟΣ',
  'Οδος',
  'ΟΔΟΣΑ',
  'Z',
  '[',
  '@',
]
const oddWords = [
  '%',
  '_',
  'a%',
  "O'Neil",
  '\ud7ff',
  '\ue000',
  '\u{10ffff}',
  '\u{10ffff}x',
  '\u{1f600}b',
  'a\u{1f600}b',
]

describe('filterToSql in SQLite', () => {
  after(() => database.close())

  test('agrees with evaluateFilter on every pair of texts, case counting or not', () => {
    const all = [...plainWords, ...oddWords]
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
    const rows = [
      { id, identities: [] },
      ...all.map((word) => ({ id, identities: [], name: word, code: word, department: word })),
    ]
    fill(rows)
    for (const property of ['name', 'code', 'department']) {
      for (const word of all) {
        for (const operator of comparisonOperators) {
          const literal: Literal = { kind: 'string', text: word, position }
          assertSameRows({ kind: 'compare', operator, path: path(property), literal }, rows)
        }
        for (const name of matchFunctions) {
          assertSameRows({ kind: 'match', function: name, path: path(property), text: word }, rows)
        }
      }
    }
  })

  test('finds exactly the rows that evaluateFilter finds', () => {
    const cases = [
      fc.array(things, { minLength: 1, maxLength: 8 }),
      fc.array(filters, { minLength: 5, maxLength: 10 }),
    ] as const
    fc.assert(
      fc.property(...cases, (rows, asked) => {
        fill(rows)
        for (const filter of asked) assertSameRows(filter, rows)
      }),
      { numRuns: 250 },
    )
  })
})

const words = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...plainWords) },
  { weight: 3, arbitrary: fc.constantFrom(...oddWords) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 3 }).filter((value) => !value.includes('\0')) },
)
const guids = fc.constantFrom(
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  '0F8FAD5B-D9CB-469F-A165-70867728950E',
  '7c9e6679-7425-40de-944b-e07fc1f90ae7',
)
const storedTimes = fc.constantFrom(
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.5Z',
  '2026-01-01T00:00:00.51Z',
  '2025-12-31T23:59:59.999Z',
)
const askedTimes = fc.oneof(
  storedTimes,
  fc.constantFrom(
    '2026-01-01',
    '2026-01-01T02:00:00+02:00',
    '2026-01-01T00:00:00.5000001Z',
    '2025-12-31T23:59:59.9999999Z',
    '2026-01-01T00:00:00.50Z',
  ),
)
const numbers = fc.constantFrom(-1, 0, 1, 2, 10)
const ratios = fc.oneof(numbers, fc.constantFrom(0.5, 1.25, -1e300))
const kinds = fc.constantFrom(...kind.members)

const things: fc.Arbitrary<Thing> = fc.record(
  {
    id: guids,
    identities: fc.array(fc.record({ issuer: words, rank: numbers }, { requiredKeys: [] }), { maxLength: 2 }),
    name: words,
    code: words,
    department: fc.option(words),
    enabled: fc.option(fc.boolean()),
    created: storedTimes,
    changed: storedTimes.map((time) => new Date(time).toISOString()),
    hired: storedTimes,
    size: numbers,
    ratio: ratios,
    kind: kinds,
    org: fc.option(fc.record({ unit: words }, { requiredKeys: [] })),
    tags: fc.array(words, { maxLength: 3 }),
  },
  { requiredKeys: ['id', 'identities'] },
)

const position = 0
const path = (name: string) => ({ segments: name.split('/'), position })
const string = words.map((value): Literal => ({ kind: 'string', text: value, position }))
const number = numbers.map((value): Literal => ({ kind: 'number', text: String(value), position }))

/** The properties of one scope, each with literals that fit it. */
const ofThing: Readonly<Record<string, fc.Arbitrary<Literal>>> = {
  name: string,
  code: string,
  department: string,
  'org/unit': string,
  id: guids.map((value): Literal => ({ kind: 'guid', text: value, position })),
  enabled: fc.boolean().map((value): Literal => ({ kind: 'boolean', value, position })),
  created: askedTimes.map((value): Literal => ({ kind: 'dateTime', text: value, position })),
  changed: askedTimes.map((value): Literal => ({ kind: 'dateTime', text: value, position })),
  hired: askedTimes.map((value): Literal => ({ kind: 'string', text: value, position })),
  size: number,
  ratio: ratios.map((value): Literal => ({ kind: 'number', text: String(value), position })),
  kind: kinds.map((value): Literal => ({ kind: 'string', text: value.toUpperCase(), position })),
}
const unordered = new Set(['id', 'enabled', 'kind'])

function leavesOf(properties: Readonly<Record<string, fc.Arbitrary<Literal>>>, prefix = ''): fc.Arbitrary<Filter> {
  const leaves = Object.entries(properties).flatMap(([name, literal]): fc.Arbitrary<Filter>[] => {
    const at = path(`${prefix}${name}`)
    const nullLiteral = fc.constant<Literal>({ kind: 'null', position })
    const operators = unordered.has(name)
      ? fc.constantFrom('eq' as const, 'ne' as const)
      : fc.constantFrom(...comparisonOperators)
    const comparisons = operators.chain((operator) =>
      fc
        .oneof(
          { weight: 5, arbitrary: literal },
          { weight: operator === 'eq' || operator === 'ne' ? 2 : 0, arbitrary: nullLiteral },
        )
        .map((value): Filter => ({ kind: 'compare', operator, path: at, literal: value })),
    )
    const lists = fc
      .array(fc.oneof({ weight: 4, arbitrary: literal }, nullLiteral), { minLength: 1, maxLength: 3 })
      .map((literals): Filter => ({ kind: 'in', path: at, literals }))
    if (literal !== string) return [comparisons, lists]
    const matches = fc
      .tuple(fc.constantFrom(...matchFunctions), words)
      .map(([name, value]): Filter => ({ kind: 'match', function: name, path: at, text: value }))
    return [comparisons, lists, matches]
  })
  return fc.oneof(...leaves)
}

function combined(leaves: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc.letrec<{ all: Filter }>((tie) => ({
    all: fc.oneof(
      { maxDepth: 3 },
      { weight: 3, arbitrary: leaves },
      { weight: 2, arbitrary: tie('all').map((clause): Filter => ({ kind: 'not', clause })) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('or' as const, 'and' as const), fc.array(tie('all'), { minLength: 2, maxLength: 3 }))
          .map(([kind, clauses]): Filter => ({ kind, clauses })),
      },
    ),
  })).all
}

const collections = fc.constantFrom('tags', 'identities').map(path)
const lambdas = fc.oneof(
  combined(leavesOf({ x: string })).map((body) => ({ path: path('tags'), lambda: { variable: 'x', body } })),
  combined(leavesOf({ issuer: string, rank: number }, 'x/')).map((body) => ({
    path: path('identities'),
    lambda: { variable: 'x', body },
  })),
  collections.map((at) => ({ path: at, lambda: undefined })),
)
const filters = combined(
  fc.oneof(
    { weight: 5, arbitrary: leavesOf(ofThing) },
    { weight: 2, arbitrary: lambdas.map((any): Filter => ({ kind: 'any', ...any })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(collections, fc.constantFrom('eq' as const, 'ne' as const), fc.constantFrom(0, 1))
        .map(([at, operator, count]): Filter => ({ kind: 'count', path: at, operator, count })),
    },
  ),
)
