import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseDelegatedScopes } from './delegated-scopes.ts'

describe('parseDelegatedScopes', () => {
  test('takes bare names for Graph, and keeps the spelling', () => {
    const scopes = parseDelegatedScopes('User.Read https://graph.microsoft.com/Mail.Read openid OFFLINE_ACCESS profile')
    assert.deepEqual(scopes.named, [
      { value: 'User.Read', asked: 'User.Read' },
      { value: 'Mail.Read', asked: 'https://graph.microsoft.com/Mail.Read' },
    ])
    assert.deepEqual(scopes.openId, ['openid', 'offline_access', 'profile'])
    assert.equal(scopes.isDefault, false)
  })
  for (const scope of ['https://hr.example/.default', 'https://hr.example//.default', 'api://a/b/.default']) {
    test(`reads ${scope}`, () => {
      const scopes = parseDelegatedScopes(`${scope} openid`)
      assert.equal(scopes.isDefault, true)
      assert.equal(scopes.resource, scope.slice(0, -'/.default'.length))
      assert.equal(scopes.defaultAsked, scope)
    })
  }
  test('names no resource when only OpenID is asked for', () => {
    assert.deepEqual(parseDelegatedScopes('openid').resource, null)
    assert.deepEqual(parseDelegatedScopes('').named, [])
  })
  test('refuses two resources, .default beside others, and endless lists', () => {
    assert.throws(() => parseDelegatedScopes('User.Read api://hr/Feed'), { number: 28000 })
    assert.throws(() => parseDelegatedScopes('.default User.Read'), { number: 70011 })
    const many = Array.from({ length: 101 }, (_, index) => `Scope${index}`).join(' ')
    assert.throws(() => parseDelegatedScopes(many), { number: 28002 })
  })
})
