import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { EntrainError } from '../../model/error.ts'
import { checkIdentifierUris, checkRedirectUris } from './check-uris.ts'

const place = { tenantId: 't', isVerifiedDomain: (domain: string) => domain === 'fabrikam.example' }

function isAccepted(check: () => void): boolean {
  try {
    check()
    return true
  } catch (error) {
    assert.ok(error instanceof EntrainError)
    assert.equal(error.code, 'invalidValue')
    return false
  }
}

const identifiers = (...identifierUris: readonly unknown[]) =>
  isAccepted(() => checkIdentifierUris({ identifierUris }, place))
const redirects = (platform: string, ...redirectUris: readonly unknown[]) =>
  isAccepted(() => checkRedirectUris({ [platform]: { redirectUris } }))

describe('identifier URIs', () => {
  test('have a scheme and belong to the tenant when they are web addresses', () => {
    assert.ok(identifiers('api://1b4f816e-5eaf-48b9-8613-7923830595ad', 'urn:fabrikam:payroll'))
    assert.ok(identifiers('https://fabrikam.example/payroll', 'https://a.b.fabrikam.example'))
    for (const wrong of ['payroll', 'https://evil-fabrikam.example', 'https://', 'api://x/', 'api://x?y', 'api://*']) {
      assert.ok(!identifiers(wrong), wrong)
    }
    assert.ok(!identifiers('api://x', 'API://X'))
  })

  test('any other text is refused as a wrong value, never by a defect', () => {
    fc.assert(fc.property(fc.string(), (text) => void identifiers(text)))
  })
})

describe('redirect URIs', () => {
  test('lead to TLS or the own machine, those of installed programs also to schemes of their own', () => {
    assert.ok(redirects('web', 'https://a.example/x?y=1', 'http://localhost:3000/', 'http://127.0.0.1/'))
    assert.ok(!redirects('web', 'http://a.example/'))
    assert.ok(!redirects('spa', 'myapp://back'))
    assert.ok(redirects('publicClient', 'myapp://back', 'https://a.example'))
    assert.ok(!redirects('publicClient', 'javascript:alert(1)'))
    assert.ok(!redirects('web', 'https://a.example/#x'))
    assert.ok(!redirects('web', `https://a.example/${'x'.repeat(256)}`))
  })

  test('any other text is refused as a wrong value, never by a defect', () => {
    fc.assert(fc.property(fc.string(), (text) => void redirects('web', text)))
  })
})
