import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountOf, changesOf, editSchema, gistOf, statesOf } from './journey.ts'
import { newcomer, openWorld, person } from './world.ts'

const employee = 'urn:contoso:employee'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe('flow types', () => {
  test('AttributeAddOnly keeps what the account has, and fills what it lacks', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.mapping('jobTitle').flowType = 'AttributeAddOnly'
      schema.mapping('city').flowType = 'AttributeAddOnly'
    })
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    const moved = newcomer('E-1', { title: 'Cook', addresses: [{ type: 'work', locality: 'Bonn' }] })
    assert.deepEqual(statesOf(await world.provision(moved)), ['updated'])
    assert.deepEqual(changesOf((await world.logs())[0]), ['city: null → Bonn'])
    assert.deepEqual(statesOf(await world.provision(moved)), ['skipped'])
    assert.equal((await accountOf(world, 'E-1', 'jobTitle'))?.jobTitle, 'Clerk')
  })

  test('MultiValueAddOnly and ValueAddOnly add values and take none away', async () => {
    await using world = await openWorld()
    for (const flowType of ['MultiValueAddOnly', 'ValueAddOnly'] as const) {
      const id = `E-${flowType.length}`
      await editSchema(world, (schema) => {
        if (flowType === 'MultiValueAddOnly') schema.declare(`${employee}:Mails`)
        schema.sourceAttribute(`${employee}:Mails`).multivalued = true
        schema.map('otherMails', `[${employee}:Mails]`, { flowType })
      })
      const mails = (...Mails: string[]) => newcomer(id, { [employee]: { Mails } })
      await world.provision(mails('a@contoso.example', 'b@contoso.example'))
      assert.deepEqual(statesOf(await world.provision(mails('B@contoso.example'))), ['skipped'])
      assert.deepEqual(statesOf(await world.provision(mails('c@contoso.example'))), ['updated'])
      const account = await accountOf(world, id, 'otherMails')
      assert.deepEqual(account?.otherMails, ['a@contoso.example', 'b@contoso.example', 'c@contoso.example'], flowType)
    }
  })

  test('ObjectAddOnly writes when the account is created, and never again', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.mapping('jobTitle').flowType = 'ObjectAddOnly'
    })
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1', { title: 'Cook' }))), ['skipped'])
  })

  test('FlowAlways writes each time that the person is sent, also what is the same', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.mapping('jobTitle').flowBehavior = 'FlowAlways'
    })
    const clerk = newcomer('E-1', { title: 'Clerk' })
    await world.provision(clerk)
    assert.deepEqual(statesOf(await world.provision(clerk)), ['updated'])
    assert.deepEqual(changesOf((await world.logs())[0]), ['jobTitle: Clerk → Clerk'])
    assert.deepEqual(statesOf(await world.provision(person('E-1', { active: true }))), ['skipped'])
  })
})

describe('exportMissingReferences', () => {
  test('makes no difference: a person is never held back for a manager who is missing', async () => {
    for (const exportMissingReferences of [true, false]) {
      await using world = await openWorld()
      await editSchema(world, (schema) => {
        schema.mapping('manager').exportMissingReferences = exportMissingReferences
      })
      const sent = newcomer('E-1', { [enterprise]: { manager: { value: 'E-9' } } })
      assert.deepEqual(statesOf(await world.provision(sent)), ['created'])
      const [entry] = await world.logs()
      assert.equal(gistOf(entry), 'create warning UnableToResolveReferenceAttributeValue')
    }
  })
})

describe('the source of a mapping', () => {
  test('may be nothing, a constant, or an expression that leaves the attribute or the person out', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('companyName', '""', { source: null, defaultValue: 'Fabrikam' })
      const constant = { type: 'Constant', name: 'Staff', expression: '"Staff"', parameters: [] } as const
      schema.map('employeeType', '""', { source: constant })
      schema.map('usageLocation', 'IgnoreFlowIfNullOrEmpty([locale])', { defaultValue: 'DE' })
      schema.map('objectFilter', 'IIF([userType]="Guest", IgnoreObjectFlow, "False")')
    })
    const status = await world.provision(newcomer('E-1'), newcomer('E-2', { userType: 'Guest' }))
    assert.deepEqual(statesOf(status), ['created', 'skipped'])
    const account = await accountOf(world, 'E-1', 'companyName', 'employeeType', 'usageLocation')
    assert.deepEqual([account?.companyName, account?.employeeType, account?.usageLocation], ['Fabrikam', 'Staff', null])
    const [skipped] = await world.logs("sourceIdentity/id eq 'E-2'")
    assert.equal(gistOf(skipped), 'other skipped EntrySynchronizationSkipped')
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1'))), ['skipped'])
  })

  test('may be [IsSoftDeleted], which disables who is inactive and says nothing where active is missing', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) =>
      schema.map('accountEnabled', 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
    )
    const enabled = async () => (await accountOf(world, 'E-1', 'accountEnabled'))?.accountEnabled
    await world.provision(newcomer('E-1', { active: true }))
    assert.equal(await enabled(), true)
    assert.deepEqual(statesOf(await world.provision(person('E-1', { active: false }))), ['disabled'])
    assert.deepEqual(statesOf(await world.provision(person('E-1', { displayName: 'Person E-1' }))), ['skipped'])
    assert.equal(await enabled(), false)
    assert.deepEqual(statesOf(await world.provision(person('E-1', { active: true }))), ['updated'])
    assert.equal(await enabled(), true)
  })

  test('clears a custom attribute only when both gates are open', async () => {
    await using world = await openWorld()
    const code = `${employee}:JobCode`
    const edit = (gates: { readonly source: boolean; readonly mapping: boolean }, isFirst = false) =>
      editSchema(world, (schema) => {
        if (isFirst) schema.declare(code)
        schema.sourceAttribute(code).flowNullValues = gates.source
        const source = { type: 'Attribute', name: code, expression: `[${code}]`, parameters: [] } as const
        schema.map('extensionAttribute3', '', { source, flowNullValues: gates.mapping })
      })
    const sent = (JobCode: string | null) => newcomer('E-1', { [employee]: { JobCode } })
    await edit({ source: true, mapping: false }, true)
    await world.provision(sent('A1'))
    assert.deepEqual(statesOf(await world.provision(sent(null))), ['skipped'])
    await edit({ source: false, mapping: true })
    assert.deepEqual(statesOf(await world.provision(sent(null))), ['skipped'])
    await edit({ source: true, mapping: true })
    assert.deepEqual(
      changesOf((await world.logs())[0]),
      ['extensionAttribute3: A1 → null'],
      'the last record said null',
    )
    await world.provision(sent('A2'))
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1'))), ['skipped'])
    assert.deepEqual(statesOf(await world.provision(sent(null))), ['updated'])
    assert.deepEqual(changesOf((await world.logs())[0]), ['extensionAttribute3: A2 → null'])
  })
})
