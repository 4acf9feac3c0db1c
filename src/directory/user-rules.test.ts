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

  test('of several values is refused for one that is too long, and for too many of them', () => {
    const mails = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@fabrikam.example`)
    assert.equal(refuseValue('otherMails', mails(250)), null)
    assert.match(refuseValue('otherMails', mails(251))?.reason ?? '', /251 values; the directory takes at most 250/)
    assert.match(refuseValue('otherMails', [...mails(3), 'x'.repeat(251)])?.reason ?? '', /251 characters/)
  })

  const forms: readonly (readonly [
    attribute: string,
    taken: readonly string[],
    refused: readonly string[],
    code: string,
  ])[] = [
    ['usageLocation', ['DE', 'de'], ['D', 'DEU', 'Germany', '49', 'ÄÖ'], 'SchemaPropertyCanOnlyAcceptValue'],
    ['userType', ['Member', 'guest'], ['Employee', 'Members'], 'SchemaPropertyCanOnlyAcceptValue'],
    ['mail', ['ann.lee+1@fabrikam.example'], ['josé@fabrikam.example', 'a b@fabrikam.example'], 'UnprocessableEntity'],
    ['immutableId', ['YWJj=='], ['a$b', 'a_b'], 'UnprocessableEntity'],
    ['employeeHireDate', ['2026-01-05T00:00:00Z', '2026-01-05'], ['5.1.2026', 'soon'], 'UnprocessableEntity'],
  ]
  for (const [attribute, taken, refused, code] of forms) {
    test(`of ${attribute} has the form that the directory demands`, () => {
      for (const value of taken) assert.equal(refuseValue(attribute, value), null, value)
      for (const value of refused) {
        const refusal = refuseValue(attribute, value)
        assert.equal(refusal?.code, code, value)
        assert.equal(refusal?.additionalDetails, `${attribute}: ${value}`)
      }
    })
  }

  test('of a directory extension is one value of whatever type, at most 256 characters', () => {
    const name = `extension_${'0'.repeat(32)}_shoe`
    for (const value of ['x'.repeat(256), true, 42, null]) assert.equal(refuseValue(name, value), null)
    for (const value of ['x'.repeat(257), ['a', 'b']])
      assert.equal(refuseValue(name, value)?.code, 'UnprocessableEntity')
  })

  test('of a custom security attribute is text', () => {
    const name = 'CustomSecurityAttributes.Badge_Level'
    assert.equal(refuseValue(name, '3'), null)
    for (const value of [3, true, ['3'], 'x'.repeat(257)])
      assert.equal(refuseValue(name, value)?.code, 'UnprocessableEntity')
  })

  test('is as long as the reference allows, for each attribute that has a limit', () => {
    const limits: Readonly<Record<string, number>> = {
      city: 128,
      companyName: 64,
      country: 128,
      department: 64,
      displayName: 256,
      employeeId: 16,
      givenName: 64,
      jobTitle: 128,
      mailNickname: 64,
      mobile: 64,
      postalCode: 40,
      state: 128,
      streetAddress: 1_024,
      surname: 64,
      extensionAttribute1: 1_024,
      extensionAttribute15: 1_024,
    }
    for (const [attribute, lengthMax] of Object.entries(limits)) {
      assert.equal(refuseValue(attribute, 'x'.repeat(lengthMax)), null, attribute)
      assert.equal(refuseValue(attribute, 'x'.repeat(lengthMax + 1))?.code, 'UnprocessableEntity', attribute)
    }
  })
})
