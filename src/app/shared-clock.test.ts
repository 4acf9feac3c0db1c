import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { createSharedClock, openSharedClock, withMoves } from './shared-clock.ts'

const dayMs = 86_400_000

describe('a shared clock', () => {
  test('keeps the system time until it is moved, then goes on from there', () => {
    const clock = createSharedClock()
    const [before, now, after] = [Date.now(), clock.now(), Date.now()]
    assert.ok(before <= now && now <= after)
    clock.moveTo(Date.UTC(2100, 0, 1))
    assert.ok(clock.now() >= Date.UTC(2100, 0, 1))
    const offsetMs = clock.offsetMs()
    clock.advance(dayMs)
    assert.ok(clock.offsetMs() >= offsetMs + dayMs - 1)
  })

  test('can stand still', () => {
    const clock = createSharedClock({ isStopped: true, aheadMs: dayMs })
    const at = clock.now()
    assert.ok(at <= Date.now() + dayMs)
    clock.advance(1)
    assert.equal(clock.now(), at + 1)
  })

  test('is never moved back, nor beyond what a time can tell', () => {
    const clock = createSharedClock({ isStopped: true })
    const at = clock.now()
    const refusal = { name: 'EntrainError', code: 'invalidValue' }
    assert.throws(() => clock.moveTo(at - 1), { ...refusal, message: /never moved back/ })
    for (const ms of [-1, Number.NaN, Number.NEGATIVE_INFINITY]) assert.throws(() => clock.advance(ms), refusal)
    for (const ms of [Number.POSITIVE_INFINITY, Date.UTC(9999, 11, 31)]) {
      assert.throws(() => clock.advance(ms), { ...refusal, message: /9999-12-31/ })
    }
    assert.equal(clock.now(), at)
  })

  test('tells the same time wherever its memory is', async () => {
    const clock = createSharedClock({ isStopped: true })
    const code = `
      const { parentPort, workerData } = require('node:worker_threads')
      import(workerData.module).then(({ openSharedClock }) => {
        const clock = openSharedClock(workerData.memory)
        parentPort.on('message', () => parentPort.postMessage(clock.now()))
        parentPort.postMessage(clock.now())
      })`
    const module = new URL('./shared-clock.ts', import.meta.url).href
    const worker = new Worker(code, { eval: true, workerData: { memory: clock.memory, module } })
    const next = () => new Promise<number>((resolve) => worker.once('message', resolve))
    assert.equal(await next(), clock.now())
    clock.advance(365 * dayMs)
    worker.postMessage('tell')
    assert.equal(await next(), clock.now())
    openSharedClock(clock.memory).advance(dayMs)
    worker.postMessage('tell')
    assert.equal(await next(), clock.now())
    await worker.terminate()
  })

  test('tells of its moves, but not of refused ones', () => {
    let moves = 0
    const clock = withMoves(createSharedClock(), () => moves++)
    clock.advance(dayMs)
    clock.moveTo(clock.now() + dayMs)
    assert.throws(() => clock.moveTo(0))
    assert.equal(moves, 2)
  })
})
