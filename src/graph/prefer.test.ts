import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { appliedPreferences, readMaxPageSize, readReturn } from './prefer.ts'

const call = (prefer?: string) => {
  const request = { header: (name: string) => (name === 'prefer' ? prefer : undefined) }
  return { request } as unknown as Parameters<typeof readReturn>[0]
}

describe('preferences', () => {
  test('tell what a write should answer with', () => {
    assert.equal(readReturn(call('return=minimal')), 'minimal')
    assert.equal(readReturn(call('wait=5, Return="representation"')), 'representation')
    assert.equal(readReturn(call('return=everything')), undefined)
    assert.equal(readReturn(call('return')), undefined)
    assert.equal(readReturn(call()), undefined)
  })

  test('tell how long a page may be', () => {
    assert.equal(readMaxPageSize(call('odata.maxpagesize=50')), 50)
    assert.equal(readMaxPageSize(call('return=minimal; maxpagesize="7"')), 7)
    for (const value of ['0', '-1', 'x', '', '9999999999'])
      assert.equal(readMaxPageSize(call(`odata.maxpagesize=${value}`)), undefined)
  })

  test('that were followed are told to the caller', () => {
    assert.deepEqual(appliedPreferences({ return: undefined }), {})
    assert.deepEqual(appliedPreferences({ return: 'minimal', 'odata.maxpagesize': 5, simulate: true }), {
      'Preference-Applied': 'return=minimal, odata.maxpagesize=5, simulate',
    })
  })
})
