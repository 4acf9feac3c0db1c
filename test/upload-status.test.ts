import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addJob, readUpload, statesOf, tell, upload } from './journey.ts'
import { bulkRequest, type Json, newcomer, openWorld, person, type UploadStatus } from './world.ts'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('the status of an upload', () => {
  test('counts what became of every operation and names the entry and the error of each', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2'), newcomer('E-3'))
    const { externalId: _, ...nameless } = person('')
    const status = await world.provision(
      newcomer('E-1'),
      person('E-2', { title: 'Clerk' }),
      person('E-3', { active: false }),
      newcomer('E-4'),
      newcomer('E-5', { userName: 'e-4@fabrikam.example' }),
      nameless,
    )
    assert.equal(status.status, 'completed')
    assert.deepEqual(statesOf(status), ['skipped', 'updated', 'disabled', 'created', 'failed', 'failed'])
    const { created, updated, disabled, skipped, failed, staged, held, purged, deleted } = status.counts
    assert.deepEqual(
      { created, updated, disabled, skipped, failed, staged, held, purged, deleted },
      { created: 1, updated: 1, disabled: 1, skipped: 1, failed: 2, staged: 0, held: 0, purged: 0, deleted: 0 },
    )
    assert.deepEqual(
      status.operations.map(({ index, bulkId, externalId }) => [index, bulkId, externalId]),
      [
        [0, '1', 'E-1'],
        [1, '2', 'E-2'],
        [2, '3', 'E-3'],
        [3, '4', 'E-4'],
        [4, '5', 'E-5'],
        [5, '6', null],
      ],
    )
    const conflict = status.operations[4]
    const error: Json = Object(conflict?.error)
    assert.equal(error.code, 'Conflict')
    assert.match(String(error.additionalDetails), /e-4@fabrikam\.example/)
    const entry = await world.get(`/auditLogs/provisioning/${conflict?.logEntryId}`)
    assert.equal((entry.upload as Json).uploadId, status.id)
    assert.equal((entry.upload as Json).operationIndex, 4)
    assert.ok(status.operations.slice(0, 4).every(({ error, result }) => result === 'skipped' || error === null))
  })

  test('carries the ids and times of the request', async () => {
    await using world = await openWorld()
    const ask = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
    const answer = await upload(world, bulkRequest(newcomer('E-1')), { headers: { 'client-request-id': ask } })
    const status: UploadStatus & Json = { ...(await readUpload(world, answer)) }
    assert.equal(status.id, answer.headers['entrain-upload-id'])
    assert.equal(status.requestId, answer.headers['request-id'])
    assert.equal(status.clientRequestId, ask)
    assert.equal(status.jobId, world.setUp.jobId)
    assert.ok(Date.parse(String(status.receivedDateTime)) <= Date.parse(String(status.completedDateTime)))
  })

  test('is staged while the job rests, completed when it is settled, and counts what a restart dropped', async () => {
    await using world = await openWorld()
    await tell(world, 'pause')
    const answer = await upload(world, bulkRequest(newcomer('E-1'), newcomer('E-2')))
    const staged: UploadStatus & Json = { ...(await readUpload(world, answer, 0)) }
    assert.deepEqual([staged.status, staged.counts.staged, staged.completedDateTime], ['staged', 2, null])
    assert.equal(staged.operations[0]?.logEntryId, null)
    await tell(world, 'restart')
    const purged = await readUpload(world, answer)
    assert.deepEqual([purged.status, purged.counts.purged, purged.counts.staged], ['completed', 2, 0])
  })

  test('of a person whose manager comes later stays what it was', async () => {
    await using world = await openWorld()
    const first = await world.provision(newcomer('E-1', { enterprise: { manager: { value: 'E-9' } } }))
    assert.deepEqual([first.operations[0]?.state, first.operations[0]?.result], ['created', 'warning'])
    await world.provision(newcomer('E-9'))
    const again = await world.get<UploadStatus>(`${world.jobPath}/uploads/${first.id}`)
    assert.deepEqual(statesOf(again), ['created'])
    assert.equal(again.operations[0]?.logEntryId, first.operations[0]?.logEntryId)
  })

  test('an unknown upload is answered with 404', async () => {
    await using world = await openWorld()
    const { status, text } = await world.send('GET', `/v1.0${world.jobPath}/uploads/${world.setUp.tenantId}`)
    assert.equal(status, 404)
    assert.match(text, /Request_ResourceNotFound/)
  })

  test('is found below its own job only', async () => {
    await using world = await openWorld()
    const { id } = await world.provision(newcomer('E-1'))
    const other = await addJob(world)
    assert.equal((await world.send('GET', `/v1.0${world.jobPath}/uploads/${id}`)).status, 200)
    assert.equal((await world.send('GET', `/v1.0${other}/uploads/${id}`)).status, 404)
  })
})

describe('waiting for an upload', () => {
  test('Prefer: wait answers as soon as the upload is settled, and says what was applied', async () => {
    await using world = await openWorld()
    await tell(world, 'pause')
    const answer = await upload(world, bulkRequest(newcomer('E-1')))
    const waiting = world.send('GET', String(answer.headers['operation-location']), { headers: { prefer: 'wait=30' } })
    await tell(world, 'start')
    const settled = await waiting
    assert.equal(settled.headers['preference-applied'], 'wait=30')
    assert.equal(settled.json<UploadStatus>().status, 'completed')
  })

  test('when the time is over the answer is the state as it is', async () => {
    await using world = await openWorld()
    await tell(world, 'pause')
    const answer = await upload(world, bulkRequest(newcomer('E-1')))
    const headers = { prefer: 'respond-async, wait=1' }
    const early = await world.send('GET', String(answer.headers['operation-location']), { headers })
    assert.equal(early.status, 200)
    assert.equal(early.headers['preference-applied'], 'wait=1')
    assert.equal(early.json<UploadStatus>().status, 'staged')
  })

  test('nobody waits longer than a minute, whatever was asked', async () => {
    await using world = await openWorld()
    const answer = await upload(world, bulkRequest(newcomer('E-1')))
    const headers = { prefer: 'wait=3600' }
    const settled = await world.send('GET', String(answer.headers['operation-location']), { headers })
    assert.equal(settled.headers['preference-applied'], 'wait=60')
  })
})

describe('the list of uploads', () => {
  test('is newest first, page by page', async () => {
    await using world = await openWorld()
    const ids: string[] = []
    for (let index = 0; index < 5; index++) ids.push((await world.provision(newcomer(`E-${index}`))).id)
    const seen: string[] = []
    let next: string | undefined = `${world.jobPath}/uploads?$top=2`
    while (next !== undefined) {
      const page: { value: UploadStatus[]; '@odata.nextLink'?: string } = await world.get(next)
      assert.ok(page.value.length <= 2)
      seen.push(...page.value.map(({ id }) => id))
      next = page['@odata.nextLink']
    }
    assert.deepEqual(seen, ids.toReversed())
    assert.ok(seen.every((id) => guid.test(id)))
  })

  test('shows an uploader without further permission its own uploads only', async () => {
    await using world = await openWorld()
    const mine = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    const theirs = await upload(world, bulkRequest(newcomer('E-1')))
    const own = await upload(world, bulkRequest(newcomer('E-2')), { token: mine })
    const read = (path: string, token: string) => world.send('GET', path, { token, headers: { prefer: 'wait=30' } })
    const ownPath = String(own.headers['operation-location'])
    const theirPath = String(theirs.headers['operation-location'])
    assert.deepEqual(statesOf((await read(ownPath, mine)).json()), ['created'])
    assert.equal((await read(theirPath, mine)).status, 404)
    const list = async (token: string) =>
      (await read(`/v1.0${world.jobPath}/uploads`, token)).json<{ value: UploadStatus[] }>().value.map(({ id }) => id)
    assert.deepEqual(await list(mine), [own.headers['entrain-upload-id']])
    const reader = await world.token(await world.addClient(['Synchronization.Read.All']))
    assert.deepEqual(await list(reader), [own.headers['entrain-upload-id'], theirs.headers['entrain-upload-id']])
    const stranger = await world.token(await world.addClient(['ProvisioningLog.Read.All']))
    assert.equal((await read(ownPath, stranger)).status, 403)
  })

  test("pages an uploader's own uploads without gaps between those of others", async () => {
    await using world = await openWorld()
    const mine = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    const own: unknown[] = []
    for (let index = 0; index < 6; index++) {
      const isOwn = index % 3 === 0
      const answer = await upload(world, bulkRequest(newcomer(`E-${index}`)), isOwn ? { token: mine } : {})
      if (isOwn) own.unshift(answer.headers['entrain-upload-id'])
    }
    const seen: string[] = []
    let next: string | undefined = `/v1.0${world.jobPath}/uploads?$top=2`
    while (next !== undefined) {
      const answer = await world.send('GET', next, { token: mine })
      const page: { value: UploadStatus[]; '@odata.nextLink'?: string } = answer.json()
      seen.push(...page.value.map(({ id }) => id))
      next = page['@odata.nextLink']
    }
    assert.deepEqual(seen, own)
  })
})
