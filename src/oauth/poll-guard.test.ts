import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPollGuard, pollIntervalSeconds } from './poll-guard.ts'

function world() {
  let now = Date.UTC(2026, 5, 1)
  const guard = createPollGuard({ now: () => now })
  const after = (ms: number) => {
    now += ms
    return guard.isTooSoon('device')
  }
  return { guard, after }
}

describe('devices that wait', () => {
  test('may ask at the interval for ever, a little early too', () => {
    const { after } = world()
    const gaps = [0, 5_000, 4_999, 4_100, 5_000, 60_000, 5_000]
    assert.deepEqual(
      gaps.map(after),
      gaps.map(() => false),
    )
  })

  test('have to wait five seconds longer each time that they ask too soon', () => {
    const { after } = world()
    const interval = pollIntervalSeconds * 1000
    assert.deepEqual([after(0), after(1_000), after(interval), after(interval * 3)], [false, true, true, false])
    assert.deepEqual([after(interval * 2), after(interval * 3), after(interval * 5)], [true, true, false])
  })

  test('do not slow each other down', () => {
    const { guard, after } = world()
    assert.equal(after(0), false)
    assert.equal(guard.isTooSoon('another'), false)
    assert.equal(after(0), true)
  })
})
