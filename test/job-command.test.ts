import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { runAsConnector } from './run-against-world.ts'
import { type Json, newcomer, openWorld, person, type World } from './world.ts'

const job = (world: World, ...argv: readonly string[]) => runAsConnector(world, ['job', ...argv])

async function overThreshold(world: World): Promise<void> {
  await job(world, 'settings', 'QuarantineTooManyDeletesThreshold=1')
  await world.provision(newcomer('E-1'), newcomer('E-2'))
  await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, {
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: ['E-1', 'E-2'].map((id) => ({
        method: 'POST',
        path: '/Users',
        bulkId: id,
        data: person(id, { active: false }),
      })),
    }),
  })
  while ((await world.get<{ status: Json }>(world.jobPath)).status.code !== 'Quarantine') await sleep(30)
}

describe('entrain job and entrain provision', { timeout: 60_000 }, () => {
  test('the life of a job: show, settings, pause, start, restart, delete', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), person('E-2', { active: true }))
    const shown = await job(world, 'show')
    assert.equal(shown.code, 0, shown.err)
    assert.match(shown.out, /^Schedule +Active$/m)
    assert.match(shown.out, /^1 person failed and will be tried again/m)
    assert.equal(JSON.parse((await job(world, 'show', '--json')).out).id, world.setUp.jobId)

    const changed = await job(
      world,
      'settings',
      'SkipOutOfScopeDeletions=True',
      'quarantine.failuresMin=5',
      'evaluate=merged',
    )
    assert.equal(changed.code, 0, changed.err)
    assert.match(changed.out, /^SkipOutOfScopeDeletions +True$/m)
    assert.match(changed.out, /^quarantine\.failuresMin +5$/m)
    assert.match(changed.out, /^evaluate +merged$/m)
    const refused = await job(world, 'settings', 'deletesPercentMax=many')
    assert.equal(refused.code, 3)
    assert.match(refused.err, /options\/deletesPercentMax .*whole number from 0 to 100/)

    assert.match((await job(world, 'pause')).err, /pauses/)
    assert.match((await runAsConnector(world, ['status'])).out, /Paused/)
    assert.equal((await job(world, 'start')).code, 0)
    assert.equal((await job(world, 'restart', '--reset', 'Escrows')).code, 0)
    assert.equal((await job(world, 'restart', '--reset', 'Nothing')).code, 3)

    assert.equal((await job(world, 'delete')).code, 2)
    assert.match((await runAsConnector(world, ['job', 'delete'], false)).err, /Nothing was deleted/)
    assert.match((await runAsConnector(world, ['job', 'delete'], true)).err, /is deleted/)
    assert.match((await runAsConnector(world, ['status'])).err, /no provisioning jobs/)
  })

  test('staged deletes are told of by status, listed, rejected and allowed', async () => {
    await using world = await openWorld()
    await overThreshold(world)
    const { out } = await runAsConnector(world, ['status'])
    assert.match(out, /^Quarantine of API2AAD[^ ]+: TooManyDeletes: The cycle would disable or delete 2 people/m)
    assert.match(out, /"entrain job deletes"; then --allow or --reject/)
    assert.match(out, /^2 staged deletes to decide about/m)
    const listed = await job(world, 'deletes')
    assert.match(listed.out, /^E-1 +Person E-1 +disable +said by its record .* accountEnabled: True → False$/m)
    assert.equal(JSON.parse((await job(world, 'deletes', 'E-2', '--json')).out).length, 1)

    assert.match((await job(world, 'deletes', '--reject', 'E-1')).out, /^Rejected for 1 person; the accounts stay/)
    assert.equal((await job(world, 'deletes', '--allow')).code, 2)
    assert.match((await runAsConnector(world, ['job', 'deletes', '--allow'], false)).err, /Nothing was done/)
    assert.match(
      (await job(world, 'deletes', '--allow', '--yes')).out,
      /^Allowed for 1 person\. See "entrain logs --cycle/,
    )
    assert.match((await job(world, 'deletes')).err, /Nobody waits/)
    assert.equal((await job(world, 'deletes', '--allow', '--reject')).code, 2)
  })

  test('links are listed, looked up and forgotten; people are provisioned, for real and as a dry run', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2'), person('E-3', { active: true }))
    const listed = await job(world, 'links')
    assert.match(listed.out, /^E-2 +[0-9a-f-]{36} +Person E-2$/m)
    const one = JSON.parse((await job(world, 'links', 'e-2', '--json')).out)
    assert.equal(one.sourceAnchor, 'E-2')
    assert.equal((await job(world, 'links', 'E-2', '--unlink')).code, 3)
    await job(world, 'pause')
    assert.equal((await job(world, 'links', 'E-2', '--unlink')).code, 0)
    assert.doesNotMatch((await job(world, 'links')).out, /E-2/)

    const provisioned = await runAsConnector(world, ['provision', 'E-1', 'E-2', 'E-3'])
    assert.equal(provisioned.code, 1)
    assert.match(provisioned.out, /^E-1 +Person E-1 +other +Skipped +Source and target already agree/m)
    assert.match(provisioned.out, /^E-3 +.* Failure /m)
    const foreseen = await runAsConnector(world, ['provision', 'E-3', '--dry-run', '--json'])
    assert.equal(foreseen.code, 1)
    assert.equal(JSON.parse(foreseen.out)[0].value.dryRun, true)
    assert.equal((await runAsConnector(world, ['provision', 'E-9'])).code, 3)
  })
})
