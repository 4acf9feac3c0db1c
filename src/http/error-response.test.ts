import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EntrainError } from '../model/error.ts'
import { isDefect, toErrorResponse } from './error-response.ts'

const request = { requestId: 'r-1', clientRequestId: 'c-1' }
const at = Date.UTC(2026, 1, 3, 4, 5, 6)
const envelope = (error: unknown) => JSON.parse(String(toErrorResponse(error, request, at).body)).error

describe('toErrorResponse', () => {
  test('puts code, message, details and ids into the envelope', () => {
    const error = new EntrainError('schemaInvalid', 'Wrong.', { details: [{ code: 'X', message: 'y', target: '/z' }] })
    assert.deepEqual(envelope(error), {
      code: 'SchemaInvalid',
      message: 'Wrong.',
      details: [{ code: 'X', message: 'y', target: '/z' }],
      innerError: { date: '2026-02-03T04:05:06', 'request-id': 'r-1', 'client-request-id': 'c-1' },
    })
  })

  test('leaves details out when there are none, and passes headers on', () => {
    const response = toErrorResponse(
      new EntrainError('unavailable', 'Later.', { headers: { 'Retry-After': '3' } }),
      request,
      at,
    )
    assert.equal(response.status, 503)
    assert.equal(response.headers['Retry-After'], '3')
    assert.equal(String(response.body).includes('details'), false)
  })

  test('shows nothing of a defect', () => {
    const error = new Error('password=hunter2 at /secret/path')
    const response = toErrorResponse(error, request, at)
    assert.equal(response.status, 500)
    assert.equal(envelope(error).code, 'InternalServerError')
    assert.equal(/hunter2|secret|stack/.test(String(response.body)), false)
    assert.equal(isDefect(error), true)
    assert.equal(isDefect(new EntrainError('notFound', 'No.')), false)
  })

  test('what is thrown need not be an error', () => {
    assert.equal(toErrorResponse('text', request, at).status, 500)
    assert.equal(toErrorResponse(undefined, request, at).status, 500)
  })
})
