import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountOf, addJobLike, changesOf, editSchema, gistOf, provisionTo, statesOf } from './journey.ts'
import { type Json, newcomer, openWorld, person } from './world.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** What the scoping step of an entry says about its clauses. */
function clausesOf(entry: Json | undefined): Json {
  const steps = entry?.provisioningSteps as readonly (Json & { details: Json })[]
  const step = steps.find(({ provisioningStepType }) => provisioningStepType === 'scoping')
  return JSON.parse(String(step?.details.ScopeEvaluationResult))
}

describe('scope', () => {
  test('who leaves the scope is disabled, who comes back is enabled', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee']))
    const as = (userType: string) => newcomer('E-1', { userType, title: userType })
    assert.deepEqual(statesOf(await world.provision(as('Employee'))), ['created'])

    assert.deepEqual(statesOf(await world.provision(as('Contractor'))), ['disabled'])
    const gone = await accountOf(world, 'E-1', 'accountEnabled', 'jobTitle')
    assert.deepEqual([gone?.accountEnabled, gone?.jobTitle], [false, 'Employee'])
    const [leaves] = await world.logs()
    assert.equal(gistOf(leaves), 'disable success')
    assert.deepEqual(changesOf(leaves), ['accountEnabled: True → False'])
    assert.deepEqual(clausesOf(leaves), { "Wanted.userType EQUALS 'Employee'": false })

    assert.deepEqual(statesOf(await world.provision(as('Contractor'))), ['skipped'])
    assert.deepEqual(statesOf(await world.provision(as('Employee'))), ['updated'])
    assert.equal((await accountOf(world, 'E-1', 'accountEnabled'))?.accountEnabled, true)
  })

  test('with SkipOutOfScopeDeletions who leaves the scope keeps the account as it is', async () => {
    await using world = await openWorld()
    const jobPath = await addJobLike(world, ({ settings }) => ({
      settings: [...settings, { name: 'SkipOutOfScopeDeletions', value: 'True' }],
    }))
    await editSchema(world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee']), jobPath)
    await provisionTo(world, jobPath, newcomer('E-1', { userType: 'Employee' }))
    const left = newcomer('E-1', { userType: 'Contractor', active: false, displayName: 'Other' })
    assert.deepEqual(statesOf(await provisionTo(world, jobPath, left)), ['skipped'])
    const account = await accountOf(world, 'E-1', 'accountEnabled', 'displayName')
    assert.deepEqual([account?.accountEnabled, account?.displayName], [true, 'Person E-1'])
  })

  test('without Delete who leaves the scope keeps the account as it is', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.scope(['userType', 'EQUALS', 'Employee'])
      schema.objectMapping.flowTypes = 'Add, Update'
    })
    await world.provision(newcomer('E-1', { userType: 'Employee' }))
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1', { userType: 'Contractor' }))), ['skipped'])
    assert.equal((await accountOf(world, 'E-1', 'accountEnabled'))?.accountEnabled, true)
  })

  test('a stranger out of scope is skipped, with the clause that excluded him', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee'], ['active', 'IS TRUE']))
    assert.deepEqual(statesOf(await world.provision(newcomer('C-9', { userType: 'Contractor' }))), ['skipped'])
    const [entry] = await world.logs()
    assert.equal(gistOf(entry), 'other skipped EntrySynchronizationSkipped')
    assert.deepEqual(clausesOf(entry), { "Wanted.userType EQUALS 'Employee'": false, 'Wanted.active IS TRUE': true })
    assert.equal(await accountOf(world, 'C-9'), undefined)
  })

  test('groups are alternatives', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.scope(['userType', 'EQUALS', 'Employee'], [`${enterprise}:department`, 'EQUALS', 'Finance'])
      schema.scope(['title', 'EQUALS', 'Director'])
    })
    const status = await world.provision(
      newcomer('E-1', { userType: 'Employee', title: 'Director', enterprise: { department: 'Legal' } }),
      newcomer('E-2', { userType: 'Employee', enterprise: { department: 'Finance' } }),
      newcomer('E-3', { userType: 'Employee', enterprise: { department: 'Legal' } }),
    )
    assert.deepEqual(statesOf(status), ['created', 'created', 'skipped'])
  })

  test('a clause on an unknown attribute or with an unknown operator is refused', async () => {
    await using world = await openWorld()
    for (const clause of [
      ['shoeSize', 'EQUALS', '43'],
      ['title', 'IsMemberOf', 'x'],
      ['title', 'REGEX MATCH', '(['],
    ] as const) {
      await assert.rejects(
        editSchema(world, (schema) => schema.scope(clause)),
        /PUT schema: 400.*SchemaInvalid.*\/scope/s,
        clause.join(' '),
      )
    }
  })
})

/** Value of the title (undefined = not sent), operator, operand, in scope. */
const vectors: readonly (readonly [
  title: string | null | undefined,
  operator: string,
  operand: string,
  inScope: boolean,
])[] = [
  ['sales', 'EQUALS', 'Sales', false],
  ['Sales', 'NOT EQUALS', 'sales', true],
  [null, 'NOT EQUALS', 'Sales', false],
  [undefined, 'NOT EQUALS', 'Sales', false],
  [null, 'IS NULL', '', true],
  ['', 'IS NULL', '', true],
  [undefined, 'is_null', '', true],
  ['x', 'IS NOT NULL', '', true],
  ['', 'IS NOT NULL', '', false],
  ['a@domain.com', 'REGEX MATCH', '.*\\@domain.com', true],
  ['1500000', 'REGEX MATCH', '(1[0-9][0-9][0-9][0-9][0-9][0-9])', true],
  ['100', 'REGEX MATCH', '([1-9][0-9])', true],
  [null, 'NOT REGEX MATCH', '.*', false],
  ['x', 'NOT REGEX MATCH', '[0-9]', true],
  ['10', 'Greater_Than', '9', true],
  ['abc', 'Greater_Than', '9', false],
  ['9', 'GREATER_THAN_OR_EQUALS', '9', true],
  ['Senior Engineer', 'Includes', 'Eng', true],
  ['Senior Engineer', 'Includes', 'eng', false],
  ['Senior Engineer', 'ENDS_WITH', 'Engineer', true],
  ['true', 'IS TRUE', '', true],
  [null, 'IS FALSE', '', false],
]

describe('scoping operators', () => {
  test('decide the published cases as they are published', async () => {
    await using world = await openWorld()
    const wrong: string[] = []
    for (const [index, [title, operator, operand, inScope]] of vectors.entries()) {
      await editSchema(world, (schema) => {
        schema.objectMapping.scope = null
        schema.scope(['title', operator, ...(operand === '' ? [] : [operand])])
      })
      const sent = title === undefined ? {} : { title }
      const [state] = statesOf(await world.provision(newcomer(`E-${index}`, sent)))
      if (state !== (inScope ? 'created' : 'skipped')) wrong.push(`${title} ${operator} ${operand}: ${state}`)
    }
    assert.deepEqual(wrong, [])
  })

  test('read typed elements of lists and Booleans', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) =>
      schema.scope(['emails[type eq "work"].value', 'ENDS_WITH', '@fabrikam.example'], ['active', 'IS FALSE']),
    )
    const mail = (value: string, type: string) => ({ emails: [{ value, type }] })
    const status = await world.provision(
      newcomer('E-1', { ...mail('a@fabrikam.example', 'work'), active: false }),
      newcomer('E-2', { ...mail('b@fabrikam.example', 'home'), active: false }),
      newcomer('E-3', { ...mail('c@fabrikam.example', 'WORK'), active: 'false' }),
      person('E-4', { userName: 'd@fabrikam.example', displayName: 'D', ...mail('d@fabrikam.example', 'work') }),
    )
    assert.deepEqual(statesOf(status), ['created', 'skipped', 'created', 'skipped'])
  })
})

describe('operators that are ours', () => {
  test('ask for dates, lists of values, several values of one attribute and the manager', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.declare('urn:contoso:employee:HireDate')
      schema.declare('urn:contoso:employee:Skills')
      schema.sourceAttribute('urn:contoso:employee:Skills').multivalued = true
      schema.scope(
        ['urn:contoso:employee:HireDate', 'ON OR BEFORE', 'now+14d'],
        ['userType', 'IN', 'Employee', 'Apprentice'],
        ['urn:contoso:employee:Skills', 'ANY EQUALS', 'welding'],
        [`${enterprise}:manager`, 'NOT EQUALS', 'E-0'],
      )
    })
    const fits = {
      userType: 'Apprentice',
      HireDate: '2020-04-01',
      Skills: ['milling', 'welding'],
      manager: 'E-7',
    }
    const sent = (id: string, { userType, manager, ...employee }: typeof fits) =>
      newcomer(id, { userType, 'urn:contoso:employee': employee, enterprise: { manager: { value: manager } } })
    const status = await world.provision(
      sent('E-1', fits),
      sent('E-2', { ...fits, HireDate: '2999-04-01' }),
      sent('E-3', { ...fits, userType: 'Contractor' }),
      sent('E-4', { ...fits, Skills: ['milling'] }),
      sent('E-5', { ...fits, manager: 'E-0' }),
    )
    assert.deepEqual(statesOf(status), ['created', 'skipped', 'skipped', 'skipped', 'skipped'])
    const [entry] = await world.logs("sourceIdentity/id eq 'E-2'")
    assert.equal(clausesOf(entry)["Wanted.urn:contoso:employee:HireDate ON OR BEFORE 'now+14d'"], false)
  })

  test('are listed with the types that they take and how they take several values', async () => {
    await using world = await openWorld()
    const { value } = await world.get<{ value: Json[] }>(`${world.jobPath}/schema/filterOperators`)
    const of = (name: string) => {
      const { id: _, ...operator } = value.find((each) => each.name === name) ?? {}
      return operator
    }
    assert.deepEqual(of('ON OR BEFORE'), {
      name: 'ON OR BEFORE',
      arity: 'Binary',
      multivaluedComparisonType: 'Any',
      supportedAttributeTypes: ['String', 'DateTime'],
    })
    assert.equal(of('NOT IN').multivaluedComparisonType, 'All')
    assert.equal(of('IS NULL').arity, 'Unary')
  })
})

describe('a pattern that backtracks', () => {
  test('stalls nobody, and a text that is too long for it fails alone: its account stays as it is', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-3', { title: 'Clerk' }))
    await editSchema(world, (schema) => schema.scope(['title', 'NOT REGEX MATCH', '^(a+)+$']))
    const status = await world.provision(
      newcomer('E-1', { title: 'a'.repeat(100) }),
      newcomer('E-2', { title: `${'a'.repeat(100)}!` }),
      newcomer('E-3', { title: 'a'.repeat(20_000) }),
    )
    assert.deepEqual(statesOf(status), ['skipped', 'created', 'failed'])
    const account = await accountOf(world, 'E-3', 'accountEnabled', 'jobTitle')
    assert.deepEqual([account?.accountEnabled, account?.jobTitle], [true, 'Clerk'])
    const [entry] = await world.logs("sourceIdentity/id eq 'E-3' and provisioningStatusInfo/status eq 'failure'")
    assert.match(JSON.stringify(entry), /Wanted.title NOT REGEX MATCH.*at most 16384 characters/)
  })
})

describe('the input filter', () => {
  test('leaves alone who does not pass it: nobody is created, nobody is disabled', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      const clause = { sourceOperandName: 'userType', operatorName: 'EQUALS', targetOperand: { values: ['Employee'] } }
      const group = (name: string, operatorName = 'EQUALS') => ({ name, clauses: [{ ...clause, operatorName }] })
      schema.objectMapping.scope = {
        groups: [],
        inputFilterGroups: [group('Input')],
        categoryFilterGroups: [group('Category', 'kept as it is')],
      }
    })
    const as = (userType: string) => newcomer('E-1', { userType, title: userType })
    assert.deepEqual(statesOf(await world.provision(as('Contractor'))), ['skipped'])
    assert.equal(await accountOf(world, 'E-1'), undefined)
    assert.deepEqual(statesOf(await world.provision(as('Employee'))), ['created'])
    assert.deepEqual(statesOf(await world.provision(as('Contractor'))), ['skipped'])
    const account = await accountOf(world, 'E-1', 'accountEnabled', 'jobTitle')
    assert.deepEqual([account?.accountEnabled, account?.jobTitle], [true, 'Employee'])
    const [entry] = await world.logs()
    assert.equal(gistOf(entry), 'other skipped EntrySynchronizationSkipped')
    assert.match(JSON.stringify(entry), /InputFilter/)
    assert.deepEqual(clausesOf(entry), { "Input.userType EQUALS 'Employee'": false })

    const schema = await world.get(`${world.jobPath}/schema`)
    assert.match(JSON.stringify(schema), /"categoryFilterGroups":\[\{"name":"Category"/)
  })
})
