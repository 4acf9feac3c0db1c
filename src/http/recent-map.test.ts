import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RecentMap } from './recent-map.ts'

test('what is used stays, and of what was quiet only the 10,000 latest', () => {
  const entries = new RecentMap<{ readonly made: number }>()
  const [busy, quiet] = [entries.take('busy', () => ({ made: 0 })), entries.take('quiet', () => ({ made: 0 }))]
  for (let made = 1; made <= 12_000; made += 1) {
    entries.take(String(made), () => ({ made }))
    if (made % 1_000 === 0)
      assert.equal(
        entries.take('busy', () => ({ made })),
        busy,
      )
  }
  assert.notEqual(
    entries.take('quiet', () => ({ made: -1 })),
    quiet,
  )
  assert.equal(entries.take('11999', () => ({ made: -1 })).made, 11_999)
})
