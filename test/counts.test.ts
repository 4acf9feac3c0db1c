import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { advanced, type GraphCall, graphCall, refusalOf } from './graph-call.ts'
import { newcomer, openWorld, type World } from './world.ts'

const filtered = (set: string, filter: string) => `${set}?$count=true&$filter=${encodeURIComponent(filter)}`
const idsOf = async (graph: GraphCall, path: string) => (await graph.list(path, advanced)).map(({ id }) => id)
const reference = (id: unknown) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })

async function openGraph(world: World) {
  return graphCall(
    world,
    'Application.ReadWrite.All',
    'Application.Read.All',
    'AppRoleAssignment.ReadWrite.All',
    'DelegatedPermissionGrant.ReadWrite.All',
    'Directory.ReadWrite.All',
    'Policy.ReadWrite.PermissionGrant',
    'User.ReadWrite.All',
    'User.Read.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
  )
}

describe('lists below an object', () => {
  test('are counted with the header, as whoever reads them would see them', async () => {
    await using world = await openWorld()
    const graph = await openGraph(world)
    const count = async (path: string) => {
      assert.equal(refusalOf(await graph('GET', `${path}/$count`)).code, '400 Request_BadRequest', path)
      const answer = await graph('GET', `${path}/$count`, undefined, advanced)
      assert.equal(answer.headers['content-type'], 'text/plain', `${path}: ${answer.text}`)
      return Number(answer.text)
    }
    const { id, appId } = await graph.expect(201, 'POST', '/applications', {
      displayName: 'Payroll',
      appRoles: [
        {
          id: '7f3a1c54-7d0c-4b5d-9d0b-2f8d0a3c9e11',
          displayName: 'Clerk',
          description: 'Clerk',
          value: 'Clerk',
          isEnabled: true,
          allowedMemberTypes: ['User', 'Application'],
        },
      ],
      api: {
        oauth2PermissionScopes: [
          {
            id: '0c5f0a5e-3d57-4e88-9a55-1f0b65b1e7a2',
            value: 'Pay.Read',
            type: 'User',
            isEnabled: true,
            adminConsentDescription: 'Reads',
            adminConsentDisplayName: 'Read',
            userConsentDescription: 'Reads',
            userConsentDisplayName: 'Read',
          },
        ],
      },
    })
    const principal = await graph.expect(201, 'POST', '/servicePrincipals', { appId })
    const { operations } = await world.provision(newcomer('A1'))
    const ann = operations[0]?.targetId
    const [application, service] = [`/applications/${id}`, `/servicePrincipals/${principal.id}`]

    assert.equal(await count(`${application}/extensionProperties`), 0)
    await graph.expect(201, 'POST', `${application}/extensionProperties`, {
      name: 'level',
      dataType: 'Integer',
      targetObjects: ['User'],
    })
    assert.equal(await count(`${application}/extensionProperties`), 1)
    assert.equal(await count(`/applications(appId='${appId}')/federatedIdentityCredentials`), 0)

    const role = { resourceId: principal.id, appRoleId: '7f3a1c54-7d0c-4b5d-9d0b-2f8d0a3c9e11' }
    await graph.expect(201, 'POST', `${service}/appRoleAssignedTo`, { ...role, principalId: ann })
    assert.equal(await count(`${service}/appRoleAssignedTo`), 1)
    assert.equal(await count(`${service}/appRoleAssignments`), 0)
    assert.equal(await count(`/users/${ann}/appRoleAssignments`), 1)
    const grant = { clientId: principal.id, consentType: 'Principal', principalId: ann, resourceId: principal.id }
    await graph.expect(201, 'POST', '/oauth2PermissionGrants', { ...grant, scope: 'Pay.Read' })
    for (const path of [service, `/users/${ann}`, '']) assert.equal(await count(`${path}/oauth2PermissionGrants`), 1)
    await graph.expect(201, 'POST', `${service}/delegatedPermissionClassifications`, {
      classification: 'low',
      permissionName: 'Pay.Read',
    })
    assert.equal(await count(`${service}/delegatedPermissionClassifications`), 1)
    const group = await graph.expect(201, 'POST', '/groups', {
      displayName: 'Clerks',
      mailNickname: 'clerks',
      mailEnabled: false,
      securityEnabled: true,
    })
    assert.equal(await count(`/groups/${group.id}/appRoleAssignments`), 0)

    await graph.expect(204, 'DELETE', application)
    await graph.expect(204, 'DELETE', `/users/${ann}`)
    for (const type of ['application', 'servicePrincipal', 'user']) {
      assert.equal(await count(`/directory/deletedItems/microsoft.graph.${type}`), 1, type)
    }
    assert.equal(await count('/directory/deletedItems/microsoft.graph.group'), 0)
  })

  test('of owners are cast, counted, and read as references', async () => {
    await using world = await openWorld()
    const graph = await openGraph(world)
    const { id, appId } = await graph.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    const principal = await graph.expect(201, 'POST', '/servicePrincipals', { appId })
    const { operations } = await world.provision(newcomer('A1'))
    const ann = operations[0]?.targetId
    for (const owned of [`/applications/${id}`, `/servicePrincipals/${principal.id}`]) {
      const owners = `${owned}/owners`
      for (const owner of [ann, principal.id]) await graph.expect(204, 'POST', `${owners}/$ref`, reference(owner))
      const ids = (path: string) => idsOf(graph, path)
      assert.deepEqual(await ids(`${owners}/microsoft.graph.user`), [ann])
      assert.deepEqual(await ids(`${owners}/graph.servicePrincipal`), [principal.id])
      const counted = async (path: string) => (await graph('GET', path, undefined, advanced)).text
      assert.equal(await counted(`${owners}/$count`), '2')
      assert.equal(await counted(`${owners}/microsoft.graph.user/$count`), '1')
      assert.equal((await graph.list(`${owners}/$ref`)).length, 2)
      const refused = await graph('GET', `${owners}/microsoft.graph.user?$count=true`)
      assert.equal(refusalOf(refused).code, '400 Request_UnsupportedQuery')
    }
    assert.deepEqual(
      await idsOf(graph, `/servicePrincipals/${principal.id}/ownedObjects/microsoft.graph.application`),
      [id],
    )
  })
})

describe('filters through links', () => {
  test('count owners and owned objects, and look for single items, in the mode that the reference asks for', async () => {
    await using world = await openWorld()
    const graph = await openGraph(world)
    const { id, appId } = await graph.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    const principal = await graph.expect(201, 'POST', '/servicePrincipals', { appId })
    await graph.expect(204, 'POST', `/applications/${id}/owners/$ref`, reference(principal.id))
    const found = (set: string, filter: string) => idsOf(graph, filtered(set, filter))

    assert.ok((await found('/applications', 'owners/$count eq 1')).includes(id))
    assert.ok(!(await found('/applications', 'owners/$count eq 0')).includes(id))
    assert.ok((await found('/servicePrincipals', 'owners/$count eq 0')).includes(principal.id))
    assert.deepEqual(await found('/servicePrincipals', 'ownedObjects/$count eq 1'), [principal.id])
    assert.ok(!(await found('/servicePrincipals', 'ownedObjects/$count ne 0')).includes(world.setUp.servicePrincipalId))
    assert.ok((await found('/applications', 'extensionProperties/$count eq 0')).includes(id))
    assert.ok((await found('/servicePrincipals', 'federatedIdentityCredentials/$count eq 0')).includes(principal.id))

    const caller = await graph.expect(200, 'GET', `/servicePrincipals(appId='${graph.client.clientId}')`)
    const [assignment] = await graph.list(`/servicePrincipals/${caller.id}/appRoleAssignments`)
    const named = async (filter: string) =>
      (await graph.list(`/servicePrincipals?$filter=${encodeURIComponent(filter)}`)).map((item) => item.id)
    assert.deepEqual(await named(`appRoleAssignments/any(a:a/id eq '${assignment?.id}')`), [caller.id])
    assert.deepEqual(await named(`appRoleAssignedTo/any(a:a/id eq '${assignment?.id}')`), [assignment?.resourceId])
  })

  test('are refused where the reference has none, and without the advanced mode', async () => {
    await using world = await openWorld()
    const graph = await openGraph(world)
    const code = async (set: string, filter: string, headers = {}) =>
      refusalOf(await graph('GET', filtered(set, filter), undefined, headers)).code
    const unsupported = '400 Request_UnsupportedQuery'
    assert.equal(await code('/applications', 'owners/$count eq 0'), unsupported, 'needs the advanced mode')
    for (const [set, filter] of [
      ['/applications', 'owners/$count eq 2'],
      ['/applications', 'owners/$count gt 0'],
      ['/applications', 'extensionProperties/$count eq 1'],
      ['/servicePrincipals', 'appRoleAssignedTo/$count eq 0'],
      ['/servicePrincipals', 'memberOf/$count eq 0'],
      ['/servicePrincipals', "memberOf/any(m:m/id eq 'x')"],
      ['/groups', 'members/$count eq 0'],
    ] as const) {
      const answer = await graph('GET', filtered(set, filter), undefined, advanced)
      assert.equal(answer.status, 400, `${set} ${filter}: ${answer.text}`)
    }
  })
})
