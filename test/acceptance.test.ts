import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  addJob,
  addJobLike,
  changesOf,
  editSchema,
  managerOf,
  provisionTo,
  readUpload,
  statesOf,
  tell,
} from './journey.ts'
import { type Life, openLife } from './life.ts'
import { type Json, newcomer, person } from './world.ts'

/**
 * The acceptance scenarios of the engine by their numbers, each through the HTTP door: directory and log. Those with more
 * to say have files of their own:
 *
 * | scenario | file |
 * |---|---|
 * | 12 threshold | acceptance-threshold.test.ts |
 * | 13 restart with every resetScope | acceptance-restart.test.ts |
 * | 14 quarantine, its entry, schedule and exit | acceptance-quarantine.test.ts |
 * | retries of failing records | acceptance-retries.test.ts |
 * | dates, rename, transfer, leave and rehire over a year | company-year.test.ts |
 * | 7 ambiguous matches, 6 several matching properties | engine-matching.test.ts |
 * | 9 flow types and defaults in every combination | engine-flow.test.ts, sync/flow-types.test.ts |
 * | 11 every scoping operator | engine-scope.test.ts |
 */

const withDepartment = (department: string, rest: Json = {}) =>
  newcomer('E-1', { title: 'Clerk', enterprise: { department }, ...rest })

describe('one person', () => {
  test('scenarios 1 to 5: joiner, the same again, mover, letter case, leaver twice, rehire', async () => {
    await using life = await openLife()
    const steps: readonly (readonly [person: Json, state: string, story: string, changes: readonly string[]])[] = [
      [withDepartment('Sales'), 'created', 'create success', []],
      [withDepartment('Sales'), 'skipped', 'other skipped RedundantExport', []],
      [withDepartment('Legal'), 'updated', 'update success', ['department: Sales → Legal']],
      [withDepartment('Legal', { title: 'CLERK' }), 'skipped', 'other skipped RedundantExport', []],
      [person('E-1', { active: false }), 'disabled', 'disable success', ['accountEnabled: True → False']],
      [person('E-1', { active: false }), 'skipped', 'other skipped RedundantExport', []],
      [person('E-1', { active: true }), 'updated', 'update success', ['accountEnabled: False → True']],
    ]
    for (const [sent, state, story, changes] of steps) {
      assert.deepEqual(statesOf(await life.send(sent)), [state])
      const [entry] = await life.world.logs()
      assert.equal((await life.story('E-1')).at(-1), story)
      if (changes.length > 0) assert.deepEqual(changesOf(entry), changes)
    }
    const account = await life.account('E-1', 'accountEnabled', 'department', 'jobTitle')
    const { id: _, ...rest } = account ?? {}
    assert.deepEqual(rest, { accountEnabled: true, department: 'Legal', jobTitle: 'Clerk' })
    assert.equal((await life.job()).progress.synchronizedEntries, 1)
  })

  test('scenario 6: an account that was there is found by its employeeId and updated, later by its link', async () => {
    await using life = await openLife()
    const [first] = (await life.send(newcomer('E-1'))).operations
    const other = await addJob(life.world)
    const [found] = (await provisionTo(life.world, other, newcomer('e-1', { title: 'Clerk' }))).operations
    assert.deepEqual([found?.state, found?.targetId], ['updated', first?.targetId])
    // Another job writes another employeeId: the link holds.
    await editSchema(life.world, (schema) => schema.map('employeeId', 'Join("", "X-", [externalId])'), other)
    await provisionTo(life.world, other, newcomer('E-1', { title: 'Clerk' }))
    const [linked] = (await life.send(newcomer('E-1', { title: 'Cook' }))).operations
    assert.deepEqual([linked?.state, linked?.targetId], ['updated', first?.targetId])
    assert.equal((await life.account('E-1', 'jobTitle'))?.jobTitle, 'Cook')
  })

  test('scenario 7: two accounts with the value are a failure, and neither is written', async () => {
    await using life = await openLife()
    await life.send(newcomer('E-1', { title: 'Twin' }), newcomer('E-2', { title: 'Twin' }))
    const jobPath = await addJob(life.world)
    await editSchema(
      life.world,
      (schema) => {
        schema.mapping('employeeId').matchingPriority = 0
        schema.mapping('jobTitle').matchingPriority = 1
      },
      jobPath,
    )
    const status = await provisionTo(life.world, jobPath, newcomer('E-3', { title: 'Twin', displayName: 'Third' }))
    assert.deepEqual(statesOf(status), ['failed'])
    assert.match(JSON.stringify(status.operations), /DuplicateTargetEntries/)
    for (const id of ['E-1', 'E-2']) assert.equal((await life.account(id, 'displayName'))?.displayName, `Person ${id}`)
    assert.equal(await life.account('E-3'), undefined)
  })

  test('scenarios 8 and 9: a name is given once, a default is for new accounts', async () => {
    await using life = await openLife()
    await life.send(newcomer('E-1', { userName: 'ana@fabrikam.example' }))
    await editSchema(life.world, (schema) => {
      schema.mapping('jobTitle').defaultValue = 'Employee'
    })
    await life.send(newcomer('E-1', { userName: 'maria@fabrikam.example', displayName: 'Maria' }), newcomer('E-2'))
    const { id: _, ...first } = (await life.account('E-1', 'userPrincipalName', 'displayName', 'jobTitle')) ?? {}
    assert.deepEqual(first, { userPrincipalName: 'ana@fabrikam.example', displayName: 'Maria', jobTitle: null })
    assert.equal((await life.account('E-2', 'jobTitle'))?.jobTitle, 'Employee')
  })

  test('scenario 10: without Add unknown people are skipped and known ones updated', async () => {
    await using life = await openLife()
    await life.send(newcomer('E-1'))
    await editSchema(life.world, ({ objectMapping }) => {
      objectMapping.flowTypes = 'Update, Delete'
    })
    const status = await life.send(newcomer('E-1', { title: 'Clerk' }), newcomer('E-2'))
    assert.deepEqual(statesOf(status), ['updated', 'skipped'])
    assert.equal(await life.account('E-2'), undefined)
  })
})

describe('scenario 11: the scope', () => {
  const openScoped = async (): Promise<Life> => {
    const life = await openLife()
    await editSchema(life.world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee']))
    await life.send(newcomer('E-1', { userType: 'Employee' }))
    return life
  }

  test('who leaves it is disabled, and enabled again on coming back', async () => {
    await using life = await openScoped()
    assert.deepEqual(statesOf(await life.send(newcomer('E-1', { userType: 'Guest', title: 'x' }))), ['disabled'])
    const out = await life.account('E-1', 'accountEnabled', 'jobTitle')
    assert.deepEqual([out?.accountEnabled, out?.jobTitle], [false, null])
    assert.deepEqual(statesOf(await life.send(newcomer('E-1', { userType: 'Guest' }))), ['skipped'])
    assert.deepEqual(statesOf(await life.send(newcomer('E-1', { userType: 'Employee' }))), ['updated'])
    assert.equal(await life.isEnabled('E-1'), true)
    assert.deepEqual(await life.story('E-1'), [
      'create success',
      'disable success',
      'other skipped EntrySynchronizationSkipped',
      'update success',
    ])
  })

  test('with SkipOutOfScopeDeletions who leaves it keeps the account and the link', async () => {
    await using life = await openScoped()
    await life.configure({ settings: { SkipOutOfScopeDeletions: 'True' } })
    assert.deepEqual(statesOf(await life.send(newcomer('E-1', { userType: 'Guest' }))), ['skipped'])
    assert.equal(await life.isEnabled('E-1'), true)
    assert.equal((await life.job()).progress.synchronizedEntries, 1)
  })

  test('a new scope is applied to everybody without an upload, and taking it back enables again', async () => {
    await using life = await openScoped()
    await life.send(newcomer('E-2', { userType: 'Employee', title: 'Clerk' }))
    await editSchema(life.world, (schema) => {
      schema.objectMapping.scope = null
      schema.scope(['title', 'EQUALS', 'Clerk'])
    })
    await life.rest()
    assert.deepEqual([await life.isEnabled('E-1'), await life.isEnabled('E-2')], [false, true])
    await editSchema(life.world, (schema) => {
      schema.objectMapping.scope = null
    })
    await life.rest()
    assert.equal(await life.isEnabled('E-1'), true)
    assert.deepEqual(await life.story('E-1'), ['create success', 'disable success', 'update success'])
  })
})

describe('scenario 15 and references: managers', () => {
  const reportsTo = (value: string) => ({ enterprise: { manager: { value } } })

  for (const order of ['before', 'after'] as const)
    test(`(1) in one request, the manager ${order} the report`, async () => {
      await using life = await openLife()
      const people = [newcomer('E-1', reportsTo('E-2')), newcomer('E-2')]
      await life.send(...(order === 'after' ? people : people.toReversed()))
      assert.equal(await managerOf(life.world, (await life.account('E-1'))?.id), 'E-2')
    })

  test('(2) who comes a day later becomes the manager without another upload of the report', async () => {
    await using life = await openLife()
    await life.send(newcomer('E-1', reportsTo('E-2')))
    assert.deepEqual(await life.story('E-1'), ['create warning UnableToResolveReferenceAttributeValue'])
    await life.until(86_400_000)
    await life.send(newcomer('E-2'))
    assert.equal(await managerOf(life.world, (await life.account('E-1'))?.id), 'E-2')
    assert.equal((await life.story('E-1')).at(-1), 'update success')
  })

  test('(3) one out of scope is left out, and set once in scope', async () => {
    await using life = await openLife()
    await editSchema(life.world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee']))
    await life.send(
      newcomer('E-1', { userType: 'Employee', ...reportsTo('E-2') }),
      newcomer('E-2', { userType: 'Guest' }),
    )
    assert.equal(await managerOf(life.world, (await life.account('E-1'))?.id), null)
    assert.deepEqual(await life.story('E-1'), ['create warning UnableToResolveReferenceAttributeValue'])
    await life.send(newcomer('E-2', { userType: 'Employee' }))
    assert.equal(await managerOf(life.world, (await life.account('E-1'))?.id), 'E-2')
  })
})

describe('cycles', () => {
  test('scenario 16: a paused job finishes its cycle, keeps what comes, and goes on at the start', async () => {
    await using life = await openLife()
    const before = await life.stage(newcomer('E-1'))
    await tell(life.world, 'pause')
    const later = await life.stage(newcomer('E-2'))
    await life.rest()
    assert.ok(['created', 'staged'].includes(statesOf(await readUpload(life.world, before, 0))[0] ?? ''))
    assert.deepEqual(statesOf(await readUpload(life.world, later, 0)), ['staged'])
    assert.equal((await life.world.get<{ status: Json }>(life.world.jobPath)).status.code, 'Paused')
    await tell(life.world, 'start')
    for (const upload of [before, later]) assert.deepEqual(statesOf(await readUpload(life.world, upload)), ['created'])
  })

  test('scenario 17: a mapping that fails for one person leaves the others alone', async () => {
    await using life = await openLife()
    await editSchema(life.world, (schema) => schema.map('jobTitle', 'IIF([title]="?", Error("unknown"), [title])'))
    const status = await life.send(newcomer('E-1'), newcomer('E-2', { title: '?' }), newcomer('E-3'))
    assert.deepEqual(statesOf(status), ['created', 'failed', 'created'])
    const { lastExecution } = (await life.job()).progress
    assert.equal(lastExecution?.state, 'EntryLevelErrors')
    assert.deepEqual([lastExecution?.countImported, lastExecution?.countEscrowed], [3, 1])
  })

  test('scenario 18: a second source adds its attribute to people whom the first one made', async () => {
    await using life = await openLife()
    const { world } = life
    const badges = await addJobLike(world, () => ({}))
    await editSchema(
      world,
      (schema) => {
        const { objectMapping } = schema
        objectMapping.flowTypes = 'Update'
        objectMapping.attributeMappings = [schema.mapping('employeeId')]
        schema.declare('urn:contoso:badge:number')
        schema.map('facsimileTelephoneNumber', '[urn:contoso:badge:number]')
      },
      badges,
    )
    await life.send(newcomer('E-1', { title: 'Clerk' }))
    const badge = (id: string, number: string) => person(id, { title: 'no', 'urn:contoso:badge': { number } })
    const status = await provisionTo(world, badges, badge('E-1', '77'), badge('E-2', '78'))
    assert.deepEqual(statesOf(status), ['updated', 'skipped'])
    const { id: _, ...account } = (await life.account('E-1', 'jobTitle', 'faxNumber')) ?? {}
    assert.deepEqual(account, { jobTitle: 'Clerk', faxNumber: '77' })
    assert.equal(await life.account('E-2'), undefined)
    // HR says nothing about badges, and links are of each job.
    await life.send(newcomer('E-1', { title: 'Cook' }))
    assert.equal((await life.account('E-1', 'faxNumber'))?.faxNumber, '77')
    await tell(world, 'restart', { criteria: { resetScope: 'ConnectorDataStore' } })
    const job = await world.get<{ status: { synchronizedEntryCountByType: Json[] } }>(badges)
    assert.equal(job.status.synchronizedEntryCountByType[0]?.value, 1)
  })
})
