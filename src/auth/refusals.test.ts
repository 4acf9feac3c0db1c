import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { HttpRequest } from '../http/message.ts'
import type { Refused } from '../http/server.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import type { Permission } from './permissions.ts'
import { Refusals, refusalLimits } from './refusals.ts'
import { roleTemplates } from './role-templates.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'
const caller: Principal = {
  kind: 'user',
  tenantId,
  appId: 'a',
  userId: 'u',
  scopes: ['SynchronizationData-User.Upload'],
  directoryRoles: [roleTemplates['Application Administrator']],
}
const route = {
  method: 'POST' as const,
  path: '/servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload',
  permissions: {
    application: ['SynchronizationData-User.Upload'] as Permission[],
    delegated: ['SynchronizationData-User.Upload'] as Permission[],
    delegatedRoles: [roleTemplates['Global Administrator']],
  },
}

function refusedBy(requestId: string, authorization?: string): Refused<Permission> {
  const request: HttpRequest = {
    method: 'POST',
    url: new URL('https://localhost/v1.0/servicePrincipals/x?secret=1'),
    header: (name) => (name === 'authorization' ? authorization : undefined),
    body: async () => new Uint8Array(0),
    requestId,
    clientRequestId: 'c',
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
  }
  const error = new EntrainError('accessDenied', 'No.', {
    details: [{ code: 'DirectoryRoleMissing', message: 'Why.' }],
  })
  const principal = authorization === undefined ? caller : undefined
  const admission = authorization === undefined ? { principal: caller, route, params: {} } : undefined
  return { request, status: 403, error, principal, admission }
}

const tokenOf = (claims: object) => `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`

describe('Refusals', () => {
  test('tells what was held and what was needed, to the tenant only', () => {
    const refusals = new Refusals({ now: () => 5 })
    refusals.remember(refusedBy('R-1'))
    const found = refusals.find(tenantId.toUpperCase(), 'r-1')
    assert.deepEqual(found?.caller?.directoryRoles, ['Application Administrator'])
    assert.deepEqual(found?.route?.rolesNeeded, ['Global Administrator'])
    assert.deepEqual(found?.route?.held, ['SynchronizationData-User.Upload'])
    assert.equal(found?.path, '/v1.0/servicePrincipals/x')
    assert.equal(refusals.find('22222222-2222-4222-8222-222222222222', 'R-1'), undefined)
  })

  test('a token that was not accepted is described without being kept', () => {
    const refusals = new Refusals({ now: () => 5 })
    refusals.remember(refusedBy('R-1', tokenOf({ tid: tenantId, aud: 'https://other.example', exp: 7 })))
    const found = refusals.find(tenantId, 'R-1')
    assert.equal(found?.unverifiedToken?.audience, 'https://other.example')
    assert.equal(found?.caller, null)
    assert.doesNotMatch(JSON.stringify(found), /signature|Bearer|e30/)
  })

  test('who showed nothing readable belongs to no tenant, and its path is not told', () => {
    const refusals = new Refusals({ now: () => 5 })
    for (const header of ['Bearer nonsense', 'Bearer a.b.c', tokenOf({ tid: 'not a guid' })]) {
      refusals.remember(refusedBy('R-1', header))
      assert.equal(refusals.find(tenantId, 'R-1')?.path, '')
    }
  })

  test('the oldest are forgotten, by number and by age', () => {
    let now = 0
    const refusals = new Refusals({ now: () => now })
    for (let index = 0; index <= refusalLimits.perTenantMax; index += 1) refusals.remember(refusedBy(`R-${index}`))
    assert.equal(refusals.find(tenantId, 'R-0'), undefined)
    assert.notEqual(refusals.find(tenantId, 'R-1'), undefined)
    now = refusalLimits.keptSeconds * 1000
    assert.equal(refusals.find(tenantId, 'R-1'), undefined)
  })
})
