import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import type { SetUp } from '../src/app/set-up.ts'
import { type Permission, permissions } from '../src/auth/permissions.ts'
import { issueAppOnlyToken } from '../src/auth/tokens/issue.ts'
import { createKeyRing } from '../src/auth/tokens/key-ring.ts'
import { routeTable } from '../src/graph/route-table/index.ts'
import type { RouteRow } from '../src/graph/route-table/route-row.ts'
import { requestToken } from './applications.ts'
import { addTenant, upload } from './journey.ts'
import { type Answer, bulkRequest, type Json, newcomer, openWorld, type World } from './world.ts'

const nothing = '00000000-0000-0000-0000-000000000009'
const guid = /^[0-9a-f]{8}-/
const json = { 'content-type': 'application/json' }

/** A token with every application permission, of a tenant's first client. */
async function tokenWithEverything(world: World, { tenantId, clientId }: SetUp): Promise<string> {
  const store = await openStore(world.config.dataDirectory)
  try {
    const ring = createKeyRing({ store: store.signingKeys, clock: { now: () => world.now() } })
    const servicePrincipal = await store.forTenant(tenantId).applications.findServicePrincipalByAppId(clientId)
    assert.ok(servicePrincipal)
    const roles = (Object.keys(permissions) as Permission[]).filter((name) => permissions[name].application !== null)
    const audience = 'https://graph.microsoft.com'
    const wish = { tenantId, servicePrincipal, roles, audience, origin: world.origin, issuedAt: world.now() }
    return (await issueAppOnlyToken(wish, (await ring.current()).signing)).token
  } finally {
    await store.close()
  }
}

/** Ids of what one tenant has, by the start of the paths that name it, and for further places of a path by their name. */
interface Belongings {
  readonly firsts: Readonly<Record<string, string>>
  readonly others: Readonly<Record<string, string>>
}

/** Puts something of every kind into the world's tenant. */
async function furnish(world: World, token: string): Promise<Belongings> {
  const post = async (path: string, body: Json): Promise<Json> => {
    const answer = await world.send('POST', `/v1.0${path}`, { token, headers: json, body: JSON.stringify(body) })
    assert.equal(answer.status, 201, `${path}: ${answer.text}`)
    return answer.json()
  }
  const first = async (path: string) => {
    const answer = await world.send('GET', `/v1.0${path}`, { token })
    return String(answer.json<{ value: readonly Json[] }>().value[0]?.id)
  }
  const { id: uploadId, operations } = await world.provision(newcomer('E-1'), newcomer('E-2'))
  const [userId, deletedId] = operations.map(({ targetId }) => targetId ?? '')
  const group = await post('/groups', {
    displayName: 'Payroll',
    mailNickname: 'payroll',
    mailEnabled: false,
    securityEnabled: true,
    'members@odata.bind': [`${world.origin}/v1.0/users/${userId}`],
  })
  await world.send('DELETE', `/v1.0/users/${deletedId}`, { token })
  const application = await post('/applications', { displayName: 'Payroll upload' })
  const role = await post('/directoryRoles', { roleTemplateId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' })
  const roleAssignment = await post('/roleManagement/directory/roleAssignments', {
    principalId: userId,
    roleDefinitionId: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
    directoryScopeId: '/',
  })
  const unit = await post('/directory/administrativeUnits', { displayName: 'Site' })
  const graph = await first("/servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'")
  const { servicePrincipalId, jobId } = world.setUp
  const grant = await post('/oauth2PermissionGrants', {
    clientId: servicePrincipalId,
    consentType: 'AllPrincipals',
    resourceId: graph,
    scope: 'User.Read',
  })
  const entryId = await first('/auditLogs/provisioning')
  return {
    firsts: {
      '/servicePrincipals/': servicePrincipalId,
      '/applications/': String(application.id),
      '/users/': userId ?? '',
      '/groups/': String(group.id),
      '/directoryRoles/': String(role.id),
      '/directoryObjects/': userId ?? '',
      '/roleManagement/directory/roleAssignments/': String(roleAssignment.id),
      '/oauth2PermissionGrants/': String(grant.id),
      '/directory/administrativeUnits/': String(unit.id),
      '/directory/deletedItems/': deletedId ?? '',
      '/organization/': world.setUp.tenantId,
      '/domains/': 'fabrikam.example',
      '/auditLogs/provisioning/': entryId,
      '/auditLogs/directoryAudits/': await first('/auditLogs/directoryAudits'),
      '/auditLogs/signIns/': await first('/auditLogs/signIns'),
    },
    others: {
      jobId,
      uploadId,
      memberId: userId ?? '',
      assignmentId: await first(`/servicePrincipals/${graph}/appRoleAssignedTo`),
      templateId: 'API2AAD',
      type: 'microsoft.graph.group',
      property: 'displayName',
    },
  }
}

/** Path of a row that names what a tenant has; undefined when the row names nothing of a tenant. */
function pathTo({ firsts, others }: Belongings, { path }: RouteRow): string | undefined {
  const first = firsts[/^[^{]*/.exec(path)?.[0] ?? '']
  if (first === undefined) return undefined
  return path.replace(/\{\w+\}/, first).replaceAll(/\{(\w+)\}/g, (_, name: string) => others[name] ?? nothing)
}

/** Belongings that nobody has, of the same kinds. */
function ofNobody({ firsts, others }: Belongings): Belongings {
  const replace = (ids: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, guid.test(id) ? nothing : id]))
  return { firsts: { ...replace(firsts), '/domains/': 'nobody.example' }, others: replace(others) }
}

/** Asks for something and gives what is told: the status and, of a refusal, its code. */
async function askFor(world: World, row: RouteRow, wish: { readonly path: string; readonly token: string }) {
  const hasBody = row.method !== 'GET' && row.method !== 'DELETE'
  const answer = await world.send(row.method, `/${row.versions?.[0] ?? 'v1.0'}${wish.path}`, {
    token: wish.token,
    headers: { consistencylevel: 'eventual', ...(hasBody && json) },
    ...(hasBody && { body: '{}' }),
  })
  return `${answer.status} ${answer.status < 400 ? answer.text : answer.json<{ error: Json }>().error.code}`
}

/** All that a tenant's lists show. */
async function everything(world: World, token: string): Promise<Readonly<Record<string, string>>> {
  // Whoever asks leaves traces in the logs, and a delta names its time.
  const left = /\{|^\/me|^\/auditLogs|\/delta$/
  const lists = routeTable.filter(({ method, path, isPublic }) => method === 'GET' && !isPublic && !left.test(path))
  const shown: Record<string, string> = {}
  for (const { path, versions } of lists) {
    const headers = { consistencylevel: 'eventual' }
    const answer = await world.send('GET', `/${versions?.[0] ?? 'v1.0'}${path}`, { token, headers })
    assert.ok(answer.status < 500, `${path}: ${answer.text}`)
    if (answer.status === 200) shown[path] = answer.text
  }
  return shown
}

/** What a stranger may be told of something: that it is not there, or not open to it. */
function isRefusal({ status }: Answer): boolean {
  return status === 401 || status === 403 || status === 404
}

describe('two tenants of one installation', () => {
  test('to the token of one, what belongs to the other does not exist, by no route', async () => {
    await using world = await openWorld()
    const owner = await tokenWithEverything(world, world.setUp)
    const belongings = await furnish(world, owner)
    const stranger = await tokenWithEverything(world, await addTenant(world, 'contoso.example'))
    const before = await everything(world, owner)
    const wrong: string[] = []
    let asked = 0
    for (const row of routeTable) {
      const path = pathTo(belongings, row)
      if (path === undefined) continue
      asked += 1
      const told = await askFor(world, row, { path, token: stranger })
      const expected = await askFor(world, row, { path: pathTo(ofNobody(belongings), row) ?? '', token: stranger })
      if (told !== expected || told < '4') wrong.push(`${row.method} ${row.path}: ${told}, of nobody: ${expected}`)
    }
    assert.deepEqual(wrong, [])
    assert.ok(asked > 200, `${asked} routes were asked`)
    assert.deepEqual(await everything(world, owner), before)
  })

  test('lists, counts and changes of one say nothing of the other', async () => {
    await using world = await openWorld()
    const { firsts } = await furnish(world, await tokenWithEverything(world, world.setUp))
    const other = await addTenant(world, 'contoso.example')
    const stranger = await tokenWithEverything(world, other)
    const names = [...Object.values(firsts), world.setUp.jobId, world.setUp.clientId]
    for (const [path, text] of Object.entries(await everything(world, stranger))) {
      for (const name of names) assert.ok(!text.includes(name), `${path} shows ${name}`)
    }
    const sets = ['/users/delta', '/groups/delta', '/servicePrincipals/delta', '/auditLogs/directoryAudits']
    for (const path of [...sets, '/auditLogs/signIns', '/auditLogs/provisioning']) {
      const { status, text } = await world.send('GET', `/v1.0${path}`, { token: stranger })
      assert.equal(status, 200, text)
      for (const name of names) assert.ok(!text.includes(name), `${path} shows ${name}`)
    }
  })

  test('references, batches and other keys lead nowhere either', async () => {
    await using world = await openWorld()
    const { firsts } = await furnish(world, await tokenWithEverything(world, world.setUp))
    const other = await addTenant(world, 'contoso.example')
    const token = await tokenWithEverything(world, other)
    const send = (method: string, path: string, body: Json) =>
      world.send(method, `/v1.0${path}`, { token, headers: json, body: JSON.stringify(body) })
    const [userId = '', groupId = ''] = [firsts['/users/'], firsts['/groups/']]
    const ours = (
      await send('POST', '/groups', {
        displayName: 'Ours',
        mailNickname: 'ours',
        mailEnabled: false,
        securityEnabled: true,
      })
    ).json()
    const reference = { '@odata.id': `${world.origin}/v1.0/directoryObjects/${userId}` }
    assert.equal((await send('POST', `/groups/${ours.id}/members/$ref`, reference)).status, 404)
    const found = await send('POST', '/directoryObjects/getByIds', { ids: [userId, groupId] })
    assert.deepEqual(found.json().value, [])
    const requests = [
      { id: '1', method: 'GET', url: `/users/${userId}` },
      { id: '2', method: 'GET', url: '/users/e-1@fabrikam.example' },
      { id: '3', method: 'GET', url: `/servicePrincipals(appId='${world.setUp.clientId}')` },
    ]
    const { responses } = (await send('POST', '/$batch', { requests })).json<{ responses: { status: number }[] }>()
    assert.deepEqual(
      responses.map(({ status }) => status),
      [404, 404, 404],
    )
  })

  test('an upload with the token of one never reaches a job of the other', async () => {
    await using world = await openWorld()
    const other = await addTenant(world, 'contoso.example')
    const token = await world.token(other)
    const answer = await upload(world, bulkRequest(newcomer('E-1')), { token })
    assert.ok(isRefusal(answer), `${answer.status} ${answer.text}`)
    assert.deepEqual((await world.get<{ value: Json[] }>(`${world.jobPath}/uploads`)).value, [])
  })

  test('secrets and refresh tokens of one are worth nothing at the token endpoint of the other', async () => {
    await using world = await openWorld()
    const other = await addTenant(world, 'contoso.example')
    const path = `/${other.tenantId}/oauth2/v2.0/token`
    const { clientId: client_id, clientSecret: client_secret } = world.setUp
    const secret = await requestToken(world, { client_id, client_secret }, path)
    assert.deepEqual(secret.json().error_codes, [700016])
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const { refresh_token, access_token } = await world.signIn(ada)
    const fields = {
      grant_type: 'refresh_token',
      client_id: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
      scope: 'User.Read',
    }
    const refreshed = await requestToken(world, { ...fields, refresh_token }, path)
    assert.equal(refreshed.json().error, 'invalid_grant')
    assert.equal((await requestToken(world, { ...fields, refresh_token })).status, 200)
    const group = await world.send('GET', `/v1.0/servicePrincipals/${other.servicePrincipalId}`, {
      token: access_token,
    })
    assert.ok(isRefusal(group), group.text)
  })
})
