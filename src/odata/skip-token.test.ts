import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ODataError, toEntrainError } from './odata-error.ts'
import { parseSkipToken, type SortKey, writeSkipToken } from './skip-token.ts'

const query = '[["filter","displayName eq \'Ann\'"]]'
const keys: fc.Arbitrary<SortKey> = fc.array(
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
  { maxLength: 3 },
)

function assertRefused(token: string, queryText = query): void {
  assert.throws(
    () => parseSkipToken(token, queryText),
    (error) => error instanceof ODataError && error.code === 'invalidSkipToken',
  )
}

describe('skip token', () => {
  test('carries the sort key to the next request', () => {
    fc.assert(fc.property(keys, (key) => assert.deepEqual(parseSkipToken(writeSkipToken(key, query), query), key)))
  })

  test('needs no percent-encoding in a link', () => {
    fc.assert(fc.property(keys, (key) => assert.match(writeSkipToken(key, query), /^[A-Za-z0-9_-]+$/)))
  })

  test('is refused with another query', () => {
    assertRefused(writeSkipToken(['Ann', '7'], query), query.replace('Ann', 'Bob'))
  })

  test('is refused when a character was changed, added or lost', () => {
    const characters = fc.constantFrom(...'ABCXYZabcxyz0189-_')
    fc.assert(
      fc.property(keys, fc.nat(), characters, (key, place, character) => {
        const token = writeSkipToken(key, query)
        const index = place % token.length
        if (token[index] === character) return
        assertRefused(token.slice(0, index) + character + token.slice(index + 1))
        assertRefused(token.slice(0, index))
        assertRefused(token + character)
      }),
    )
  })

  test('is refused when it is not one at all', () => {
    for (const token of ['', 'x', '====', 'a b', 'é', 'A'.repeat(10_000), writeSkipToken([], query).repeat(2)]) {
      assertRefused(token)
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (token) => assertRefused(token)))
  })

  test('asks the caller to start again with the code of an expired page', () => {
    assert.throws(
      () => parseSkipToken('zz', query),
      (error) => error instanceof ODataError && toEntrainError(error).code === 'expiredPageToken',
    )
  })
})
