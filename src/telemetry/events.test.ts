import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createEvents } from './events.ts'
import { createLogger, type LogLevel } from './logger.ts'

function world(level: LogLevel) {
  const lines: string[] = []
  const logger = createLogger({ level, destination: { write: (line: string) => void lines.push(line) } })
  return { events: createEvents(logger), read: () => lines.map((line) => JSON.parse(line)) }
}

const served = { requestId: 'r', clientRequestId: 'c', method: 'GET', path: '/', status: 200, durationMs: 1 }

describe('events', () => {
  test('a line names its event, its level and its time', () => {
    const { events, read } = world('info')
    events.shutdown({ reason: 'SIGTERM' })
    const [line] = read()
    assert.equal(line.event, 'shutdown')
    assert.equal(line.level, 'info')
    assert.equal(line.reason, 'SIGTERM')
    assert.equal(new Date(line.time).toISOString(), line.time)
  })

  test('requests are logged only at debug', () => {
    const quiet = world('info')
    quiet.events.requestServed(served)
    assert.deepEqual(quiet.read(), [])
    const loud = world('debug')
    loud.events.requestServed(served)
    assert.equal(loud.read()[0].requestId, 'r')
  })

  test('an unexpected error is logged with its stack and its cause, whatever was thrown', () => {
    const { events, read } = world('error')
    events.unexpectedError(new Error('outer', { cause: new Error('inner') }), { requestId: 'r' })
    events.unexpectedError('text')
    const [first, second] = read()
    assert.equal(first.requestId, 'r')
    assert.match(first.err.stack, /outer/)
    assert.match(first.err.stack, /inner/)
    assert.match(second.err.message, /text/)
  })

  test('what must not be read is taken out', () => {
    const lines: string[] = []
    const logger = createLogger({ level: 'info', destination: { write: (line: string) => void lines.push(line) } })
    logger.info({ authorization: 'Bearer secret', secretText: 'secret' })
    assert.equal(lines.join('').includes('secret"'), false)
  })
})
