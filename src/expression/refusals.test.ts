import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CompileOptions, compileExpression } from './compile.ts'
import { ExpressionError, type ExpressionErrorCode } from './error.ts'

function errorOf(work: () => unknown): ExpressionError {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof ExpressionError, String(error))
    return error
  }
  return assert.fail('nothing was thrown')
}

type Attributes = Readonly<Record<string, string>>

describe('an expression is refused', () => {
  const onlyA: CompileOptions<Attributes> = {
    readerOf: (name) => (name === 'a' || name === 'givenName' ? (record) => record[name] : undefined),
    attributeNames: () => ['a', 'givenName', 'name.familyName', 'urn:x:2.0:User:department'],
  }
  const refused: readonly [expression: string, ExpressionErrorCode, offset: number, hint?: string][] = [
    ['', 'emptyExpression', 0],
    ['  \n', 'emptyExpression', 0],
    ['"abc', 'unterminatedString', 0],
    ['Append("a\\", "b")', 'unterminatedString', 15],
    ['[a', 'unterminatedAttribute', 0],
    ['[ ]', 'emptyAttribute', 0],
    ['Append("a", "b"', 'unbalancedParenthesis', 6],
    ['Append("a", "b"))', 'unbalancedParenthesis', 16],
    ['[a] "b"', 'textAfterEnd', 4],
    ['[a] AND [a]', 'textAfterEnd', 4, 'There is no operator AND; nest IIF, or use X.And, X.Or and X.Not.'],
    ['Append("a" "b")', 'unexpectedToken', 11],
    ['Append(“a”, "b")', 'typographicQuote', 7],
    ["Append('a', 'b')", 'unexpectedCharacter', 7, 'Texts stand between double quotes.'],
    ['Apend("a", "b")', 'unknownFunction', 0, 'Did you mean "Append"?'],
    ['X.Nothing("a")', 'unknownFunction', 0],
    ['Concat([a], "b")', 'unknownFunction', 0, 'Did you mean "Join"?'],
    ['And([a], "b")', 'unknownFunction', 0, 'Did you mean "X.And"?'],
    ['Append("a", Now)', 'unknownKeyword', 12, 'Write Now(…) to call the function.'],
    ['Append([A], "b")', 'unknownAttribute', 7, 'Did you mean "a"?'],
    ['[familyName]', 'unknownAttribute', 0, 'Did you mean "name.familyName"?'],
    ['[department]', 'unknownAttribute', 0, 'Did you mean "urn:x:2.0:User:department"?'],
    ['IIF([a] == "b", "c", "d")', 'unexpectedToken', 9, 'One = compares.'],
    [
      'IIF([a] != "b", "c", "d")',
      'unexpectedCharacter',
      8,
      'Write <> for "differs from", and Not(…) or X.Not(…) for the opposite of a condition.',
    ],
    ['IIF([a] && [a], "c", "d")', 'unexpectedToken', 9, 'Write X.And(…, …), or nest IIF.'],
    ['=Trim([a])', 'unexpectedToken', 0, 'An expression begins without =.'],
    ['Left([a]; 3)', 'unexpectedCharacter', 8, 'Parameters are separated by commas.'],
    ['[a] + "b"', 'unexpectedCharacter', 4, 'Texts are put together with Join, or with &.'],
    [
      'IIF([a] = "", null, "b")',
      'unknownKeyword',
      14,
      'Write "" for no value, or IgnoreAttributeFlow to leave the attribute as it is.',
    ],
    ['Append(‘a’, "b")', 'typographicQuote', 7],
    ['constructor("a")', 'unknownFunction', 0],
    ['[givenname]', 'unknownAttribute', 0, 'Did you mean "givenName"?'],
    ['Append([zzzzz], "b")', 'unknownAttribute', 7, 'Names of attributes are case-sensitive.'],
    ['Append("a", name)', 'unknownKeyword', 12, 'Write [name] for an attribute, "name" for a text.'],
    ['Append("a")', 'tooFewParameters', 0, 'Append(source, suffix)'],
    ['Append("a", "b", "c")', 'tooManyParameters', 0],
    ['DefaultDomain("a")', 'tooManyParameters', 0],
    ['Append(, "b")', 'missingParameter', 0],
    ['Append("a", )', 'missingParameter', 0],
    ['Switch([a], , "1", "2", "3")', 'unpairedParameters', 0],
    ['Replace([a], , , , , , )', 'invalidParameterCombination', 0],
    ['Replace([a], "b", , , , , )', 'invalidParameterCombination', 0],
    ['[a] = "1"', 'misplacedComparison', 4],
    ['Append([a] = "1", "b")', 'misplacedComparison', 11],
    ['IIF("a" = "b", [a] = "1", "b")', 'misplacedComparison', 19],
    ['IIF("a" = "b" = "c", "1", "2")', 'unexpectedToken', 14],
    ['Append(IgnoreAttributeFlow, "b")', 'misplacedKeyword', 7],
    ['Append(SelectUniqueValue("a", "b"), "c")', 'misplacedSelectUniqueValue', 7],
    ['Redact(SelectUniqueValue("a", "b"))', 'misplacedSelectUniqueValue', 7],
    ['IIF([a] = "", SelectUniqueValue("a", "b"), "c")', 'misplacedSelectUniqueValue', 14],
    [
      'Join("", X.UniqueValue("a{n}"))',
      'misplacedSelectUniqueValue',
      9,
      'Call the other function inside X.UniqueValue.',
    ],
    ['Append(IIF([a] = "", X.UniqueValue("a{n}"), "b"), "c")', 'misplacedSelectUniqueValue', 21],
    ['SelectUniqueValue("a")', 'tooFewParameters', 0],
    ['Replace([a], , "(", , "", , )', 'invalidPattern', 15],
    ['Replace([a], , "(?=b)", , "", , )', 'invalidPattern', 15],
    ['Replace([a], , "(a)\\\\1", , "", , )', 'invalidPattern', 15],
    ['Replace([a], , "(?>a)", , "", , )', 'invalidPattern', 15],
    ['Replace([a], , "(b)", "name", "", , )', 'invalidPattern', 15],
  ]
  for (const [expression, code, offset, hint] of refused) {
    test(`as ${code}: ${expression}`, () => {
      const error = errorOf(() => compileExpression(expression, onlyA))
      assert.equal(error.code, code)
      assert.equal(error.offset, offset)
      if (hint !== undefined) assert.equal(error.hint, hint)
    })
  }

  test('as tooLong beyond 10,000 characters', () => {
    assert.equal(errorOf(() => compileExpression(`"${'a'.repeat(10_000)}"`, onlyA)).code, 'tooLong')
  })

  test('as tooDeep when calls or texts are nested too deep', () => {
    const calls = `${'Not('.repeat(300)}"a"${')'.repeat(300)}`
    assert.equal(errorOf(() => compileExpression(calls, onlyA)).code, 'tooDeep')
    const texts = `"a"${' & "a"'.repeat(300)}`
    assert.equal(errorOf(() => compileExpression(texts, onlyA)).code, 'tooDeep')
  })
})
