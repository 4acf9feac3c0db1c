import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createClientSecret, verifyClientSecret } from './client-secrets.ts'

const day = 86_400_000
const now = Date.UTC(2026, 5, 1)
const make = (startsAt = now, endsAt = now + day) => createClientSecret({ displayName: null, startsAt, endsAt })

describe('client secrets', () => {
  test('a secret has 40 characters that need no escaping, and differs from every other', () => {
    const texts = Array.from({ length: 200 }, () => make().secretText)
    assert.equal(new Set(texts).size, texts.length)
    for (const text of texts) assert.match(text, /^[A-Za-z0-9]{3}[A-Za-z0-9~._-]{36}[A-Za-z0-9]$/)
    assert.match(texts.join(''), /[~._-]/)
  })

  test('the credential keeps a hint and a hash, never the text', () => {
    const { secretText, credential } = make()
    assert.equal(credential.hint, secretText.slice(0, 3))
    assert.equal(JSON.stringify(credential).includes(secretText), false)
    assert.equal(credential.endDateTime, '2026-06-02T00:00:00.000Z')
  })

  test('any one of several secrets is right, in any of the spellings', () => {
    const [first, second] = [make(), make()]
    const credentials = [first.credential, second.credential]
    const verdict = verifyClientSecret(credentials, ['nonsense', second.secretText], now)
    assert.deepEqual(verdict, { kind: 'valid', keyId: second.credential.keyId })
  })

  test('a wrong or empty secret is wrong, also when there is no credential at all', () => {
    const { credential } = make()
    for (const spelling of ['', 'x', credential.secretHash, credential.keyId]) {
      assert.deepEqual(verifyClientSecret([credential], [spelling], now), { kind: 'wrong' })
    }
    assert.deepEqual(verifyClientSecret([], ['x'], now), { kind: 'wrong' })
    assert.deepEqual(verifyClientSecret([credential], [], now), { kind: 'wrong' })
  })

  test('is valid from its start up to its end, expired from then on, and wrong before', () => {
    const { secretText, credential } = make(now, now + day)
    const at = (time: number) => verifyClientSecret([credential], [secretText], time).kind
    assert.deepEqual([at(now - 1), at(now), at(now + day - 1), at(now + day)], ['wrong', 'valid', 'valid', 'expired'])
  })
})
