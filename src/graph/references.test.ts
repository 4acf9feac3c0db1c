import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { idOfReference } from './references.ts'

const id = '11111111-1111-4111-8111-111111111111'

describe('idOfReference', () => {
  test('takes the last key of absolute and relative references, as a segment and in parentheses', () => {
    for (const reference of [
      `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
      `https://localhost:8443/beta/users/${id}`,
      `directoryObjects/${id}`,
      `/v1.0/servicePrincipals('${id}')`,
      `directoryObjects('${id}')`,
      `https://localhost/v1.0/directoryObjects/${id}/microsoft.graph.user`,
      `https://localhost/v1.0/users(id='${id}')`,
    ]) {
      assert.equal(idOfReference(reference), id, reference)
    }
  })

  test('refuses what names no object', () => {
    for (const reference of ['', 'https://localhost', 'users', id]) {
      assert.throws(() => idOfReference(reference), { code: 'badRequest' })
    }
  })
})
