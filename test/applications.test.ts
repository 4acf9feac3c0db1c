import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { advanced, callerOf, type GraphCall, graphCall, refusalOf } from './graph-call.ts'
import { type Json, openWorld, type World } from './world.ts'

const readerRole = {
  id: '1b4f816e-5eaf-48b9-8613-7923830595ad',
  allowedMemberTypes: ['User', 'Application'],
  displayName: 'Reader',
  description: 'Reads.',
  isEnabled: true,
  value: 'Read',
}

async function register(graph: GraphCall, rest: Json = {}) {
  return graph.expect<Json & { id: string; appId: string }>(201, 'POST', '/applications', {
    displayName: 'Payroll',
    ...rest,
  })
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

/** What the deleted items do for whoever restores from them. */
async function restore(world: World, ...ids: readonly string[]): Promise<void> {
  const store = await openStore(world.config.dataDirectory)
  const { provisioning } = store.forTenant(world.setUp.tenantId)
  await provisioning.transaction(async ({ objects }) => {
    for (const id of ids) assert.deepEqual(await objects.restore(id), { kind: 'written' })
  })
  await store.close()
}

describe('applications', () => {
  test('a new one has an id, a client id, its tenant as publisher, every property, and no service principal', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const answer = await graph('POST', '/applications', { displayName: 'Payroll' })
    assert.equal(answer.status, 201)
    const made = answer.json<Json & { id: string; appId: string }>()
    assert.equal(answer.headers.location, `${world.origin}/v1.0/applications/${made.id}`)
    const read = await graph.expect(200, 'GET', `/applications/${made.id}`)
    const { passwordCredentials, ...expected } = made
    const { passwordCredentials: _, ...found } = read
    assert.deepEqual(found, expected)
    assert.deepEqual(passwordCredentials, [])
    assert.equal(read.displayName, 'Payroll')
    assert.equal(read.signInAudience, 'AzureADMyOrg')
    assert.equal(read.publisherDomain, 'fabrikam.example')
    assert.equal(read.createdByAppId, graph.client.clientId)
    assert.deepEqual(read.identifierUris, [])
    assert.equal(read.description, null)
    assert.deepEqual(read.spa, { redirectUris: [] })
    assert.deepEqual((read.api as Json).oauth2PermissionScopes, [])
    assert.ok(!('authenticationBehaviors' in read))
    assert.equal((await graph('GET', `/servicePrincipals(appId='${made.appId}')`)).status, 404)
    assert.equal((await graph.expect(200, 'GET', `/applications(appId='${made.appId}')`)).id, made.id)
  })

  test('what is missing or wrong is refused by its name', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const refuse = async (body: Json) => refusalOf(await graph('POST', '/applications', body))
    assert.deepEqual(await refuse({}), {
      code: '400 Request_BadRequest',
      message: "A value is required for property 'displayName' of resource 'Application'.",
    })
    assert.match((await refuse({ displayName: 'A', colour: 1 })).message, /colour/)
    assert.match((await refuse({ displayName: 'A', appId: 'x' })).message, /read-only/)
    assert.match((await refuse({ displayName: 'A', signInAudience: 'Everybody' })).message, /signInAudience/)
    assert.match((await refuse({ displayName: 'A', identifierUris: ['payroll'] })).message, /identifierUri/)
    assert.match((await refuse({ displayName: 'A', identifierUris: ['https://other.example/x'] })).message, /verified/)
    assert.match((await refuse({ displayName: 'A', web: { redirectUris: ['http://a.example/'] } })).message, /redirect/)
    assert.match((await refuse({ displayName: 'A', info: { logoUrl: 'https://x' } })).message, /read-only/)
    assert.match((await refuse({ displayName: 'A', tokenEncryptionKeyId: readerRole.id })).message, /keyCredentials/)
    assert.match((await refuse({ displayName: 'A', groupMembershipClaims: 'Some' })).message, /groupMembershipClaims/)
    assert.match((await refuse({ displayName: 'A', appRoles: [{ ...readerRole, value: '.x' }] })).message, /dot/)
    assert.match(
      (await refuse({ displayName: 'A', appRoles: [{ ...readerRole, allowedMemberTypes: [] }] })).message,
      /Member/,
    )
    assert.match((await refuse({ displayName: 'A', appRoles: [readerRole, readerRole] })).message, /twice/)
    const access = Array.from({ length: 51 }, (_, index) => ({
      resourceAppId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      resourceAccess: [],
    }))
    assert.match((await refuse({ displayName: 'A', requiredResourceAccess: access })).message, /50 resources/)
    const many = Array.from({ length: 401 }, (_, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      type: 'Role',
    }))
    const one = [{ resourceAppId: '00000003-0000-0000-c000-000000000000', resourceAccess: many }]
    assert.match((await refuse({ displayName: 'A', requiredResourceAccess: one })).message, /400 permissions/)
    const other = [{ resourceAppId: one[0]?.resourceAppId, resourceAccess: [{ id: readerRole.id, type: 'Other' }] }]
    assert.match((await refuse({ displayName: 'A', requiredResourceAccess: other })).message, /'Scope' or 'Role'/)
  })

  test('identifier URIs are unique in the tenant and become names of the service principal', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const made = await register(graph)
    const principal = await graph.expect(201, 'POST', '/servicePrincipals', { appId: made.appId })
    await graph.expect(204, 'PATCH', `/applications/${made.id}`, {
      identifierUris: [`api://${made.appId}`, 'https://api.fabrikam.example/payroll'],
    })
    const names = async () =>
      (await graph.expect(200, 'GET', `/servicePrincipals/${principal.id}`)).servicePrincipalNames
    assert.deepEqual(await names(), [made.appId, `api://${made.appId}`, 'https://api.fabrikam.example/payroll'])
    const second = await register(graph, { displayName: 'Second' })
    const taken = await graph('PATCH', `/applications/${second.id}`, { identifierUris: [`API://${made.appId}`] })
    assert.deepEqual(refusalOf(taken), {
      code: '400 Request_BadRequest',
      message: 'Another object with the same value for property identifierUris already exists.',
    })
    await graph.expect(204, 'PATCH', `/applications/${made.id}`, { identifierUris: [] })
    assert.deepEqual(await names(), [made.appId])
  })

  test('an update replaces lists, merges complex values, clears with null and says nothing, or the whole object when asked', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id } = await register(graph, {
      web: { redirectUris: ['https://a.fabrikam.example/'], homePageUrl: 'https://a.fabrikam.example' },
      tags: ['one', 'two'],
      notes: 'x',
    })
    const silent = await graph('PATCH', `/applications/${id}`, { web: { logoutUrl: 'https://a.fabrikam.example/out' } })
    assert.deepEqual([silent.status, silent.text], [204, ''])
    const shown = await graph(
      'PATCH',
      `/applications/${id}`,
      { tags: ['three'], notes: null },
      { prefer: 'return=representation' },
    )
    assert.equal(shown.status, 200)
    const { web, tags, notes } = shown.json<{ web: Json; tags: unknown; notes: unknown }>()
    assert.deepEqual(web.redirectUris, ['https://a.fabrikam.example/'])
    assert.equal(web.homePageUrl, 'https://a.fabrikam.example')
    assert.equal(web.logoutUrl, 'https://a.fabrikam.example/out')
    assert.deepEqual([tags, notes], [['three'], null])
  })

  test('an enabled role or scope has to be disabled before it goes', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id } = await register(graph, { appRoles: [readerRole] })
    const path = `/applications/${id}`
    const refused = refusalOf(await graph('PATCH', path, { appRoles: [] }))
    assert.deepEqual(refused, {
      code: '400 CannotDeleteOrUpdateEnabledEntitlement',
      message: 'Permission (scope or role) cannot be deleted or updated unless disabled first.',
    })
    await graph.expect(204, 'PATCH', path, { appRoles: [{ ...readerRole, isEnabled: false }] })
    await graph.expect(204, 'PATCH', path, { appRoles: [] })
    const scope = {
      id: 'be98fa3e-ab5b-4b11-83d9-04ba2b7946bc',
      value: 'Use',
      type: 'User',
      isEnabled: true,
      adminConsentDisplayName: 'Use',
      adminConsentDescription: 'Uses.',
    }
    await graph.expect(204, 'PATCH', path, { api: { oauth2PermissionScopes: [scope] } })
    assert.equal(refusalOf(await graph('PATCH', path, { api: { oauth2PermissionScopes: [] } })).code, refused.code)
    assert.match(
      refusalOf(await graph('PATCH', path, { appRoles: [{ ...readerRole, id: scope.id }] })).message,
      /twice/,
    )
  })

  test('is made by its unique name when it is not there yet, and updated when it is', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const path = "/applications(uniqueName='payroll-app')"
    assert.equal((await graph('PATCH', path, { displayName: 'Payroll' })).status, 404)
    const prefer = { prefer: 'create-if-missing' }
    const made = await graph('PATCH', path, { displayName: 'Payroll' }, prefer)
    assert.equal(made.status, 201)
    assert.equal(made.json().uniqueName, 'payroll-app')
    assert.equal((await graph('PATCH', path, { displayName: 'Pay' }, prefer)).status, 204)
    assert.equal((await graph.expect(200, 'GET', path)).displayName, 'Pay')
    const change = await graph('PATCH', path, { uniqueName: 'other' })
    assert.match(refusalOf(change).message, /read-only/)
  })

  test('goes to the deleted items with its service principal, and with both everything that was granted', async () => {
    await using world = await openWorld()
    const graph = await graphCall(
      world,
      'Application.ReadWrite.All',
      'Application.Read.All',
      'AppRoleAssignment.ReadWrite.All',
    )
    const made = await register(graph, { appRoles: [readerRole] })
    const resource = await graph.expect<{ id: string }>(201, 'POST', '/servicePrincipals', { appId: made.appId })
    const own = await graph.expect<{ id: string }>(200, 'GET', `/servicePrincipals(appId='${graph.client.clientId}')`)
    const wanted = { principalId: own.id, resourceId: resource.id, appRoleId: readerRole.id }
    await graph.expect(201, 'POST', `/servicePrincipals/${own.id}/appRoleAssignments`, wanted)
    const resources = async () =>
      (await graph.list(`/servicePrincipals/${own.id}/appRoleAssignments`)).map(({ resourceId }) => resourceId)
    assert.ok((await resources()).includes(resource.id))
    await graph.expect(204, 'DELETE', `/applications/${made.id}`)
    assert.equal((await graph('GET', `/applications/${made.id}`)).status, 404)
    assert.equal((await graph('GET', `/servicePrincipals/${resource.id}`)).status, 404)
    assert.ok(!(await resources()).includes(resource.id))
    await restore(world, made.id, resource.id)
    assert.ok((await resources()).includes(resource.id))
    await graph.expect(204, 'DELETE', `/applications/${made.id}`)
    assert.equal((await graph('DELETE', `/applications/${made.id}`)).status, 404)
  })

  test('are filtered, searched, sorted, counted and selected as the reference allows', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const one = await register(graph, { displayName: 'Alpha payroll', tags: ['hr'] })
    const two = await register(graph, { displayName: 'Beta', web: { homePageUrl: 'https://beta.fabrikam.example' } })
    const names = async (query: string, headers = {}) =>
      (await graph.list(`/applications?${query}`, headers)).map(({ displayName }) => displayName)
    assert.deepEqual(await names(`$filter=appId eq '${two.appId}'`), ['Beta'])
    assert.deepEqual(await names("$filter=startswith(displayName,'alph')"), ['Alpha payroll'])
    assert.deepEqual(await names("$filter=tags/any(t:t eq 'hr')"), ['Alpha payroll'])
    const inMode = '$count=true&'
    assert.deepEqual(await names(`${inMode}$filter=web/homePageUrl eq 'https://beta.fabrikam.example'`, advanced), [
      'Beta',
    ])
    assert.deepEqual(await names('$search="displayName:pay"', advanced), ['Alpha payroll'])
    const sorted = await names(`${inMode}$orderby=displayName desc&$top=2`, advanced)
    assert.deepEqual(sorted, [...sorted].sort().reverse())
    const unsupported = await graph('GET', "/applications?$filter=notes eq 'x'")
    assert.equal(refusalOf(unsupported).code, '400 Request_UnsupportedQuery')
    assert.match(refusalOf(await graph('GET', '/applications?$filter=nothing eq 1')).message, /nothing/)
    const selected = await graph.expect(200, 'GET', `/applications/${one.id}?$select=displayName,tags`)
    assert.deepEqual(Object.keys(selected), ['@odata.context', 'displayName', 'tags'])
    const count = await graph('GET', '/applications/$count', undefined, advanced)
    assert.equal(Number(count.text), (await graph.list('/applications')).length)
  })

  test('owners are users and service principals, added once, shown with their type, expanded and counted in filters', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All', 'Directory.Read.All', 'User.Read.All')
    const { id } = await register(graph)
    const own = await graph.expect<{ id: string }>(200, 'GET', `/servicePrincipals(appId='${graph.client.clientId}')`)
    const reference = { '@odata.id': `${world.origin}/v1.0/directoryObjects/${own.id}` }
    const unowned = async () =>
      (await graph.list('/applications?$count=true&$filter=owners/$count eq 0', advanced)).map((item) => item.id)
    assert.ok((await unowned()).includes(id))
    await graph.expect(204, 'POST', `/applications/${id}/owners/$ref`, reference)
    assert.ok(!(await unowned()).includes(id))
    const again = refusalOf(await graph('POST', `/applications/${id}/owners/$ref`, reference))
    assert.match(again.message, /already exist for the following modified properties: 'owners'/)
    const [owner] = await graph.list(`/applications/${id}/owners`)
    assert.deepEqual([owner?.['@odata.type'], owner?.id], ['#microsoft.graph.servicePrincipal', own.id])
    const expanded = await graph.expect(200, 'GET', `/applications/${id}?$expand=owners($select=id)&$select=id`)
    assert.deepEqual(expanded.owners, [{ '@odata.type': '#microsoft.graph.servicePrincipal', id: own.id }])
    const wrong = await graph('POST', `/applications/${id}/owners/$ref`, { '@odata.id': `x/applications/${id}` })
    assert.match(refusalOf(wrong).message, /Owners are users and service principals/)
    await graph.expect(204, 'DELETE', `/applications/${id}/owners/${own.id}/$ref`)
    assert.equal((await graph('DELETE', `/applications/${id}/owners/${own.id}/$ref`)).status, 404)
    assert.deepEqual(await graph.list(`/applications/${id}/owners`), [])
  })

  test('of owners whom the caller may not see only type and id are shown, wherever they are listed', async () => {
    await using world = await openWorld()
    const admin = await graphCall(world, 'Application.ReadWrite.All', 'User.Read.All', 'Directory.Read.All')
    const reader = await graphCall(world, 'Application.Read.All')
    const ann = await world.addUser({ userPrincipalName: 'ann@fabrikam.example' })
    const { id, appId } = await register(admin)
    const principal = await admin.expect<{ id: string }>(201, 'POST', '/servicePrincipals', { appId })
    const reference = { '@odata.id': `${world.origin}/v1.0/directoryObjects/${ann.id}` }
    for (const path of [`/applications/${id}`, `/servicePrincipals/${principal.id}`]) {
      await admin.expect(204, 'POST', `${path}/owners/$ref`, reference)
      const [shown] = await admin.list(`${path}/owners`)
      assert.equal(shown?.userPrincipalName, 'ann@fabrikam.example')
      const expanded = await reader.expect<{ owners: readonly Json[] }>(200, 'GET', `${path}?$expand=owners`)
      for (const [owner, ...others] of [await reader.list(`${path}/owners`), expanded.owners]) {
        assert.deepEqual(others, [])
        assert.ok(owner !== undefined && 'displayName' in owner)
        const filled = Object.entries(owner).filter(([, value]) => value !== null && !isEmptyList(value))
        assert.deepEqual(Object.fromEntries(filled), { '@odata.type': '#microsoft.graph.user', id: ann.id })
      }
      const guess = encodeURIComponent("owners/any(o:startswith(o/userPrincipalName,'ann'))")
      const guessed = await reader(
        'GET',
        `${path.split('/', 2).join('/')}?$count=true&$filter=${guess}`,
        undefined,
        advanced,
      )
      assert.ok(guessed.status === 400 || guessed.json<{ value: unknown[] }>().value.length === 0, guessed.text)
    }
  })

  test('with .OwnedBy a program owns what it makes, sees only that, and changes nothing else', async () => {
    await using world = await openWorld()
    const admin = await graphCall(world, 'Application.ReadWrite.All')
    const owner = await graphCall(world, 'Application.ReadWrite.OwnedBy')
    const foreign = await register(admin, { displayName: 'Foreign' })
    const own = await register(owner, { displayName: 'Own' })
    assert.deepEqual(
      (await owner.list('/applications')).map(({ id }) => id),
      [own.id],
    )
    assert.equal((await owner('GET', `/applications/${foreign.id}`)).status, 403)
    assert.equal((await owner('PATCH', `/applications/${foreign.id}`, { notes: 'x' })).status, 403)
    await owner.expect(204, 'PATCH', `/applications/${own.id}`, { notes: 'x' })
    const principal = await owner.expect<{ id: string }>(201, 'POST', '/servicePrincipals', { appId: own.appId })
    assert.deepEqual(
      (await owner.list('/servicePrincipals')).map(({ id }) => id),
      [principal.id],
    )
    await owner.expect(204, 'DELETE', `/applications/${own.id}`)
    assert.deepEqual(await owner.list('/applications'), [])
  })

  test('every change is in the audit log with who made it', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id } = await register(graph)
    await graph.expect(204, 'PATCH', `/applications/${id}`, { displayName: 'Pay' })
    const entries = await world.audits()
    const [update, add] = entries
    assert.ok(update !== undefined)
    assert.equal(add?.activityDisplayName, 'Add application')
    assert.equal(update.activityDisplayName, 'Update application')
    assert.equal((update.initiatedBy as { app: Json }).app.appId, graph.client.clientId)
    const [target] = update.targetResources as [{ id: string; modifiedProperties: readonly Json[] }]
    assert.equal(target.id, id)
    assert.deepEqual(target.modifiedProperties, [
      { displayName: 'displayName', oldValue: '"Payroll"', newValue: '"Pay"' },
    ])
  })
})

test('registering a program, giving it permissions and consenting to them lets it upload people', async () => {
  await using world = await openWorld()
  const graph = await graphCall(
    world,
    'Application.ReadWrite.All',
    'AppRoleAssignment.ReadWrite.All',
    'Application.Read.All',
  )
  const resource = await graph.expect<Json & { id: string }>(
    200,
    'GET',
    "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
  )
  const roles = resource.appRoles as readonly { id: string; value: string; allowedMemberTypes: readonly string[] }[]
  const upload = roles.find(({ value }) => value === 'SynchronizationData-User.Upload')
  assert.ok(upload !== undefined)
  assert.deepEqual(upload.allowedMemberTypes, ['Application'])

  const application = await register(graph, { displayName: 'HR connector' })
  await graph.expect(204, 'PATCH', `/applications/${application.id}`, {
    requiredResourceAccess: [
      {
        resourceAppId: '00000003-0000-0000-c000-000000000000',
        resourceAccess: [{ id: upload.id, type: 'Role' }],
      },
    ],
  })
  const { secretText } = await graph.expect<{ secretText: string }>(
    200,
    'POST',
    `/applications/${application.id}/addPassword`,
    {},
  )
  const principal = await graph.expect<{ id: string }>(201, 'POST', '/servicePrincipals', { appId: application.appId })
  const client = callerOf(world, { clientId: application.appId, clientSecret: secretText })
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [], failOnErrors: null }
  const send = () => client('POST', `${world.jobPath}/bulkUpload`, body, { 'content-type': 'application/scim+json' })
  assert.equal((await send()).status, 403)

  await graph.expect(201, 'POST', `/servicePrincipals/${principal.id}/appRoleAssignments`, {
    principalId: principal.id,
    resourceId: resource.id,
    appRoleId: upload.id,
  })
  world.forgetTokens()
  const uploaded = await send()
  assert.notEqual(uploaded.status, 403, uploaded.text)
})
