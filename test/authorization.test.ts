import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AuthorizationWorld, type CallerName, openAuthorizationWorld } from './authorization-world.ts'
import { runCommand } from './run-command.ts'
import { bulkRequest, newcomer, openWorld, type World } from './world.ts'

const noTargets = { servicePrincipal: 0, application: 0, group: 0, deleted: 0 }
const headers = { 'content-type': 'application/scim+json' }

const upload = async (world: World, token: string) =>
  world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, { token, headers, body: bulkRequest(newcomer('E-1')) })

const uploaderToken = (callers: AuthorizationWorld, caller: CallerName) =>
  callers.token({ kind: 'delegated', caller, permissions: ['SynchronizationData-User.Upload'] })

/** The directory role that this caller holds. */
async function roleOf({ tenant, idOf }: AuthorizationWorld, caller: CallerName): Promise<string> {
  const [roleId] = await tenant.objects.listLinking('members', idOf(caller), { limit: 1 })
  return roleId ?? assert.fail('no role')
}

describe('authorization', { timeout: 60_000 }, () => {
  test('a user uploads with the scope and the role that it holds now, whatever its token says', async () => {
    await using world = await openWorld()
    const callers = await openAuthorizationWorld(world, noTargets)
    const token = await uploaderToken(callers, 'Global Administrator')
    assert.equal((await upload(world, token)).status, 202)
    assert.equal((await upload(world, await uploaderToken(callers, 'Application Administrator'))).status, 403)

    const [role, id] = [await roleOf(callers, 'Global Administrator'), callers.idOf('Global Administrator')]
    const change = (work: 'link' | 'unlink', from: string, to: string) =>
      callers.tenant.provisioning.transaction(async ({ objects }) => void (await objects[work]('members', from, to)))
    await change('unlink', role, id)
    assert.equal((await upload(world, token)).status, 403)

    const group = '0d3f6a3e-6a57-4a55-9d8c-0f3f5bb0a101'
    await callers.tenant.provisioning.transaction(async ({ objects }) => {
      const properties = { displayName: 'Uploaders', isAssignableToRole: true }
      await objects.insert({ id: group, type: 'group', properties, keys: [] })
    })
    await change('link', role, group)
    assert.equal((await upload(world, token)).status, 403)
    await change('link', group, id)
    assert.equal((await upload(world, token)).status, 202)
    await callers.close()
  })

  test('the roles that upload are a setting', async () => {
    await using world = await openWorld({ bulkUploadRoles: 'User Administrator, Groups Administrator' })
    const callers = await openAuthorizationWorld(world, noTargets)
    assert.equal((await upload(world, await uploaderToken(callers, 'Groups Administrator'))).status, 202)
    assert.equal((await upload(world, await uploaderToken(callers, 'Global Administrator'))).status, 403)
    await callers.close()
  })

  test('a user that is signed out everywhere, disabled or removed loses access at once', async () => {
    await using world = await openWorld()
    const callers = await openAuthorizationWorld(world, noTargets)
    const token = await callers.token({ kind: 'delegated', caller: 'member', permissions: ['User.Read.All'] })
    const id = callers.idOf('member')
    const ask = async () => (await world.send('GET', `/v1.0/users/${id}`, { token })).text
    assert.match(await ask(), /"id":/)
    const set = (properties: object) =>
      callers.tenant.provisioning.transaction(async ({ users }) => {
        const [user] = await users.findByIds([id])
        if (user === undefined) return assert.fail('no user')
        await users.replace([{ ...user, properties: { ...user.properties, ...properties } }])
      })
    await set({ signInSessionsValidFromDateTime: new Date(world.now() + 1_000).toISOString() })
    assert.match(await ask(), /InvalidAuthenticationToken.*sessions of the user were revoked/)
    await set({ signInSessionsValidFromDateTime: null, accountEnabled: false })
    assert.match(await ask(), /InvalidAuthenticationToken.*disabled/)
    await callers.tenant.provisioning.transaction(async ({ users }) => void (await users.remove([{ id }], world.now())))
    assert.match(await ask(), /Authorization_IdentityNotFound/)
    await callers.close()
  })

  test('parts of Graph that are not here are told apart from what nobody has', async () => {
    await using world = await openWorld()
    const missing = await world.send('GET', '/v1.0/sites/root')
    assert.deepEqual([missing.status, missing.json<{ error: { code: string } }>().error.code], [501, 'notSupported'])
    assert.equal((await world.send('GET', '/v1.0/nothing')).status, 400)
    assert.equal((await world.send('GET', '/v1.0/sites/root', { token: null })).status, 401)
  })

  test('why-denied tells an authorised reader what was missing, and nobody of another tenant', async () => {
    await using world = await openWorld()
    const callers = await openAuthorizationWorld(world, noTargets)
    const token = await uploaderToken(callers, 'Application Administrator')
    const requestId = String((await upload(world, token)).headers['request-id'])
    const told = await whyDenied(world, requestId)
    assert.equal(told.code, 0, told.err)
    assert.match(told.out, /403 Authorization_RequestDenied/)
    assert.match(told.out, /Roles {6}Application Administrator/)
    assert.match(told.out, /Role {7}one of Global Administrator/)
    assert.doesNotMatch(told.out, new RegExp(token.slice(0, 20)))
    const unknown = await world.send('GET', '/v1.0/auditLogs/refusals/nothing')
    assert.equal(unknown.status, 404)
    const poor = await world.addClient(['User.Read.All'])
    const groups = await world.send('GET', '/v1.0/groups', { token: await world.token(poor) })
    const helped = await whyDenied(world, String(groups.headers['request-id']))
    assert.ok(helped.err.includes(`entrain app grant ${poor.clientId} Group.ReadBasic.All"`), helped.err)
    const unheard = await whyDenied(world, 'nothing')
    assert.equal(unheard.code, 3)
    assert.match(unheard.err, /No refusal of this tenant has the request-id nothing[\s\S]*latest 500/)
    const client = await world.addClient(['User.Read.All'])
    const curious = await world.send('GET', `/v1.0/auditLogs/refusals/${requestId}`, {
      token: await world.token(client),
    })
    assert.equal(curious.status, 403)
    await callers.close()
  })
})

function whyDenied(world: World, requestId: string) {
  const { clientId, clientSecret, tenantId } = world.setUp
  return runCommand(['why-denied', requestId], {
    env: {
      ENTRAIN_DATA: world.config.dataDirectory,
      ENTRAIN_GRAPH_URL: world.origin,
      ENTRAIN_TENANT_ID: tenantId,
      ENTRAIN_CLIENT_ID: clientId,
      ENTRAIN_CLIENT_SECRET: clientSecret,
      ENTRAIN_CA_FILE: `${world.config.dataDirectory}/ca.pem`,
    },
  })
}
