import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { StagingAnswer, StagingRequest } from './staging-protocol.ts'
import { openStagingDatabase } from './staging-schema.ts'
import { createStagingWriter } from './staging-writer.ts'

/**
 * The one writer of the staging file. Everything that has arrived since the last commit goes into the next one, so the
 * cost of making data durable is shared (group commit), and the HTTP thread never waits for the disk.
 */
const { file } = workerData as { readonly file: string }
const database = openStagingDatabase(file)
const writer = createStagingWriter(database)

/** Requests of one commit at most; the rest waits for the next. */
const groupMax = 64

function serve(port: MessagePort, first: StagingRequest): void {
  const group = [first]
  while (group.length < groupMax) {
    const next = receiveMessageOnPort(port)
    if (next === undefined) break
    group.push(next.message as StagingRequest)
  }
  port.postMessage(answerGroup(group))
  if (group.some((request) => request.kind === 'close')) {
    database.close()
    port.close()
  }
}

function answerGroup(group: readonly StagingRequest[]): StagingAnswer[] {
  try {
    return writer.commit(group)
  } catch (error) {
    // Nothing of the group is durable, so every caller hears of it.
    const message = error instanceof Error ? error.message : String(error)
    return group.map(({ ticket }) => ({ ticket, value: null, error: message }))
  }
}

const port = parentPort
if (port === null) throw new Error('the staging thread must be started as a worker thread')
port.on('message', (request: StagingRequest) => serve(port, request))
port.postMessage('ready')
