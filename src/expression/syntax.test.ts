import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { comparisonOperators, type Expression } from './ast.ts'
import { compileExpression } from './compile.ts'
import { ExpressionError } from './error.ts'
import { parse } from './parser.ts'
import { print } from './print.ts'

/** A tree without its offsets. */
function shapeOf(tree: Expression): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'offset' ? undefined : value)))
}

describe('reading an expression', () => {
  test('counts brackets in attributes, where quotes are ordinary characters', () => {
    const name = 'emails[type eq "work"].value'
    assert.deepEqual(parse(`[ ${name} ]`), { kind: 'attribute', name, offset: 0 })
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'
    assert.deepEqual(parse(`[${urn}]`), { kind: 'attribute', name: urn, offset: 0 })
  })

  test('takes a backslash before a quote or a backslash for an escape, and any other for itself', () => {
    const texts: readonly [written: string, meant: string][] = [
      ['"\\\\d{3}"', '\\d{3}'],
      ['"\\d{3}"', '\\d{3}'],
      ['"\\+"', '\\+'],
      ['"say \\"hi\\""', 'say "hi"'],
      ['"a\\\\"', 'a\\'],
      ['""', ''],
    ]
    for (const [written, meant] of texts) assert.deepEqual(parse(written), { kind: 'text', value: meant, offset: 0 })
  })

  test('keeps empty slots', () => {
    const tree = parse('Replace([mail], "@x", , , "", , )')
    assert.equal(tree.kind, 'call')
    assert.deepEqual(tree.kind === 'call' && tree.slots.map((slot) => slot?.kind ?? null), [
      'attribute',
      'text',
      null,
      null,
      'text',
      null,
      null,
    ])
  })

  test('ignores blanks and line breaks between tokens', () => {
    assert.deepEqual(shapeOf(parse('\tJoin (\n "," ,[a]\r\n)  ')), shapeOf(parse('Join(",",[a])')))
  })

  test('tells &H numbers from concatenation', () => {
    assert.deepEqual(shapeOf(parse('BitAnd(&HF,&hf7)')), {
      kind: 'call',
      name: 'BitAnd',
      slots: [
        { kind: 'number', text: '&HF' },
        { kind: 'number', text: '&hf7' },
      ],
    })
    assert.equal(parse('"a" & "b"').kind, 'concatenation')
    assert.equal(parse('[a]&Hash([b])').kind, 'concatenation')
  })

  test('reads numbers with sign and fraction', () => {
    for (const text of ['0', '-10', '1.5', '9223372036854775807']) {
      assert.deepEqual(parse(text), { kind: 'number', text, offset: 0 })
    }
  })

  test('reads names with a dot', () => {
    assert.equal(parse('X.VerifiedDomain([a])').kind, 'call')
  })
})

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/)
const attributeName = fc.constantFrom(
  'a',
  'name.givenName',
  'emails[type eq "work"].value',
  'urn:x:y:2.0:User:z',
  'æ ø',
)
const offset = fc.constant(0)
const leaf = fc.oneof(
  fc.record({ kind: fc.constant('attribute' as const), name: attributeName, offset }),
  fc.record({ kind: fc.constant('text' as const), value: fc.string(), offset }),
  fc.record({ kind: fc.constant('number' as const), text: fc.constantFrom('0', '-12', '3.50', '&HF7'), offset }),
  fc.record({ kind: fc.constant('keyword' as const), name, offset }),
)

const { term } = fc.letrec<{ term: Expression; call: Expression; slot: Expression; operand: Expression }>((tie) => ({
  term: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, tie('call')),
  call: fc.record({
    kind: fc.constant('call' as const),
    name,
    slots: fc
      .array(fc.option(tie('slot'), { nil: null }), { maxLength: 4 })
      .filter((slots) => slots.length !== 1 || slots[0] !== null),
    offset,
  }),
  slot: fc.oneof(
    tie('operand'),
    fc.record({
      kind: fc.constant('comparison' as const),
      operator: fc.constantFrom(...comparisonOperators),
      left: tie('operand'),
      right: tie('operand'),
      offset,
    }),
  ),
  operand: fc.oneof(
    tie('term'),
    fc.record({ kind: fc.constant('concatenation' as const), left: tie('term'), right: tie('term'), offset }),
  ),
}))

describe('printing a tree', () => {
  test('yields a text that is read as the same tree', () => {
    fc.assert(
      fc.property(term, (tree) => {
        const text = print(tree)
        fc.pre(text.length <= 10_000)
        assert.deepEqual(shapeOf(parse(text)), shapeOf(tree))
      }),
    )
  })

  test('is canonical', () => {
    assert.equal(print(parse('Replace( [ mail ],"@x",,,"",,)')), 'Replace([mail], "@x", , , "", , )')
  })
})

describe('any text', () => {
  const context = {
    now: new Date(0),
    defaultDomain: 'fabrikam.example',
    isVerifiedDomain: () => true,
    random: () => 0.5,
    newGuid: () => '',
  }
  const word = fc.constantFrom(
    ...['Join(', 'IIF(', 'Replace(', 'Switch(', 'FormatDateTime(', 'Mid(', 'CDate(', 'Split(', 'NumFromDate('],
    ...[
      '"',
      '\\',
      '[',
      ']',
      '(',
      ')',
      ',',
      ' ',
      '=',
      '&',
      '&H',
      '<',
      '>',
      '-',
      '.',
      '1',
      '"a"',
      '"(a+)+$"',
      '[x]',
      '“',
    ],
    ...['IgnoreAttributeFlow', 'Now()', '"yyyy-MM-dd"', '", , "'],
  )
  test('is evaluated or refused with an ExpressionError', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
    )
    fc.assert(
      fc.property(text, fc.string(), (source, x) => {
        try {
          compileExpression<null>(source, { readerOf: () => () => x }).evaluate(null, context)
        } catch (error) {
          assert.ok(error instanceof ExpressionError, String(error))
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
