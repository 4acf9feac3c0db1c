import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { compileExpression } from './compile.ts'
import { ExpressionError } from './error.ts'
import type { EvaluationContext } from './evaluation.ts'
import type { MappingFunction } from './function.ts'
import { functions } from './functions/index.ts'
import { lintExpression } from './lint.ts'
import { type Param, paramOfSlot } from './param.ts'
import { expressionCharactersMax, parse } from './parser.ts'
import { print } from './print.ts'
import { traceExpression } from './trace.ts'
import { toParameterTree } from './tree.ts'
import { isCandidates, isValue, resultKind, type Value } from './value.ts'

const told: number[] = []
const context: EvaluationContext = {
  now: new Date('2026-07-30T15:33:38Z'),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: () => true,
  random: Math.random,
  newGuid: () => '00aa00aa-bb11-cc22-dd33-44ee44ee44ee',
  holdsUntil: (epochMs) => told.push(epochMs),
}
const options = {
  readerOf: () => (value: Value) => value,
  lookupTables: new Map([['t', new Map([['a', 'b']])]]),
}

/** Runs everything that is done with an expression; only the language's own error may come out. */
function tryAll(source: string, x: Value): 'evaluated' | 'refused' {
  try {
    const program = compileExpression<Value>(source, options)
    const tree = parse(source)
    lintExpression(tree)
    toParameterTree(tree)
    const result = program.evaluate(x, context)
    assert.ok(isValue(result) || isCandidates(result) || resultKind(result).startsWith('ignore'))
    return 'evaluated'
  } catch (error) {
    assert.ok(error instanceof ExpressionError, `${source} on ${String(x)}: ${String(error)}`)
    assert.ok(error.offset >= 0 && error.offset <= source.length)
    return 'refused'
  }
}

const dates = [
  '2026-07-30',
  '2026-02-30',
  '9999-12-31',
  '0001-01-01T00:00:00Z',
  '7/30/2026 3:33:38 PM',
  '2026-07-30+14:00',
]
const oddText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '',
    ' ',
    '\ud800',
    '\udfff\ud800',
    '\0',
    'İı',
    'ß',
    '￿',
    '-0',
    '1e309',
    '9223372036854775808',
    '{n}',
    '$1$&',
    ...dates,
  ),
  fc.constantFrom(
    'yyyy-MM-dd',
    'd',
    'ww',
    'tr-TR',
    '(a+)+$',
    '(',
    '[z-a]',
    '\\',
    "'",
    '%',
    'AQ==',
    'cn=a\\,b,dc=',
    'ø:oe,',
  ),
)
const value: fc.Arbitrary<Value> = fc.oneof(
  oddText,
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.bigInt(),
  fc.array(oddText, { maxLength: 5 }),
  fc
    .tuple(fc.integer({ min: -6e13, max: 2.5e14 }), fc.nat(9_999))
    .map(([epochMs, ticks]) => ({ kind: 'instant' as const, epochMs, ticks })),
)

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
const leaf = fc.oneof(
  fc.constant('[x]'),
  fc.constant('Now()'),
  fc.constantFrom('0', '1', '-1', '3', '&HF', '1000000000000', '1.5'),
  oddText.map(quoted),
)

/** A call with as many slots as the function takes, and sometimes one that is empty. */
function callOf(definition: MappingFunction, argument: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const slots = Math.max(...[definition.params.length + (definition.params.some((param) => param.repeating) ? 2 : 0)])
  const slot = (index: number) => slotOf(paramOfSlot(definition.params, index), argument)
  return fc
    .tuple(...Array.from({ length: slots }, (_, index) => slot(index)))
    .map((texts) => `${definition.name}(${texts.join(', ')})`)
}

function slotOf(param: Param | undefined, argument: fc.Arbitrary<string>): fc.Arbitrary<string> {
  if (param === undefined) return fc.constant('')
  if (param.type === 'table') return fc.constant('"t"')
  const filled =
    param.name === 'interval'
      ? fc.constantFrom('"s"', '"n"', '"h"', '"d"', '"ww"', '"m"', '"yyyy"')
      : param.type === 'condition'
        ? fc.oneof(
            argument,
            fc.tuple(argument, fc.constantFrom('=', '<', '>='), argument).map((parts) => parts.join(' ')),
          )
        : param.type === 'integer'
          ? fc.oneof(fc.constantFrom('0', '1', '2', '9'), argument)
          : argument
  return param.required ? filled : fc.oneof({ arbitrary: filled, weight: 2 }, { arbitrary: fc.constant(''), weight: 1 })
}

let evaluated = 0

describe('every function, with whatever it is given', () => {
  for (const definition of functions) {
    test(`${definition.name} yields a result or fails the record`, () => {
      const inner = fc.oneof(
        { arbitrary: leaf, weight: 4 },
        { arbitrary: fc.constantFrom(...functions).chain((other) => callOf(other, leaf)), weight: 1 },
      )
      fc.assert(
        fc.property(callOf(definition, inner), value, (source, x) => {
          if (tryAll(source, x) === 'evaluated') evaluated += 1
        }),
        { numRuns: 150 },
      )
    })
  }

  test('and often enough it yields a result', () => {
    assert.ok(evaluated > functions.length * 20)
  })

  test('and the moments that it tells lie in the future', () => {
    assert.ok(told.length > 0)
    for (const moment of told) assert.ok(moment > context.now.getTime())
  })
})

describe('any text', () => {
  const syntax = fc.constantFrom(
    ...'"[](),&=<>\\ .-&H1aXNow',
    '\n',
    '\ud83d',
    '\ude00',
    '“',
    '"a"',
    '[x]',
    'IIF(',
    'Join(',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(syntax, { maxLength: 200 }).map((parts) => parts.join('')),
  )

  test('is read or refused', () => {
    fc.assert(
      fc.property(text, value, (source, x) => {
        tryAll(source, x)
      }),
      { numRuns: 3_000 },
    )
  })

  test('that is read is printed as a text that means the same', () => {
    fc.assert(
      fc.property(text, (source) => {
        const once = printed(source)
        if (once !== undefined) assert.equal(printed(once), once)
      }),
      { numRuns: 3_000 },
    )
  })

  test('of ten thousand characters of one kind is read or refused at once', () => {
    const units = [
      '(',
      ')',
      '[',
      ']',
      '"',
      '\\',
      ',',
      '&',
      'a',
      '.',
      'a.',
      '-',
      '1',
      ' ',
      '\n',
      '<',
      '[a]&',
      'Not(',
      'a(,',
      'Join("",',
      '"\\',
      '\ud800',
      '“',
      '&H1',
    ]
    for (const unit of units) {
      for (const open of ['', 'Join(', '"', '[', 'Join("", ']) {
        for (const close of ['', ')', '"', ']']) {
          const room = expressionCharactersMax - open.length - close.length
          tryAll(open + unit.repeat(Math.ceil(room / unit.length)).slice(0, room) + close, 'x')
        }
      }
    }
  })

  test('is traced as it is evaluated', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...functions).chain((definition) => callOf(definition, leaf)),
        value,
        (source, x) => {
          try {
            assert.ok(traceExpression(source, { options, record: x, context }).expression.length > 0)
          } catch (error) {
            assert.ok(error instanceof ExpressionError, `${source}: ${String(error)}`)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

function printed(source: string): string | undefined {
  try {
    return print(parse(source))
  } catch (error) {
    assert.ok(error instanceof ExpressionError, String(error))
    return undefined
  }
}
