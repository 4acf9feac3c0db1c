import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Answer, bulkRequest, type Json, newcomer, openWorld, person, type World } from './world.ts'

const headers = { 'content-type': 'application/json' }

const demand = (world: World, ...objectIds: readonly string[]): Promise<Answer> => {
  const subjects = objectIds.map((objectId) => ({ objectId, objectTypeName: 'User' }))
  const body = JSON.stringify({ parameters: [{ subjects }] })
  return world.send('POST', `/v1.0${world.jobPath}/provisionOnDemand`, { headers, body })
}

const act = (world: World, action: string, body?: Json): Promise<Answer> =>
  world.send(
    'POST',
    `/v1.0${world.jobPath}/${action}`,
    body === undefined ? {} : { headers, body: JSON.stringify(body) },
  )

interface Pair {
  readonly key: string
  readonly value: string
  readonly results: readonly { readonly key: { readonly result: string }; readonly value: Json }[]
}

interface Job {
  readonly status: { readonly synchronizedEntryCountByType: readonly { readonly value: number }[] }
}

async function userNamed(world: World, employeeId: string): Promise<Json & { readonly id: string }> {
  const { value } = await world.get<{ value: (Json & { id: string })[] }>(
    `/users?$filter=employeeId eq '${employeeId}'&$select=id,displayName,jobTitle,accountEnabled`,
  )
  return value[0] ?? assert.fail(`there is no ${employeeId}`)
}

describe('provisioning on demand', { timeout: 60_000 }, () => {
  test('answers as documented, with texts that hold JSON, and the log names the caller', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const answer = await demand(world, 'e-1')
    assert.equal(answer.status, 200, answer.text)
    const pair = answer.json<Pair>()
    assert.deepEqual(JSON.parse(pair.key), {
      result: 'Skipped',
      details: {
        errorCode: 'RedundantExport',
        errorMessage: 'Source and target already agree, so nothing had to be written.',
      },
    })
    const value = JSON.parse(pair.value)
    assert.deepEqual(Object.keys(value), [
      'action',
      'changeId',
      'startTime',
      'endTime',
      'modifiedProperties',
      'provisioningSteps',
      'reportableIdentifier',
      'statusInfo',
      'sourceIdentity',
      'sourceSystem',
      'targetIdentity',
      'targetSystem',
    ])
    assert.equal(value.sourceIdentity.id, 'E-1')
    assert.equal(value.provisioningSteps[0].type, 'import')
    const [entry] = await world.logs(`changeId eq '${value.changeId}'`)
    assert.deepEqual(entry?.initiatedBy, {
      id: (entry?.initiatedBy as Json | undefined)?.id,
      displayName: 'Entrain connector',
      initiatorType: 'application',
    })
    assert.equal((await world.logs("initiatedBy/initiatorType eq 'application'")).length, 1)
    assert.equal((await world.logs("initiatedBy/initiatorType eq 'system'")).length, 1)
  })

  test('makes good a change in the target, for the id of the account too, also while the job is paused', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    const { id } = await userNamed(world, 'E-1')
    await act(world, 'pause')
    const pair = (await demand(world, id)).json<Pair>()
    assert.equal(pair.results.length, 1)
    const identity = pair.results[0]?.value.sourceIdentity as Json | undefined
    assert.equal(identity?.id, 'E-1')
  })

  test('takes several people at once and answers about each, in order', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), person('E-2', { active: true }), newcomer('E-3'))
    const { results } = (await demand(world, 'E-3', 'E-2', 'E-3', 'E-1')).json<Pair>()
    assert.deepEqual(
      results.map(({ key, value }) => [(value.sourceIdentity as Json).id, key.result]),
      [
        ['E-3', 'Skipped'],
        ['E-2', 'Failure'],
        ['E-1', 'Skipped'],
      ],
    )
  })

  test('refuses who was never uploaded, other types, unknown rules and too many, and touches nobody', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const missing = await demand(world, 'E-1', 'E-9')
    assert.equal(missing.status, 404)
    assert.match(missing.text, /no record of 'E-9'/)
    const code = (answer: Answer) => [answer.status, answer.json<{ error: Json }>().error.code]
    const send = (body: Json) => act(world, 'provisionOnDemand', body)
    const bad = [400, 'RequestParameterInvalid']
    const subjects = [{ objectId: 'E-1', objectTypeName: 'User' }]
    assert.deepEqual(code(await send({ parameters: [{ ruleId: 'other', subjects }] })), bad)
    assert.deepEqual(
      code(await send({ parameters: [{ subjects: [{ objectId: 'E-1', objectTypeName: 'Group' }] }] })),
      bad,
    )
    assert.deepEqual(code(await send({ parameters: [{ subjects: [{ objectTypeName: 'User' }] }] })), bad)
    assert.deepEqual(code(await send({ parameters: [] })), bad)
    assert.deepEqual(code(await demand(world, ...Array.from({ length: 51 }, (_, index) => `E-${index}`))), bad)
    assert.equal((await world.logs()).length, 1)
  })

  test('a dry run tells what would happen, also of a person who was never uploaded, and writes nothing', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    const subjects = [{ objectId: 'E-1' }, { data: newcomer('E-2') }, { data: person('e-1', { title: 'Lead' }) }]
    const body = { dryRun: true, parameters: [{ subjects }] }
    const answer = await act(world, 'provisionOnDemand', body)
    assert.equal(answer.status, 200, answer.text)
    const { results, key } = answer.json<Pair>()
    assert.equal(JSON.parse(key).result, 'Skipped')
    assert.deepEqual(
      results.map(({ value }) => [(value.sourceIdentity as Json).id, value.action]),
      [
        ['E-1', 'other'],
        ['E-2', 'create'],
        ['e-1', 'update'],
      ],
    )
    assert.deepEqual(results[2]?.value.modifiedProperties, [
      { displayName: 'jobTitle', oldValue: 'Clerk', newValue: 'Lead' },
    ])
    assert.equal((await world.logs()).length, 1)
    const real = await act(world, 'provisionOnDemand', { ...body, dryRun: false })
    assert.equal(real.status, 400)
    assert.match(real.text, /only a dry run takes one/)
  })

  test('is limited to five requests in ten seconds by the profiles that imitate the reference', async () => {
    await using world = await openWorld({ throttle: 'reference' })
    await world.provision(newcomer('E-1'))
    for (let count = 0; count < 5; count++) assert.equal((await demand(world, 'E-1')).status, 200)
    const refused = await demand(world, 'E-1')
    assert.equal(refused.status, 429)
    assert.ok(Number(refused.headers['retry-after']) >= 1)
  })

  test('passes the threshold: the held record of the person goes through, and the links are counted', async () => {
    await using world = await openWorld()
    await world.send('PATCH', `/v1.0${world.jobPath}`, {
      headers,
      body: JSON.stringify({
        synchronizationJobSettings: [{ name: 'QuarantineTooManyDeletesThreshold', value: '0' }],
      }),
    })
    await world.provision(newcomer('E-1'), newcomer('E-2'))
    const upload = await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, {
      headers: { 'content-type': 'application/scim+json' },
      body: bulkRequest(person('E-1', { active: false }), person('E-2', { active: false })),
    })
    assert.equal(upload.status, 202)
    await world.send('GET', String(upload.headers['operation-location']), { headers: { prefer: 'wait=30' } })
    const { results } = (await demand(world, 'E-1')).json<Pair>()
    assert.equal(results[0]?.value.action, 'disable')
    assert.equal((await userNamed(world, 'E-1')).accountEnabled, false)
    assert.equal((await userNamed(world, 'E-2')).accountEnabled, true)
    const { status } = await world.get<Job>(world.jobPath)
    assert.equal(status.synchronizedEntryCountByType[0]?.value, 2)
  })

  test('needs the right to change jobs', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const token = await world.token(await world.addClient(['Synchronization.Read.All']))
    const answer = await world.send('POST', `/v1.0${world.jobPath}/provisionOnDemand`, { token, headers, body: '{}' })
    assert.equal(answer.status, 403)
  })
})
