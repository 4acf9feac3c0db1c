import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Throttle, throttleProfiles } from './throttle.ts'

const caller = { tenantId: 't', appId: 'a' }
const start = 1_800_000_000_000
const movable = () => {
  const clock = { at: start, now: () => clock.at }
  return clock
}
const admitted = (throttle: Throttle, times: number, who = caller) =>
  Array.from({ length: times }, () => throttle.admit(who)).filter((verdict) => verdict.admitted).length

describe('Throttle', () => {
  test('admits 40 requests in one second and refuses the 41st with a whole number of seconds', () => {
    const throttle = new Throttle(throttleProfiles.reference.bulkUpload, movable())
    assert.equal(admitted(throttle, 40), 40)
    assert.deepEqual(throttle.admit(caller), { admitted: false, retryAfterSeconds: 1 })
  })

  test('the window slides: a request fits again as soon as the oldest is a window old', () => {
    const clock = movable()
    const throttle = new Throttle({ requests: 2, windowMs: 1_000, perDay: null }, clock)
    throttle.admit(caller)
    clock.at += 600
    throttle.admit(caller)
    clock.at += 399
    assert.equal(throttle.admit(caller).admitted, false)
    clock.at += 1
    assert.equal(throttle.admit(caller).admitted, true)
    assert.equal(throttle.admit(caller).admitted, false)
  })

  test('says how long the window of five seconds keeps a caller out', () => {
    const clock = movable()
    const throttle = new Throttle(throttleProfiles['service-2025'].bulkUpload, clock)
    admitted(throttle, 40)
    clock.at += 1_500
    assert.deepEqual(throttle.admit(caller), { admitted: false, retryAfterSeconds: 4 })
  })

  test('refused requests do not count', () => {
    const clock = movable()
    const throttle = new Throttle({ requests: 1, windowMs: 1_000, perDay: null }, clock)
    throttle.admit(caller)
    for (let step = 0; step < 9; step += 1) {
      clock.at += 100
      throttle.admit(caller)
    }
    clock.at += 100
    assert.equal(throttle.admit(caller).admitted, true)
  })

  test('counts the window for each application of each tenant by itself', () => {
    const throttle = new Throttle({ requests: 1, windowMs: 1_000, perDay: null }, movable())
    assert.equal(throttle.admit(caller).admitted, true)
    assert.equal(throttle.admit({ tenantId: 't', appId: 'b' }).admitted, true)
    assert.equal(throttle.admit({ tenantId: 'u', appId: 'a' }).admitted, true)
    assert.equal(throttle.admit(caller).admitted, false)
  })

  test('the daily quota belongs to the tenant and comes back as its calls grow a day old', () => {
    const clock = movable()
    const throttle = new Throttle({ requests: 100, windowMs: 1, perDay: 3 }, clock)
    assert.equal(admitted(throttle, 2), 2)
    clock.at += 3_600_000
    assert.equal(admitted(throttle, 2, { tenantId: 't', appId: 'b' }), 1)
    const verdict = throttle.admit(caller)
    assert.equal(verdict.admitted, false)
    const waitMs = verdict.admitted ? 0 : verdict.retryAfterSeconds * 1000
    clock.at += waitMs - 1_000
    assert.equal(throttle.admit(caller).admitted, false)
    clock.at += 1_000
    assert.equal(admitted(throttle, 3), 2)
  })

  test('a quota that rested for days is whole again', () => {
    const clock = movable()
    const throttle = new Throttle({ requests: 100, windowMs: 1, perDay: 3 }, clock)
    admitted(throttle, 3)
    clock.at += 10 * 86_400_000
    assert.equal(admitted(throttle, 5), 3)
  })

  test('forgets the caller that was quiet longest instead of growing', () => {
    const throttle = new Throttle({ requests: 1, windowMs: 1_000, perDay: null }, movable())
    throttle.admit(caller)
    for (let index = 0; index < 10_000; index += 1) throttle.admit({ tenantId: 't', appId: `app-${index}` })
    assert.equal(throttle.admit({ tenantId: 't', appId: 'app-9999' }).admitted, false)
    assert.equal(throttle.admit(caller).admitted, true)
  })
})
