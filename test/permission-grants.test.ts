import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { permissions } from '../src/auth/permissions.ts'
import { advanced, type GraphCall, graphCall, refusalOf } from './graph-call.ts'
import { type Json, newcomer, openWorld, type World } from './world.ts'

type Identified = Json & { readonly id: string; readonly appId: string }

const nobody = '7f3b1c1e-0000-4000-8000-000000000000'
const noRole = '00000000-0000-0000-0000-000000000000'
const graphPath = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"
const clerk = {
  id: '1b4f816e-5eaf-48b9-8613-7923830595ad',
  allowedMemberTypes: ['User'],
  displayName: 'Clerk',
  description: 'Is a clerk.',
  isEnabled: true,
  value: 'Clerk',
}

/** An application with a role for people, and its service principal. */
async function resourceOf(graph: GraphCall): Promise<Identified> {
  const { appId } = await graph.expect<Identified>(201, 'POST', '/applications', {
    displayName: 'Payroll',
    appRoles: [clerk],
  })
  return graph.expect<Identified>(201, 'POST', '/servicePrincipals', { appId })
}

async function userOf(world: World): Promise<string> {
  const { operations } = await world.provision(newcomer('1'))
  return String(operations[0]?.targetId)
}

describe('app role assignments', () => {
  test('are the same from both sides, have ids that follow from their ends, and name them', async () => {
    await using world = await openWorld()
    const graph = await graphCall(
      world,
      'Application.ReadWrite.All',
      'Application.Read.All',
      'AppRoleAssignment.ReadWrite.All',
    )
    const own = await graph.expect<Identified>(200, 'GET', `/servicePrincipals(appId='${graph.client.clientId}')`)
    const resource = await graph.expect<Identified>(200, 'GET', graphPath)
    const wanted = {
      principalId: own.id,
      resourceId: resource.id,
      appRoleId: permissions['User.Read.All'].application,
    }
    const answer = await graph('POST', `/servicePrincipals/${own.id}/appRoleAssignments`, wanted)
    assert.equal(answer.status, 201, answer.text)
    const made = answer.json<Identified>()
    assert.equal(made.id.length, 43)
    assert.deepEqual(
      [made.principalType, made.principalDisplayName, made.resourceDisplayName, made.deletedDateTime],
      ['ServicePrincipal', 'Other', 'Microsoft Graph', null],
    )
    assert.equal(
      answer.headers.location,
      `${world.origin}/v1.0/servicePrincipals/${own.id}/appRoleAssignments/${made.id}`,
    )
    const { '@odata.context': _, ...plain } = made
    const [fromResource] = (await graph.list(`${graphPath}/appRoleAssignedTo?$top=999`)).filter(
      ({ id }) => id === made.id,
    )
    assert.deepEqual(fromResource, plain)
    const beta = await graph.expect(200, 'GET', `/beta/servicePrincipals/${own.id}/appRoleAssignments/${made.id}`)
    assert.ok('creationTimestamp' in beta && !('createdDateTime' in beta))

    assert.deepEqual(refusalOf(await graph('POST', `${graphPath}/appRoleAssignedTo`, wanted)), {
      code: '400 Request_BadRequest',
      message: 'Permission being assigned already exists on the object',
    })
    await graph.expect(204, 'DELETE', `${graphPath}/appRoleAssignedTo/${made.id}`)
    assert.equal((await graph('GET', `/servicePrincipals/${own.id}/appRoleAssignments/${made.id}`)).status, 404)
    await graph.expect(201, 'POST', `${graphPath}/appRoleAssignedTo`, wanted)
  })

  test('need an enabled role of the resource that allows the kind of member, and the object of the path', async () => {
    await using world = await openWorld()
    const graph = await graphCall(
      world,
      'Application.ReadWrite.All',
      'Application.Read.All',
      'AppRoleAssignment.ReadWrite.All',
    )
    const resource = await resourceOf(graph)
    const own = await graph.expect<Identified>(200, 'GET', `/servicePrincipals(appId='${graph.client.clientId}')`)
    const path = `/servicePrincipals/${resource.id}/appRoleAssignedTo`
    const wanted = { principalId: own.id, resourceId: resource.id, appRoleId: noRole }
    const refuse = async (change: Json) => refusalOf(await graph('POST', path, { ...wanted, ...change }))
    assert.match((await refuse({ appRoleId: clerk.id })).message, /was not found on application/)
    assert.match((await refuse({ appRoleId: nobody })).message, /was not found on application/)
    assert.equal((await refuse({ principalId: nobody })).code, '404 Request_ResourceNotFound')
    assert.match((await refuse({ resourceId: own.id })).message, /has to be the object of the URL/)
    assert.match((await refuse({ appRoleId: 'x' })).message, /appRoleId/)
    await graph.expect(201, 'POST', path, wanted)
  })

  test('of users hang off the user, too, by id or name, and are filtered by resource and by the name of the user', async () => {
    await using world = await openWorld()
    const graph = await graphCall(
      world,
      'Application.ReadWrite.All',
      'Application.Read.All',
      'AppRoleAssignment.ReadWrite.All',
      'Directory.Read.All',
    )
    const resource = await resourceOf(graph)
    const userId = await userOf(world)
    const wanted = { principalId: userId, resourceId: resource.id, appRoleId: clerk.id }
    const made = await graph.expect<Identified>(201, 'POST', '/users/1@fabrikam.example/appRoleAssignments', wanted)
    assert.deepEqual([made.principalType, made.principalDisplayName], ['User', 'Person 1'])
    const filtered = (filter: string) => graph.list(`/users/${userId}/appRoleAssignments?$filter=${filter}`)
    assert.equal((await filtered(`resourceId eq ${resource.id}`)).length, 1)
    assert.equal((await filtered(`resourceId eq ${nobody}`)).length, 0)
    const named = `/servicePrincipals/${resource.id}/appRoleAssignedTo?$filter=startswith(principalDisplayName,'Pers')`
    assert.equal((await graph.list(named)).length, 1)
    const [entry] = await world.audits()
    assert.equal(entry?.activityDisplayName, 'Add app role assignment grant to user')
    await graph.expect(204, 'DELETE', `/users/${userId}/appRoleAssignments/${made.id}`)
    assert.deepEqual(await graph.list(`/users/${userId}/appRoleAssignments`), [])
  })
})

describe('delegated permission grants', () => {
  test('are made once per client, resource and user, changed in their scope only, and listed below client and user', async () => {
    await using world = await openWorld()
    const graph = await graphCall(
      world,
      'DelegatedPermissionGrant.ReadWrite.All',
      'Application.Read.All',
      'Directory.Read.All',
    )
    const own = await graph.expect<Identified>(200, 'GET', `/servicePrincipals(appId='${graph.client.clientId}')`)
    const resource = await graph.expect<Identified>(200, 'GET', graphPath)
    const userId = await userOf(world)
    const forAll = {
      clientId: own.id,
      consentType: 'AllPrincipals',
      principalId: null,
      resourceId: resource.id,
      scope: ' User.Read  User.Read.All ',
    }
    const made = await graph.expect<Identified>(201, 'POST', '/oauth2PermissionGrants', forAll)
    assert.equal(made.scope, 'User.Read User.Read.All')
    assert.ok(!('startTime' in made))
    assert.deepEqual(refusalOf(await graph('POST', '/oauth2PermissionGrants', forAll)), {
      code: '409 Request_MultipleObjectsWithSameKeyValue',
      message: 'Permission entry already exists.',
    })
    const forOne = { ...forAll, consentType: 'Principal', principalId: userId, scope: 'User.Read' }
    await graph.expect(201, 'POST', '/oauth2PermissionGrants', forOne)
    const refuse = async (change: Json) =>
      refusalOf(await graph('POST', '/oauth2PermissionGrants', { ...forOne, ...change }))
    assert.match((await refuse({ consentType: 'Everybody' })).message, /consentType/)
    assert.match((await refuse({ principalId: null })).message, /principalId/)
    assert.match((await refuse({ consentType: 'AllPrincipals' })).message, /has to be null/)
    assert.equal((await refuse({ principalId: nobody })).code, '404 Request_ResourceNotFound')
    assert.equal((await refuse({ clientId: nobody })).code, '404 Request_ResourceNotFound')

    const path = `/oauth2PermissionGrants/${made.id}`
    await graph.expect(204, 'PATCH', path, { scope: 'User.Read' })
    assert.equal((await graph.expect(200, 'GET', path)).scope, 'User.Read')
    assert.match(refusalOf(await graph('PATCH', path, { clientId: own.id })).message, /read-only/)
    assert.equal((await graph.list(`/oauth2PermissionGrants?$filter=clientId eq '${own.id}'`)).length, 2)
    assert.equal((await graph.list("/oauth2PermissionGrants?$filter=consentType eq 'Principal'")).length, 1)
    assert.equal((await graph.list(`/servicePrincipals/${own.id}/oauth2PermissionGrants`)).length, 2)
    assert.deepEqual(
      (await graph.list(`/users/${userId}/oauth2PermissionGrants`)).map((grant) => grant.principalId),
      [userId],
    )
    const filter = `$filter=oauth2PermissionGrants/any(g:g/id eq '${made.id}')`
    assert.deepEqual(
      (await graph.list(`/servicePrincipals?${filter}`)).map(({ id }) => id),
      [own.id],
    )
    await graph.expect(204, 'DELETE', path)
    assert.equal((await graph('GET', path)).status, 404)
    assert.equal((await world.audits())[0]?.activityDisplayName, 'Remove delegated permission grant')
  })
})

describe('what is contained in applications', () => {
  test('federated credentials have unique names and subjects, one audience, and at most twenty of them exist', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id } = await graph.expect<Identified>(201, 'POST', '/applications', { displayName: 'Payroll' })
    const path = `/applications/${id}/federatedIdentityCredentials`
    const wanted = {
      name: 'build',
      issuer: 'https://token.contoso.example',
      subject: 'repo:contoso/hr',
      audiences: ['api://AzureADTokenExchange'],
    }
    const made = await graph.expect<Identified>(201, 'POST', path, wanted)
    assert.deepEqual([made.description, made.name], [null, 'build'])
    assert.ok(!('deletedDateTime' in made) && !('applicationId' in made))
    const refuse = async (change: Json) => refusalOf(await graph('POST', path, { ...wanted, ...change })).message
    assert.match(await refuse({ subject: 'other' }), /property name already exists/)
    assert.match(await refuse({ name: 'other' }), /property subject already exists/)
    assert.match(await refuse({ name: 'other', subject: 'x', audiences: ['a', 'b'] }), /exactly one/)
    assert.match(await refuse({ name: 'a b' }), /name/)
    assert.match(await refuse({ issuer: 'contoso' }), /issuer/)
    await graph.expect(204, 'PATCH', `${path}/${made.id}`, { description: 'for builds' })
    assert.equal((await graph.expect(200, 'GET', `${path}/build`)).description, 'for builds')
    assert.equal((await graph.expect(200, 'GET', `${path}(name='build')`)).id, made.id)
    assert.match(refusalOf(await graph('PATCH', `${path}/${made.id}`, { name: 'x' })).message, /read-only/)
    const { name: _, ...unnamed } = { ...wanted, subject: 'second' }
    const upsert = await graph('PATCH', `${path}(name='second')`, unnamed, { prefer: 'create-if-missing' })
    assert.equal(upsert.status, 201, upsert.text)
    const query = `$count=true&$filter=federatedIdentityCredentials/any(f:f/subject eq 'second')`
    assert.deepEqual(
      (await graph.list(`/applications?${query}`, advanced)).map((item) => item.id),
      [id],
    )
    for (let index = 2; index < 20; index += 1) {
      await graph.expect(201, 'POST', path, { ...wanted, name: `build${index}`, subject: `s${index}` })
    }
    assert.match(await refuse({ name: 'more', subject: 'more' }), /at most 20/)
    await graph.expect(204, 'DELETE', `${path}/${made.id}`)
    assert.equal((await graph('GET', `${path}/build`)).status, 404)
  })

  test('extension properties are named after the application, checked, and unique', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id, appId } = await graph.expect<Identified>(201, 'POST', '/applications', { displayName: 'Payroll' })
    const path = `/applications/${id}/extensionProperties`
    const wanted = { name: 'jobCode', dataType: 'String', targetObjects: ['User'] }
    const made = await graph.expect<Identified>(201, 'POST', path, wanted)
    assert.equal(made.name, `extension_${appId.replaceAll('-', '')}_jobCode`)
    assert.deepEqual(
      [made.appDisplayName, made.isMultiValued, made.isSyncedFromOnPremises, made.deletedDateTime],
      ['Payroll', false, false, null],
    )
    const refuse = async (change: Json) => refusalOf(await graph('POST', path, { ...wanted, ...change })).message
    assert.match(await refuse({}), /An extension property exists with the name/)
    assert.match(await refuse({ name: '1x' }), /name/)
    assert.match(await refuse({ dataType: 'Date' }), /dataType/)
    assert.match(await refuse({ targetObjects: ['Chair'] }), /targetObjects/)
    assert.deepEqual(
      (await graph.list(path)).map((item) => item.id),
      [made.id],
    )
    assert.equal((await graph.expect(200, 'GET', `${path}/${made.id}`)).name, made.name)
    const expanded = await graph.expect(200, 'GET', `/applications/${id}?$expand=extensionProperties($select=dataType)`)
    assert.deepEqual(expanded.extensionProperties, [{ dataType: 'String' }])
    await graph.expect(204, 'DELETE', `${path}/${made.id}`)
    assert.deepEqual(await graph.list(path), [])
  })
})
