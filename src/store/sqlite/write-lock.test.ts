import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { openDriver } from './driver.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'
import { createWriteLock } from './write-lock.ts'

const newFile = temporaryFiles()

function openTwo(waitMsMax?: number) {
  const file = newFile()
  const [driver, other] = [openDriver({ file }), openDriver({ file })]
  driver.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)')
  const insert = (x: number) => driver.prepare('INSERT INTO t VALUES (?)').run(x)
  const rows = () => other.prepare('SELECT x FROM t ORDER BY x', 'arrays').all()
  const lock = createWriteLock(driver, waitMsMax === undefined ? {} : { waitMsMax })
  const close = () => {
    driver.close()
    other.close()
  }
  return { file, other, insert, rows, lock, close }
}

describe('createWriteLock', () => {
  test('runs one write after the other, in the order in which they were asked for', async () => {
    const { lock, insert, rows, close } = openTwo()
    const order: string[] = []
    await Promise.all(
      [1, 2, 3].map((x) =>
        lock.run(async () => {
          order.push(`begin ${x}`)
          insert(x)
          await sleep(2)
          order.push(`end ${x}`)
        }),
      ),
    )
    assert.deepEqual(order, ['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3'])
    assert.deepEqual(rows(), [[1], [2], [3]])
    close()
  })

  test('keeps nothing of a write that rejects, and goes on with the next', async () => {
    const { lock, insert, rows, close } = openTwo()
    const failed = lock.run(async () => {
      insert(1)
      await sleep(1)
      throw new Error('on purpose')
    })
    const answer = lock.run(() => {
      insert(2)
      return 'done'
    })
    await assert.rejects(failed, { message: 'on purpose' })
    assert.equal(await answer, 'done')
    assert.deepEqual(rows(), [[2]])
    close()
  })

  test('waits for another connection without stopping the event loop', async () => {
    const { lock, insert, rows, other, close } = openTwo()
    other.exec('BEGIN IMMEDIATE')
    const written = lock.run(() => insert(1))
    let turns = 0
    for (; turns < 5; turns += 1) await sleep(2)
    assert.deepEqual(rows(), [])
    other.exec('COMMIT')
    await written
    assert.equal(turns, 5)
    assert.deepEqual(rows(), [[1]])
    close()
  })

  test('gives up as unavailable when the database stays busy, and works again afterwards', async () => {
    const { lock, insert, rows, other, close } = openTwo(20)
    other.exec('BEGIN IMMEDIATE')
    await assert.rejects(
      lock.run(() => insert(1)),
      { code: 'unavailable' },
    )
    other.exec('COMMIT')
    await lock.run(() => insert(2))
    assert.deepEqual(rows(), [[2]])
    close()
  })

  test('is idle when everything that was asked for has ended, failed or not', async () => {
    const { lock, insert, rows, close } = openTwo()
    await lock.idle()
    const failed = lock.run(() => Promise.reject(new Error('on purpose')))
    void lock.run(() => insert(1))
    failed.catch(() => {})
    await lock.idle()
    assert.deepEqual(rows(), [[1]])
    close()
  })

  test('gets its turns while another thread writes batch after batch', async () => {
    const { file, lock, insert, close } = openTwo()
    const writer = new Worker(batchesWithoutPause, { eval: true, workerData: { file } })
    await once(writer, 'message')
    for (let x = 1; x <= 5; x += 1) await lock.run(() => insert(x))
    writer.postMessage('stop')
    await once(writer, 'exit')
    close()
  })
})

const batchesWithoutPause = `
  const { DatabaseSync } = require('node:sqlite')
  const { parentPort, workerData } = require('node:worker_threads')
  const database = new DatabaseSync(workerData.file, { timeout: 5000 })
  let running = true
  parentPort.once('message', () => { running = false })
  const insert = database.prepare('INSERT INTO t VALUES (?)')
  let next = 1000
  const batch = () => {
    database.exec('BEGIN IMMEDIATE')
    const end = performance.now() + 20
    while (performance.now() < end) insert.run(next++)
    database.exec('COMMIT')
    if (next > 1000) parentPort.postMessage('running')
    if (running) setImmediate(batch)
    else database.close()
  }
  batch()
`
