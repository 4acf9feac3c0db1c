import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EntrainError } from '../model/error.ts'
import { parseEntityBody } from './parse-entity-body.ts'
import { writableTypeOf } from './writable-type.ts'

function refusal(name: Parameters<typeof writableTypeOf>[0], body: unknown, use: 'create' | 'update'): string {
  try {
    parseEntityBody(body, writableTypeOf(name, 'v1.0'), use)
  } catch (error) {
    assert.ok(error instanceof EntrainError)
    return error.message
  }
  return 'accepted'
}

describe('writableTypeOf', () => {
  test('asks for what a new object needs', () => {
    assert.match(refusal('application', {}, 'create'), /required for property 'displayName' of resource 'Application'/)
    assert.equal(refusal('application', { displayName: 'Payroll' }, 'create'), 'accepted')
    assert.match(refusal('servicePrincipal', {}, 'create'), /required for property 'appId'/)
  })

  test('knows what cannot be set, and what only once', () => {
    assert.match(refusal('application', { appId: 'x' }, 'update'), /'appId' is read-only/)
    assert.match(refusal('application', { passwordCredentials: [] }, 'update'), /'passwordCredentials' is read-only/)
    assert.match(refusal('group', { isAssignableToRole: true }, 'update'), /'isAssignableToRole' is read-only/)
  })

  test('checks members of complex values', () => {
    const web = { web: { redirectUris: ['https://app.contoso.example/'], implicitGrantSettings: {} } }
    assert.equal(refusal('application', web, 'update'), 'accepted')
    assert.match(refusal('application', { web: { redirectUris: 'x' } }, 'update'), /property 'web\/redirectUris'/)
    assert.match(refusal('application', { web: { colour: 'x' } }, 'update'), /Invalid property 'web\/colour'/)
  })
})
