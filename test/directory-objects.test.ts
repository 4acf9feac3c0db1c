import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { codeOf, openGraphClient, provisionPeople } from './graph-client.ts'
import { type Json, openWorld, type World } from './world.ts'

const admin = (world: World) =>
  openGraphClient(world, [
    'Directory.Read.All',
    'Group.ReadWrite.All',
    'Organization.Read.All',
    'Domain.Read.All',
    'RoleManagement.Read.Directory',
  ])
const nobody = '00000000-0000-4000-8000-000000000000'

function group(mailNickname: string, rest: Json = {}): Json {
  return { displayName: mailNickname, mailEnabled: false, mailNickname, securityEnabled: true, ...rest }
}

describe('directory objects', () => {
  test('are read by id whatever their type, and by a type that they have', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const { id } = (await client.post('/groups', group('staff'))).json<{ id: string }>()
    const shown = (await client.get(`/directoryObjects/${ann}`)).json()
    assert.match(String(shown['@odata.context']), /\$metadata#directoryObjects\/\$entity$/)
    assert.deepEqual([shown['@odata.type'], shown.displayName], ['#microsoft.graph.user', 'Person A1'])
    assert.equal('passwordPolicies' in shown, false)
    assert.equal(
      (await client.get(`/directoryObjects/${id.toUpperCase()}`)).json()['@odata.type'],
      '#microsoft.graph.group',
    )
    const selected = (await client.get(`/directoryObjects('${id}')?$select=id,displayName`)).json()
    assert.deepEqual([selected['@odata.type'], selected.displayName], ['#microsoft.graph.group', 'staff'])

    assert.equal((await client.get(`/directoryObjects/${ann}/microsoft.graph.user`)).json().id, ann)
    assert.equal(
      codeOf(await client.get(`/directoryObjects/${ann}/microsoft.graph.group`)),
      '404 Request_ResourceNotFound',
    )
    assert.equal(codeOf(await client.get(`/directoryObjects/${nobody}`)), '404 Request_ResourceNotFound')
  })

  test('are fetched by many ids, of some types, and what is missing is left out', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const { id } = (await client.post('/groups', group('staff'))).json<{ id: string }>()
    const ids = [ann, id, nobody, client.servicePrincipalId]
    const fetchIds = async (body: Json) => {
      const answer = await client.post('/directoryObjects/getByIds', body)
      assert.equal(answer.status, 200, answer.text)
      return answer.json<{ value: Json[] }>().value.map((item) => item.id)
    }
    assert.deepEqual((await fetchIds({ ids })).toSorted(), [ann, id, client.servicePrincipalId].toSorted())
    assert.deepEqual(await fetchIds({ ids, types: ['group'] }), [id])
    assert.deepEqual(
      (await fetchIds({ ids, types: ['User', 'servicePrincipal'] })).toSorted(),
      [ann, client.servicePrincipalId].toSorted(),
    )
    const many = Array.from({ length: 1_001 }, () => ann)
    assert.equal(codeOf(await client.post('/directoryObjects/getByIds', { ids: many })), '400 Request_BadRequest')
    assert.equal(codeOf(await client.post('/directoryObjects/getByIds', {})), '400 Request_BadRequest')
  })

  test('can be asked whether a group could be named so', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    await client.post('/groups', group('news', { mailEnabled: true, groupTypes: ['Unified'] }))
    const ask = (body: Json) => client.post('/directoryObjects/validateProperties', body)
    assert.equal((await ask({ entityType: 'Group', displayName: 'Staff', mailNickname: 'staff' })).status, 204)
    const refused = await ask({ entityType: 'Group', displayName: 'x'.repeat(257), mailNickname: 'a b' })
    assert.equal(codeOf(refused), '422 UnprocessableEntity')
    const { details } = refused.json<{ error: { details: { target: string }[] } }>().error
    assert.deepEqual(
      details.map(({ target }) => target),
      ['displayName', 'mailNickname'],
    )
    const taken = await ask({ entityType: 'Group', mailNickname: 'NEWS' })
    assert.equal(taken.json<{ error: { details: { code: string }[] } }>().error.details[0]?.code, 'ObjectConflict')
    assert.equal(codeOf(await ask({ entityType: 'User', displayName: 'x' })), '400 Request_BadRequest')
  })

  test('tell which extension properties there are', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const ask = (body: Json) => client.post('/directoryObjects/getAvailableExtensionProperties', body)
    assert.deepEqual((await ask({ isSyncedFromOnPremises: false })).json().value, [])
    assert.equal(codeOf(await ask({ isSyncedFromOnPremises: 'x' })), '400 Request_BadRequest')
  })
})

describe('the organization', () => {
  test('is one, with its verified domains', async () => {
    await using world = await openWorld({ domains: ['fabrikam.example', 'hr.fabrikam.example'] })
    const client = await admin(world)
    const { value } = (await client.get('/organization')).json<{ value: Json[] }>()
    assert.equal(value.length, 1)
    const [organization] = value
    assert.deepEqual([organization?.id, organization?.displayName], [world.setUp.tenantId, 'Fabrikam'])
    const domains = organization?.verifiedDomains as readonly Json[]
    assert.deepEqual(
      domains.map(({ name, isDefault, isInitial }) => [name, isDefault, isInitial]),
      [
        ['fabrikam.example', true, true],
        ['hr.fabrikam.example', false, false],
      ],
    )
    assert.equal(
      (await client.get(`/organization/${world.setUp.tenantId}?$select=displayName`)).json().displayName,
      'Fabrikam',
    )
    assert.equal(codeOf(await client.get(`/organization/${nobody}`)), '404 Request_ResourceNotFound')
  })

  test('has domains, each under its name', async () => {
    await using world = await openWorld({ domains: ['fabrikam.example', 'hr.fabrikam.example'] })
    const client = await admin(world)
    assert.deepEqual(await client.list('/domains'), ['fabrikam.example', 'hr.fabrikam.example'])
    const domain = (await client.get('/domains/HR.fabrikam.example')).json()
    assert.deepEqual(
      [domain.isDefault, domain.isVerified, domain.isRoot, domain.authenticationType],
      [false, true, false, 'Managed'],
    )
    assert.equal(codeOf(await client.get('/domains/contoso.example')), '404 Request_ResourceNotFound')
  })
})
