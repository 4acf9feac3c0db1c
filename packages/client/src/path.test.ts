import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { alternateKey, toUrlPath } from './path.ts'

describe('toUrlPath', () => {
  test('fills in values, percent-encoded', () => {
    const path = '/servicePrincipals/{id}/synchronization/jobs/{jobId}'
    assert.equal(
      toUrlPath(path, { id: 'a/b', jobId: 'API2AAD.x' }),
      '/servicePrincipals/a%2Fb/synchronization/jobs/API2AAD.x',
    )
  })

  test('writes alternate keys in parentheses, with quotes doubled', () => {
    const id = alternateKey('uniqueName', "O'Neil's app")
    assert.equal(toUrlPath('/applications/{id}/owners', { id }), "/applications(uniqueName='O''Neil''s%20app')/owners")
  })

  test('writes query options with their dollar sign', () => {
    const query = { select: ['id', 'mail'], filter: "mail eq 'x'", count: true }
    assert.equal(toUrlPath('/users', {}, query), "/users?$select=id%2Cmail&$filter=mail%20eq%20'x'&$count=true")
  })

  test('refuses a path that lacks a value', () => {
    assert.throws(() => toUrlPath('/users/{id}', {}), /needs a value for \{id\}/)
  })
})
