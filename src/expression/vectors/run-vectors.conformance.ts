import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toText } from '../coerce/to-text.ts'
import { compileExpression } from '../compile.ts'
import { ExpressionError, type ExpressionErrorCode } from '../error.ts'
import type { Dialect, EvaluationContext } from '../evaluation.ts'
import { type EvaluationResult, isCandidates, isList, isValue, type Value } from '../value.ts'

export type Attributes = Readonly<Record<string, Value>>

/** A documented text, list or order to the engine; a shape, where chance decides; or the code of an error. */
export type Expected = EvaluationResult | RegExp | { readonly code: ExpressionErrorCode }

/**
 * One example. `D` = documented by Microsoft (corrected where its page is wrong), `X` = derived from what is documented;
 * the number counts the examples of one kind under one heading.
 */
export type Vector = readonly [
  place: `${'D' | 'X'}${number}`,
  expression: string,
  expected: Expected,
  given?: Attributes,
]

interface Setting {
  /** ISO 8601. */
  readonly now: string
  readonly dialect?: Partial<Dialect>
}

/** Makes a test of each example, under the heading of its function. */
export function runVectors(headings: Readonly<Record<string, readonly Vector[]>>, setting: Setting): void {
  for (const [heading, vectors] of Object.entries(headings)) {
    describe(heading, () => {
      for (const [place, expression, expected, given = {}] of vectors) {
        const with_ = Object.keys(given).length === 0 ? '' : ` with ${JSON.stringify(given)}`
        test(`${place} ${expression}${with_}`, () => {
          checkVector(expression, expected, given, setting)
        })
      }
    })
  }
}

function checkVector(expression: string, expected: Expected, given: Attributes, setting: Setting): void {
  if (expected instanceof RegExp) {
    assert.match(String(evaluate(expression, given, setting)), expected)
  } else if (typeof expected === 'object' && expected !== null && 'code' in expected) {
    assert.throws(() => evaluate(expression, given, setting), { code: expected.code, name: ExpressionError.name })
  } else {
    assert.deepEqual(evaluate(expression, given, setting), expected)
  }
}

function evaluate(expression: string, given: Attributes, { now, dialect = {} }: Setting) {
  const context: EvaluationContext = {
    now: new Date(now),
    defaultDomain: 'fabrikam.example',
    isVerifiedDomain: (domain) => domain === 'fabrikam.example',
    random: Math.random,
    newGuid: () => '00aa00aa-bb11-cc22-dd33-44ee44ee44ee',
  }
  const program = compileExpression<Attributes>(expression, { readerOf: (name) => (record) => record[name], dialect })
  const result = program.evaluate(given, context)
  if (isCandidates(result)) return result.values
  return isValue(result) && !isList(result) ? toText(result) : result
}
