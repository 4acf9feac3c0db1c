import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  applicationWith,
  emptyWorld,
  feed,
  forTenantOf,
  origin,
  other,
  refused,
  sender,
  tenantId,
} from '../world.test.ts'
import { servicePrincipalRoutes } from './service-principal.ts'

const routes = servicePrincipalRoutes({ forTenant: forTenantOf(emptyWorld()) })
const send = sender(routes, applicationWith('Application.Read.All'))
const eventual = { headers: { consistencylevel: 'eventual' } }

async function idsOf(target: string, asking = {}): Promise<string[]> {
  return (await send('GET', target, asking)).body.value.map(({ id }: { id: string }) => id)
}

describe('service principals', () => {
  test('are listed with all their properties', async () => {
    const { body } = await send('GET', 'servicePrincipals')
    assert.equal(body['@odata.context'], `${origin}/v1.0/$metadata#servicePrincipals`)
    assert.equal(body.value.length, 2)
    assert.deepEqual(body.value[0], {
      id: feed.id,
      accountEnabled: true,
      appDisplayName: 'HR feed',
      appId: feed.appId,
      appOwnerOrganizationId: tenantId,
      appRoleAssignmentRequired: false,
      displayName: 'HR feed',
      servicePrincipalNames: [feed.appId],
      servicePrincipalType: 'Application',
      signInAudience: 'AzureADMyOrg',
      tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
    })
  })

  test('are found by id or appId in one filter, whichever of the two was given', async () => {
    for (const id of [feed.id, feed.appId, feed.appId.toUpperCase()]) {
      const { body } = await send(
        'GET',
        `servicePrincipals?$filter=id eq '${id}' or appId eq '${id}'&$select=id,appId,displayName`,
      )
      assert.deepEqual(body.value, [{ id: feed.id, appId: feed.appId, displayName: 'HR feed' }])
      assert.equal(body['@odata.context'], `${origin}/v1.0/$metadata#servicePrincipals(id,appId,displayName)`)
    }
  })

  test('are found by name and by tag', async () => {
    assert.deepEqual(await idsOf("servicePrincipals?$filter=displayName eq 'hr feed'"), [feed.id])
    assert.deepEqual(await idsOf("servicePrincipals?$filter=startswith(displayName,'other')"), [other.id])
    assert.deepEqual(
      await idsOf("servicePrincipals?$filter=tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp')"),
      [feed.id, other.id],
    )
  })

  test('hold the advanced mode apart, and count', async () => {
    const target = "servicePrincipals?$filter=displayName ne 'HR feed'&$count=true"
    await refused(send('GET', target), 'unsupportedQuery')
    const { body } = await send('GET', target, eventual)
    assert.equal(body['@odata.count'], 1)
    const order = 'servicePrincipals?$orderby=displayName desc&$count=true'
    await refused(send('GET', order), 'unsupportedQuery')
    assert.deepEqual(await idsOf(order, eventual), [other.id, feed.id])
    assert.equal((await send('GET', 'servicePrincipals/$count', eventual)).body, '2')
    await refused(send('GET', 'servicePrincipals/$count'), 'invalidValue')
  })

  test('come in pages', async () => {
    const first = await send('GET', 'servicePrincipals?$top=1')
    assert.deepEqual(await idsOf(first.body['@odata.nextLink']), [other.id])
  })

  test('are read one by one, by id or appId', async () => {
    const byId = await send('GET', `servicePrincipals/${feed.id}`)
    assert.equal(byId.body['@odata.context'], `${origin}/v1.0/$metadata#servicePrincipals/$entity`)
    const byAppId = await send('GET', `servicePrincipals(appId='${feed.appId}')`)
    assert.deepEqual(byAppId.body, byId.body)
    await refused(send('GET', `servicePrincipals/${feed.appId}`), 'notFound')
    await refused(send('GET', `servicePrincipals(appId='${feed.id}')`), 'notFound')
  })

  test('of others stay hidden from an application that may only see its own', async () => {
    const owner = { ...applicationWith('Application.ReadWrite.OwnedBy'), servicePrincipalId: other.ownerIds[0] ?? '' }
    assert.deepEqual(await idsOf('servicePrincipals', { principal: owner, ownedOnly: true }), [other.id])
  })
})
