import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ODataError } from './odata-error.ts'
import { fulfilsSearch, parseSearch } from './search.ts'
import { nameTable } from './select.ts'

const searchable = nameTable(['displayName', 'description', 'mail'])
const find = (text: string, object: Record<string, unknown>) =>
  fulfilsSearch(parseSearch(text, searchable, 'user'), object)

describe('$search', () => {
  test('finds names by the beginnings of their words, in any order and letter case', () => {
    const object = { displayName: 'OneVideo for Guests 2026' }
    for (const text of ['one', 'VIDEO', 'gue vid', '2026', 'onevideo', '']) {
      assert.equal(find(`"displayName:${text}"`, object), true, text)
    }
    for (const text of ['ideo', 'one two', 'video7']) assert.equal(find(`"displayName:${text}"`, object), false, text)
  })

  test('compares the beginning of all other properties', () => {
    assert.equal(find('"mail:ada.l"', { mail: 'Ada.Lovelace@fabrikam.example' }), true)
    assert.equal(find('"mail:lovelace"', { mail: 'Ada.Lovelace@fabrikam.example' }), false)
    assert.equal(find('"mail:ada"', { mail: null }), false)
  })

  test('combines clauses with AND, OR and parentheses, AND first', () => {
    const object = { displayName: 'Ada', mail: 'ada@fabrikam.example' }
    assert.equal(find('"displayName:bob" OR "displayName:ada" AND "mail:ada"', object), true)
    assert.equal(find('("displayName:bob" OR "displayName:ada") AND "mail:bob"', object), false)
  })

  test('knows escaped quotes and colons in the text', () => {
    assert.equal(find('"mail:a\\"b:c"', { mail: 'a"b:c@x' }), true)
  })

  test('refuses what cannot be read, naming the problem', () => {
    const refused = {
      'displayName:x': /double quotes/,
      '"displayName:x" and "mail:y"': /upper case/,
      '"displayName:x" "mail:y"': /something follows/,
      '("displayName:x"': /'\)' is missing/,
      '"text"': /property:text/,
      '"jobTitle:x"': /not supported on property 'jobTitle'/,
      '': /clause in double quotes is missing/,
    }
    for (const [text, message] of Object.entries(refused)) {
      assert.throws(() => parseSearch(text, searchable, 'user'), { name: 'ODataError', message })
    }
  })

  test('reads or refuses any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, value) => {
        try {
          fulfilsSearch(parseSearch(text, searchable, 'user'), { displayName: value })
        } catch (error) {
          assert.ok(error instanceof ODataError)
        }
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        assert.ok(find(`"mail:${value.replace(/["\\]/g, '\\$&')}"`, { mail: value }))
      }),
    )
  })
})
