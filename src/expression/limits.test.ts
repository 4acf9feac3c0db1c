import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compileExpression } from './compile.ts'
import { ExpressionError, type ExpressionErrorCode } from './error.ts'
import type { EvaluationContext } from './evaluation.ts'
import { argumentsMax, concatenationTermsMax, expressionCharactersMax, nestingDepthMax } from './parser.ts'
import {
  captureCountMax,
  groupDepthMax,
  patternCharactersMax,
  programSizeMax,
  repeatCountMax,
} from './regex/parse-pattern.ts'
import { PatternError } from './regex/pattern.ts'
import { Regex, regexInputCharactersMax } from './regex/regex.ts'
import { listValuesMax, textCharactersMax } from './result-limits.ts'
import { isList, type Value } from './value.ts'

const context: EvaluationContext = {
  now: new Date(0),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: () => false,
  random: () => 0.5,
  newGuid: () => '',
}

const evaluate = (expression: string, x: Value = null, y: Value = null) =>
  compileExpression<null>(expression, { readerOf: (name) => () => (name === 'x' ? x : y) }).evaluate(null, context)

const refuses = (code: ExpressionErrorCode, work: () => unknown) => {
  assert.throws(work, (error) => error instanceof ExpressionError && error.code === code)
}

describe('an expression', () => {
  test(`has up to ${expressionCharactersMax} characters`, () => {
    assert.equal(String(evaluate(`"${'a'.repeat(expressionCharactersMax - 2)}"`)).length, expressionCharactersMax - 2)
    refuses('tooLong', () => evaluate(`"${'a'.repeat(expressionCharactersMax - 1)}"`))
  })

  test(`nests calls up to ${nestingDepthMax} deep`, () => {
    const nested = (depth: number) => `${'Trim('.repeat(depth)}"a"${')'.repeat(depth)}`
    assert.equal(evaluate(nested(nestingDepthMax)), 'a')
    refuses('tooDeep', () => evaluate(nested(nestingDepthMax + 1)))
  })

  test(`joins up to ${concatenationTermsMax} terms with &`, () => {
    const chain = (terms: number) => Array.from({ length: terms }, () => '"a"').join('&')
    assert.equal(evaluate(chain(concatenationTermsMax)), 'a'.repeat(concatenationTermsMax))
    refuses('tooDeep', () => evaluate(chain(concatenationTermsMax + 1)))
  })

  test(`gives a call up to ${argumentsMax} parameters`, () => {
    const call = (count: number) => `Join(""${',1'.repeat(count - 1)})`
    assert.equal(evaluate(call(argumentsMax)), '1'.repeat(argumentsMax - 1))
    refuses('tooManyParameters', () => evaluate(call(argumentsMax + 1)))
    refuses('tooManyParameters', () => evaluate(`Join(${','.repeat(expressionCharactersMax - 6)})`))
  })
})

describe('a result', () => {
  test(`is a text of up to ${textCharactersMax} characters, whichever function makes it`, () => {
    const half = 'a'.repeat(textCharactersMax / 2)
    for (const expression of [
      'Append([x], [y])',
      'Join("", [x], [y])',
      '[x] & [y]',
      'Replace([x], "b", , , [y], , ) & [y]',
    ]) {
      assert.equal(String(evaluate(expression, half, half)).length, textCharactersMax, expression)
      refuses('evaluationFailed', () => evaluate(expression, half, `${half}a`))
    }
  })

  test('does not outgrow the limit in one step', () => {
    const long = 'a'.repeat(1_000_000)
    const values = Array.from({ length: 10_000 }, () => 'b')
    refuses('evaluationFailed', () => evaluate('Join([x], [y])', long, values))
    refuses('evaluationFailed', () => evaluate(`Join("", ${'[x], '.repeat(1_000)})`, long))
    refuses('evaluationFailed', () => evaluate('ConvertToUTF8Hex(Append([x], [x]) & [x])', long))
    refuses('evaluationFailed', () => evaluate('Replace([x], "a", , , [x], , )', long))
    refuses('evaluationFailed', () => evaluate('X.PadLeft("a", 999999999, "b")'))
  })

  test(`is a multi-value of up to ${listValuesMax} values`, () => {
    const parts = evaluate('Split([x], ",")', Array.from({ length: listValuesMax }, () => 'a').join(','))
    assert.equal(isList(parts) && parts.length, listValuesMax)
    refuses('evaluationFailed', () => evaluate('Split([x], ",")', ','.repeat(listValuesMax)))
  })
})

describe('a pattern', () => {
  const accepts = (pattern: string) => assert.doesNotThrow(() => new Regex(pattern))
  const refusesPattern = (pattern: string) => assert.throws(() => new Regex(pattern), PatternError)

  test('has limits of its own', () => {
    accepts('a'.repeat(patternCharactersMax))
    refusesPattern('a'.repeat(patternCharactersMax + 1))
    accepts('('.repeat(groupDepthMax) + ')'.repeat(groupDepthMax))
    refusesPattern('('.repeat(groupDepthMax + 1) + ')'.repeat(groupDepthMax + 1))
    accepts('()'.repeat(captureCountMax))
    refusesPattern('()'.repeat(captureCountMax + 1))
    accepts(`a{${repeatCountMax}}`)
    refusesPattern(`a{${repeatCountMax + 1}}`)
    accepts('(?:a{100}b{99}){10}')
    refusesPattern(`(?:a{${programSizeMax / 10}}){10}`)
  })

  test(`is run on up to ${regexInputCharactersMax} characters`, () => {
    const strip = 'Replace([x], , "(a+)+$", , "", , )'
    assert.equal(evaluate(strip, 'a'.repeat(regexInputCharactersMax)), '')
    refuses('evaluationFailed', () => evaluate(strip, 'a'.repeat(regexInputCharactersMax + 1)))
  })

  test('that backtracks for ever elsewhere ends here', () => {
    const hopeless = `${'a'.repeat(2_000)}!`
    for (const pattern of [
      '(a+)+$',
      '(a|aa)+$',
      '(.*a){20}$',
      '(a|a|a)*b',
      '^(([a-z])+.)+[A-Z]([a-z])+$',
      '(x+x+)+y',
    ]) {
      for (const call of [
        `Replace([x], , "${pattern}", , "", , )`,
        `Replace([x], , [y], , "", , )`,
        `Replace([x], , "(?<g>${pattern})", "g", "", , )`,
        `Replace("", , "(?<g>${pattern})", "g", , [x], )`,
      ]) {
        try {
          evaluate(call, hopeless, pattern)
        } catch (error) {
          assert.ok(error instanceof ExpressionError && error.code === 'evaluationFailed', `${call}: ${String(error)}`)
        }
      }
    }
  })

  test('that no linear engine can run is refused when the mapping is saved, with what to do', () => {
    const cases: readonly [pattern: string, reason: RegExp][] = [
      ['(?=a)', /lookahead and lookbehind are not supported; capture the text around/],
      ['(?<!a)b', /lookahead and lookbehind are not supported/],
      ['(a)\\\\1', /references? to groups|backreference/i],
      ['(?<n>a)\\\\k<n>', /references? to groups|backreference/i],
      ['(?>a)', /atomic groups are not supported; write \(\?:…\)/],
    ]
    for (const [pattern, reason] of cases) {
      const expression = `Replace([x], , "${pattern}", , "", , )`
      assert.throws(
        () => compileExpression<null>(expression, { readerOf: () => () => null }),
        (error) => error instanceof ExpressionError && error.code === 'invalidPattern' && reason.test(error.message),
        pattern,
      )
    }
  })
})
