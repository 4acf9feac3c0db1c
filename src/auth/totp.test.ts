import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { generateTotpSecret, matchTotp, otpauthUri, totpCode, totpStep } from './totp.ts'

/** RFC 6238 appendix B, SHA-1: the secret is the ASCII text 12345678901234567890. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const vectors = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const

describe('one-time passwords', () => {
  for (const [seconds, code] of vectors) {
    test(`give ${code} at ${seconds} s`, () => assert.equal(totpCode(secret, totpStep(seconds * 1000), 8), code))
  }
  test('are taken one step around the time, with spaces, and not beyond', () => {
    const now = 1_234_567_890_000
    const step = totpStep(now)
    assert.equal(matchTotp(secret, totpCode(secret, step), now), step)
    assert.equal(matchTotp(secret, totpCode(secret, step - 1).replace(/^(...)/, '$1 '), now), step - 1)
    assert.equal(matchTotp(secret, totpCode(secret, step - 2), now), undefined)
    assert.equal(matchTotp(secret, '', now), undefined)
  })
  test('have secrets of 160 bits in base32', () => {
    const made = generateTotpSecret()
    assert.match(made, /^[A-Z2-7]{32}$/)
    assert.equal(matchTotp(made, totpCode(made, 5), 150_000), 5)
  })
  test('are handed to an app as a URI', () => {
    const uri = otpauthUri(secret, 'bente@fabrikam.example', 'Fabrikam HR')
    assert.equal(uri, `otpauth://totp/Fabrikam%20HR:bente%40fabrikam.example?secret=${secret}&issuer=Fabrikam%20HR`)
  })
})
