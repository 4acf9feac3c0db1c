import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isAcceptedAudience } from './assertion-audiences.ts'
import { parseClientAssertion } from './client-assertion.ts'
import { OAuthError } from './error.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (claims: unknown) => `${encode({ alg: 'RS256' })}.${encode(claims)}.c2lnbmF0dXJl`
const good = { iss: 'a', sub: 'b', aud: 'c', exp: 2_000_000_000 }

function numberOf(compact: string): number | undefined {
  try {
    parseClientAssertion(compact)
    return undefined
  } catch (error) {
    if (error instanceof OAuthError) return error.number
    throw error
  }
}

describe('parseClientAssertion', () => {
  test('reads times that are numbers or texts, and audiences that are one or many', () => {
    const read = parseClientAssertion(jwt({ ...good, exp: '2000000000', nbf: '1999999000.5', aud: ['c', 7, 'd'] }))
    assert.deepEqual([read.expires, read.notBefore, read.audiences], [2_000_000_000, 1_999_999_000.5, ['c', 'd']])
    assert.deepEqual(parseClientAssertion(jwt(good)).audiences, ['c'])
  })

  test('refuses with 50012 what is no signed JWT or lacks a claim', () => {
    const { iss, sub, exp, ...rest } = good
    for (const compact of [
      'a.b.c',
      'garbage',
      jwt(good).slice(0, -13),
      `${jwt(good)}.more`,
      jwt([]),
      jwt({ ...rest, sub, exp }),
      jwt({ ...rest, iss, exp }),
      jwt({ ...good, exp: 'soon' }),
      jwt({ ...good, exp: null }),
      jwt({ ...good, long: 'x'.repeat(20_000) }),
    ]) {
      assert.equal(numberOf(compact), 50012, compact.slice(0, 80))
    }
  })

  test('reads any text, or refuses it', () => {
    fc.assert(fc.property(fc.string(), (text) => void numberOf(text)))
    fc.assert(fc.property(fc.jsonValue(), (claims) => void numberOf(jwt(claims))))
  })
})

describe('isAcceptedAudience', () => {
  const id = '11111111-1111-4111-8111-111111111111'
  const tenant = { id, displayName: '', createdDateTime: '', domains: [{ name: 'fabrikam.example', isDefault: true }] }
  const origin = 'https://id.fabrikam.example:8443'
  const rules = { origin, additional: ['https://login.microsoftonline.com/', 'https://login.example/exactly/this'] }

  test('takes the names of the tenant, with and without port, of further authorities too', () => {
    for (const audience of [
      `${origin}/${id}/oauth2/v2.0/token`,
      `${origin}/${id}/v2.0`,
      `${origin}/${id}`,
      `${origin}/${id}/`,
      `${origin}/Fabrikam.Example/oauth2/token?x=y#z`,
      `https://id.fabrikam.example/${id}/oauth2/v2.0/token`,
      `https://login.microsoftonline.com/${id}/v2.0`,
      'https://LOGIN.example/exactly/this',
    ]) {
      assert.ok(isAcceptedAudience(audience, tenant, rules), audience)
    }
  })

  test('takes no other tenant, no other authority and nothing beside the endpoints', () => {
    for (const audience of [
      '',
      origin,
      `${origin}/common/oauth2/v2.0/token`,
      `${origin}/contoso.example/v2.0`,
      `${origin}/${id}/oauth2/v2.0/authorize`,
      `${origin}.evil.example/${id}/v2.0`,
      `http://id.fabrikam.example:8443/${id}/v2.0`,
      'https://login.example/exactly',
    ]) {
      assert.equal(isAcceptedAudience(audience, tenant, rules), false, audience)
    }
  })
})
