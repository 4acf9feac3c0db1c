import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type RepeatingOptions, startRepeating } from './repeating-timer.ts'

const never = 3_600_000

function counting(options: Partial<RepeatingOptions> = {}) {
  let rounds = 0
  const waiters: (() => void)[] = []
  const timer = startRepeating({
    roundMs: never,
    onFailure: () => assert.fail('no round fails'),
    round: async () => {
      rounds += 1
      for (const resolve of waiters.splice(0)) resolve()
    },
    ...options,
  })
  const nextRound = () => new Promise<void>((resolve) => waiters.push(resolve))
  return { timer, rounds: () => rounds, nextRound }
}

describe('a repeating timer', () => {
  test('begins a round when it is told to look again, and the first one at its own time', async () => {
    const { timer, rounds, nextRound } = counting({ firstRoundMs: 1 })
    await nextRound()
    const second = nextRound()
    timer.lookAgain()
    await second
    await timer.stop()
    assert.equal(rounds(), 2)
  })

  test('goes on after a round that failed', async () => {
    const { promise: failed, resolve } = Promise.withResolvers<unknown>()
    const outcomes = [new Error('full'), undefined]
    const { promise: succeeded, resolve: succeed } = Promise.withResolvers<void>()
    const { timer } = counting({
      firstRoundMs: 1,
      roundMs: 1,
      onFailure: resolve,
      round: async () => {
        const error = outcomes.shift()
        if (error !== undefined) throw error
        succeed()
      },
    })
    assert.match(String(await failed), /full/)
    await succeeded
    await timer.stop()
  })

  test('stops while it waits, and a round that waits is told', async () => {
    const { timer, rounds } = counting()
    await timer.stop()
    assert.equal(rounds(), 0)
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const waiting = counting({
      firstRoundMs: 1,
      round: (signal) => {
        begin()
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    })
    await begun
    await waiting.timer.stop()
  })
})
