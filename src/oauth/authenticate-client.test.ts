import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readClient } from './authenticate-client.ts'
import { OAuthError } from './error.ts'
import { parseForm } from './form.ts'

const clientId = '33333333-3333-4333-8333-333333333333'
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const strict = (text: string) =>
  encodeURIComponent(text).replace(/[-_.!~*'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
const none = parseForm('')

describe('readClient', () => {
  test('takes id and secret from the body', () => {
    const client = readClient(undefined, parseForm(`client_id=${clientId}&client_secret=a%2Bb~c`))
    assert.deepEqual([client.clientId, client.secretSpellings, client.byHeader], [clientId, ['a+b~c'], false])
  })

  test('understands Basic raw, form-urlencoded and strictly percent-encoded', () => {
    const secretChars = fc.string({ unit: 'grapheme-ascii', minLength: 1 })
    fc.assert(
      fc.property(secretChars, (secret) => {
        const formEncoded = new URLSearchParams({ s: secret }).toString().slice(2)
        for (const header of [
          basic(`${clientId}:${secret}`),
          basic(`${clientId}:${formEncoded}`),
          basic(`${strict(clientId)}:${strict(secret)}`),
        ]) {
          const client = readClient(header, none)
          assert.equal(client.clientId, clientId)
          assert.ok(client.secretSpellings.includes(secret))
        }
      }),
    )
  })

  test('a percent sign that encodes nothing is no error', () => {
    assert.deepEqual(readClient(basic(`${clientId}:100%~x`), none).secretSpellings, ['100%~x'])
  })

  test('another scheme or something that is not Basic leaves the body in charge', () => {
    for (const header of ['Bearer x', 'Basic', 'Basic ????', basic('no colon')]) {
      assert.equal(readClient(header, parseForm('client_id=x')).clientId, 'x')
    }
  })

  test('without any client id it names the parameter', () => {
    assert.throws(
      () => readClient(undefined, none),
      (error: unknown) => error instanceof OAuthError && error.number === 900144 && /client_id/.test(error.message),
    )
  })
})

describe('parseForm', () => {
  test('ignores what it does not know, even twice, and a byte order mark', () => {
    const form = parseForm('\uFEFFgrant_type=client_credentials&x-client-SKU=a&x-client-SKU=b&claims={&client_info=1')
    assert.equal(form.grant_type, 'client_credentials')
    assert.equal(form.scope, '')
  })

  test('refuses a parameter that means something and comes twice', () => {
    assert.throws(
      () => parseForm('scope=a&scope=b'),
      (error: unknown) => error instanceof OAuthError && error.number === 9000411,
    )
  })

  test('reads any text without failing otherwise', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseForm(text)
        } catch (error) {
          assert.ok(error instanceof OAuthError)
        }
      }),
    )
  })
})
