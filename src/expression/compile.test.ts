import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toText } from './coerce/to-text.ts'
import { type CompileOptions, compileExpression } from './compile.ts'
import { ExpressionError } from './error.ts'
import type { EvaluationContext } from './evaluation.ts'
import { lookupTablesOf } from './lookup-tables.ts'
import { ignoreAttributeFlow, isInstant, isList, isValue, type Value } from './value.ts'

type Attributes = Readonly<Record<string, Value>>

const context: EvaluationContext = {
  now: new Date('2026-07-30T15:33:38Z'),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: () => false,
  random: () => 0.5,
  newGuid: () => '00AA00AA-BB11-CC22-DD33-44EE44EE44EE',
}

const readsAll: CompileOptions<Attributes> = { readerOf: (name) => (record) => record[name] }

function evaluate(
  expression: string,
  attributes: Attributes = {},
  dialect: CompileOptions<Attributes>['dialect'] = {},
) {
  const result = compileExpression(expression, { ...readsAll, dialect }).evaluate(attributes, context)
  return isValue(result) && !isList(result) ? toText(result) : result
}

function errorOf(work: () => unknown): ExpressionError {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof ExpressionError, String(error))
    return error
  }
  return assert.fail('nothing was thrown')
}

describe('a compiled expression', () => {
  test('names the attributes that it reads, each once', () => {
    const { attributes } = compileExpression('Join("", [b], [a], IIF([c] = "1", [b], ""))', readsAll)
    assert.deepEqual(attributes, ['b', 'a', 'c'])
  })

  test('says whether evaluating it twice may differ', () => {
    assert.equal(compileExpression('Join("", [a], DefaultDomain())', readsAll).deterministic, true)
    for (const call of ['Guid()', 'Now()', 'RandomString(3,3,0,0,0)']) {
      assert.equal(compileExpression(`Append("", ${call})`, readsAll).deterministic, false, call)
    }
    assert.equal(compileExpression('SelectUniqueValue("a", "b")', readsAll).deterministic, false)
  })

  test('asks for the reader of an attribute once', () => {
    let asked = 0
    compileExpression<Attributes>('Join("", [a], [a])', {
      readerOf: () => {
        asked += 1
        return () => null
      },
    })
    assert.equal(asked, 1)
  })

  test('takes an attribute or a constant for an expression', () => {
    assert.equal(evaluate('[a]', { a: 'x' }), 'x')
    assert.equal(evaluate('"x"'), 'x')
    assert.equal(evaluate(' 12 '), '12')
    assert.equal(evaluate('&HF7'), '247')
    assert.equal(evaluate('true'), 'True')
  })

  test('hands dates on as dates', () => {
    const result = compileExpression('DateAdd("d", 1, [day])', readsAll).evaluate({ day: '2026-01-01' }, context)
    assert.ok(isInstant(result))
  })

  test('passes values of records on as they are', () => {
    const program = compileExpression('[a]', readsAll)
    assert.equal(program.evaluate({ a: true }, context), true)
    assert.deepEqual(program.evaluate({ a: ['x', 'y'] }, context), ['x', 'y'])
  })

  test('joins with & as in cloud sync, where Null is an empty text', () => {
    assert.equal(evaluate('[a] & "-" & [b] & &HF', { a: 'x', b: null }), 'x-15')
    assert.equal(evaluate('IIF("a" & "b" = "ab", "same", "other")'), 'same')
  })

  test('tells apart upper and lower case of values, but not of functions', () => {
    assert.equal(evaluate('iif([a] = "X", "upper", switch([a], "other", "x", "lower"))', { a: 'x' }), 'lower')
  })
})

describe('Null', () => {
  const onNull: readonly [string, string | null][] = [
    ['[x]', null],
    ['Append([x], "s")', null],
    ['Append("s", [x])', 's'],
    ['Join(", ", [x], "", "a")', 'a'],
    ['Join(", ", [x], "")', null],
    ['Left([x], 1)', ''],
    ['Word([x], 1, " ")', ''],
    ['Mid([x], 1, 1)', null],
    ['Replace([x], "a", , , "b", , )', null],
    ['Replace([x], , "a", , "b", , )', null],
    ['StripSpaces([x])', null],
    ['ToLower([x])', null],
    ['ToUpper([x])', null],
    ['PCase([x])', null],
    ['NormalizeDiacritics([x])', null],
    ['ConvertToBase64([x])', null],
    ['ConvertToUTF8Hex([x])', null],
    ['Not([x])', 'True'],
    ['Switch([x], "default", "", "none")', 'none'],
    ['Switch([x], "default", "a", "b")', 'default'],
    ['Switch([x], , "a", "b")', null],
    ['Coalesce([x], "next")', 'next'],
    ['Split([x], ",")', null],
    ['Count([x])', '0'],
    ['Item([x], 1)', null],
    ['CDate([x])', null],
    ['FormatDateTime([x], , "yyyy", "yyyy")', null],
    ['DateAdd("d", 1, [x])', null],
    ['DateDiff("d", [x], Now())', null],
    ['NumFromDate([x])', null],
    ['DateFromNum([x])', null],
    ['IsNull([x])', 'True'],
    ['IsNullOrEmpty([x])', 'True'],
    ['IsPresent([x])', 'False'],
  ]
  for (const [expression, expected] of onNull) {
    test(`makes ${expression} ${JSON.stringify(expected)}, whether absent, null, empty or without values`, () => {
      const records: Attributes[] = [{}, { x: null }, { x: '' }, { x: [] }]
      for (const record of records) assert.equal(evaluate(expression, record), expected)
    })
  }

  test('is not the same as an empty text that was written down or computed', () => {
    assert.equal(evaluate('Coalesce("", "b")'), '')
    assert.equal(evaluate('Coalesce(Left("a", 0), "b")'), '')
    assert.equal(evaluate('IsNull("")'), 'False')
  })
})

describe('a condition', () => {
  const holds: readonly [condition: string, boolean][] = [
    ['[none] = ""', true],
    ['[none] <> ""', false],
    ['[none] = [none]', true],
    ['[none] > 0', false],
    ['[none] <= 0', false],
    ['"a" = "A"', false],
    ['"1" = 1', true],
    ['"01" = 1', true],
    ['"01" = "1"', false],
    ['"10" > "9"', true],
    ['"b" > "a"', true],
    ['"a" >= "a"', true],
    ['"B" < "a"', true],
    ['CDate("2026-10-01") > CDate("2026-09-30")', true],
    ['"10/1/2026 12:00:00 AM" < "9/30/2026 12:00:00 AM"', false],
    ['"1e2" = 100', true],
    ['IsPresent([none])', false],
    ['True', true],
    ['"TRUE"', true],
    ['"yes"', false],
    ['InStr("abc", "b")', true],
  ]
  for (const [condition, expected] of holds) {
    test(`${condition} ${expected ? 'holds' : 'does not hold'}`, () => {
      assert.equal(evaluate(`IIF(${condition}, "yes", "no")`), expected ? 'yes' : 'no')
    })
  }

  test('evaluates only the chosen branch', () => {
    assert.equal(evaluate('IIF("a" = "a", "fine", Error("never"))'), 'fine')
    assert.equal(evaluate('Switch("a", Error("never"), "a", "fine", "b", Error("never"))'), 'fine')
    assert.equal(evaluate('Coalesce("fine", Error("never"))'), 'fine')
  })

  test('makes IIF Null in the strict dialect when an attribute in it is missing', () => {
    const expression = 'IIF(IsNullOrEmpty([country]), "Other", [country])'
    assert.equal(evaluate(expression, {}), 'Other')
    assert.equal(evaluate(expression, {}, { strictEntra: true }), null)
    assert.equal(evaluate(expression, { country: 'NO' }, { strictEntra: true }), 'NO')
  })
})

describe('dialect switches', () => {
  test('strictDates makes a missing date a failure', () => {
    const calls = [
      'CDate([x])',
      'DateAdd("d", 1, [x])',
      'NumFromDate([x])',
      'DateFromNum([x])',
      'FormatDateTime([x], , "yyyy", "MM")',
    ]
    for (const call of calls) {
      assert.equal(errorOf(() => evaluate(call, {}, { strictDates: true })).code, 'evaluationFailed', call)
    }
  })

  test('caseSensitiveDuplicates keeps values that differ in case', () => {
    const record = { tags: ['a', 'A', 'a'] }
    assert.deepEqual(evaluate('RemoveDuplicates([tags])', record), ['a'])
    assert.deepEqual(evaluate('RemoveDuplicates([tags])', record, { caseSensitiveDuplicates: true }), ['a', 'A'])
  })
})

describe('an evaluation that fails', () => {
  const failures: readonly [expression: string, functionName: string, attributes?: Attributes][] = [
    ['CDate("20200316")', 'CDate'],
    ['CDate("2026-02-30")', 'CDate'],
    ['DateAdd("q", 1, Now())', 'DateAdd'],
    ['DateAdd("yyyy", 9000, Now())', 'DateAdd'],
    ['DateDiff("w", Now(), Now())', 'DateDiff'],
    ['FormatDateTime([x], , "yyyy-MM-dd", "yyyy")', 'FormatDateTime', { x: '31.12.2026' }],
    ['FormatDateTime("2026", "nonsense", "yyyy", "yyyy")', 'FormatDateTime'],
    ['FormatDateTime("2026", , "yyyy", "x")', 'FormatDateTime'],
    ['Mid("abc", 0, 1)', 'Mid'],
    ['Mid("abc", "x", 1)', 'Mid'],
    ['BitAnd("x", 1)', 'BitAnd'],
    ['BitAnd(9223372036854775808, 1)', 'BitAnd'],
    ['RandomString(257,0,0,0,0)', 'RandomString'],
    ['RandomString(2,1,1,1,0)', 'RandomString'],
    ['RandomString(2,1,0,0,0,"0123456789")', 'RandomString'],
    ['ToLower("a","no culture")', 'ToLower'],
    ['ConvertFromBase64("*")', 'ConvertFromBase64'],
    ['ConvertFromBase64("SGVsbG8gd29ybGQh", "EBCDIC")', 'ConvertFromBase64'],
    ['StringFromSid("AQ==")', 'StringFromSid'],
    ['CGuid("AQ==")', 'CGuid'],
    ['X.PadLeft("a", 3, "xy")', 'X.PadLeft'],
    ['X.PadLeft("a", "1e99", "x")', 'X.PadLeft'],
    ['Append("a", IIF([x] = "", IgnoreAttributeFlow, "b"))', 'Append'],
    ['Replace("a", , [pattern], , "", , )', 'Replace', { pattern: '(' }],
    ['IIF(IsPresent([a]),[a],Error("a missing"))', 'Error'],
  ]
  for (const [expression, functionName, attributes] of failures) {
    test(`names the function: ${expression}`, () => {
      const error = errorOf(() => evaluate(expression, attributes))
      assert.equal(error.code, 'evaluationFailed')
      assert.equal(error.summary.startsWith(`${functionName}: `), true, error.summary)
      assert.equal(error.offset, expression.indexOf(`${functionName}(`))
    })
  }

  test('shows the place in the expression', () => {
    const error = errorOf(() => evaluate('Join("",\n  CDate([hired]))', { hired: 'soon' }))
    assert.equal(error.message, 'CDate: "soon" is not a date (line 2, column 3)\n    CDate([hired]))\n    ^')
  })

  test('fails only the record that reaches a wrong constant', () => {
    const expression = 'IIF([x] = "1", CDate("never"), "fine")'
    assert.equal(evaluate(expression, { x: '2' }), 'fine')
    assert.equal(errorOf(() => evaluate(expression, { x: '1' })).code, 'evaluationFailed')
  })

  test('does not build texts without measure', () => {
    const bomb = 'Replace(Replace([x], "a", , , [x], , ), "a", , , [x], , )'
    assert.equal(errorOf(() => evaluate(bomb, { x: 'a'.repeat(1_000) })).code, 'evaluationFailed')
    const withPattern = 'Replace([x], , "a", , "$_$_$_$_", , )'
    assert.equal(errorOf(() => evaluate(withPattern, { x: 'a'.repeat(2_000) })).code, 'evaluationFailed')
  })
})

describe('empty slots', () => {
  test('at the end of a call are passed over', () => {
    assert.equal(evaluate('Append("a", "b", , )'), 'ab')
    assert.equal(evaluate('Join("-", "a", "b", , )'), 'a-b')
    assert.equal(evaluate('Switch([a], "other", "1", "one", )', { a: '1' }), 'one')
    assert.equal(evaluate('Switch([a], "other", "1", )', { a: '1' }), null)
  })
})

describe('a lookup', () => {
  const lookupTables = lookupTablesOf({
    lookupTables: [
      {
        name: 'offices',
        entries: [
          { key: 'Oslo', value: 'first' },
          { key: 'Oslo', value: 'second' },
          { key: '', value: 'nowhere' },
        ],
      },
      { name: 'countries', entries: [] },
    ],
  })
  const find = (expression: string, attributes: Attributes = {}) =>
    compileExpression(expression, { ...readsAll, lookupTables }).evaluate(attributes, context)

  test('takes the first entry of a key, and the key "" for no value', () => {
    assert.equal(find('X.Lookup("offices", [city])', { city: 'Oslo' }), 'first')
    assert.equal(find('X.Lookup("offices", [city])'), 'nowhere')
    assert.equal(find('X.Lookup("offices", [city], IgnoreAttributeFlow)', { city: 'Rome' }), ignoreAttributeFlow)
  })

  test('in a table that the schema does not have is refused, with the names that it has', () => {
    const misspelt = errorOf(() => find('X.Lookup("ofices", [city])'))
    assert.deepEqual([misspelt.code, misspelt.offset], ['unknownLookupTable', 9])
    assert.equal(misspelt.hint, 'Did you mean "offices"?')
    assert.equal(errorOf(() => find('X.Lookup("x", "y")')).hint, 'The schema has "offices", "countries".')
    const none = errorOf(() => compileExpression('X.Lookup("x", "y")', readsAll))
    assert.equal(none.hint, 'The schema has no lookup tables; add it to lookupTables.')
  })

  test('needs the name of its table as a constant', () => {
    assert.equal(errorOf(() => find('X.Lookup([city], "y")')).code, 'unknownLookupTable')
  })
})
