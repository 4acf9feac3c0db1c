import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EvaluationFailure } from '../expression/error.ts'
import type { EvaluationResult } from '../expression/value.ts'
import type { AttributeType } from '../model/synchronization-schema.ts'
import { toAttributeValue } from './to-attribute-value.ts'

const convert = (result: EvaluationResult, type: AttributeType, multivalued = false) =>
  toAttributeValue(result, { name: 'target', type, multivalued })

describe('a result in the type of its target', () => {
  test('is no value when it is empty', () => {
    for (const type of ['String', 'Boolean', 'Integer', 'DateTime'] as const) {
      assert.equal(convert(null, type), null)
      assert.equal(convert('', type), null)
    }
    assert.equal(convert(['', ''], 'String', true), null)
    assert.equal(convert([], 'String', true), null)
  })

  test('is a Boolean for true, false, 1 and 0 in any letter case', () => {
    for (const value of [true, 'True', 'TRUE', ' true ', '1', 1]) assert.equal(convert(value, 'Boolean'), true)
    for (const value of [false, 'False', 'false', '0', 0]) assert.equal(convert(value, 'Boolean'), false)
  })

  test('is text for a Boolean and for a number', () => {
    assert.equal(convert(true, 'String'), 'True')
    assert.equal(convert(7, 'String'), '7')
  })

  test('is a whole number', () => {
    assert.equal(convert(' 42 ', 'Integer'), 42)
    assert.deepEqual(
      [convert('-7', 'Integer'), convert('+7', 'Integer'), convert('007', 'Integer'), convert('7.0', 'Integer')],
      [-7, 7, 7, 7],
    )
    for (const value of ['4.5', 'x', '9007199254740993', ' ', '0x10', '1e3', '1,000'])
      assert.throws(() => convert(value, 'Integer'), EvaluationFailure)
  })

  test('is a list for a multi-valued target', () => {
    assert.deepEqual(convert('a', 'String', true), ['a'])
    assert.deepEqual(convert(['a', '', 'b'], 'String', true), ['a', 'b'])
  })

  test('is a time in UTC, in whole seconds, wherever the server stands', () => {
    const zone = process.env.TZ
    for (process.env.TZ of ['America/New_York', 'Asia/Tokyo', 'UTC']) {
      assert.equal(convert('2026-01-05T08:00:00.999Z', 'DateTime'), '2026-01-05T08:00:00Z')
      assert.equal(convert('2026-01-05T08:00:00+01:00', 'DateTime'), '2026-01-05T07:00:00Z')
      assert.equal(convert('2026-01-05T08:00:00', 'DateTime'), '2026-01-05T08:00:00Z')
      assert.equal(convert('1/5/2026', 'DateTime'), '2026-01-05T00:00:00Z')
      assert.equal(convert({ kind: 'instant', epochMs: 0, ticks: 1 }, 'DateTime'), '1970-01-01T00:00:00Z')
    }
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  test('fails and names the target when it does not fit', () => {
    assert.throws(() => convert('perhaps', 'Boolean'), /'perhaps' is not a Boolean value for target/)
    assert.throws(() => convert('soon', 'DateTime'), /"soon" is not a date, which target needs/)
    assert.throws(() => convert('2026-02-30', 'DateTime'), EvaluationFailure)
  })
})
