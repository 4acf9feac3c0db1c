import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { compareCodePoints, foldCase } from './fold-case.ts'

describe('foldCase', () => {
  test('makes spellings equal that differ only in letter case', () => {
    assert.equal(foldCase('ÉLODIE'), foldCase('élodie'))
    assert.equal(foldCase('ΟΔΟΣ'), foldCase('οδος'))
  })

  test('keeps the prefix of a word a prefix, final sigma included', () => {
    assert.ok(foldCase('ΟΔΟΣΑ').startsWith(foldCase('ΟΔΟΣ')))
  })

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(foldCase(foldCase(text)), foldCase(text))),
    )
  })
})

describe('compareCodePoints', () => {
  test('orders as the bytes of UTF-8 do', () => {
    const characters = fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}')
    const texts = fc.string({ unit: characters, maxLength: 4 })
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        assert.equal(Math.sign(compareCodePoints(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
    )
  })
})
