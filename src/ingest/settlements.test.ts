import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { describe, test } from 'node:test'
import { Settlements } from './settlements.ts'

const farAwayMs = 600_000

describe('Settlements', () => {
  test('wakes whoever waits for that sequence or an earlier one, of that job', async () => {
    const settlements = new Settlements()
    const { signal } = new AbortController()
    const woken: string[] = []
    const waits = [
      settlements.waitFor('t', 'a', 5, farAwayMs, signal).then(() => woken.push('a5')),
      settlements.waitFor('t', 'a', 7, farAwayMs, signal).then(() => woken.push('a7')),
      settlements.waitFor('t', 'b', 5, farAwayMs, signal).then(() => woken.push('b5')),
    ]
    settlements.settled('t', 'a', 6)
    await waits[0]
    assert.deepEqual(woken, ['a5'])
    settlements.settled('t', 'a', 7)
    settlements.settled('t', 'b', 9)
    await Promise.all(waits)
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
  })

  test('does not wait for what is settled already, nor for a caller who is gone', async () => {
    const settlements = new Settlements()
    settlements.settled('t', 'a', 6)
    await settlements.waitFor('t', 'a', 6, farAwayMs, new AbortController().signal)
    await settlements.waitFor('t', 'a', 7, farAwayMs, AbortSignal.abort())
  })

  test('ends with the time, and with the signal', async () => {
    const settlements = new Settlements()
    await settlements.waitFor('t', 'a', 1, 1, new AbortController().signal)
    const gone = new AbortController()
    const waiting = settlements.waitFor('t', 'a', 1, farAwayMs, gone.signal)
    gone.abort()
    await waiting
  })
})
