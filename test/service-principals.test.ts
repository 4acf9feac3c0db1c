import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { identityRecheckMs } from '../src/auth/authenticate.ts'
import { change, key } from './applications.ts'
import { advanced, graphCall, refusalOf } from './graph-call.ts'
import { type Json, openWorld } from './world.ts'

type Identified = Json & { readonly id: string; readonly appId: string }

const graphPath = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"

describe('service principals', () => {
  test('Microsoft Graph shows its permissions with their well-known ids, and all of its names', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.Read.All')
    const shown = await graph.expect<Json & { appRoles: readonly Json[]; oauth2PermissionScopes: readonly Json[] }>(
      200,
      'GET',
      graphPath,
    )
    assert.equal(
      shown.appRoles.find(({ value }) => value === 'SynchronizationData-User.Upload')?.id,
      'db31e92a-b9ea-4d87-bf6a-75a37a9ca35a',
    )
    const read = shown.oauth2PermissionScopes.find(({ value }) => value === 'User.Read')
    assert.equal(read?.type, 'User')
    for (const { displayName, description } of shown.appRoles) assert.ok(displayName && description)
    assert.deepEqual(shown.servicePrincipalNames, [
      '00000003-0000-0000-c000-000000000000',
      'https://graph.microsoft.com',
      world.origin,
    ])
    const beta = await graph.expect(200, 'GET', `/beta${graphPath}`)
    assert.ok(Array.isArray(beta.publishedPermissionScopes) && !('oauth2PermissionScopes' in beta))
  })

  test('are made from an application, once, and mirror it whenever they are read', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const application = await graph.expect<Identified>(201, 'POST', '/applications', {
      displayName: 'Payroll',
      description: 'Pays.',
      tags: ['hr'],
      web: { redirectUris: ['https://pay.fabrikam.example/Callback'], homePageUrl: 'https://pay.fabrikam.example' },
    })
    const answer = await graph('POST', '/servicePrincipals', { appId: application.appId, tags: ['own'], notes: 'x' })
    assert.equal(answer.status, 201)
    const made = answer.json<Identified>()
    assert.deepEqual(await graph.expect(200, 'GET', `/servicePrincipals/${made.id}`), made)
    assert.equal(made.displayName, 'Payroll')
    assert.equal(made.appOwnerOrganizationId, world.setUp.tenantId)
    assert.equal(made.servicePrincipalType, 'Application')
    assert.equal(made.createdByAppId, graph.client.clientId)
    assert.equal(made.appDescription, 'Pays.')
    assert.equal(made.homepage, 'https://pay.fabrikam.example')
    assert.deepEqual(made.replyUrls, ['https://pay.fabrikam.example/Callback'])
    assert.deepEqual(made.tags, ['own', 'hr'])
    assert.deepEqual(made.alternativeNames, [])
    assert.equal(made.preferredSingleSignOnMode, null)
    assert.ok(!('customSecurityAttributes' in made))

    await graph.expect(204, 'PATCH', `/applications/${application.id}`, { displayName: 'Pay', description: null })
    const renamed = await graph.expect(200, 'GET', `/servicePrincipals/${made.id}`)
    assert.deepEqual([renamed.displayName, renamed.appDisplayName, renamed.appDescription], ['Pay', 'Pay', null])

    assert.deepEqual(refusalOf(await graph('POST', '/servicePrincipals', { appId: application.appId })), {
      code: '409 Request_MultipleObjectsWithSameKeyValue',
      message: `The service principal cannot be created, updated, or restored because the service principal name ${application.appId} is already in use.`,
    })
    const unknown = await graph('POST', '/servicePrincipals', { appId: '7f3b1c1e-0000-4000-8000-000000000000' })
    assert.equal(refusalOf(unknown).code, '400 Request_BadRequest')
    assert.match(refusalOf(await graph('POST', '/servicePrincipals', {})).message, /required for property 'appId'/)
  })

  test('are updated, made by their appId when missing, and deleted', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { appId } = await graph.expect<Identified>(201, 'POST', '/applications', { displayName: 'Payroll' })
    const path = `/servicePrincipals(appId='${appId}')`
    assert.equal((await graph('PATCH', path, { notes: 'x' })).status, 404)
    const made = await graph('PATCH', path, { notes: 'x' }, { prefer: 'create-if-missing' })
    assert.equal(made.status, 201)
    const { id } = made.json<Identified>()
    await graph.expect(204, 'PATCH', path, { accountEnabled: false, preferredSingleSignOnMode: 'saml', notes: null })
    const read = await graph.expect(200, 'GET', `/servicePrincipals/${id}`)
    assert.deepEqual([read.accountEnabled, read.preferredSingleSignOnMode, read.notes], [false, 'saml', null])
    const mode = await graph('PATCH', path, { preferredSingleSignOnMode: 'magic' })
    assert.match(refusalOf(mode).message, /preferredSingleSignOnMode/)
    assert.match(refusalOf(await graph('PATCH', path, { servicePrincipalNames: [] })).message, /servicePrincipalNames/)
    assert.match(refusalOf(await graph('PATCH', path, { appDisplayName: 'x' })).message, /read-only/)
    assert.equal((await graph('PATCH', path, { customSecurityAttributes: {} })).status, 403)
    await graph.expect(204, 'DELETE', path)
    assert.equal((await graph('GET', path)).status, 404)
    assert.equal(refusalOf(await graph('DELETE', graphPath)).code, '400 Request_BadRequest')
  })

  test('a program whose service principal is disabled gets no token any more', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const victim = await graphCall(world, 'Application.Read.All')
    await victim.expect(200, 'GET', '/servicePrincipals?$top=1')
    await graph.expect(204, 'PATCH', `/servicePrincipals(appId='${victim.client.clientId}')`, { accountEnabled: false })
    world.forgetTokens()
    await assert.rejects(victim('GET', '/servicePrincipals'), /no token/)
  })

  test('a program whose application is disabled gets none either, and the ones that it has stop working', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const victim = await graphCall(world, 'Application.Read.All')
    const token = await world.token(victim.client)
    const ask = () => world.send('GET', '/v1.0/servicePrincipals?$top=1', { token })
    assert.equal((await ask()).status, 200)
    const path = `/applications(appId='${victim.client.clientId}')`
    await graph.expect(204, 'PATCH', path, { isDisabled: true })
    assert.equal(
      (await graph.expect(200, 'GET', `/servicePrincipals(appId='${victim.client.clientId}')`)).isDisabled,
      true,
    )
    world.moveClock(identityRecheckMs)
    const { code, message } = refusalOf(await ask())
    assert.equal(code, '401 Authorization_IdentityNotFound')
    assert.match(message, /is disabled/)
    await assert.rejects(world.token(victim.client), /no token/)
    await graph.expect(204, 'PATCH', path, { isDisabled: false })
    assert.equal((await ask()).status, 200, 'nothing was lost')
  })

  test('are filtered by their properties and by what hangs off them', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All', 'Directory.Read.All')
    const { appId } = await graph.expect<Identified>(201, 'POST', '/applications', { displayName: 'Payroll' })
    const { id } = await graph.expect<Identified>(201, 'POST', '/servicePrincipals', { appId, tags: ['HideApp'] })
    const ids = async (filter: string, isAdvanced = false) => {
      const query = `${isAdvanced ? '$count=true&' : ''}$filter=${encodeURIComponent(filter)}`
      return (await graph.list(`/servicePrincipals?${query}`, isAdvanced ? advanced : {})).map((item) => item.id)
    }
    assert.deepEqual(await ids(`appId eq '${appId}'`), [id])
    assert.deepEqual(await ids(`servicePrincipalNames/any(n:n eq '${appId}')`), [id])
    assert.deepEqual(await ids("tags/any(t:t eq 'hideapp')"), [id])
    assert.deepEqual(await ids("startswith(displayName,'Pay')"), [id])
    assert.ok((await ids("servicePrincipalType eq 'Application'")).includes(id))
    assert.ok((await ids('owners/$count eq 0', true)).includes(id))
    assert.ok((await ids("displayName ne 'x' and notes eq null", true)).includes(id))
    const own = await graph.expect<Identified>(200, 'GET', `/servicePrincipals(appId='${graph.client.clientId}')`)
    const [assignment] = await graph.list(`/servicePrincipals/${own.id}/appRoleAssignments`)
    assert.deepEqual(await ids(`appRoleAssignments/any(a:a/id eq '${assignment?.id}')`), [own.id])
    const [resourceId] = await ids(`appRoleAssignedTo/any(a:a/id eq '${assignment?.id}')`)
    assert.equal(resourceId, assignment?.resourceId)
    assert.equal((await graph('GET', '/servicePrincipals?$filter=owners/$count eq 0')).status, 400)
    assert.equal((await graph('GET', "/servicePrincipals?$filter=loginUrl eq 'x'")).status, 400)
    assert.equal((await graph('GET', '/servicePrincipals?$skip=1')).status, 400)
    const expanded = await graph.expect<{ appRoleAssignments: readonly Json[] }>(
      200,
      'GET',
      `/servicePrincipals/${own.id}?$expand=appRoleAssignments($select=appRoleId)`,
    )
    assert.equal(expanded.appRoleAssignments.length, 2)
    assert.deepEqual(Object.keys(expanded.appRoleAssignments[0] ?? {}), ['appRoleId'])
  })

  test('show what they own, made and belong to', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.OwnedBy', 'Application.Read.All', 'Directory.Read.All')
    const { id } = await graph.expect<Identified>(201, 'POST', '/applications', { displayName: 'Payroll' })
    const path = `/servicePrincipals(appId='${graph.client.clientId}')`
    for (const link of ['ownedObjects', 'createdObjects']) {
      const [found] = await graph.list(`${path}/${link}`)
      assert.deepEqual([found?.['@odata.type'], found?.id], ['#microsoft.graph.application', id])
    }
    assert.deepEqual(await graph.list(`${path}/memberOf`), [])
    assert.deepEqual(await graph.list(`${path}/transitiveMemberOf`), [])
  })

  test('mirror their application behind links, too, and keep their security attributes to those who may read them', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All', 'Directory.Read.All')
    const { appId } = await graph.expect<Identified>(201, 'POST', '/applications', {
      displayName: 'Payroll',
      description: 'Pays.',
    })
    const { id } = await graph.expect<Identified>(201, 'POST', '/servicePrincipals', { appId })
    await change(world, id, { customSecurityAttributes: { Engineering: { Project: 'Alpine' } } }, [key('appId', appId)])
    const [made] = await graph.list(
      `/servicePrincipals(appId='${graph.client.clientId}')/createdObjects/microsoft.graph.servicePrincipal`,
    )
    const select = '$select=id,appDescription,customSecurityAttributes'
    const cast = await graph.expect(200, 'GET', `/directoryObjects/${id}/microsoft.graph.servicePrincipal?${select}`)
    const { value } = await graph.expect<{ value: readonly Json[] }>(200, 'POST', '/directoryObjects/getByIds', {
      ids: [id],
    })
    assert.deepEqual([made?.appDescription, value[0]?.appDescription], ['Pays.', 'Pays.'])
    const [delta] = await graph.list(`/servicePrincipals/delta?$filter=id eq '${id}'&${select}`)
    await graph.expect(204, 'DELETE', `/servicePrincipals/${id}`)
    const [deleted] = await graph.list(`/directory/deletedItems/microsoft.graph.servicePrincipal?${select}`)
    for (const shown of [cast, delta, deleted])
      assert.deepEqual(shown, { ...shown, id, appDescription: 'Pays.', customSecurityAttributes: null })
  })

  test('have policies and remote desktop settings of their own', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All', 'Policy.Read.All')
    const path = `/servicePrincipals/${world.setUp.servicePrincipalId}`
    for (const link of ['claimsMappingPolicies', 'homeRealmDiscoveryPolicies', 'tokenLifetimePolicies']) {
      assert.deepEqual(await graph.list(`${path}/${link}`), [])
    }
    const reference = { '@odata.id': 'policies/claimsMappingPolicies/7f3b1c1e-0000-4000-8000-000000000000' }
    assert.equal((await graph('POST', `${path}/claimsMappingPolicies/$ref`, reference)).status, 404)
    const desktop = `${path}/remoteDesktopSecurityConfiguration`
    assert.equal((await graph('GET', desktop)).status, 404)
    const set = await graph.expect(200, 'PATCH', desktop, { isRemoteDesktopProtocolEnabled: true })
    assert.equal(set.isRemoteDesktopProtocolEnabled, true)
    assert.equal((await graph.expect(200, 'GET', desktop)).isRemoteDesktopProtocolEnabled, true)
    const filter = '$filter=remoteDesktopSecurityConfiguration/isRemoteDesktopProtocolEnabled eq true'
    assert.equal((await graph.list(`/servicePrincipals?$count=true&${filter}`, advanced)).length, 1)
    assert.ok(!('remoteDesktopSecurityConfiguration' in (await graph.expect(200, 'GET', path))))
    await graph.expect(204, 'DELETE', `${desktop}/$ref`)
    assert.equal((await graph('GET', desktop)).status, 404)
  })

  test('delegated permissions are classified by name or id, once', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.Read.All', 'Policy.ReadWrite.PermissionGrant')
    const path = `${graphPath}/delegatedPermissionClassifications`
    const made = await graph.expect<Identified>(201, 'POST', path, {
      classification: 'low',
      permissionName: 'User.Read',
    })
    assert.equal(made.permissionId, 'e1fe6dd8-ba31-4d61-89e7-88639da4683d')
    assert.equal((await graph('POST', path, { classification: 'low', permissionId: made.permissionId })).status, 400)
    assert.equal((await graph('POST', path, { classification: 'low', permissionName: 'No.Such' })).status, 400)
    assert.deepEqual(
      (await graph.list(path)).map(({ permissionName }) => permissionName),
      ['User.Read'],
    )
    await graph.expect(204, 'DELETE', `${path}/${made.id}`)
    assert.deepEqual(await graph.list(path), [])
  })
})

test('an application of a template comes with its service principal, which can have provisioning jobs', async () => {
  await using world = await openWorld()
  const graph = await graphCall(world, 'Application.ReadWrite.All', 'Synchronization.ReadWrite.All')
  const names = async (query: string) =>
    (await graph.list(`/applicationTemplates${query}`)).map((item) => item.displayName)
  assert.equal((await names('')).length, 3)
  const found = await graph.list("/applicationTemplates?$filter=contains(displayName,'Entra ID')")
  assert.equal(found.length, 1)
  assert.deepEqual(found[0]?.supportedProvisioningTypes, ['sync'])
  assert.deepEqual(await names("?$filter=categories/any(c:contains(c,'custom'))"), [])
  assert.equal((await names('?$skip=1')).length, 2)
  const path = `/applicationTemplates/${found[0]?.id}`
  assert.equal((await graph.expect(200, 'GET', path)).id, found[0]?.id)
  assert.equal((await graph('POST', `${path}/instantiate`, {})).status, 400)
  const made = await graph.expect<{ application: Identified; servicePrincipal: Identified }>(
    201,
    'POST',
    `${path}/instantiate`,
    { displayName: 'HR feed' },
  )
  assert.equal(made.application.applicationTemplateId, found[0]?.id)
  assert.equal(made.servicePrincipal.applicationTemplateId, found[0]?.id)
  assert.deepEqual(made.servicePrincipal.tags, ['WindowsAzureActiveDirectoryIntegratedApp'])
  const templates = `/servicePrincipals/${made.servicePrincipal.id}/synchronization/templates`
  assert.equal((await graph.list(templates)).length, 1)
  const own = await graphCall(world, 'Application.ReadWrite.OwnedBy')
  await own.expect(201, 'POST', '/applicationTemplates/8adf8e6e-67b2-4cf2-a259-e3dc5476c621/instantiate', {
    displayName: 'Own',
  })
  assert.equal((await own.list('/applications')).length, 1)
})
