import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  accountOf,
  addJob,
  allAccounts,
  changesOf,
  type EditableSchema,
  editSchema,
  eventually,
  gistOf,
  provisionTo,
  statesOf,
  tell,
} from './journey.ts'
import { type Json, newcomer, openWorld, person, type World } from './world.ts'

/** Makes a job write employeeId from `title` and match by name, so that tests can put any employeeId on an account. */
function writeEmployeeIdFromTitle(schema: EditableSchema): void {
  schema.map('employeeId', '[title]', { matchingPriority: 0 })
  schema.mapping('userPrincipalName').matchingPriority = 1
  schema.objectMapping.attributeMappings = schema.objectMapping.attributeMappings.filter(
    ({ targetAttributeName }) => targetAttributeName !== 'jobTitle',
  )
}

function targetIdOf(entry: Json | undefined): unknown {
  return (entry?.targetIdentity as Json | undefined)?.id
}

/** How an entry found its account: description and details of the matching step. */
function matchingOf(entry: Json | undefined): { readonly description: string; readonly details: Json } {
  const steps = entry?.provisioningSteps as readonly (Json & { description: string; details: Json })[]
  const step = steps.find(({ provisioningStepType }) => provisioningStepType === 'matching')
  assert.ok(step)
  return step
}

async function linkedCount(world: World, jobPath: string): Promise<number> {
  const { status } = await world.get<{ status: { synchronizedEntryCountByType: { value: number }[] } }>(jobPath)
  return status.synchronizedEntryCountByType[0]?.value ?? 0
}

describe('matching', () => {
  test('an account that exists is matched and updated; from then on the link counts, whatever its employeeId', async () => {
    await using world = await openWorld()
    const other = await addJob(world)
    await editSchema(world, writeEmployeeIdFromTitle, other)
    await provisionTo(world, other, newcomer('old', { userName: 'ana@fabrikam.example', title: 'E-1' }))
    const before = await accountOf(world, 'E-1')

    const [matched] = (await world.provision(newcomer('E-1', { title: 'Clerk' }))).operations
    assert.deepEqual([matched?.state, matched?.targetId], ['updated', before?.id])
    const [first] = await world.logs()
    assert.equal(gistOf(first), 'update success')
    assert.deepEqual(changesOf(first), ['displayName: Person old → Person E-1', 'jobTitle: null → Clerk'])
    assert.deepEqual(matchingOf(first).details, { employeeId: 'E-1' })

    await provisionTo(world, other, person('old', { userName: 'ana@fabrikam.example', title: 'X-7' }))
    assert.equal((await accountOf(world, 'X-7'))?.id, before?.id)
    const [again] = (await world.provision(newcomer('E-1', { title: 'Cook' }))).operations
    assert.deepEqual([again?.state, again?.targetId], ['updated', before?.id])
    const [second] = await world.logs()
    assert.deepEqual(changesOf(second), ['employeeId: X-7 → E-1', 'jobTitle: Clerk → Cook'])
    assert.match(matchingOf(second).description, /is linked to/)
    assert.equal((await allAccounts(world)).length, 1)
  })

  test('two accounts with the matching value: the person fails and nothing is written', async () => {
    await using world = await openWorld()
    const other = await addJob(world)
    await editSchema(world, writeEmployeeIdFromTitle, other)
    await provisionTo(world, other, newcomer('a', { title: 'E-1' }), newcomer('b', { title: 'E-1' }))
    const before = await allAccounts(world)
    assert.equal(before.length, 2)
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1'), newcomer('E-2'))), ['failed', 'created'])
    const [entry] = await world.logs("sourceIdentity/id eq 'E-1'")
    assert.match(gistOf(entry), /failure DuplicateTargetEntries$/)
    assert.match(JSON.stringify(entry?.provisioningStatusInfo), /employeeId: E-1/)
    assert.deepEqual(entry?.modifiedProperties, [])
    const after = await allAccounts(world)
    assert.deepEqual(
      after.filter(({ employeeId }) => employeeId === 'E-1'),
      before,
    )
  })

  test('matching values with quotes and other signs are values, not syntax', async () => {
    await using world = await openWorld()
    const ids = [`O'Brien`, 'a%b', 'a#b', '"x"', 'a,b;c', '(1)', 'ä/ö\\']
    const people = ids.map((id, index) => newcomer(id, { userName: `p${index}@fabrikam.example` }))
    assert.deepEqual(new Set(statesOf(await world.provision(...people))), new Set(['created']))
    await tell(world, 'restart', { criteria: { resetScope: 'Full' } })
    assert.deepEqual(new Set(statesOf(await world.provision(...people))), new Set(['skipped']))
    assert.equal((await allAccounts(world)).length, ids.length)
  })

  test('the first property that finds somebody decides; one without a value is passed over', async () => {
    await using world = await openWorld()
    const other = await addJob(world)
    await provisionTo(
      world,
      other,
      newcomer('A', { userName: 'ana@fabrikam.example' }),
      newcomer('B', { userName: 'ben@fabrikam.example' }),
    )
    const [ana, ben] = [await accountOf(world, 'A'), await accountOf(world, 'B')]
    await editSchema(world, (schema) => {
      schema.map('employeeId', 'IgnoreFlowIfNullOrEmpty([nickName])', { matchingPriority: 1 })
      schema.mapping('userPrincipalName').matchingPriority = 2
    })
    const { operations } = await world.provision(
      newcomer('1', { nickName: 'A', userName: 'ben@fabrikam.example' }),
      newcomer('2', { userName: 'ben@fabrikam.example' }),
      newcomer('3', { nickName: 'nobody', userName: 'cem@fabrikam.example' }),
    )
    assert.deepEqual(
      operations.map(({ state }) => state),
      ['updated', 'updated', 'created'],
    )
    assert.deepEqual(
      operations.slice(0, 2).map(({ targetId }) => targetId),
      [ana?.id, ben?.id],
    )
    const [first] = await world.logs("sourceIdentity/id eq '1'")
    assert.deepEqual(matchingOf(first).details, { employeeId: 'A' })
    const [second] = await world.logs("sourceIdentity/id eq '2'")
    assert.deepEqual(matchingOf(second).details, { userPrincipalName: 'ben@fabrikam.example' })
  })

  test('who has no value for any matching property is skipped at import', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('employeeId', '[nickName]', { matchingPriority: 1 })
    })
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1'))), ['skipped'])
    assert.equal(gistOf((await world.logs())[0]), 'other skipped ImportSkipped')
    assert.deepEqual(await allAccounts(world), [])
  })

  test('two persons of one request that match the same account are both linked to it', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('employeeId', '[nickName]', { matchingPriority: 1 })
    })
    const { operations } = await world.provision(
      newcomer('1', { nickName: 'X', title: 'Clerk' }),
      newcomer('2', { nickName: 'X', title: 'Cook' }),
    )
    assert.equal(new Set(operations.map(({ targetId }) => targetId)).size, 1)
    assert.equal(await linkedCount(world, world.jobPath), 2)
    assert.equal((await accountOf(world, 'X', 'jobTitle'))?.jobTitle, 'Cook')
  })

  test('mappings that nobody can be found by are refused with their place', async () => {
    await using world = await openWorld()
    const refused: readonly (readonly [target: string, expression: string])[] = [
      ['extensionAttribute1', '[externalId]'],
      ['otherMails', '[userName]'],
      ['mailNickname', 'SelectUniqueValue([userName], [nickName])'],
    ]
    for (const [target, expression] of refused) {
      const edit = editSchema(world, (schema) => schema.map(target, expression, { matchingPriority: 2 }))
      await assert.rejects(edit, /PUT schema: 400.*SchemaInvalid.*\/attributeMappings\/\d+\/matchingPriority/s, target)
    }
  })

  test('a restart with Full forgets the links, and the same people are matched anew', async () => {
    await using world = await openWorld()
    const [created] = (await world.provision(newcomer('E-1'))).operations
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    assert.match(matchingOf((await world.logs())[0]).description, /is linked to/)
    assert.equal(await linkedCount(world, world.jobPath), 1)

    await tell(world, 'restart', { criteria: { resetScope: 'Full' } })
    const [again] = await eventually(
      () => world.logs(),
      (entries) => entries.length === 3,
    )
    assert.deepEqual(matchingOf(again).details, { employeeId: 'E-1' })
    assert.equal(targetIdOf(again), created?.targetId)
    assert.equal(await linkedCount(world, world.jobPath), 1)
  })

  test('a restart without criteria keeps the links', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    await tell(world, 'restart')
    await world.provision(newcomer('E-1', { title: 'Cook' }))
    assert.match(matchingOf((await world.logs())[0]).description, /is linked to/)
  })
})

describe('two jobs for one person', () => {
  test('each owns its attributes, and only the one with Add creates', async () => {
    await using world = await openWorld()
    const badges = await addJob(world)
    await editSchema(
      world,
      (schema) => {
        const { objectMapping } = schema
        objectMapping.flowTypes = 'Update'
        objectMapping.attributeMappings = [schema.mapping('employeeId')]
        schema.map('extensionAttribute5', '[nickName]')
      },
      badges,
    )
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    const before = await accountOf(world, 'E-1', 'jobTitle', 'displayName', 'accountEnabled')

    const badge = (id: string, nickName: string) => person(id, { nickName, title: 'Other', active: false })
    assert.deepEqual(statesOf(await provisionTo(world, badges, badge('E-1', 'B-17'), badge('E-2', 'B-18'))), [
      'updated',
      'skipped',
    ])
    assert.deepEqual(await accountOf(world, 'E-1', 'jobTitle', 'displayName', 'accountEnabled'), before)
    const account = await accountOf(world, 'E-1', 'onPremisesExtensionAttributes')
    assert.equal(Object(account?.onPremisesExtensionAttributes).extensionAttribute5, 'B-17')
    assert.equal(await accountOf(world, 'E-2'), undefined)

    assert.equal(await linkedCount(world, badges), 1)
    await tell(world, 'restart', { criteria: { resetScope: 'Full' } })
    assert.equal(await linkedCount(world, badges), 1, 'links are per job')
    const again = await provisionTo(world, badges, badge('E-1', 'B-17'))
    assert.deepEqual(statesOf(again), ['skipped'])
    const ofBadges = encodeURIComponent(`jobId eq '${badges.split('/').at(-1)}'`)
    const { value } = await world.get<{ value: readonly Json[] }>(`/auditLogs/provisioning?$top=1&$filter=${ofBadges}`)
    const [entry] = value
    assert.match(matchingOf(entry).description, /is linked to/)
  })
})
