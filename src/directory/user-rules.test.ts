import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refuseUserPrincipalName, refuseValue } from './user-rules.ts'

const refuseName = (name: string) =>
  refuseUserPrincipalName(name, (domain) => domain === 'fabrikam.example')?.code ?? null

describe('a user principal name', () => {
  test('is a user and a verified domain', () => {
    for (const name of [
      'ann@fabrikam.example',
      "o'neil.a-b_c!#^~1@fabrikam.example",
      `${'a'.repeat(64)}@fabrikam.example`,
    ])
      assert.equal(refuseName(name), null, name)
  })

  test('is refused for its form', () => {
    const names = [
      '',
      'ann',
      '@fabrikam.example',
      'a b@fabrikam.example',
      'zoë@fabrikam.example',
      '.a@fabrikam.example',
    ]
    for (const name of [...names, 'a.@fabrikam.example', 'a@b@fabrikam.example', `${'a'.repeat(65)}@fabrikam.example`])
      assert.equal(refuseName(name), 'AzureActiveDirectoryInvalidUserPrincipalName', name)
    const longDomain = `a@${'b'.repeat(112)}`
    assert.equal(refuseUserPrincipalName(longDomain, () => true)?.code, 'AzureActiveDirectoryInvalidUserPrincipalName')
  })

  test('is refused for a domain that is not of the tenant', () => {
    assert.equal(refuseName('ann@contoso.example'), 'InvalidDomain')
    assert.equal(refuseName('ann@'), 'InvalidDomain')
  })
})

describe('a value', () => {
  test('may be as long as the directory allows', () => {
    assert.equal(refuseValue('employeeId', 'x'.repeat(16)), null)
    const refusal = refuseValue('employeeId', 'x'.repeat(17))
    assert.equal(refusal?.code, 'UnprocessableEntity')
    assert.match(refusal?.reason ?? '', /employeeId has 17 characters; the directory takes at most 16/)
    assert.ok((refuseValue('displayName', 'x'.repeat(10_000))?.additionalDetails ?? '').length < 300)
  })

  test('may be cleared unless it is required', () => {
    assert.equal(refuseValue('jobTitle', null), null)
    assert.equal(refuseValue('displayName', null)?.code, 'MissingValues')
    assert.equal(refuseValue('accountEnabled', false), null)
  })

  test('of mailNickname holds no blanks and no characters of addresses', () => {
    assert.equal(refuseValue('mailNickname', 'ann.lee-1'), null)
    for (const value of ['a b', 'a@b', 'a,b', 'a"b', 'a\\b', '<a>']) {
      assert.equal(refuseValue('mailNickname', value)?.code, 'UnprocessableEntity', value)
    }
  })

  test('needs an attribute that the directory has', () => {
    assert.equal(refuseValue('shoeSize', '42')?.code, 'SchemaAttributeNotFound')
    assert.equal(refuseValue(`extension_${'0'.repeat(32)}_shoe`, '42'), null)
  })
})
