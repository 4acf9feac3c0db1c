import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { matchRedirectUri } from './redirect-uri.ts'

const registered = [
  { uri: 'https://hr.fabrikam.example/signed-in', kind: 'web' },
  { uri: 'http://localhost', kind: 'public' },
  { uri: 'http://127.0.0.1/callback', kind: 'public' },
  { uri: 'http://localhost:3000/spa', kind: 'spa' },
  { uri: 'msal11111111-1111-4111-8111-111111111111://auth', kind: 'public' },
] as const

describe('matchRedirectUri', () => {
  for (const asked of [
    'https://hr.fabrikam.example/signed-in',
    'http://localhost:51234',
    'http://localhost:51234/',
    'http://127.0.0.1:9/callback',
    'http://localhost:3000/spa',
    'msal11111111-1111-4111-8111-111111111111://auth',
  ]) {
    test(`allows ${asked}`, () => assert.notEqual(matchRedirectUri(registered, asked), undefined))
  }
  for (const asked of [
    '',
    'https://hr.fabrikam.example/signed-in/',
    'https://hr.fabrikam.example/signed-in?x=1',
    'https://hr.fabrikam.example.evil.example/signed-in',
    'https://HR.fabrikam.example/signed-in',
    'http://localhost:51234/other',
    'http://localhost:51234/#x',
    'http://localhost@evil.example/',
    'http://user@localhost:51234/',
    'https://localhost:51234',
    'http://127.0.0.1:9/',
    'http://localhost:3001/spa',
    'http://local\nhost:51234/',
    'http://localhost:51234/ ',
    'javascript:alert(1)',
    `http://localhost:1/${'x'.repeat(3000)}`,
  ]) {
    test(`refuses ${JSON.stringify(asked.slice(0, 60))}`, () =>
      assert.equal(matchRedirectUri(registered, asked), undefined))
  }
  test('never allows an address that would run as script, registered or not', () => {
    const wrong = [{ uri: 'javascript:alert(1)', kind: 'web' }] as const
    assert.equal(matchRedirectUri(wrong, 'javascript:alert(1)'), undefined)
  })
})
