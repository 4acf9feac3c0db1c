import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AuditEntry } from '../contracts/store-audits.ts'
import { createSignInLog, type SignInLogLimits } from './sign-in-log.ts'

const entry = (number: number): AuditEntry => ({ kind: 'signIn', id: String(number), at: number, properties: {} })

function open(limits: Partial<SignInLogLimits> = {}) {
  const written: (readonly [string, readonly string[]])[] = []
  const lost: (readonly [number, unknown])[] = []
  let failure: Error | undefined
  const log = createSignInLog({
    append: async (tenantId, entries) => {
      if (failure !== undefined) throw failure
      written.push([tenantId, entries.map(({ id }) => id)])
    },
    onLost: (count, error) => lost.push([count, error]),
    limits: { flushMs: 60_000, ...limits },
  })
  const fail = (error: Error | undefined) => {
    failure = error
  }
  return { log, written, lost, fail }
}

describe('the sign-in log', () => {
  test('writes what came together in one piece per tenant', async () => {
    const { log, written } = open()
    for (const number of [1, 2]) log.record('fabrikam', entry(number), 'granted')
    log.record('contoso', entry(3), 'refused')
    assert.deepEqual(written, [])
    await log.flush()
    assert.deepEqual(written, [
      ['fabrikam', ['1', '2']],
      ['contoso', ['3']],
    ])
  })

  test('writes by itself after the wait, and at once when there is a whole batch', async () => {
    const waiting = open({ flushMs: 1 })
    waiting.log.record('fabrikam', entry(1), 'granted')
    const full = open()
    for (let number = 0; number < 500; number += 1) full.log.record('fabrikam', entry(number), 'granted')
    await new Promise((resolve) => setTimeout(resolve, 30))
    assert.equal(waiting.written.length, 1)
    assert.equal(full.written[0]?.[1].length, 500)
  })

  test('writes the rest when it is closed, and nothing afterwards', async () => {
    const { log, written } = open()
    log.record('fabrikam', entry(1), 'granted')
    await log.close()
    log.record('fabrikam', entry(2), 'granted')
    await log.close()
    assert.deepEqual(written, [['fabrikam', ['1']]])
  })

  test('counts what is too much, so that nobody fills the disk by guessing', async () => {
    const { log, written, lost } = open({ refusalsPerFlushMax: 2, pendingEntriesMax: 4 })
    for (let number = 0; number < 5; number += 1) log.record('fabrikam', entry(number), 'refused')
    for (let number = 5; number < 10; number += 1) log.record('fabrikam', entry(number), 'granted')
    await log.flush()
    assert.deepEqual(lost, [[6, undefined]])
    assert.deepEqual(written, [['fabrikam', ['0', '1', '5', '6']]])
    log.record('fabrikam', entry(10), 'refused')
    await log.flush()
    assert.equal(written.length, 2)
  })

  test('a store that fails loses a batch and is told of, the next one is written', async () => {
    const { log, written, lost, fail } = open()
    const failure = new Error('the disk is full')
    fail(failure)
    log.record('fabrikam', entry(1), 'granted')
    await log.flush()
    fail(undefined)
    log.record('fabrikam', entry(2), 'granted')
    await log.flush()
    assert.deepEqual(lost, [[1, failure]])
    assert.deepEqual(written, [['fabrikam', ['2']]])
  })
})
