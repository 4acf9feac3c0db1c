import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { smallest } from './smallest.ts'

const ascending = (a: number, b: number): number => a - b

describe('smallest', () => {
  test('answers with the beginning of the sorted rows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(20), (rows, limit) => {
        assert.deepEqual(smallest(rows, limit, ascending), rows.toSorted(ascending).slice(0, limit))
      }),
    )
  })

  test('does so for more rows than it keeps', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => (index * 7_919) % 10_000)
    assert.deepEqual(smallest(rows, 3, ascending), [0, 1, 2])
    assert.deepEqual(smallest(rows, Number.MAX_SAFE_INTEGER, ascending), rows.toSorted(ascending))
  })
})
