import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { type Client, type Json, newcomer, openWorld, type World } from './world.ts'

const writer = ['User.ReadWrite.All', 'User-Mail.ReadWrite.All'] as const

function newUser(name: string, rest: Json = {}): Json {
  return {
    accountEnabled: true,
    displayName: `Person ${name}`,
    mailNickname: name,
    userPrincipalName: `${name}@fabrikam.example`,
    passwordProfile: { password: 'Tulip-Harbour-42' },
    ...rest,
  }
}

async function call(world: World, client: Client, method: string, path: string, body?: unknown, headers = {}) {
  return world.send(method, `/v1.0${path}`, {
    token: await world.token(client),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

interface Refused {
  readonly error: { readonly code: string; readonly message: string; readonly details?: readonly Json[] }
}

describe('POST /users', () => {
  test('makes a user with the defaults of the directory, found at its Location', async () => {
    await using world = await openWorld()
    const client = await world.addClient(writer)
    const answer = await call(
      world,
      client,
      'POST',
      '/users',
      newUser('ann', { mail: 'ann@fabrikam.example', city: '' }),
    )
    assert.equal(answer.status, 201, answer.text)
    const made = answer.json()
    assert.equal(made['@odata.context'], `${world.origin}/v1.0/$metadata#users/$entity`)
    assert.equal(answer.headers.location, `${world.origin}/v1.0/users/${made.id}`)
    assert.equal(made.displayName, 'Person ann')
    assert.ok(!('accountEnabled' in made))
    const select = 'userType,accountEnabled,proxyAddresses,identities,passwordProfile,city,creationType,createdDateTime'
    const { createdDateTime, ...shown } = (
      await call(world, client, 'GET', `/users/${made.id}?$select=${select}`)
    ).json()
    assert.equal(Date.parse(String(createdDateTime)) > 0, true)
    const { '@odata.context': _, ...rest } = shown
    assert.deepEqual(rest, {
      userType: 'Member',
      accountEnabled: true,
      proxyAddresses: ['SMTP:ann@fabrikam.example'],
      identities: [
        { signInType: 'userPrincipalName', issuer: 'fabrikam.example', issuerAssignedId: 'ann@fabrikam.example' },
      ],
      passwordProfile: {
        password: null,
        forceChangePasswordNextSignIn: true,
        forceChangePasswordNextSignInWithMfa: null,
      },
      city: null,
      creationType: null,
    })
  })

  test('says what is wrong in the words of the reference', async () => {
    await using world = await openWorld()
    const client = await world.addClient(writer)
    assert.equal((await call(world, client, 'POST', '/users', newUser('ann'))).status, 201)
    const cases: readonly (readonly [Json, RegExp, string, string])[] = [
      [
        { displayName: undefined },
        /value is required for property 'displayName' of resource 'User'/,
        'InvalidValue',
        'displayName',
      ],
      [
        { passwordProfile: {} },
        /required for property 'passwordProfile\/password'/,
        'InvalidValue',
        'passwordProfile/password',
      ],
      [{}, /same value for property userPrincipalName already exists/, 'ObjectConflict', 'userPrincipalName'],
      [
        { userPrincipalName: 'bo@contoso.example' },
        /must use one of the verified domain names/,
        'InvalidValue',
        'userPrincipalName',
      ],
      [
        { userPrincipalName: 'b o@fabrikam.example' },
        /property 'userPrincipalName'/,
        'InvalidValue',
        'userPrincipalName',
      ],
      [
        { passwordProfile: { password: 'tulips' } },
        /password complexity requirements/,
        'PasswordComplexity',
        'passwordProfile/password',
      ],
      [{ jobTitle: 'x'.repeat(129) }, /property 'jobTitle'/, 'InvalidLength', 'jobTitle'],
      [{ mailNickname: 'a b' }, /property 'mailNickname'/, 'InvalidValue', 'mailNickname'],
      [{ usageLocation: 'Germany' }, /property 'usageLocation'/, 'InvalidValue', 'usageLocation'],
      [{ businessPhones: ['1', '2'] }, /property 'businessPhones'/, 'InvalidValue', 'businessPhones'],
      [{ ageGroup: 'Young' }, /property 'ageGroup'/, 'InvalidValue', 'ageGroup'],
      [{ colour: 'red' }, /Invalid property 'colour'/, 'InvalidValue', 'colour'],
      [
        { createdDateTime: '2026-01-01T00:00:00Z' },
        /'createdDateTime' is read-only/,
        'InvalidValue',
        'createdDateTime',
      ],
    ]
    for (const [changes, message, code, target] of cases) {
      const answer = await call(world, client, 'POST', '/users', newUser('ann', changes))
      const { error } = answer.json<Refused>()
      assert.deepEqual([answer.status, error.code], [400, 'Request_BadRequest'], answer.text)
      assert.match(error.message, message)
      assert.deepEqual([error.details?.[0]?.code, error.details?.[0]?.target], [code, target], answer.text)
    }
  })

  test('binds a manager who is there', async () => {
    await using world = await openWorld()
    const client = await world.addClient(writer)
    const boss = (await call(world, client, 'POST', '/users', newUser('boss'))).json()
    const bind = { 'manager@odata.bind': `${world.origin}/v1.0/users/${boss.id}` }
    const made = (await call(world, client, 'POST', '/users', newUser('ann', bind))).json()
    assert.equal((await call(world, client, 'GET', `/users/${made.id}/manager`)).json().id, boss.id)
    const nobody = { 'manager@odata.bind': `${world.origin}/v1.0/users/${randomUUID()}` }
    assert.equal((await call(world, client, 'POST', '/users', newUser('bo', nobody))).status, 404)
  })
})

describe('PATCH /users/{id}', () => {
  test('changes, clears and merges, and keeps what is not sent', async () => {
    await using world = await openWorld()
    const client = await world.addClient(writer)
    const { id } = (
      await call(
        world,
        client,
        'POST',
        '/users',
        newUser('ann', { jobTitle: 'Clerk', employeeOrgData: { division: 'N' } }),
      )
    ).json()
    const changes = {
      jobTitle: null,
      department: 'Sales',
      employeeOrgData: { costCenter: 'K1' },
      mail: 'a@fabrikam.example',
    }
    assert.equal((await call(world, client, 'PATCH', `/users/${id}`, changes)).status, 204)
    const representation = await call(
      world,
      client,
      'PATCH',
      `/users/${id}`,
      { mail: 'b@fabrikam.example' },
      {
        prefer: 'return=representation',
      },
    )
    assert.equal(representation.status, 200)
    assert.equal(representation.json().mail, 'b@fabrikam.example')
    const select = 'jobTitle,department,employeeOrgData,proxyAddresses,displayName'
    const { '@odata.context': _, ...shown } = (
      await call(world, client, 'GET', `/users/${id}?$select=${select}`)
    ).json()
    assert.deepEqual(shown, {
      jobTitle: null,
      department: 'Sales',
      employeeOrgData: { division: 'N', costCenter: 'K1' },
      proxyAddresses: ['SMTP:b@fabrikam.example', 'smtp:a@fabrikam.example'],
      displayName: 'Person ann',
    })
    const property = await call(world, client, 'GET', `/users/${id}/department`)
    assert.deepEqual([property.status, property.json().value], [200, 'Sales'])
    assert.equal((await call(world, client, 'GET', `/users/${id}/department/$value`)).text, 'Sales')
    assert.equal((await call(world, client, 'GET', `/users/${id}/photo`)).status, 400)
    for (const body of [{ displayName: '' }, { userPrincipalName: null }, { passwordProfile: null }]) {
      assert.equal((await call(world, client, 'PATCH', `/users/${id}`, body)).status, 400, JSON.stringify(body))
    }
  })

  test('takes narrow permissions for what they are', async () => {
    await using world = await openWorld()
    const all = await world.addClient(writer)
    const { id } = (await call(world, all, 'POST', '/users', newUser('ann'))).json()
    const phones = await world.addClient(['User-Phone.ReadWrite.All'])
    assert.equal((await call(world, phones, 'PATCH', `/users/${id}`, { mobilePhone: '+49 170 1' })).status, 204)
    assert.equal((await call(world, phones, 'PATCH', `/users/${id}`, { department: 'Sales' })).status, 403)
    const switches = await world.addClient(['User.EnableDisableAccount.All'])
    assert.equal((await call(world, switches, 'PATCH', `/users/${id}`, { accountEnabled: false })).status, 204)
    assert.equal((await call(world, switches, 'PATCH', `/users/${id}`, { mobilePhone: '1' })).status, 403)
    const refused = await call(world, all, 'PATCH', `/users/${id}`, {
      passwordProfile: { password: 'Tulip-Harbour-43' },
    })
    assert.equal(refused.status, 403, 'passwords take a permission and a role of their own')
    const leave = { employeeLeaveDateTime: '2026-12-31T00:00:00Z' }
    assert.equal((await call(world, all, 'PATCH', `/users/${id}`, leave)).status, 403)
  })

  test('writes directory extensions that an application has declared, and no others', async () => {
    await using world = await openWorld()
    const client = await world.addClient(writer)
    const name = `extension_${randomUUID().replaceAll('-', '')}_badge`
    const body = newUser('ann', { [name]: 7 })
    assert.match((await call(world, client, 'POST', '/users', body)).text, /Invalid property 'extension_/)
    await declare(world, 'extensionProperty', {
      name,
      dataType: 'Integer',
      targetObjects: ['User'],
      isMultiValued: false,
    })
    const { id } = (await call(world, client, 'POST', '/users', body)).json()
    assert.equal((await call(world, client, 'GET', `/users/${id}?$select=${name}`)).json()[name], 7)
    assert.equal((await call(world, client, 'PATCH', `/users/${id}`, { [name]: 'seven' })).status, 400)
  })

  test('writes custom security attributes by their definitions', async () => {
    await using world = await openWorld()
    const client = await world.addClient(writer)
    const badge = await world.addClient(['CustomSecAttributeAssignment.ReadWrite.All', 'User.Read.All'])
    const { id } = (await call(world, client, 'POST', '/users', newUser('ann'))).json()
    const definition = { attributeSet: 'Badge', status: 'Available', usePreDefinedValuesOnly: false }
    await declare(world, 'customSecurityAttributeDefinition', {
      ...definition,
      name: 'Level',
      type: 'Integer',
      isCollection: false,
    })
    await declare(world, 'customSecurityAttributeDefinition', {
      ...definition,
      name: 'Sites',
      type: 'String',
      isCollection: true,
    })
    const patch = (Badge: unknown) =>
      call(world, badge, 'PATCH', `/users/${id}`, { customSecurityAttributes: { Badge } })
    const type = { '@odata.type': '#Microsoft.DirectoryServices.CustomSecurityAttributeValue' }
    const values = {
      'Level@odata.type': '#Int32',
      Level: 3,
      'Sites@odata.type': '#Collection(String)',
      Sites: ['North'],
    }
    assert.equal((await patch({ ...type, ...values })).status, 204)
    const read = async () =>
      (await call(world, badge, 'GET', `/users/${id}?$select=customSecurityAttributes`)).json().customSecurityAttributes
    assert.deepEqual(await read(), { Badge: { ...type, ...values } })
    assert.equal((await patch({ ...type, Level: null })).status, 204)
    assert.deepEqual(await read(), { Badge: { ...type, 'Sites@odata.type': '#Collection(String)', Sites: ['North'] } })
    for (const wrong of [
      { Level: 'three' },
      { Sites: 'North' },
      { Sites: [1] },
      { Colour: 'red' },
      { 'Level@odata.type': '#Int64', Level: 3 },
    ]) {
      assert.equal((await patch({ ...type, ...wrong })).status, 400, JSON.stringify(wrong))
    }
    const refused = await call(world, client, 'PATCH', `/users/${id}`, { customSecurityAttributes: { Badge: {} } })
    assert.equal(refused.status, 403)
  })
})

describe('a user', () => {
  test('has a manager who can be set and removed, and a chain of managers above', async () => {
    await using world = await openWorld()
    const client = await world.addClient(writer)
    const ids: string[] = []
    for (const name of ['a', 'b', 'c']) {
      ids.push(String((await call(world, client, 'POST', '/users', newUser(name))).json().id))
    }
    const [top, middle, low] = ids
    const set = (id: string | undefined, managerId: string | undefined) =>
      call(world, client, 'PUT', `/users/${id}/manager/$ref`, {
        '@odata.id': `${world.origin}/v1.0/users/${managerId}`,
      })
    assert.equal((await set(low, middle)).status, 204)
    assert.equal((await set(middle, top)).status, 204)
    assert.equal((await set(top, top)).status, 400)
    assert.equal((await set(top, randomUUID())).status, 404)

    const expanded = await call(world, client, 'GET', '/users?$expand=manager($select=id)&$select=id')
    const shown = new Map(expanded.json<{ value: Json[] }>().value.map((user) => [user.id, user.manager]))
    assert.deepEqual(shown.get(low), { '@odata.type': '#microsoft.graph.user', id: middle })
    assert.equal(shown.get(top), undefined)
    const chainPath = `/users/${low}?$expand=manager($levels=max;$select=id)&$select=id&$count=true`
    const chain = await call(world, client, 'GET', chainPath, undefined, { consistencylevel: 'eventual' })
    const typed = { '@odata.type': '#microsoft.graph.user' }
    assert.deepEqual(chain.json().manager, { ...typed, id: middle, manager: { ...typed, id: top } })
    assert.equal((await call(world, client, 'GET', chainPath)).status, 400)
    const reports = await call(world, client, 'GET', `/users/${top}?$expand=directReports&$select=id`)
    assert.equal(reports.json<{ directReports: Json[] }>().directReports[0]?.id, middle)
    const transitive = await call(world, client, 'GET', `/users/${top}/transitiveReports/$count`, undefined, {
      consistencylevel: 'eventual',
    })
    assert.equal(transitive.text, '2')

    assert.equal((await call(world, client, 'DELETE', `/users/${low}/manager/$ref`)).status, 204)
    assert.equal((await call(world, client, 'DELETE', `/users/${low}/manager/$ref`)).status, 404)
  })

  test('can be deleted, with what happened in the audit log', async () => {
    await using world = await openWorld()
    const client = await world.addClient([...writer, 'User.RevokeSessions.All'])
    const { id } = (await call(world, client, 'POST', '/users', newUser('ann'))).json()
    await call(world, client, 'PATCH', `/users/${id}`, { department: 'Sales' })
    const revoked = await call(world, client, 'POST', `/users/${id}/revokeSignInSessions`)
    assert.deepEqual([revoked.status, revoked.json().value], [200, true])
    assert.equal((await call(world, client, 'DELETE', `/users/${id}`)).status, 204)
    assert.equal((await call(world, client, 'DELETE', `/users/${id}`)).status, 404)
    assert.equal((await call(world, client, 'GET', '/users/ann@fabrikam.example')).status, 404)
    const audits = await readAudits(world)
    assert.deepEqual(
      audits.map(({ activityDisplayName }) => activityDisplayName),
      ['Add user', 'Update user', 'Update StsRefreshTokenValidFrom Timestamp', 'Delete user'],
    )
    const targets = JSON.stringify(audits[1]?.targetResources)
    assert.match(
      targets,
      /"modifiedProperties":\[\{"displayName":"department","oldValue":null,"newValue":"\\"Sales\\""\}\]/,
    )
    assert.ok(!JSON.stringify(audits).includes('Tulip'))
  })

  test('whom a job provisions can be changed, until the job changes the same', async () => {
    await using world = await openWorld()
    const client = await world.addClient(writer)
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    const path = '/users/e-1@fabrikam.example'
    const body = { jobTitle: 'Chief', city: 'Berlin' }
    assert.equal((await call(world, client, 'PATCH', path, body)).status, 204)
    await world.provision(newcomer('E-1', { title: 'Head' }))
    const { jobTitle, city } = await world.get(`${path}?$select=jobTitle,city`)
    assert.deepEqual({ jobTitle, city }, { jobTitle: 'Head', city: 'Berlin' })
  })

  test('is found by search', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { displayName: 'Ann Lee' }), newcomer('E-2', { displayName: 'Bo Annan' }))
    const path = `/v1.0/users?$search=${encodeURIComponent('"displayName:ann"')}&$count=true`
    const found = await world.send('GET', path, { headers: { consistencylevel: 'eventual' } })
    const { value, '@odata.count': count } = found.json<{ value: Json[]; '@odata.count': number }>()
    assert.deepEqual([value.map(({ displayName }) => displayName).toSorted(), count], [['Ann Lee', 'Bo Annan'], 2])
  })
})

async function declare(
  world: World,
  type: 'extensionProperty' | 'customSecurityAttributeDefinition',
  properties: Json,
) {
  const store = await openStore(world.config.dataDirectory)
  const keys = type === 'extensionProperty' ? [{ name: 'name', value: String(properties.name) }] : []
  await store
    .forTenant(world.setUp.tenantId)
    .provisioning.transaction(({ objects }) => objects.insert({ id: randomUUID(), type, properties, keys }))
  await store.close()
}

async function readAudits(world: World) {
  const store = await openStore(world.config.dataDirectory)
  const entries = await store.forTenant(world.setUp.tenantId).audits.list('directoryAudit', { limit: 50 })
  await store.close()
  return entries.toReversed().map(({ properties }) => properties)
}
