import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { EvaluationFailure } from '../error.ts'
import { nativeLengthMax } from './native-length-max.ts'
import { parsePattern } from './parse-pattern.ts'
import { PatternError } from './pattern.ts'
import { Regex, regexInputCharactersMax } from './regex.ts'

const lengthMaxOf = (pattern: string) => nativeLengthMax(parsePattern(pattern).root)

/** Runs on both engines and insists that they agree. */
function replace(pattern: string, input: string, replacement: string): string {
  const result = new Regex(pattern).replacer(replacement)(input)
  assert.equal(new Regex(pattern, { forceLinear: true }).replacer(replacement)(input), result, 'engines disagree')
  return result
}

describe('the syntax of .NET', () => {
  const cases: readonly [pattern: string, input: string, replacement: string, expected: string][] = [
    ['\\:\\;\\=\\,\\<\\-\\/', 'a:;=,<-/b', '', 'ab'],
    ['(?i)smtp:', 'SMTP:a', '', 'a'],
    ['a(?i)b', 'aB ab AB', 'x', 'x x AB'],
    ['a(?i:b)c', 'aBc aBC', 'x', 'x aBC'],
    ['(?s)a.b', 'a\nb', 'x', 'x'],
    ['a.b', 'a\nb a\rb', 'x', 'a\nb x'],
    ['(?m)^a$', 'a\na\nb', 'x', 'x\nx\nb'],
    ['\\Aa|b\\z', 'aab', 'x', 'xax'],
    ['a\\Z', 'aa', 'x', 'ax'],
    ['(?x) a  b # comment', 'ab', 'x', 'x'],
    ['(?n)(a)(?<b>b)', 'ab', '$1', 'b'],
    ['a(?# a comment )b', 'ab', 'x', 'x'],
    ["(?'name'a)", 'a', `[\${name}]`, '[a]'],
    ['\\d', '5٣x', '#', '##x'],
    ['\\w+', 'José_1 !', 'x', 'x !'],
    ['[^\\W\\d_]+', 'José_1', 'x', 'x_1'],
    ['[\\W]+', 'é-ü', 'x', 'éxü'],
    ['\\s', 'a\u00a0b\u2003c', '', 'abc'],
    ['[\\S]', 'a b', 'x', 'x x'],
    ['\\p{Lu}\\P{L}', 'A1b2', 'x', 'xb2'],
    ['\\p{IsCyrillic}+', 'abФёд', 'x', 'abx'],
    ['[]a]+', 'a]b', 'x', 'xb'],
    ['[a^-]+', 'a^-b', 'x', 'xb'],
    ['[\\x41-\\u0043]', 'ABCD', 'x', 'xxxD'],
    ['{a}', '{a}', 'x', 'x'],
    ['a{,2}', 'a{,2}', 'x', 'x'],
    ['a{2}|b{1,2}|c{3,}', 'aabbbccc', 'x', 'xxxx'],
    ['a+?', 'aa', 'x', 'xx'],
    ['\\t\\n', '\t\n', 'x', 'x'],
    ['\\bb', 'ab b', 'x', 'ab x'],
    ['.', '😀', 'x', 'x'],
    ['[a-zA-Z_]*', 'john_doe72', '', '72'],
    ['x*', 'abc', '-', '-a-b-c-'],
    ['(.*?)(?<id>.{0,8})$', '0000000012345', '[$2]', '[00012345][]'],
    ['(a)|b', 'ab', '<$1>', '<a><>'],
    ['', 'ab', '-', '-a-b-'],
  ]
  for (const [pattern, input, replacement, expected] of cases) {
    test(`${pattern} on ${JSON.stringify(input)}`, () => {
      assert.equal(replace(pattern, input, replacement), expected)
    })
  }

  test('knows letters beyond ASCII at word boundaries', () => {
    assert.equal(new Regex('\\bé').replacer('x')('éa aé é'), 'xa aé x')
  })
})

describe('a replacement', () => {
  const pattern = '(?<year>\\d+)-(\\d+)'
  const cases: readonly [replacement: string, expected: string][] = [
    [`$1/\${year}`, 'a07/2026z'],
    ['$2', 'a2026z'],
    ['$0$&', 'a2026-072026-07z'],
    ['$$1', 'a$1z'],
    [`$9 \${other} \${1`, `a$9 \${other} \${1z`],
    ["[$`|$'|$_]", 'a[a|z|a2026-07z]z'],
    ['\\n', 'a\\nz'],
  ]
  for (const [replacement, expected] of cases) {
    test(`${replacement} numbers unnamed groups first, as .NET does`, () => {
      assert.equal(replace(pattern, 'a2026-07z', replacement), expected)
    })
  }

  test('of one group leaves the rest of the match', () => {
    for (const forceLinear of [false, true]) {
      const regex = new Regex('(?<street>^\\d*) (T)', { forceLinear })
      assert.equal(regex.groupReplacer('street', '$1')('545 Tremont'), '$1 Tremont')
      assert.equal(regex.groupReplacer('1', 'X')('545 Tremont 5 T'), '545 Xremont 5 T')
      assert.equal(regex.firstGroup('545 Tremont', 'street'), '545')
      assert.equal(regex.firstGroup('none', 'street'), undefined)
    }
  })
})

describe('asking whether a pattern is found', () => {
  test('gives the same answer each time, on both engines', () => {
    for (const forceLinear of [false, true]) {
      const regex = new Regex('b+$', { forceLinear })
      for (let round = 0; round < 3; round += 1) {
        assert.equal(regex.matches('abb'), true)
        assert.equal(regex.matches('bba'), false)
      }
    }
  })
})

describe('a pattern is refused', () => {
  const refused = [
    '(?=a)',
    '(?!a)',
    '(?<=a)b',
    '(?<!a)b',
    '(?>a)',
    'a++',
    'a**',
    '(a)\\1',
    '(?<a>x)\\k<a>',
    '(?<a-b>x)',
    '(?(a)b|c)',
    '(?P<a>x)',
    '(?<1>x)',
    '\\G',
    '\\y',
    '\\p{Nope}',
    '\\p{constructor}',
    '[a-z-[aeiou]]',
    '[z-a]',
    '[a',
    '(a',
    'a)',
    '*a',
    'a{2,1}',
    'a{1001}',
    '(a{1000}){1000}',
    '\\',
    '\\x4',
    'a'.repeat(2_001),
    '('.repeat(60) + ')'.repeat(60),
    '(a)'.repeat(100),
  ]
  for (const pattern of refused) {
    test(`with a reason: ${pattern.slice(0, 20)}`, () => {
      assert.throws(() => new Regex(pattern), PatternError)
    })
  }
})

describe('time', () => {
  test('is bounded by giving costly patterns to the linear engine', () => {
    const text = `${'a'.repeat(5_000)}b`
    for (const pattern of ['(a+)+$', '(a|a)*$', '(a|aa)+$', '(a*)*$', '(.*a){12}$', 'a*a*a*a*a*c']) {
      assert.equal(new Regex(pattern).replacer('')(text).length <= text.length, true, pattern)
    }
  })

  test('keeps the pattern of the default mappings on the native engine', () => {
    assert.ok(lengthMaxOf('(?<Suffix>@(.)*)') >= 500)
    assert.ok(lengthMaxOf('[()\\s-]+') >= 500)
    assert.ok(lengthMaxOf('(?<CountryISOCode>.*)_(?<suffix1>.*)_(?<suffix2>.*)[0-9]') >= 20)
  })

  test('never trusts a choice inside a repetition', () => {
    for (const pattern of ['(a+)+', '(a|b)*', '(a?b)*', '((a*)b)*', '(a{1,5}){1,50}']) {
      assert.ok(lengthMaxOf(pattern) < 2, pattern)
    }
  })

  test('is bounded for many matches in a long text too', () => {
    const costly = new Regex('a.*b|a')
    assert.throws(() => costly.replacer('')('a'.repeat(regexInputCharactersMax)), EvaluationFailure)
    assert.throws(() => costly.replacer('')('a'.repeat(regexInputCharactersMax + 1)), EvaluationFailure)
  })
})

const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '1', 'é', '(?i:b)')
const quantified = fc
  .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{1,2}', '*?', '+?', '??'))
  .map((parts) => parts.join(''))
const sequence = fc.array(quantified, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))
const grouped = fc.tuple(sequence, fc.constantFrom('(?:', '(', '(?<n>')).map(([body, open]) => `${open}${body})`)
const simplePattern = fc.oneof(
  sequence,
  grouped,
  fc.tuple(sequence, grouped, sequence).map((parts) => parts.join('')),
  fc.tuple(grouped, sequence).map((parts) => parts.join('|')),
  sequence.map((body) => `^${body}$`),
)
const input = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '1', 'é', ' ', '\n', '😀'), maxLength: 12 })

describe('both engines', () => {
  test('replace alike', () => {
    fc.assert(
      fc.property(simplePattern, input, fc.constantFrom('', 'x', '<$1>', '[$&]'), (pattern, text, replacement) => {
        replace(pattern, text, replacement)
      }),
      { numRuns: 1_000 },
    )
  })

  test('run any pattern or refuse it', () => {
    const syntax = fc.constantFrom(...'ab.*+?()[]{}|^$\\-,:<>=!#1dwsbpiP \'"')
    fc.assert(
      fc.property(fc.string({ unit: syntax, maxLength: 20 }), input, (pattern, text) => {
        let regex: Regex
        try {
          regex = new Regex(pattern)
        } catch (error) {
          assert.ok(error instanceof PatternError, `${pattern}: ${String(error)}`)
          return
        }
        try {
          regex.replacer('x')(text)
        } catch (error) {
          assert.ok(error instanceof EvaluationFailure, `${pattern}: ${String(error)}`)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
