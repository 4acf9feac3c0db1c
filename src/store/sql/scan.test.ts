import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { mergeChunks } from './merge.ts'
import { createScanBudget, type Scan, scanInChunks } from './scan.ts'

/** The numbers from 1 to `count`, of which those that fulfil `matches` are answered. */
function numbers(
  count: number,
  matches: (row: number) => boolean,
): Scan<number, number> & { readonly longest: () => number } {
  let longest = 0
  return {
    longest: () => longest,
    positionOf: (row) => row,
    edge: async (after, rows) => ((after ?? 0) + rows <= count ? (after ?? 0) + rows : undefined),
    async rows({ after, through }, limit) {
      const from = (after ?? 0) + 1
      const to = Math.min(count, through ?? count)
      longest = Math.max(longest, to - from + 1)
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
        .filter(matches)
        .slice(0, limit)
    },
  }
}

async function collect<Row>(chunks: AsyncGenerator<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const chunk of chunks) rows.push(...chunk)
  return rows
}

const unlimited = () => createScanBudget('', Number.MAX_SAFE_INTEGER)

describe('scanInChunks', () => {
  test('finds every matching row once, whatever the sizes, looking at no more than a window at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1, 4_999, 5_000, 5_001, 12_000),
        fc.integer({ min: 1, max: 7_000 }),
        fc.integer({ min: 1, max: 3_000 }),
        async (count, every, chunkRows) => {
          const scan = numbers(count, (row) => row % every === 0)
          const found = await collect(
            scanInChunks(scan, { after: null, chunkRows, windowed: true, budget: unlimited() }),
          )
          assert.deepEqual(
            found,
            Array.from({ length: Math.floor(count / every) }, (_, index) => (index + 1) * every),
          )
          assert.ok(scan.longest() <= 5_000)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('reads on behind a position, without windows too', async () => {
    const scan = numbers(10, () => true)
    const chunks = scanInChunks(scan, { after: 7, chunkRows: 2, windowed: false, budget: unlimited() })
    assert.deepEqual(await collect(chunks), [8, 9, 10])
  })

  test('refuses to look at more rows than the call may', async () => {
    for (const windowed of [true, false]) {
      const options = { after: null, chunkRows: 100, windowed, budget: createScanBudget('Name a job.', 9_000) }
      await assert.rejects(
        collect(
          scanInChunks(
            numbers(20_000, (row) => windowed || row > 0),
            options,
          ),
        ),
        {
          code: 'unsupportedQuery',
          message: /9000 .* Name a job/,
        },
      )
    }
  })
})

describe('mergeChunks', () => {
  async function* inChunks(rows: readonly number[], size: number) {
    for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
  }

  test('merges ordered sources into one order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uniqueArray(fc.nat(1_000), { maxLength: 20 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 5 }),
        async (lists, size) => {
          const sources = lists.map((list) =>
            inChunks(
              list.toSorted((a, b) => a - b),
              size,
            ),
          )
          const merged = await collect(mergeChunks(sources, (a, b) => a < b, size))
          assert.deepEqual(
            merged,
            lists.flat().sort((a, b) => a - b),
          )
        },
      ),
      { numRuns: 100 },
    )
  })
})
