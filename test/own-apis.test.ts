import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { openStore } from '../src/app/open-stores.ts'
import { change, key, register, requestToken, signInsOf } from './applications.ts'
import { openWorld, type World } from './world.ts'

const reader = randomUUID()
const writer = randomUUID()
const retired = randomUUID()
const appRoles = [
  { id: reader, value: 'Payslips.Read', isEnabled: true, allowedMemberTypes: ['Application'] },
  { id: writer, value: 'Payslips.Write', isEnabled: true, allowedMemberTypes: ['Application'] },
  { id: retired, value: 'Payslips.Purge', isEnabled: false, allowedMemberTypes: ['Application'] },
]

/** An API of the tenant's own, and a client that was granted some of its roles. */
async function open(world: World, servicePrincipal: Record<string, unknown> = {}) {
  const identifierUris = ['api://payroll', 'https://payroll.fabrikam.example/']
  const api = await register(world, { identifierUris, application: { appRoles }, servicePrincipal })
  const on = api.servicePrincipalId
  const client = await register(world, {
    secret: true,
    permissions: ['Synchronization.Read.All'],
    appRoles: [reader, retired, randomUUID()].map((role) => [on, role] as const),
  })
  const ask = (fields: Readonly<Record<string, string>>, path?: string) =>
    requestToken(world, { client_id: client.clientId, client_secret: client.clientSecret, ...fields }, path)
  return {
    api,
    client,
    ask,
    keys: [key('appId', api.clientId), ...identifierUris.map((uri) => key('servicePrincipalNames', uri))],
  }
}

describe('tokens for the own APIs of a tenant', () => {
  test('have the identifier that was asked for as audience, and the roles of that API only', async () => {
    await using world = await openWorld()
    const { api, ask } = await open(world)
    for (const [scope, aud] of [
      ['api://payroll/.default', 'api://payroll'],
      [`${api.clientId}/.default`, api.clientId],
      ['https://payroll.fabrikam.example/.default', 'https://payroll.fabrikam.example'],
      ['https://payroll.fabrikam.example//.default', 'https://payroll.fabrikam.example/'],
    ] as const) {
      const answer = await ask({ scope })
      assert.equal(answer.status, 200, answer.text)
      const claims = decodeJwt(String(answer.json().access_token))
      assert.deepEqual([claims.aud, claims.roles, claims.idtyp], [aud, ['Payslips.Read'], 'app'])
    }
  })

  test('are asked for with resource at both versions; the first answers in texts', async () => {
    await using world = await openWorld()
    const { ask } = await open(world)
    const { tenantId } = world.setUp
    const resource = 'api://payroll'
    const first = (await ask({ scope: '', resource }, `/${tenantId}/oauth2/token`)).json()
    for (const name of ['expires_in', 'ext_expires_in', 'expires_on', 'not_before', 'resource', 'access_token']) {
      assert.equal(typeof first[name], 'string', name)
    }
    assert.equal(first.resource, resource)
    const second = (await ask({ scope: '', resource })).json()
    assert.equal(typeof second.expires_in, 'number')
    assert.equal(decodeJwt(String(second.access_token)).aud, resource)
  })

  test('do not open the Graph API', async () => {
    await using world = await openWorld()
    const { ask } = await open(world)
    const token = String((await ask({ scope: 'api://payroll/.default' })).json().access_token)
    const answer = await world.send('GET', `/v1.0${world.jobPath}`, { token })
    assert.equal(answer.status, 401)
    assert.match(answer.text, /Invalid audience/)
  })

  test('are given to assigned applications only, where the API wants that', async () => {
    await using world = await openWorld()
    const { ask } = await open(world, { appRoleAssignmentRequired: true })
    const scope = 'api://payroll/.default'
    assert.equal((await ask({ scope })).status, 200)
    const { clientId, clientSecret } = await register(world, { secret: true })
    const stranger = await requestToken(world, { client_id: clientId, client_secret: clientSecret, scope })
    assert.deepEqual(
      [stranger.status, stranger.json().error, stranger.json().error_codes],
      [400, 'invalid_grant', [501051]],
    )
  })

  test('are refused for what is disabled, unknown or mixed', async () => {
    await using world = await openWorld()
    const { api, ask, keys } = await open(world)
    const codes = async (scope: string) => (await ask({ scope })).json().error_codes
    assert.deepEqual(await codes('api://payrol/.default'), [500011])
    assert.deepEqual(await codes('api://payroll/.default https://graph.microsoft.com/.default'), [28000])
    assert.deepEqual(await codes('api://payroll/Payslips.Read'), [1002012])
    await change(world, api.servicePrincipalId, { accountEnabled: false }, keys)
    assert.deepEqual(await codes('api://payroll/.default'), [500011])
  })

  test('a directory role of the service principal is in the token', async () => {
    await using world = await openWorld()
    const { ask, client } = await open(world)
    const template = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'
    await assignRole(world, client.servicePrincipalId, template)
    const { access_token } = (await ask({ scope: 'api://payroll/.default' })).json()
    assert.deepEqual(decodeJwt(String(access_token)).wids, [template])
  })

  test('each attempt names the API in the log of sign-ins', async () => {
    await using world = await openWorld()
    const { ask, client } = await open(world)
    await ask({ scope: 'api://payroll/.default' })
    await ask({ scope: 'api://nothing/.default' })
    await world.restart()
    const told = (await signInsOf(world)).map(
      ({ properties: { appId, resourceDisplayName, status, isInteractive } }) => {
        return [appId, resourceDisplayName, Object(status).errorCode, isInteractive]
      },
    )
    assert.deepEqual(told.toSorted(), [
      [client.clientId, null, 500011, false],
      [client.clientId, 'Workload', 0, false],
    ])
  })
})

async function assignRole(world: World, servicePrincipalId: string, roleTemplateId: string): Promise<void> {
  const store = await openStore(world.config.dataDirectory)
  try {
    await store.forTenant(world.setUp.tenantId).provisioning.transaction(async ({ objects }) => {
      const id = randomUUID()
      const properties = { displayName: 'Directory Readers', roleTemplateId }
      await objects.insert({ id, type: 'directoryRole', properties, keys: [key('roleTemplateId', roleTemplateId)] })
      await objects.link('members', id, servicePrincipalId)
    })
  } finally {
    await store.close()
  }
}
