import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compileExpression } from '../compile.ts'

const context = {
  now: new Date(0),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: () => false,
  random: () => 0,
  newGuid: () => '',
}
const program = compileExpression<string>('NormalizeDiacritics([x])', { readerOf: () => (record) => record })

/** Microsoft's table, the letters that are made of two or three characters included. */
const table: Readonly<Record<string, string>> = {
  a: 'ä à â ã å á ą ă ā ǟ ǡ a̱',
  ae: 'æ ǣ',
  c: 'ç č ć c̄ c̱',
  d: 'ď d̄ ḏ',
  e: 'ë è é ê ę ě ė ē ḗ ḕ e̱',
  g: 'ğ ḡ g̱',
  i: 'ï î ì í ı ī',
  l: 'ľ ł ḹ ḻ l̄',
  n: 'ñ ń ň ṉ n̄',
  o: 'ö ò ő õ ô ó ō ṓ ṑ ȫ ǭ ȭ ȱ',
  oe: 'ø ø̄ œ̄ œ',
  r: 'ř ṟ ṝ r̄',
  ss: 'ß',
  s: 'š ś ș ş s̄ s̱',
  t: 'ť ț ṯ t̄',
  u: 'ü ù û ú ů ű ū ǖ ṻ ṳ̄ u̇̄',
  y: 'ÿ ý ȳ',
  z: 'ź ž ż ẕ z̄',
}

describe('NormalizeDiacritics', () => {
  for (const [plain, letters] of Object.entries(table)) {
    test(`writes ${letters} as ${plain}, composed or decomposed`, () => {
      for (const letter of letters.split(' ')) {
        assert.equal(program.evaluate(letter, context), plain, letter)
        assert.equal(program.evaluate(letter.normalize('NFD'), context), plain, letter)
      }
    })
  }

  test('keeps upper case upper', () => {
    assert.equal(program.evaluate('ÅÉÎÕŰÇĐØŒ̄ŁİẞŇ', context), 'AEIOUCĐOEOELISSN')
  })
})
