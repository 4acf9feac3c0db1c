import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { escrowMsMax, nextRetry } from './appointments.ts'

const minuteMs = 60_000

describe('a failed record', () => {
  test('is tried again after 1, 5, 15 and 60 minutes, then every 6 hours, for 28 days', () => {
    const since = Date.UTC(2031, 0, 1)
    const pauses: number[] = []
    let now = since
    for (let attempts = 1; ; attempts++) {
      const next = nextRetry(attempts, since, now)
      if (next === null) break
      pauses.push((next - now) / minuteMs)
      now = next
    }
    assert.deepEqual(pauses.slice(0, 6), [1, 5, 15, 60, 360, 360])
    assert.ok(pauses.slice(4).every((pause) => pause === 360))
    assert.ok(now - since >= escrowMsMax && now - since < escrowMsMax + 360 * minuteMs)
  })
})
