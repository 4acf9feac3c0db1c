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
      settlements
        .waitFor({ tenantId: 't', jobId: 'a', sequence: 5 }, { timeoutMs: farAwayMs, signal })
        .then(() => woken.push('a5')),
      settlements
        .waitFor({ tenantId: 't', jobId: 'a', sequence: 7 }, { timeoutMs: farAwayMs, signal })
        .then(() => woken.push('a7')),
      settlements
        .waitFor({ tenantId: 't', jobId: 'b', sequence: 5 }, { timeoutMs: farAwayMs, signal })
        .then(() => woken.push('b5')),
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
    await settlements.waitFor(
      { tenantId: 't', jobId: 'a', sequence: 6 },
      { timeoutMs: farAwayMs, signal: new AbortController().signal },
    )
    await settlements.waitFor(
      { tenantId: 't', jobId: 'a', sequence: 7 },
      { timeoutMs: farAwayMs, signal: AbortSignal.abort() },
    )
  })

  test('ends with the time, and with the signal', async () => {
    const settlements = new Settlements()
    await settlements.waitFor(
      { tenantId: 't', jobId: 'a', sequence: 1 },
      { timeoutMs: 1, signal: new AbortController().signal },
    )
    const gone = new AbortController()
    const waiting = settlements.waitFor(
      { tenantId: 't', jobId: 'a', sequence: 1 },
      { timeoutMs: farAwayMs, signal: gone.signal },
    )
    gone.abort()
    await waiting
  })
})
