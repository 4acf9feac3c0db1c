import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import type { SigningKey } from '../../contracts/store-tenants.ts'
import { resourceIdentifiers } from '../resource-identifiers.ts'
import { issueUserToken, pairwiseSubject } from './issue-user.ts'
import { createKeyRing } from './key-ring.ts'
import { verifyAccessToken } from './verify.ts'

const origin = 'https://localhost:8443'
const now = Date.UTC(2026, 5, 1)
const rows: SigningKey[] = []
const store = {
  rotate: async (key: SigningKey) => {
    rows.push(key)
  },
  list: async () => rows,
  remove: async () => {},
}
const keys = createKeyRing({ store, clock: { now: () => now } })
const wanted = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  user: { id: 'u', userPrincipalName: 'ann@fabrikam.example', displayName: 'Ann' },
  servicePrincipal: { id: 's', appId: 'client', displayName: 'Portal' },
  audience: 'https://graph.microsoft.com',
  scopes: ['User.Read', 'openid'],
  roleTemplateIds: [],
  origin,
  issuedAt: now,
  authMethods: ['pwd'],
}

describe('issueUserToken', () => {
  test('a delegated token is read back as the user, the client and the scopes', async () => {
    const { token } = await issueUserToken(wanted, (await keys.current()).signing)
    const read = await verifyAccessToken(token, { keys, origin, toAudience: resourceIdentifiers(origin), now })
    assert.deepEqual(
      read.principal.kind === 'user' && [read.principal.userId, read.principal.appId, read.principal.scopes],
      ['u', 'client', ['User.Read', 'openid']],
    )
  })

  test('says who the user is and how it signed in, and names no roles when there are none', async () => {
    const { token } = await issueUserToken(wanted, (await keys.current()).signing)
    const claims = decodeJwt(token)
    assert.equal(claims.upn, 'ann@fabrikam.example')
    assert.deepEqual(claims.amr, ['pwd'])
    assert.equal(claims.wids, undefined)
    assert.equal(claims.roles, undefined)
  })

  test('two clients know the same user by different subjects', () => {
    const of = (appId: string) => pairwiseSubject({ tenantId: 't', userId: 'u', appId })
    assert.notEqual(of('one'), of('other'))
    assert.equal(of('one'), of('ONE'))
  })
})
