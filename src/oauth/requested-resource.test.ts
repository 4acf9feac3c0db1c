import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { resourceIdentifiers } from '../auth/resource-identifiers.ts'
import { OAuthError } from './error.ts'
import { requestedAudience } from './requested-resource.ts'

const toAudience = resourceIdentifiers('https://id.fabrikam.example:8443')
const graph = 'https://graph.microsoft.com'

/** The audience, or the number of the refusal. */
function ask(scope: string, resource = '', version: 'v1' | 'v2' = 'v2'): string | number {
  try {
    return requestedAudience({ scope, resource }, version, toAudience)
  } catch (error) {
    if (error instanceof OAuthError) return error.number
    throw error
  }
}

describe('requestedAudience', () => {
  for (const [scope, audience] of [
    [`${graph}/.default`, graph],
    [`${graph}//.default`, graph],
    ['.default', graph],
    ['00000003-0000-0000-c000-000000000000/.default', '00000003-0000-0000-c000-000000000000'],
    ['https://id.fabrikam.example:8443/.default', 'https://id.fabrikam.example:8443'],
    ['https://id.fabrikam.example/.default', 'https://id.fabrikam.example'],
    [`${graph}/.default openid profile offline_access`, graph],
    [`${graph}/.default ${graph}//.default`, graph],
    ['User.Read', 1002012],
    [`${graph}/User.Read`, 1002012],
    [`${graph}/.default ${graph}/User.Read`, 1002012],
    ['https://vault.contoso.example/.default', 500011],
    [`${graph}/.default https://id.fabrikam.example/.default`, 28000],
    ['', 900144],
    ['openid', 900144],
  ] as const) {
    test(`the scope '${scope}' gives ${audience}`, () => assert.equal(ask(scope), audience))
  }

  test('resource stands in for an absent or empty scope, at both versions', () => {
    assert.equal(ask('', `${graph}/`), graph)
    assert.equal(ask('', `${graph}/`, 'v1'), graph)
    assert.equal(ask('', '00000003-0000-0000-c000-000000000000'), '00000003-0000-0000-c000-000000000000')
    assert.equal(ask('', 'https://vault.contoso.example', 'v1'), 500011)
  })

  test('with both, each version reads its own parameter', () => {
    assert.equal(ask(`${graph}/.default`, 'https://id.fabrikam.example'), graph)
    assert.equal(ask(`${graph}/.default`, 'https://id.fabrikam.example', 'v1'), 'https://id.fabrikam.example')
    assert.equal(ask(`${graph}/.default`, '', 'v1'), graph)
  })
})
