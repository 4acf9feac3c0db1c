import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openStaging } from '../src/app/open-stores.ts'
import { type Answer, bulkRequest, type Json, newcomer, openWorld, type World } from './world.ts'

interface Job {
  readonly synchronizationJobSettings: readonly { readonly name: string; readonly value: string }[]
  readonly options: Readonly<Record<string, unknown>>
}

const patch = (world: World, body: Json): Promise<Answer> =>
  world.send('PATCH', `/v1.0${world.jobPath}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

interface Refusal {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly details: readonly { target: string; message: string }[]
  }
}

describe('the settings of a job', { timeout: 60_000 }, () => {
  test('are merged by name; what is not named stays, null takes a setting away', async () => {
    await using world = await openWorld()
    const settings = (...list: Json[]) => patch(world, { synchronizationJobSettings: list })
    assert.equal((await settings({ name: 'SkipOutOfScopeDeletions', value: 'True' })).status, 204)
    assert.equal((await settings({ name: 'quarantineTooManyDeletesThreshold', value: 7 })).status, 204)
    const { synchronizationJobSettings } = await world.get<Job>(world.jobPath)
    assert.deepEqual(synchronizationJobSettings, [
      { name: 'QuarantineTooManyDeletesThreshold', value: '7' },
      { name: 'SkipOutOfScopeDeletions', value: 'True' },
    ])
    assert.equal((await settings({ name: 'SkipOutOfScopeDeletions', value: null })).status, 204)
    assert.equal((await world.get<Job>(world.jobPath)).synchronizationJobSettings.length, 1)
  })

  test('options are merged member by member', async () => {
    await using world = await openWorld()
    const options = { evaluate: 'merged', deletesPercentMax: 10, quarantine: { failuresMin: 5 } }
    assert.equal((await patch(world, { options })).status, 204)
    assert.deepEqual((await world.get<Job>(world.jobPath)).options, {
      skipMappingWhenAllInputsAbsent: true,
      evaluate: 'merged',
      absentPeople: 'disable',
      deletesPercentMax: 10,
      quarantine: { failuresMin: 5, failuresPercentMax: 40, failuresMax: 40_000, failuresTotalMax: 60_000 },
    })
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    const { value } = await world.get<{ value: Json[] }>(`${world.jobPath.replace(/[/][^/]+$/, '')}?$select=id,options`)
    assert.equal((value[0] as unknown as Job).options.evaluate, 'merged')
  })

  test('what is wrong is refused with every place, and nothing is changed', async () => {
    await using world = await openWorld()
    const before = await world.get<Job>(world.jobPath)
    const answer = await patch(world, {
      schedule: { interval: 'PT5M' },
      name: 'x',
      synchronizationJobSettings: [
        { name: 'QuarantineTooManyDeletesThreshold', value: 'many' },
        { name: 'Treshold', value: '1' },
      ],
      options: { evaluate: 'sometimes', deletesPercentMax: 101, speed: 1, quarantine: { failuresMin: 0 } },
    })
    assert.equal(answer.status, 400, answer.text)
    const { error } = answer.json<Refusal>()
    assert.equal(error.code, 'Request_BadRequest')
    assert.deepEqual(
      error.details.map(({ target }) => target),
      [
        'schedule',
        'name',
        'synchronizationJobSettings/0/value',
        'synchronizationJobSettings/1',
        'options/evaluate',
        'options/deletesPercentMax',
        'options/speed',
        'options/quarantine/failuresMin',
      ],
    )
    assert.match(String(error.details[3]?.message), /There is no setting 'Treshold'; known are Quarantine/)
    assert.deepEqual(await world.get<Job>(world.jobPath), before)
    assert.equal((await patch(world, { options: [] as unknown as Json })).status, 400)
    assert.equal((await world.send('PATCH', `/v1.0${world.jobPath}`)).status, 400)
  })
})

describe('a job that is deleted', { timeout: 60_000 }, () => {
  test('is gone with its uploads; accounts and log stay, and the next job begins with nothing', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2'))
    const { tenantId, jobId } = world.setUp
    assert.equal((await world.send('DELETE', `/v1.0${world.jobPath}`)).status, 204)
    assert.equal((await world.send('GET', `/v1.0${world.jobPath}`)).status, 404)
    assert.equal((await world.send('DELETE', `/v1.0${world.jobPath}`)).status, 404)
    const upload = await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, {
      headers: { 'content-type': 'application/scim+json' },
      body: bulkRequest(newcomer('E-3')),
    })
    assert.equal(upload.status, 404)

    const jobsPath = world.jobPath.replace(/[/][^/]+$/, '')
    assert.deepEqual((await world.get<{ value: Json[] }>(jobsPath)).value, [])
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ templateId: 'API2AAD' })
    const created = await world.send('POST', `/v1.0${jobsPath}`, { headers, body })
    assert.equal(created.status, 201)
    const other = created.json<{ id: string }>().id

    const log = await world.logs()
    assert.deepEqual(
      log.map(({ provisioningAction }) => provisioningAction),
      ['create', 'create'],
    )
    const modified = log[0]?.modifiedProperties as Json[] | undefined
    assert.ok(modified?.some(({ displayName }) => displayName === 'userPrincipalName'))
    const ofOther = await world.get<{ value: Json[] }>(`/auditLogs/provisioning?$filter=jobId eq '${other}'`)
    assert.deepEqual(ofOther.value, [])
    assert.equal((await world.get<{ value: Json[] }>('/users')).value.length, 2)

    await world.restart()
    const staging = await openStaging(world.config.dataDirectory)
    assert.equal(await staging.uploads.lastSequence(tenantId, jobId), 0)
    await staging.close()
  })

  test('needs the right to change jobs', async () => {
    await using world = await openWorld()
    const token = await world.token(await world.addClient(['Synchronization.Read.All']))
    const headers = { 'content-type': 'application/json' }
    assert.equal((await world.send('DELETE', `/v1.0${world.jobPath}`, { token })).status, 403)
    assert.equal((await world.send('PATCH', `/v1.0${world.jobPath}`, { token, headers, body: '{}' })).status, 403)
  })
})
