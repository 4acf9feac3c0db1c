import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { harden, hashPassword, hashQuickly, isHardened, passwordCharsMax, verifyPassword } from './password-hash.ts'

describe('password hashes', () => {
  test('know the password in both forms, and no other', async () => {
    for (const hash of [hashQuickly('Grüße 1!'), await hashPassword('Grüße 1!')]) {
      assert.equal(await verifyPassword('Grüße 1!', hash), true)
      assert.equal(await verifyPassword('Gru\u0308ße 1!', hash), true, 'composed differently')
      assert.equal(await verifyPassword('grüße 1!', hash), false)
      assert.equal(await verifyPassword('', hash), false)
    }
  })
  test('are hardened without the password', async () => {
    const quick = hashQuickly('one two three')
    const slow = await harden(quick)
    assert.equal(isHardened(quick), false)
    assert.equal(isHardened(slow), true)
    assert.equal(await harden(slow), slow)
    assert.equal(await verifyPassword('one two three', slow), true)
  })
  test('differ for the same password', () => {
    assert.notEqual(hashQuickly('same'), hashQuickly('same'))
  })
  test('refuse a password of endless length', async () => {
    const long = 'x'.repeat(passwordCharsMax + 1)
    assert.equal(await verifyPassword(long, hashQuickly(long)), false)
  })
  test('never contain the password', async () => {
    assert.doesNotMatch(hashQuickly('plain-to-see'), /plain/)
  })
})
