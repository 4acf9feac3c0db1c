import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { deletedItemsKeptMs, purgeDeletedItems } from '../src/app/purge-deleted-items.ts'
import type { Store, TenantStore } from '../src/contracts/store.ts'
import { purgeDeleted } from '../src/directory/purge.ts'
import { type Client, type Json, newcomer, openWorld, person, type World } from './world.ts'

const users = '/directory/deletedItems/microsoft.graph.user'

async function call(world: World, client: Client, method: string, path: string, body?: unknown) {
  return world.send(method, `/v1.0${path}`, {
    token: await world.token(client),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
}

/** A provisioned person who was deleted through Graph. */
async function deleted(world: World, client: Client, externalId: string, rest: Json = {}): Promise<string> {
  const { operations } = await world.provision(newcomer(externalId, rest))
  const id = String(operations[0]?.targetId)
  assert.equal((await call(world, client, 'DELETE', `/users/${id}`)).status, 204)
  return id
}

async function inStore<T>(world: World, work: (tenant: TenantStore, store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(world.config.dataDirectory)
  try {
    return await work(store.forTenant(world.setUp.tenantId), store)
  } finally {
    await store.close()
  }
}

const keeper = ['User.ReadWrite.All', 'User.Read.All', 'User.DeleteRestore.All'] as const

describe('a deleted user', () => {
  test('lies in the deleted items under its id, with the account name set free', async () => {
    await using world = await openWorld()
    const client = await world.addClient(keeper)
    const id = await deleted(world, client, 'E-1')
    const { value } = (await call(world, client, 'GET', `${users}?$select=id,userPrincipalName,deletedDateTime`)).json<{
      value: Json[]
    }>()
    assert.equal(value.length, 1)
    assert.equal(value[0]?.userPrincipalName, `${id.replaceAll('-', '')}e-1@fabrikam.example`)
    assert.ok(Date.parse(String(value[0]?.deletedDateTime)) > 0)
    const single = (await call(world, client, 'GET', `/directory/deletedItems/${id}`)).json()
    assert.deepEqual([single.id, single['@odata.type']], [id, '#microsoft.graph.user'])
    assert.equal((await call(world, client, 'GET', '/directory/deletedItems')).status, 400)
    const filter = encodeURIComponent("displayName eq 'person E-1'")
    assert.equal(
      (await call(world, client, 'GET', `${users}?$filter=${filter}`)).json<{ value: Json[] }>().value.length,
      1,
    )
  })

  test('comes back as it was, and its job goes on with it', async () => {
    await using world = await openWorld()
    const client = await world.addClient(keeper)
    const id = await deleted(world, client, 'E-1', { title: 'Clerk' })
    const restored = await call(world, client, 'POST', `/directory/deletedItems/${id}/restore`)
    assert.equal(restored.status, 200, restored.text)
    assert.equal(restored.json().userPrincipalName, 'e-1@fabrikam.example')
    assert.equal((await call(world, client, 'POST', `/directory/deletedItems/${id}/restore`)).status, 404)
    const { operations } = await world.provision(person('E-1', { title: 'Head' }))
    assert.deepEqual([operations[0]?.state, operations[0]?.targetId], ['updated', id])
    const { jobTitle } = await world.get(`/users/${id}?$select=jobTitle`)
    assert.equal(jobTitle, 'Head')
    const audits = await inStore(world, (tenant) => tenant.audits.list('directoryAudit', { limit: 9 }))
    assert.ok(audits.some(({ properties }) => properties.activityDisplayName === 'Restore user'))
  })

  test('stays deleted while somebody else has its name, unless it gets another', async () => {
    await using world = await openWorld()
    const client = await world.addClient(keeper)
    const id = await deleted(world, client, 'E-1')
    await world.provision(newcomer('E-2', { userName: 'e-1@fabrikam.example' }))
    const path = `/directory/deletedItems/${id}/restore`
    const refused = await call(world, client, 'POST', path)
    assert.equal(refused.status, 400)
    assert.match(refused.text, /"ObjectConflict".*"userPrincipalName"/)
    const wrong = await call(world, client, 'POST', path, { newUserPrincipalName: 'x@contoso.example' })
    assert.equal(wrong.status, 400)
    const named = await call(world, client, 'POST', path, { newUserPrincipalName: 'e-1b@fabrikam.example' })
    assert.deepEqual([named.status, named.json().userPrincipalName], [200, 'e-1b@fabrikam.example'])
  })

  test('gives up an address that somebody else has, when asked to', async () => {
    await using world = await openWorld()
    const client = await world.addClient(keeper)
    const emails = [{ type: 'work', value: 'team@fabrikam.example', primary: true }]
    const id = await deleted(world, client, 'E-1', { emails })
    await call(world, client, 'PATCH', `/users/${(await world.provision(newcomer('E-2'))).operations[0]?.targetId}`, {
      mail: 'team@fabrikam.example',
    })
    const before = await inStore(world, (tenant) => tenant.directory.findDeletedUser(id))
    assert.equal(before?.properties.mail, 'team@fabrikam.example')
    const path = `/directory/deletedItems/${id}/restore`
    assert.equal((await call(world, client, 'POST', path)).status, 400)
    const restored = await call(world, client, 'POST', path, { autoReconcileProxyConflict: true })
    assert.deepEqual([restored.status, restored.json().mail], [200, null])
  })

  test('can be removed for good, and goes by itself after 30 days', async () => {
    await using world = await openWorld()
    const client = await world.addClient(keeper)
    const id = await deleted(world, client, 'E-1')
    assert.equal((await call(world, client, 'DELETE', `/directory/deletedItems/${id}`)).status, 204)
    assert.equal((await call(world, client, 'GET', `/directory/deletedItems/${id}`)).status, 404)
    const other = await deleted(world, client, 'E-2')
    await inStore(world, async (_, store) => {
      const deps = {
        tenants: store.tenants,
        storeOf: (tenantId: string) => store.forTenant(tenantId),
        rest: async () => undefined,
      }
      await purgeDeletedItems(world.now() + deletedItemsKeptMs - 60_000, deps)
      assert.equal((await call(world, client, 'GET', `/directory/deletedItems/${other}`)).status, 200)
      await purgeDeletedItems(world.now() + deletedItemsKeptMs + 60_000, deps)
      assert.equal((await call(world, client, 'GET', `/directory/deletedItems/${other}`)).status, 404)
    })
  })

  test('is open to the permissions for users only', async () => {
    await using world = await openWorld()
    const client = await world.addClient(keeper)
    const id = await deleted(world, client, 'E-1')
    const groups = await world.addClient(['Group.ReadWrite.All', 'Group.Read.All'])
    assert.equal((await call(world, groups, 'GET', `/directory/deletedItems/${id}`)).status, 403)
    assert.equal((await call(world, groups, 'POST', `/directory/deletedItems/${id}/restore`)).status, 403)
    assert.equal((await call(world, groups, 'DELETE', `/directory/deletedItems/${id}`)).status, 403)
  })
})

describe('a deleted application', () => {
  const at = '2026-05-01T08:00:00.000Z'

  /** An application and its service principal, deleted by the same request. */
  async function bury(tenant: TenantStore, appId: string) {
    const ids = { application: randomUUID(), servicePrincipal: randomUUID(), assignment: randomUUID() }
    const properties = { appId, displayName: 'Payroll' }
    const keys = [{ name: 'appId', value: appId }]
    await tenant.provisioning.transaction(async ({ objects }) => {
      await objects.insert({ id: ids.application, type: 'application', properties, keys })
      await objects.insert({ id: ids.servicePrincipal, type: 'servicePrincipal', properties, keys })
      await objects.insert({ id: ids.assignment, type: 'appRoleAssignment', properties: {}, keys: [] })
      await objects.link('principal', ids.assignment, ids.servicePrincipal)
      await objects.softDelete(ids.application, at)
      await objects.softDelete(ids.servicePrincipal, at)
    })
    return ids
  }

  test('comes back with its service principal', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['Application.ReadWrite.All', 'Application.Read.All'])
    const { application, servicePrincipal } = await inStore(world, (tenant) => bury(tenant, randomUUID()))
    const restored = await call(world, client, 'POST', `/directory/deletedItems/${application}/restore`)
    assert.deepEqual([restored.status, restored.json().id], [200, application], restored.text)
    await inStore(world, async ({ objects }) => {
      assert.ok(await objects.find(application))
      assert.ok(await objects.find(servicePrincipal))
    })
  })

  test('is refused when another one has its appId meanwhile', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['Application.ReadWrite.All'])
    const appId = randomUUID()
    const { servicePrincipal } = await inStore(world, async (tenant) => {
      const ids = await bury(tenant, appId)
      const keys = [{ name: 'appId', value: appId }]
      await tenant.provisioning.transaction(({ objects }) =>
        objects.insert({ id: randomUUID(), type: 'servicePrincipal', properties: { appId }, keys }),
      )
      return ids
    })
    const refused = await call(world, client, 'POST', `/directory/deletedItems/${servicePrincipal}/restore`)
    assert.equal(refused.status, 409)
    assert.match(refused.text, /Request_MultipleObjectsWithSameKeyValue/)
  })

  test('is not removed by whoever has not seen yet that it was brought back', async () => {
    await using world = await openWorld()
    const { application, assignment } = await inStore(world, (tenant) => bury(tenant, randomUUID()))
    await inStore(world, async ({ objects, provisioning }) => {
      await provisioning.transaction((transaction) => transaction.objects.restore(application))
      assert.equal(
        await provisioning.transaction((transaction) => purgeDeleted(transaction, application, false)),
        false,
      )
      assert.ok(await objects.find(application))
      assert.ok(await objects.find(assignment))
    })
  })

  test('takes what only exists with it along when it is removed for good', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['Application.ReadWrite.All'])
    const { servicePrincipal, assignment } = await inStore(world, (tenant) => bury(tenant, randomUUID()))
    assert.equal((await call(world, client, 'DELETE', `/directory/deletedItems/${servicePrincipal}`)).status, 204)
    await inStore(world, async ({ objects }) => {
      assert.equal(await objects.findDeleted(servicePrincipal), undefined)
      assert.equal(await objects.find(assignment), undefined)
    })
  })
})
