import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { splitIntoWaves } from './waves.ts'

interface Item {
  readonly position: number
  readonly keys: readonly string[]
}

const items: fc.Arbitrary<Item[]> = fc
  .array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '__proto__'), { maxLength: 3 }), { maxLength: 40 })
  .map((list) => list.map((keys, position) => ({ position, keys })))
const waveOf = (waves: readonly Item[][], item: Item): number => waves.findIndex((wave) => wave.includes(item))
const split = (list: readonly Item[]): Item[][] => splitIntoWaves(list, ({ keys }) => ({ keys, after: [] }))

describe('splitIntoWaves', () => {
  test('puts every item into exactly one wave and leaves no wave empty', () => {
    fc.assert(
      fc.property(items, (list) => {
        const waves = split(list)
        assert.ok(waves.every((wave) => wave.length > 0))
        assert.deepEqual(
          waves.flat().sort((a, b) => a.position - b.position),
          list,
        )
      }),
    )
  })

  test('lets no two items of a wave share a key, and keeps the order of those that share one', () => {
    fc.assert(
      fc.property(items, (list) => {
        const waves = split(list)
        for (const [index, later] of list.entries()) {
          for (const earlier of list.slice(0, index)) {
            if (earlier.keys.some((key) => later.keys.includes(key)))
              assert.ok(waveOf(waves, earlier) < waveOf(waves, later))
          }
        }
      }),
    )
  })

  test('puts an item behind the earlier ones that it names, and no others', () => {
    const list: Item[] = [
      { position: 0, keys: ['report'] },
      { position: 1, keys: ['chief'] },
      { position: 2, keys: ['clerk'] },
    ]
    const after = (item: Item) => (item.position === 1 ? [] : ['chief'])
    const waves = splitIntoWaves(list, (item) => ({ keys: item.keys, after: after(item) }))
    assert.deepEqual(
      waves.map((wave) => wave.map(({ position }) => position)),
      [[0, 1], [2]],
    )
  })

  test('needs one wave for items that have nothing in common', () => {
    const list = Array.from({ length: 100 }, (_, position) => ({ position, keys: [String(position)] }))
    assert.equal(split(list).length, 1)
    assert.deepEqual(split([]), [])
  })
})
