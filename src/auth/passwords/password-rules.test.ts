import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { generatePassword, refusePassword } from './password-rules.ts'

describe('refusePassword', () => {
  const upn = 'bente.aas@fabrikam.example'
  for (const [password, reason] of [
    ['Short1!', /at least 8/],
    ['x'.repeat(257), /at most 256/],
    ['onlysmallletters', /three kinds/],
    ['Bente.Aas1', /name of the account/],
  ] as const) {
    test(`refuses ${password.slice(0, 20)}`, () => assert.match(refusePassword(password, upn) ?? '', reason))
  }
  test('takes three kinds of characters, a space among them', () =>
    assert.equal(refusePassword('four Words 2 go', upn), null))
})

describe('generatePassword', () => {
  test('makes passwords that the rules take, never the same', () => {
    const made = Array.from({ length: 50 }, generatePassword)
    assert.equal(new Set(made).size, 50)
    for (const password of made) assert.equal(refusePassword(password, 'ann@fabrikam.example'), null)
  })
})
