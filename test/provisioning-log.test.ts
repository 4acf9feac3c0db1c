import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addJob, afterCycle, provisionTo } from './journey.ts'
import { type Json, newcomer, openWorld, person, type World } from './world.ts'

interface Page {
  readonly value: readonly (Json & { readonly id: string; readonly cycleId: string; readonly sourceIdentity: Json })[]
  readonly '@odata.nextLink'?: string
  readonly '@odata.count'?: number
}

function query(world: World, options: string): Promise<Page> {
  return world.get<Page>(`/auditLogs/provisioning?${options}`)
}

/** externalIds of the entries that a filter finds, newest first. */
async function find(world: World, filter: string, more = ''): Promise<readonly unknown[]> {
  const { value } = await query(world, `$filter=${encodeURIComponent(filter)}${more}`)
  return value.map(({ sourceIdentity }) => sourceIdentity.id)
}

/** One of each kind: E-1 created, E-2 created with a warning, a failure, E-1 skipped, X-1 by another job. */
async function fill(world: World): Promise<{ readonly otherJobId: string }> {
  await world.provision(newcomer('E-1'), newcomer('E-2', { enterprise: { manager: { value: 'E-9' } } }), person('E-3'))
  await world.provision(newcomer('E-1'))
  const other = await addJob(world)
  await provisionTo(world, other, newcomer('X-1'))
  return { otherJobId: other.split('/').at(-1) ?? '' }
}

describe('filters of the provisioning log', () => {
  test('every documented filter finds what it names', async () => {
    await using world = await openWorld()
    const { otherJobId } = await fill(world)
    const { jobId, servicePrincipalId } = world.setUp
    const mine = ['E-1', 'E-3', 'E-2', 'E-1']
    assert.deepEqual(await find(world, `jobid eq '${jobId}'`), mine)
    assert.deepEqual(await find(world, `jobId eq '${jobId}'`), mine)
    assert.deepEqual(await find(world, `JobID eq '${otherJobId}'`), ['X-1'])
    assert.deepEqual(await find(world, "sourceIdentity/id eq 'E-1'"), ['E-1', 'E-1'])
    assert.deepEqual(await find(world, "provisioningStatusInfo/status eq 'failure'"), ['E-3'])
    assert.deepEqual(await find(world, "provisioningStatusInfo/status eq 'warning'"), ['E-2'])
    assert.deepEqual(await find(world, "provisioningStatusInfo/status eq 'skipped'"), ['E-1'])
    assert.deepEqual(
      await find(world, "provisioningAction eq 'create' and provisioningStatusInfo/status eq 'success'"),
      ['X-1', 'E-1'],
    )
    const client = `activityDateTime ge 2026-01-01T00:00:00Z and servicePrincipal/id eq '${servicePrincipalId}'`
    assert.equal((await find(world, client, '&$top=100&$orderby=activityDateTime desc')).length, 5)
    assert.deepEqual(await find(world, `activityDateTime lt 2026-01-01T00:00:00Z`), [])
    assert.equal((await find(world, "contains(targetSystem/displayName,'Entra')")).length, 5)
    assert.deepEqual(await find(world, "contains(targetSystem/displayName,'Active Directory')"), [])
    assert.equal((await find(world, "targetSystem/displayName eq 'Microsoft Entra ID'")).length, 5)
    assert.equal((await find(world, "sourceSystem/displayName eq 'API'")).length, 5)
  })

  test('names go by any letter case, values do not', async () => {
    await using world = await openWorld()
    await fill(world)
    assert.deepEqual(await find(world, "PROVISIONINGSTATUSINFO/Status eq 'failure'"), ['E-3'])
    assert.deepEqual(await find(world, "provisioningStatusInfo/status eq 'Failure'"), [])
    assert.deepEqual(await find(world, "sourceIdentity/id eq 'e-1'"), [])
  })

  test('or, not, parentheses, le, startswith and the upload work too', async () => {
    await using world = await openWorld()
    await fill(world)
    const { id } = await world.provision(newcomer('E-4'))
    assert.deepEqual(await find(world, `upload/uploadId eq '${id}'`), ['E-4'])
    assert.deepEqual(
      await find(
        world,
        "(sourceIdentity/id eq 'E-2' or sourceIdentity/id eq 'E-3') and not (sourceIdentity/id eq 'E-3')",
      ),
      ['E-2'],
    )
    assert.deepEqual(await find(world, "startswith(sourceIdentity/id,'X')"), ['X-1'])
    assert.deepEqual(await find(world, "sourceIdentity/displayName eq 'Person X-1'"), ['X-1'])
    assert.equal((await find(world, 'activityDateTime le 2999-01-01T00:00:00Z')).length, 6)
  })

  test('beta knows the older names, in filters and in entries', async () => {
    await using world = await openWorld()
    await fill(world)
    const filter = encodeURIComponent("statusInfo/status eq 'failure' and action eq 'create'")
    const answer = await world.send('GET', `/beta/auditLogs/provisioning?%24filter=${filter}`)
    const [entry] = answer.json<Page>().value
    assert.equal(entry?.action, 'create')
    assert.equal(Object(entry?.statusInfo).status, 'failure')
  })

  test('the newest cycle is learnt as the sample client does: $top=1, then cycleId ne', async () => {
    await using world = await openWorld()
    const { jobId } = world.setUp
    await world.provision(newcomer('E-1'))
    const [first] = (await query(world, `$filter=jobid eq '${jobId}'&$top=1`)).value
    assert.ok(first)
    const newer = `jobid eq '${jobId}' and cycleId ne '${first.cycleId}'`
    assert.deepEqual(await find(world, newer, '&$top=1'), [])
    await afterCycle(world)
    await world.provision(newcomer('E-2'))
    assert.deepEqual(await find(world, newer, '&$top=1'), ['E-2'])
    const [newest] = (await query(world, `$filter=${newer}&$top=1`)).value
    assert.equal((await query(world, `$filter=cycleId eq '${newest?.cycleId}'`)).value[0]?.id, newest?.id)
  })

  for (const [what, options, code] of [
    ['an unknown property', "$filter=shoeSize eq '43'", /^(BadRequest|Request_\w+)$/],
    ['a broken filter', "$filter=jobId eq 'x", /^(BadRequest|Request_\w+)$/],
    ['a page too large', '$top=1001', /^(BadRequest|Request_\w+)$/],
    ['a forged page token', '$skiptoken=forged', /^(Directory_ExpiredPageToken|BadRequest|Request_\w+)$/],
    ['an order that it does not have', '$orderby=jobId', /^(BadRequest|Request_\w+)$/],
  ] as const) {
    test(`${what} is answered with 400 and a reason`, async () => {
      await using world = await openWorld()
      const answer = await world.send('GET', `/v1.0/auditLogs/provisioning?${encodeURI(options)}`)
      assert.equal(answer.status, 400, answer.text)
      const { error } = answer.json<{ error: { code: string; message: string } }>()
      assert.match(error.code, code)
      assert.notEqual(error.message, '')
    })
  }
})

describe('pages of the provisioning log', () => {
  test('stay stable while new entries arrive', async () => {
    await using world = await openWorld()
    const people = Array.from({ length: 7 }, (_, index) => newcomer(`E-${index}`))
    await world.provision(...people)
    const seen: unknown[] = []
    let page = await query(world, `$top=3&$filter=jobid eq '${world.setUp.jobId}'`)
    for (let round = 0; ; round++) {
      seen.push(...page.value.map(({ sourceIdentity }) => sourceIdentity.id))
      const next = page['@odata.nextLink']
      if (next === undefined) break
      await world.provision(newcomer(`N-${round}`), newcomer(`M-${round}`))
      page = await world.get<Page>(next)
    }
    assert.deepEqual(seen, ['E-6', 'E-5', 'E-4', 'E-3', 'E-2', 'E-1', 'E-0'])
  })

  test('run oldest first on request, and then reach what has arrived meanwhile', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2'), newcomer('E-3'))
    const first = await query(world, '$top=2&$orderby=activityDateTime asc&$count=true')
    assert.equal(first['@odata.count'], 3)
    await world.provision(newcomer('E-4'))
    const second = await world.get<Page>(String(first['@odata.nextLink']))
    assert.deepEqual(
      [...first.value, ...second.value].map(({ sourceIdentity }) => sourceIdentity.id),
      ['E-1', 'E-2', 'E-3', 'E-4'],
    )
    assert.equal(second['@odata.nextLink'], undefined)
  })

  test('hold only what was selected; an entry has an address of its own', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const [entry] = (await query(world, '$select=id,sourceIdentity')).value
    assert.deepEqual(Object.keys(entry ?? {}).sort(), ['id', 'sourceIdentity'])
    const whole = await world.get(`/auditLogs/provisioning/${entry?.id}`)
    const { '@odata.context': _, ...rest } = whole
    assert.deepEqual(rest, (await query(world, '')).value[0])
    assert.equal((await world.send('GET', `/v1.0/auditLogs/provisioning/${world.setUp.tenantId}`)).status, 404)
  })
})
