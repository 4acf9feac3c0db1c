import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseTrustedIssuers } from './trusted-issuer.ts'

const application = { id: 'hr-connector', appId: '33333333-3333-4333-8333-333333333333' }
const issuer = {
  issuer: 'https://sso.fabrikam.example/realms/one',
  audiences: ['entrain'],
  tenantId: '11111111-1111-4111-8111-11111111111A',
  applications: [application],
}

describe('parseTrustedIssuers', () => {
  test('fills in what may be left out', () => {
    assert.deepEqual(parseTrustedIssuers({ issuers: [issuer] }), [
      {
        ...issuer,
        tenantId: '11111111-1111-4111-8111-11111111111a',
        applicationClaim: 'azp',
        applications: [{ ...application, subject: null }],
        roles: null,
        algorithms: ['RS256', 'PS256', 'ES256'],
        jwksUri: null,
      },
    ])
  })

  test('reads roles, subjects and algorithms', () => {
    const roles = { claim: 'realm_access.roles', permissions: { uploader: 'SynchronizationData-User.Upload' } }
    const applications = [{ ...application, subject: 'service-account' }]
    const wish = { ...issuer, applications, roles, algorithms: ['EdDSA'], jwksUri: 'https://sso.fabrikam.example/keys' }
    const [read] = parseTrustedIssuers({ issuers: [wish] })
    assert.deepEqual(read?.roles?.permissions, new Map([['uploader', 'SynchronizationData-User.Upload']]))
    assert.equal(read?.applications[0]?.subject, 'service-account')
    assert.deepEqual(read?.algorithms, ['EdDSA'])
  })

  test('names every place that is wrong at once', () => {
    const wrong = {
      ...issuer,
      issuer: 'http://sso.fabrikam.example',
      audiences: [],
      tenantId: 'fabrikam',
      applications: [{ id: 7, appId: 'x', color: 'red' }],
      roles: { permissions: { uploader: 'No.Such.Permission' } },
      algorithms: ['HS256'],
    }
    assert.throws(
      () => parseTrustedIssuers({ issuers: [wrong, {}] }),
      ({ message }: Error) => {
        for (const place of [
          'issuers[0].issuer must be an https URL',
          'issuers[0].audiences must be a list',
          'issuers[0].tenantId must be the GUID',
          'issuers[0].applications[0].id must be a text',
          'issuers[0].applications[0].appId must be the client id',
          'issuers[0].applications[0].color is not known',
          "issuers[0].roles.permissions gives 'uploader' the unknown permission 'No.Such.Permission'",
          'issuers[0].algorithms may name RS256',
          'issuers[1].issuer is missing',
        ]) {
          assert.ok(message.includes(place), `${place} is not in:\n${message}`)
        }
        return true
      },
    )
  })

  test('refuses the same issuer twice and anything that is no list', () => {
    assert.throws(() => parseTrustedIssuers({ issuers: [issuer, issuer] }), /is there twice/)
    for (const value of [null, [], {}, { issuers: {} }, 'x']) assert.throws(() => parseTrustedIssuers(value), /a list/)
  })

  test('reads any JSON or says what is wrong with it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (issuers) => {
        try {
          parseTrustedIssuers({ issuers })
        } catch (error) {
          assert.equal(error instanceof TypeError, false, String(error))
        }
      }),
    )
  })
})
