import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { EntrainError } from '../model/error.ts'
import { defaultResetScope } from '../sync/lifecycle.ts'
import { parseRestart } from './reset-scope.ts'

const scopeOf = (resetScope: unknown) => [...parseRestart({ criteria: { resetScope } })].sort()

describe('parseRestart', () => {
  test('takes names in any letter case, with or without spaces', () => {
    assert.deepEqual(scopeOf('Watermark, Escrows'), ['Escrows', 'Watermark'])
    assert.deepEqual(scopeOf('watermark,QUARANTINESTATE'), ['QuarantineState', 'Watermark'])
    assert.deepEqual([...parseRestart({ Criteria: { resetscope: 'ForceDeletes' } })], ['ForceDeletes'])
  })

  test('takes numbers, also as text', () => {
    assert.deepEqual(scopeOf(6), ['Escrows', 'Watermark'])
    assert.deepEqual(scopeOf('33'), ['ConnectorDataStore', 'ForceDeletes'])
  })

  test('knows Full as the four that are listed and None as nothing', () => {
    assert.deepEqual(scopeOf('Full'), ['ConnectorDataStore', 'Escrows', 'QuarantineState', 'Watermark'])
    assert.deepEqual(scopeOf('None'), [])
  })

  test('is the restart of the portal when nothing is said', () => {
    for (const body of [undefined, null, {}, { criteria: null }, { criteria: {} }, { criteria: { resetScope: '' } }]) {
      assert.equal(parseRestart(body), defaultResetScope)
    }
  })

  test('refuses what it does not know', () => {
    for (const resetScope of ['Watermrak', 'Watermark, ', 16, -1, 1.5, true, [], 'constructor']) {
      assert.throws(() => scopeOf(resetScope), { code: 'badRequest' }, JSON.stringify(resetScope))
    }
    assert.throws(() => parseRestart([]), { code: 'badRequest' })
    assert.throws(() => parseRestart({ criteria: 'Full' }), { code: 'badRequest' })
  })

  test('answers any JSON with a scope or a refusal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const body of [value, { criteria: value }, { criteria: { resetScope: value } }]) {
          try {
            parseRestart(body)
          } catch (error) {
            assert.ok(error instanceof EntrainError)
          }
        }
      }),
    )
  })
})
