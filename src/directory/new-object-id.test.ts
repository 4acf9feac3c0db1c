import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newObjectId } from './new-object-id.ts'

describe('a new object id', () => {
  test('is a UUID of version 7 that begins with its time', () => {
    const now = Date.parse('2026-01-05T08:00:00.123Z')
    for (let round = 0; round < 2_000; round++) {
      const id = newObjectId(now)
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.equal(Number.parseInt(id.replace('-', '').slice(0, 12), 16), now)
    }
  })

  test('is never given twice, also many within one millisecond', () => {
    const ids = new Set(Array.from({ length: 50_000 }, () => newObjectId(1_000)))
    assert.equal(ids.size, 50_000)
  })

  test('sorts after ids of an earlier time, whatever part of a millisecond is given', () => {
    const times = [0, 1, 999.9, 1_000, 1e12, 1e12 + 0.5, 1e12 + 1]
    const ids = times.map(newObjectId)
    for (const [index, id] of ids.entries()) {
      const before = ids[index - 1]
      if (before !== undefined && Math.floor(times[index] ?? 0) > Math.floor(times[index - 1] ?? 0))
        assert.ok(id > before)
    }
  })
})
