import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountOf, allAccounts, changesOf, editSchema, gistOf, readUpload, statesOf, tell, upload } from './journey.ts'
import { bulkRequest, newcomer, openWorld, person, type World } from './world.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe('uploads and the state of the job', () => {
  test('line 12: a paused job takes uploads and settles them when it starts', async () => {
    await using world = await openWorld()
    await tell(world, 'pause')
    const answer = await upload(world, bulkRequest(newcomer('E-1')))
    const waiting = await readUpload(world, answer, 1)
    assert.equal(waiting.status, 'staged')
    assert.deepEqual(statesOf(waiting), ['staged'])
    assert.deepEqual(await world.logs(), [])
    await tell(world, 'start')
    assert.deepEqual(statesOf(await readUpload(world, answer)), ['created'])
  })

  test('line 13: restarting a stopped job drops what was uploaded before, later uploads are settled', async () => {
    await using world = await openWorld()
    await tell(world, 'pause')
    const before = await upload(world, bulkRequest(newcomer('E-1'), newcomer('E-2')))
    await tell(world, 'restart')
    const purged = await readUpload(world, before)
    assert.equal(purged.status, 'completed')
    assert.deepEqual(statesOf(purged), ['purged', 'purged'])
    assert.deepEqual(statesOf(await world.provision(newcomer('E-3'))), ['created'])
    assert.equal(await accountOf(world, 'E-1'), undefined)
    assert.equal((await world.logs()).length, 1)
  })

  test('line 13: restarting a running job drops nothing', async () => {
    await using world = await openWorld()
    const answers = await Promise.all([1, 2, 3].map((n) => upload(world, bulkRequest(newcomer(`E-${n}`)))))
    await tell(world, 'restart')
    for (const answer of answers) assert.deepEqual(statesOf(await readUpload(world, answer)), ['created'])
  })

  test('what was staged before the server stopped is settled after it starts again', async () => {
    await using world = await openWorld()
    await tell(world, 'pause')
    const answer = await upload(world, bulkRequest(newcomer('E-1')))
    await world.restart()
    assert.equal((await readUpload(world, answer, 0)).status, 'staged')
    await tell(world, 'start')
    assert.deepEqual(statesOf(await readUpload(world, answer)), ['created'])
  })
})

/** A person with a department and a title, as they are after a first upload. */
async function employ(world: World): Promise<void> {
  await world.provision(
    newcomer('E-1', {
      title: 'Clerk',
      enterprise: { department: 'Sales' },
      phoneNumbers: [{ type: 'work', value: '+1 555 0100' }],
    }),
  )
}

const shown = ['jobTitle', 'department', 'businessPhones', 'displayName'] as const

/** Opens both gates of null flow for the job title, the department and the work phone. */
function flowNulls(world: World): Promise<void> {
  return editSchema(world, (schema) => {
    for (const [source, target] of [
      ['title', 'jobTitle'],
      [`${enterprise}:department`, 'department'],
      ['phoneNumbers[type eq "work"].value', 'telephoneNumber'],
    ] as const) {
      schema.sourceAttribute(source).flowNullValues = true
      schema.mapping(target).flowNullValues = true
    }
  })
}

describe('partial uploads', () => {
  test('line 14: active false and a department change exactly those two attributes', async () => {
    await using world = await openWorld()
    await employ(world)
    const [before] = await allAccounts(world)
    const status = await world.provision(person('E-1', { active: false, enterprise: { department: 'Legal' } }))
    assert.deepEqual(statesOf(status), ['updated'])
    const [after] = await allAccounts(world)
    assert.deepEqual(after, { ...before, accountEnabled: false, department: 'Legal' })
    const [entry] = await world.logs()
    assert.deepEqual(changesOf(entry), ['accountEnabled: True → False', 'department: Sales → Legal'])
  })

  for (const [what, sent] of [
    ['null', { title: null, enterprise: { department: null }, phoneNumbers: [{ type: 'work', value: null }] }],
    ['empty text', { title: '', enterprise: { department: '' }, phoneNumbers: [{ type: 'work', value: '' }] }],
    ['absence', {}],
  ] as const) {
    test(`line 15: ${what} changes nothing while null flow is off`, async () => {
      await using world = await openWorld()
      await employ(world)
      const before = await allAccounts(world)
      await world.provision(person('E-1', sent))
      assert.deepEqual(await allAccounts(world), before)
      assert.equal(gistOf((await world.logs())[0]), 'other skipped RedundantExport')
    })
  }

  for (const [what, sent] of [
    ['null', { title: null, enterprise: { department: null }, phoneNumbers: [{ type: 'work', value: null }] }],
    ['empty text', { title: '', enterprise: { department: '' }, phoneNumbers: [{ type: 'work', value: '' }] }],
    [
      'absence inside what is present',
      { enterprise: { costCenter: '7' }, phoneNumbers: [{ type: 'fax', value: '1' }] },
    ],
  ] as const) {
    test(`line 15: ${what} clears where both gates of null flow are open`, async () => {
      await using world = await openWorld()
      await employ(world)
      await flowNulls(world)
      await world.provision(person('E-1', sent))
      const account = await accountOf(world, 'E-1', ...shown)
      assert.equal(account?.jobTitle, null)
      assert.equal(account?.department, null)
      assert.deepEqual(account?.businessPhones, [])
      assert.equal(account?.displayName, 'Person E-1')
      const [entry] = await world.logs()
      for (const change of [
        'department: Sales → null',
        'jobTitle: Clerk → null',
        'telephoneNumber: +1 555 0100 → null',
      ])
        assert.ok(changesOf(entry).includes(change), change)
    })
  }

  test('line 15: one gate alone clears nothing, and leaving out the whole extension clears nothing in it', async () => {
    await using world = await openWorld()
    await employ(world)
    await editSchema(world, (schema) => {
      schema.sourceAttribute('title').flowNullValues = true
      schema.mapping('department').flowNullValues = true
    })
    await world.provision(person('E-1', { title: null, enterprise: { department: null } }))
    assert.equal((await accountOf(world, 'E-1', ...shown))?.department, 'Sales')
    // The last record is looked at again when the gates open, so it is one that is complete.
    await employ(world)
    await flowNulls(world)
    await world.provision(person('E-1', { title: 'Clerk' }))
    const account = await accountOf(world, 'E-1', ...shown)
    assert.deepEqual([account?.jobTitle, account?.department], ['Clerk', 'Sales'])
    assert.deepEqual(account?.businessPhones, ['+1 555 0100'])
  })

  test('line 15: a new account gets the default of a mapping in the place of null', async () => {
    await using world = await openWorld()
    await flowNulls(world)
    await editSchema(world, (schema) => {
      schema.mapping('jobTitle').defaultValue = 'Employee'
    })
    await world.provision(newcomer('E-1', { title: null }), newcomer('E-2', { title: 'Clerk' }))
    assert.equal((await accountOf(world, 'E-1', 'jobTitle'))?.jobTitle, 'Employee')
    await world.provision(person('E-2', { title: null }))
    assert.equal((await accountOf(world, 'E-2', 'jobTitle'))?.jobTitle, null, 'defaults never apply on update')
  })

  test('line 16: of two operations about one person the second has the last word', async () => {
    await using world = await openWorld()
    const status = await world.provision(
      newcomer('E-1', { title: 'Clerk' }),
      newcomer('E-2'),
      newcomer('E-1', { title: 'Manager', active: false }),
    )
    assert.deepEqual(statesOf(status), ['created', 'created', 'updated'])
    const account = await accountOf(world, 'E-1', 'jobTitle', 'accountEnabled')
    assert.deepEqual([account?.jobTitle, account?.accountEnabled], ['Manager', false])
    assert.deepEqual((await world.logs()).map(gistOf), ['update success', 'create success', 'create success'])
  })
})
