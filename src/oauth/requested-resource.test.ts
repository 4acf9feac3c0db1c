import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { resourceIdentifiers } from '../auth/resource-identifiers.ts'
import type { ObjectKey } from '../contracts/store-objects.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { OAuthError } from './error.ts'
import { findResource } from './find-resource.ts'
import { requestedResource } from './requested-resource.ts'

const toAudience = resourceIdentifiers('https://id.fabrikam.example:8443')
const graph = 'https://graph.microsoft.com'

const ownApi: DirectoryObject = {
  id: 'own-api',
  type: 'servicePrincipal',
  version: 1,
  deletedDateTime: null,
  properties: {
    appId: 'app-1',
    servicePrincipalNames: ['app-1', 'api://payroll', 'https://payroll.fabrikam.example/'],
  },
}
const names = new Set(['app-1', 'api://payroll', 'https://payroll.fabrikam.example/'])
const objects = {
  findByKey: async (_: string, { name, value }: ObjectKey) =>
    name === 'servicePrincipalNames' && names.has(value.toLowerCase()) ? ownApi : undefined,
}
const find = (name: string) => findResource(name, objects, toAudience)

/** The audience, or the number of the refusal. */
async function ask(scope: string, resource = '', version: 'v1' | 'v2' = 'v2'): Promise<string | number> {
  try {
    return (await requestedResource({ scope, resource }, version, find)).audience
  } catch (error) {
    if (error instanceof OAuthError) return error.number
    throw error
  }
}

describe('requestedResource', () => {
  for (const [scope, audience] of [
    [`${graph}/.default`, graph],
    [`${graph}//.default`, graph],
    ['.default', graph],
    ['00000003-0000-0000-c000-000000000000/.default', '00000003-0000-0000-c000-000000000000'],
    ['https://id.fabrikam.example:8443/.default', 'https://id.fabrikam.example:8443'],
    ['https://id.fabrikam.example/.default', 'https://id.fabrikam.example'],
    [`${graph}/.default openid profile offline_access`, graph],
    [`${graph}/.default ${graph}//.default`, graph],
    ['api://payroll/.default', 'api://payroll'],
    ['API://Payroll/.default', 'API://Payroll'],
    ['app-1/.default', 'app-1'],
    ['https://payroll.fabrikam.example/.default', 'https://payroll.fabrikam.example'],
    ['https://payroll.fabrikam.example//.default', 'https://payroll.fabrikam.example/'],
    ['api://payroll/.default api://payroll/.default', 'api://payroll'],
    [`api://payroll/.default ${graph}/.default`, 28000],
    ['User.Read', 1002012],
    [`${graph}/User.Read`, 1002012],
    [`${graph}/.default ${graph}/User.Read`, 1002012],
    ['https://vault.contoso.example/.default', 500011],
    [`${graph}/.default https://id.fabrikam.example/.default`, 28000],
    ['', 900144],
    ['openid', 900144],
  ] as const) {
    test(`the scope '${scope}' gives ${audience}`, async () => assert.equal(await ask(scope), audience))
  }

  test('resource stands in for an absent or empty scope, at both versions', async () => {
    assert.equal(await ask('', `${graph}/`), graph)
    assert.equal(await ask('', `${graph}/`, 'v1'), graph)
    assert.equal(await ask('', '00000003-0000-0000-c000-000000000000'), '00000003-0000-0000-c000-000000000000')
    assert.equal(await ask('', 'https://vault.contoso.example', 'v1'), 500011)
  })

  test('with both, each version reads its own parameter', async () => {
    assert.equal(await ask(`${graph}/.default`, 'https://id.fabrikam.example'), graph)
    assert.equal(await ask(`${graph}/.default`, 'https://id.fabrikam.example', 'v1'), 'https://id.fabrikam.example')
    assert.equal(await ask(`${graph}/.default`, '', 'v1'), graph)
  })
})
