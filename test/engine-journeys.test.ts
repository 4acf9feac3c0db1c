import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  accountOf,
  afterCycle,
  allAccounts,
  changesOf,
  editSchema,
  gistOf,
  managerOf,
  readUpload,
  statesOf,
  tell,
  upload,
} from './journey.ts'
import { bulkRequest, newcomer, openWorld, person } from './world.ts'

describe('a working life', () => {
  test('joiner: a new person gets an account, the same upload again is redundant', async () => {
    await using world = await openWorld()
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1'))), ['created'])
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1'))), ['skipped'])
    assert.deepEqual((await world.logs()).map(gistOf), ['other skipped RedundantExport', 'create success'])
    const { status } = await world.get<{ status: { synchronizedEntryCountByType: unknown } }>(world.jobPath)
    assert.deepEqual(status.synchronizedEntryCountByType, [
      { key: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User to User', value: 1 },
    ])
  })

  test('mover: another department is an update of that one attribute', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { title: 'Clerk', enterprise: { department: 'Sales' } }))
    await world.provision(newcomer('E-1', { title: 'Clerk', enterprise: { department: 'Legal' } }))
    const [entry] = await world.logs()
    assert.equal(gistOf(entry), 'update success')
    assert.deepEqual(changesOf(entry), ['department: Sales → Legal'])
  })

  test('another letter case alone is no change, unless the attribute tells letter case apart', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1', { title: 'CLERK' }))), ['skipped'])
    assert.equal((await accountOf(world, 'E-1', 'jobTitle'))?.jobTitle, 'Clerk')
    await editSchema(world, (schema) => {
      schema.targetAttribute('jobTitle').caseExact = true
    })
    assert.equal((await world.logs())[0]?.provisioningAction, 'update', 'the last record is looked at again')
    assert.equal((await accountOf(world, 'E-1', 'jobTitle'))?.jobTitle, 'CLERK')
  })

  test('leaver and rehire: disabled once, enabled again by an update', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    assert.deepEqual(statesOf(await world.provision(person('E-1', { active: false }))), ['disabled'])
    assert.deepEqual(statesOf(await world.provision(person('E-1', { active: 'False' }))), ['skipped'])
    assert.equal((await accountOf(world, 'E-1', 'accountEnabled'))?.accountEnabled, false)
    assert.deepEqual(statesOf(await world.provision(person('E-1', { active: true }))), ['updated'])
    assert.equal((await accountOf(world, 'E-1', 'accountEnabled'))?.accountEnabled, true)
    const [rehire, , leave] = await world.logs()
    assert.equal(gistOf(leave), 'disable success')
    assert.deepEqual(changesOf(leave), ['accountEnabled: True → False'])
    assert.equal(gistOf(rehire), 'update success')
    assert.deepEqual(changesOf(rehire), ['accountEnabled: False → True'])
  })

  test('a person who is not active yet gets a disabled account', async () => {
    await using world = await openWorld()
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1', { active: false }))), ['created'])
    assert.equal((await accountOf(world, 'E-1', 'accountEnabled'))?.accountEnabled, false)
  })
})

describe('when mappings apply', () => {
  test('a mapping for creation only leaves the name alone when userName changes', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { userName: 'ana@fabrikam.example' }))
    await world.provision(newcomer('E-1', { userName: 'maria@fabrikam.example', displayName: 'Maria' }))
    const account = await accountOf(world, 'E-1', 'userPrincipalName', 'displayName')
    assert.deepEqual([account?.userPrincipalName, account?.displayName], ['ana@fabrikam.example', 'Maria'])
  })

  test('a default in the place of null is for new accounts only', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    await editSchema(world, (schema) => {
      schema.mapping('jobTitle').defaultValue = 'Employee'
    })
    await world.provision(newcomer('E-1', { displayName: 'Other' }), newcomer('E-2'))
    assert.equal((await accountOf(world, 'E-1', 'jobTitle'))?.jobTitle, null)
    assert.equal((await accountOf(world, 'E-2', 'jobTitle'))?.jobTitle, 'Employee')
  })

  test('without Add unknown people are skipped and known ones updated; without Update they are skipped too', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const flow = (flowTypes: string) =>
      editSchema(world, ({ objectMapping }) => {
        objectMapping.flowTypes = flowTypes
      })
    await flow('Update, Delete')
    const status = await world.provision(newcomer('E-1', { title: 'Clerk' }), newcomer('E-2'))
    assert.deepEqual(statesOf(status), ['updated', 'skipped'])
    assert.equal(await accountOf(world, 'E-2'), undefined)
    assert.match(gistOf((await world.logs("sourceIdentity/id eq 'E-2'"))[0]), /skipped EntrySynchronizationSkipped$/)
    await flow('Add')
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1', { title: 'Manager' }))), ['skipped'])
    assert.equal((await accountOf(world, 'E-1', 'jobTitle'))?.jobTitle, 'Clerk')
  })
})

describe('references', () => {
  test('a manager who comes later is set without sending the person again, and the log tells', async () => {
    await using world = await openWorld()
    const [subject] = (await world.provision(newcomer('E-1', { enterprise: { manager: { value: 'E-9' } } }))).operations
    assert.equal(gistOf((await world.logs())[0]), 'create warning UnableToResolveReferenceAttributeValue')
    assert.equal(await managerOf(world, subject?.targetId), null)

    const [manager] = (await world.provision(newcomer('E-9'))).operations
    assert.equal(await managerOf(world, subject?.targetId), 'E-9')
    const [entry] = await world.logs("sourceIdentity/id eq 'E-1'")
    assert.equal(gistOf(entry), 'update success')
    assert.deepEqual(changesOf(entry), [`manager: null → ${manager?.targetId}`])
    assert.equal(entry?.upload, null)
    const steps = entry?.provisioningSteps as readonly { provisioningStepType: string; status: string }[]
    assert.deepEqual(
      steps.map(({ provisioningStepType, status }) => `${provisioningStepType} ${status}`),
      ['referenceResolution success', 'export success'],
    )
  })

  test('a manager out of scope leaves the person without one, and the log says why', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee']))
    await world.provision(
      newcomer('E-1', { userType: 'Employee', enterprise: { manager: { value: 'E-9' } } }),
      newcomer('E-9', { userType: 'Contractor' }),
    )
    assert.equal(await managerOf(world, (await accountOf(world, 'E-1'))?.id), null)
    const [entry] = await world.logs("sourceIdentity/id eq 'E-1'")
    assert.equal(gistOf(entry), 'create warning UnableToResolveReferenceAttributeValue')
    assert.match(JSON.stringify(entry?.provisioningStatusInfo), /manager: E-9/)
  })

  test('people may be their own managers, and each other’s', async () => {
    await using world = await openWorld()
    const reportsTo = (value: string) => ({ enterprise: { manager: { value } } })
    await world.provision(
      newcomer('E-1', reportsTo('E-1')),
      newcomer('E-2', reportsTo('E-3')),
      newcomer('E-3', reportsTo('E-2')),
    )
    const managers = (await allAccounts(world)).map(async ({ id, employeeId }) => [
      employeeId,
      await managerOf(world, id),
    ])
    assert.deepEqual(
      new Map((await Promise.all(managers)) as [string, string][]),
      new Map([
        ['E-1', 'E-1'],
        ['E-2', 'E-3'],
        ['E-3', 'E-2'],
      ]),
    )
  })
})

describe('cycles', () => {
  test('pausing in the middle of many uploads loses none and repeats none', async () => {
    await using world = await openWorld()
    const bodies = Array.from({ length: 24 }, (_, n) =>
      bulkRequest(...Array.from({ length: 10 }, (_, i) => newcomer(`E-${n}-${i}`))),
    )
    const answers = await Promise.all(bodies.map((body) => upload(world, body)))
    await tell(world, 'pause')
    const later = await upload(world, bulkRequest(newcomer('E-0-0', { title: 'Clerk' })))
    assert.deepEqual(statesOf(await readUpload(world, later, 1)), ['staged'])
    await tell(world, 'start')
    assert.deepEqual(statesOf(await readUpload(world, later)), ['updated'])
    for (const answer of answers) assert.equal((await readUpload(world, answer)).counts.created, 10)
    assert.equal((await world.logs()).length, 241)
    assert.equal((await allAccounts(world)).length, 240)
  })

  test('a mapping that fails for one person leaves the others alone, and the cycle says so', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('jobTitle', 'IIF([title]="?", Error("the title is not known"), [title])')
    })
    const status = await world.provision(
      newcomer('E-1', { title: 'Clerk' }),
      newcomer('E-2', { title: '?' }),
      newcomer('E-3', { title: 'Cook' }),
    )
    assert.deepEqual(statesOf(status), ['created', 'failed', 'created'])
    assert.equal(await accountOf(world, 'E-2'), undefined)
    const [entry] = await world.logs("provisioningStatusInfo/status eq 'failure'")
    assert.match(gistOf(entry), /^\w+ failure /)
    assert.match(JSON.stringify(entry?.provisioningStatusInfo), /jobTitle.*the title is not known/)
    const last = await afterCycle(world)
    assert.equal(last.state, 'EntryLevelErrors')
    assert.deepEqual([last.countImported, last.countExported, last.countEscrowed], [3, 2, 1])
  })
})
