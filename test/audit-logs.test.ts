import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import type { AuditEntry } from '../src/contracts/store-audits.ts'
import { directoryAudit } from '../src/directory/audit-entry.ts'
import { type Json, openWorld, type World } from './world.ts'

async function append(world: World, entries: readonly AuditEntry[]): Promise<void> {
  const store = await openStore(world.config.dataDirectory)
  try {
    await store.forTenant(world.setUp.tenantId).provisioning.transaction(({ audits }) => audits.append(entries))
  } finally {
    await store.close()
  }
}

const day = Date.UTC(2026, 0, 1)

function audit(minute: number, changes: Partial<Parameters<typeof directoryAudit>[0]> = {}): AuditEntry {
  return directoryAudit({
    at: day + minute * 60_000,
    id: randomUUID(),
    activity: 'Add user',
    category: 'UserManagement',
    initiatedBy: { kind: 'user', id: 'u1', displayName: 'Ann', userPrincipalName: 'ann@fabrikam.example' },
    targets: [{ id: `t${minute}`, type: 'User', displayName: `Person ${minute}` }],
    correlationId: `c${minute}`,
    ...changes,
  })
}

async function list(world: World, query: Record<string, string>, path = '/v1.0/auditLogs/directoryAudits') {
  const text = new URLSearchParams(query).toString().replaceAll('+', '%20')
  const answer = await world.send('GET', `${path}?${text}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.json<{ value: readonly Json[]; '@odata.nextLink'?: string }>()
}

const correlations = ({ value }: { value: readonly Json[] }) => value.map(({ correlationId }) => correlationId)

describe('the directory audit log', () => {
  test('is read newest first, page by page, in either order', async () => {
    await using world = await openWorld()
    await append(
      world,
      [1, 2, 3, 4, 5].map((minute) => audit(minute)),
    )
    const filter = "loggedByService eq 'Core Directory'"
    const first = await list(world, { $filter: filter, $top: '2' })
    assert.deepEqual(correlations(first), ['c5', 'c4'])
    const second = await world.get<{ value: Json[]; '@odata.nextLink': string }>(String(first['@odata.nextLink']))
    assert.deepEqual(correlations(second), ['c3', 'c2'])
    const third = await world.get<{ value: Json[]; '@odata.nextLink'?: string }>(second['@odata.nextLink'])
    assert.deepEqual(correlations(third), ['c1'])
    assert.equal(third['@odata.nextLink'], undefined)
    const oldest = await list(world, { $filter: filter, $orderby: 'activityDateTime asc', $top: '2' })
    assert.deepEqual(correlations(oldest), ['c1', 'c2'])
  })

  test('is filtered by time and by what the reference names', async () => {
    await using world = await openWorld()
    await append(world, [
      audit(1),
      audit(2, { activity: 'Update user' }),
      audit(3, {
        initiatedBy: { kind: 'application', appId: 'a1', servicePrincipalId: 's1', displayName: 'HR' },
        category: 'ProvisioningManagement',
      }),
    ])
    const found = async ($filter: string) => correlations(await list(world, { $filter }))
    assert.deepEqual(
      await found('activityDateTime ge 2026-01-01T00:02:00Z and activityDateTime le 2026-01-01T00:02:30Z'),
      ['c2'],
    )
    assert.deepEqual(await found('activityDateTime eq 2026-01-01T00:01:00Z'), ['c1'])
    assert.deepEqual(await found("startswith(activityDisplayName,'Update u')"), ['c2'])
    assert.deepEqual(await found("initiatedBy/user/id eq 'u1'"), ['c2', 'c1'])
    assert.deepEqual(await found("startsWith(initiatedBy/user/userPrincipalName,'ann@')"), ['c2', 'c1'])
    assert.deepEqual(await found("initiatedBy/app/displayName eq 'HR'"), ['c3'])
    assert.deepEqual(await found("targetResources/any(t:t/id eq 't2')"), ['c2'])
    assert.deepEqual(await found("targetResources/any(t:startswith(t/displayName,'Person 1'))"), ['c1'])
    assert.deepEqual(await found("correlationId eq 'c3'"), ['c3'])
  })

  test('refuses pages that are too long and filters that it does not know', async () => {
    await using world = await openWorld()
    for (const query of [
      '$top=1001',
      '$top=0',
      "$filter=result eq 'nothing'",
      "$filter=colour eq 'red'",
      '$orderby=category',
    ])
      assert.equal((await world.send('GET', `/v1.0/auditLogs/directoryAudits?${encodeURI(query)}`)).status, 400, query)
  })

  test('gives a single entry, with the parts that are selected', async () => {
    await using world = await openWorld()
    const entry = audit(1)
    await append(world, [entry])
    const { '@odata.context': _, ...found } = await world.get(`/auditLogs/directoryAudits/${entry.id}`)
    assert.deepEqual(found, entry.properties)
    const { '@odata.context': __, ...part } = await world.get(`/auditLogs/directoryAudits/${entry.id}?$select=result`)
    assert.deepEqual(part, { result: 'success' })
    assert.equal((await world.send('GET', `/v1.0/auditLogs/directoryAudits/${randomUUID()}`)).status, 404)
  })

  test('names the permission that is missing', async () => {
    await using world = await openWorld()
    const token = await world.token(await world.addClient(['User.Read.All']))
    for (const path of ['directoryAudits', 'signIns', `signIns/${randomUUID()}`]) {
      const answer = await world.send('GET', `/v1.0/auditLogs/${path}`, { token })
      assert.equal(answer.status, 403)
      const { error } = answer.json<{ error: { code: string; message: string } }>()
      assert.equal(error.code, 'Authentication_MSGraphPermissionMissing')
      assert.match(error.message, /AuditLog\.Read\.All/)
    }
  })
})

describe('the sign-in log', () => {
  const signIn = (minute: number, type: string): AuditEntry => {
    const id = randomUUID()
    const at = day + minute * 60_000
    const createdDateTime = new Date(at).toISOString()
    const properties = {
      id,
      createdDateTime,
      correlationId: `c${minute}`,
      userPrincipalName: type === 'servicePrincipal' ? '' : 'ann@fabrikam.example',
      isInteractive: type === 'interactiveUser',
      signInEventTypes: [type],
      status: { errorCode: minute, failureReason: null, additionalDetails: null },
    }
    return { kind: 'signIn', id, at, properties }
  }

  test('tells in v1.0 of people who signed in themselves', async () => {
    await using world = await openWorld()
    await append(world, [signIn(1, 'interactiveUser'), signIn(2, 'servicePrincipal'), signIn(3, 'nonInteractiveUser')])
    const path = '/v1.0/auditLogs/signIns'
    const page = await list(world, {}, path)
    assert.deepEqual(correlations(page), ['c1'])
    assert.equal(page.value[0]?.signInEventTypes, undefined)
    const filters = [
      'status/errorCode eq 1',
      "startswith(userPrincipalName,'ann')",
      'createdDateTime le 2026-01-01T00:01:00Z',
    ]
    for (const $filter of filters) assert.deepEqual(correlations(await list(world, { $filter }, path)), ['c1'])
    assert.deepEqual(correlations(await list(world, { $filter: 'status/errorCode eq 0' }, path)), [])
  })

  test('tells in beta of service principals, for those who ask', async () => {
    await using world = await openWorld()
    await append(world, [signIn(1, 'interactiveUser'), signIn(2, 'servicePrincipal')])
    const path = '/beta/auditLogs/signIns'
    assert.deepEqual(correlations(await list(world, {}, path)), ['c1'])
    const $filter = "signInEventTypes/any(t:t eq 'servicePrincipal') and createdDateTime le 2026-01-02T00:00:00Z"
    const page = await list(world, { $filter }, path)
    assert.deepEqual(correlations(page), ['c2'])
    assert.deepEqual(page.value[0]?.signInEventTypes, ['servicePrincipal'])
  })
})

describe('what is done to provisioning', () => {
  test('is told by the audit log: who did what to which job', async () => {
    await using world = await openWorld()
    const root = world.jobPath.replace(/\/jobs\/.*/, '')
    const send = (method: string, path: string, body?: unknown) =>
      world.send(method, `/v1.0${path}`, {
        headers: { 'content-type': 'application/json', 'client-request-id': 'mine', 'user-agent': 'tests' },
        body: body === undefined ? '' : JSON.stringify(body),
      })
    const created = await send('POST', `${root}/jobs`, { templateId: 'API2AAD' })
    const job = `${root}/jobs/${created.json().id}`
    await send('POST', `${job}/start`)
    await send('POST', `${job}/pause`)
    await send('POST', `${job}/restart`, {})
    await send('PATCH', job, { synchronizationJobSettings: [{ name: 'SkipOutOfScopeDeletions', value: 'true' }] })
    const schema = await world.get<Json & { synchronizationRules: Json[] }>(`${job}/schema`)
    const synchronizationRules = schema.synchronizationRules.map((rule) => ({ ...rule, name: 'Ours' }))
    await send('PUT', `${job}/schema`, { ...schema, synchronizationRules })
    await send('PUT', `${root}/secrets`, { value: [{ key: 'Password', value: 'never told' }] })
    await send('DELETE', job)
    const { value } = await list(world, { $filter: "loggedByService eq 'Account Provisioning'" })
    assert.deepEqual(value.map(({ activityDisplayName }) => activityDisplayName).toReversed(), [
      'Add provisioning configuration',
      'Enable/start provisioning',
      'Disable/pause provisioning',
      'Enable/restart provisioning',
      'Add/Update provisioning setting or credentials',
      'Update attribute mappings or scope',
      'Add/Update provisioning setting or credentials',
      'Delete provisioning configuration',
    ])
    assert.ok(
      value.every(({ category, correlationId }) => category === 'ProvisioningManagement' && correlationId === 'mine'),
    )
    const started = value.at(-2) as Json & { initiatedBy: { app: Json }; targetResources: readonly Json[] }
    assert.equal(started.initiatedBy.app.appId, world.setUp.clientId)
    assert.equal(started.targetResources[0]?.id, world.setUp.servicePrincipalId)
    assert.deepEqual(started.targetResources[0]?.modifiedProperties, [
      { displayName: 'schedule.state', oldValue: '"Disabled"', newValue: '"Active"' },
    ])
    assert.equal(JSON.stringify(value).includes('never told'), false)
  })
})
