import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewUpload } from '../../model/upload.ts'
import { openSqliteStaging } from './staging.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newFile = temporaryFiles()

/** The real thread, but the first one ends as soon as something is asked of it. */
const crashesOnce = new URL(
  `data:text/javascript,${encodeURIComponent(`
import { existsSync, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
const marker = workerData.file + '.crashed'
if (existsSync(marker)) await import(${JSON.stringify(new URL('./staging-thread.ts', import.meta.url).href)})
else {
  writeFileSync(marker, '')
  const { openStagingDatabase } = await import(${JSON.stringify(new URL('./staging-schema.ts', import.meta.url).href)})
  openStagingDatabase(workerData.file).close()
  parentPort.on('message', () => { throw new Error('a crash') })
  parentPort.postMessage('ready')
}`)}`,
)

function upload(id: string): NewUpload {
  const ids = { id, jobId: 'job', requestId: 'request', clientRequestId: '', appId: 'app' }
  return { ...ids, receivedAt: 0, operationCount: 1, body: new TextEncoder().encode('{}') }
}

test('a crash of the writing thread fails who waits, and the next upload is stored', { timeout: 20_000 }, async () => {
  const crashes: string[] = []
  const staging = await openSqliteStaging(newFile(), {
    module: crashesOnce,
    onCrash: (error) => void crashes.push(error.message),
  })
  await assert.rejects(staging.stage('tenant', upload('a')), { code: 'unavailable' })
  assert.deepEqual(crashes, ['a crash'])
  assert.equal(await staging.stage('tenant', upload('b')), 1)
  await staging.close()
})

test('nothing is stored, and nobody waits for ever, once it is closed', async () => {
  const staging = await openSqliteStaging(newFile())
  const inHand = staging.stage('tenant', upload('a'))
  const closed = staging.close()
  assert.equal(await inHand, 1)
  await assert.rejects(staging.stage('tenant', upload('b')), { code: 'unavailable' })
  await closed
  await staging.close()
})
