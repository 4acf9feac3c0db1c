import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountOf, allAccounts, changesOf, editSchema, gistOf, managerOf, statesOf } from './journey.ts'
import { type Json, openWorld, type World } from './world.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const custom = 'urn:contoso:employee'

/** The shape of the reference's first example: a tour lead, and a tour guide who reports to her. */
const barbara = {
  schemas: [core, enterprise],
  externalId: '701984',
  userName: 'bjensen@contoso.example',
  name: { formatted: 'Ms. Barbara J Jensen, III', familyName: 'Jensen', givenName: 'Barbara' },
  displayName: 'Barbara Jensen',
  nickName: 'Babs',
  emails: [{ value: 'bjensen@contoso.example', type: 'work', primary: true }],
  addresses: [
    {
      type: 'work',
      streetAddress: '100 Main Street',
      locality: 'Springfield',
      region: 'CA',
      postalCode: '91608',
      country: 'USA',
      primary: true,
    },
  ],
  phoneNumbers: [
    { value: '555-0100', type: 'work' },
    { value: '555-0101', type: 'mobile' },
    { value: '555-0102', type: 'fax' },
  ],
  userType: 'Employee',
  title: 'Tour Guide',
  preferredLanguage: 'en-US',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  active: true,
  [enterprise]: {
    employeeNumber: '701984',
    costCenter: '4130',
    organization: 'Contoso Studios',
    division: 'Theme Park',
    department: 'Tour Operations',
    manager: { value: '89607', displayName: 'Jane Smith' },
  },
}
const kathy = {
  ...barbara,
  externalId: '701985',
  userName: 'Kjensen@contoso.example',
  name: { formatted: 'Ms. Kathy J Jensen, III', familyName: 'Jensen', givenName: 'Kathy' },
  displayName: 'Kathy Jensen',
  emails: [{ value: 'kjensen@contoso.example', type: 'work', primary: true }],
  title: 'Tour Lead',
  [enterprise]: {
    ...barbara[enterprise],
    employeeNumber: '701985',
    manager: { value: '701984', displayName: 'Barbara Jensen' },
  },
}

const created = [
  'accountEnabled: null → True',
  'city: null → Springfield',
  'country: null → USA',
  'department: null → Tour Operations',
  'displayName: null → Barbara Jensen',
  'employeeId: null → 701984',
  'facsimileTelephoneNumber: null → 555-0102',
  'givenName: null → Barbara',
  'jobTitle: null → Tour Guide',
  'mail: null → bjensen@contoso.example',
  'mailNickname: null → bjensen',
  'mobile: null → 555-0101',
  'postalCode: null → 91608',
  'preferredLanguage: null → en-US',
  'state: null → CA',
  'streetAddress: null → 100 Main Street',
  'surname: null → Jensen',
  'telephoneNumber: null → 555-0100',
  'userPrincipalName: null → bjensen@fabrikam.example',
]

async function entryOf(world: World, externalId: string): Promise<Json> {
  const [newest] = await world.logs(`sourceIdentity/id eq '${externalId}'`)
  assert.ok(newest, `an entry about ${externalId}`)
  return newest
}

describe('the default mapping', () => {
  test('two new people get accounts in the default domain, and the second the first as manager', async () => {
    await using world = await openWorld()
    const status = await world.provision(barbara, kathy)
    assert.equal(status.status, 'completed')
    assert.deepEqual(statesOf(status), ['created', 'created'])

    const first = await accountOf(
      world,
      '701984',
      ...['userPrincipalName', 'jobTitle', 'companyName', 'employeeType', 'employeeOrgData', 'mail', 'accountEnabled'],
      ...['businessPhones', 'faxNumber', 'mobilePhone', 'city', 'mailNickname', 'displayName', 'usageLocation'],
    )
    assert.deepEqual(first, {
      id: status.operations[0]?.targetId,
      userPrincipalName: 'bjensen@fabrikam.example',
      jobTitle: 'Tour Guide',
      companyName: null,
      employeeType: null,
      employeeOrgData: null,
      mail: 'bjensen@contoso.example',
      accountEnabled: true,
      businessPhones: ['555-0100'],
      faxNumber: '555-0102',
      mobilePhone: '555-0101',
      city: 'Springfield',
      mailNickname: 'bjensen',
      displayName: 'Barbara Jensen',
      usageLocation: null,
    })
    const second = await accountOf(world, '701985', 'userPrincipalName', 'jobTitle')
    assert.deepEqual([second?.userPrincipalName, second?.jobTitle], ['Kjensen@fabrikam.example', 'Tour Lead'])
    assert.equal(await managerOf(world, second?.id), '701984')
    assert.equal(await managerOf(world, first?.id), null)
  })

  test('the log names every attribute that was written, and the manager who is not known', async () => {
    await using world = await openWorld()
    const { operations } = await world.provision(barbara, kathy)
    const first = await entryOf(world, '701984')
    assert.equal(gistOf(first), 'create warning UnableToResolveReferenceAttributeValue')
    assert.deepEqual(changesOf(first), created)
    assert.match(JSON.stringify(first.provisioningStatusInfo), /manager: 89607/)
    const second = await entryOf(world, '701985')
    assert.equal(gistOf(second), 'create success')
    assert.ok(changesOf(second).includes(`manager: null → ${operations[0]?.targetId}`))
  })

  test('the order of people in the request does not matter for their managers', async () => {
    await using world = await openWorld()
    const status = await world.provision(kathy, barbara)
    assert.deepEqual(statesOf(status), ['created', 'created'])
    assert.equal(await managerOf(world, (await accountOf(world, '701985'))?.id), '701984')
    assert.equal(gistOf(await entryOf(world, '701985')), 'create success')
  })

  test('the domain of userName is kept where the tenant has verified it', async () => {
    await using world = await openWorld({ domains: ['fabrikam.example', 'contoso.example'] })
    await world.provision(barbara)
    assert.equal((await accountOf(world, '701984', 'userPrincipalName'))?.userPrincipalName, 'bjensen@contoso.example')
  })

  test('the same upload once more changes nothing', async () => {
    await using world = await openWorld()
    await world.provision(barbara, kathy)
    const before = await allAccounts(world)
    const status = await world.provision(barbara, kathy)
    assert.deepEqual(statesOf(status), ['skipped', 'skipped'])
    assert.deepEqual(await allAccounts(world), before)
    for (const id of ['701984', '701985']) {
      const entry = await entryOf(world, id)
      assert.equal(gistOf(entry), 'other skipped RedundantExport')
      assert.deepEqual(entry.modifiedProperties, [])
    }
  })
})

describe('a namespace of its own', () => {
  test('attributes that are declared and mapped flow', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.declare(`${custom}:HireDate`)
      schema.declare(`${custom}:JobCode`)
      schema.map('employeeHireDate', `FormatDateTime([${custom}:HireDate], , "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ")`)
      schema.map('extensionAttribute1', `[${custom}:JobCode]`)
    })
    const employee = { HireDate: '2021-05-01', JobCode: 'AB-1' }
    const status = await world.provision(
      { ...barbara, schemas: [core, enterprise, custom], [custom]: employee },
      { ...kathy, schemas: [core, enterprise, custom], [custom]: { HireDate: '2022-07-15', JobCode: 'AB-2' } },
    )
    assert.deepEqual(statesOf(status), ['created', 'created'])
    const account = await accountOf(world, '701984', 'employeeHireDate', 'onPremisesExtensionAttributes')
    assert.equal(account?.employeeHireDate, '2021-05-01T00:00:00Z')
    assert.equal(Object(account?.onPremisesExtensionAttributes).extensionAttribute1, 'AB-1')
    assert.deepEqual(
      changesOf(await entryOf(world, '701984')),
      [...created, 'employeeHireDate: null → 2021-05-01T00:00:00Z', 'extensionAttribute1: null → AB-1'].sort(),
    )

    const next = { ...barbara, schemas: [core, enterprise, custom], [custom]: { ...employee, JobCode: 'AB-9' } }
    assert.deepEqual(statesOf(await world.provision(next)), ['updated'])
    assert.deepEqual(changesOf(await entryOf(world, '701984')), ['extensionAttribute1: AB-1 → AB-9'])
  })

  test('writing a schema back unchanged is no change', async () => {
    await using world = await openWorld()
    const before = await world.get(`${world.jobPath}/schema`)
    await editSchema(world, () => undefined)
    assert.deepEqual(await world.get(`${world.jobPath}/schema`), before)
  })

  test('a mapping of an attribute that is not declared is refused, with its place', async () => {
    await using world = await openWorld()
    await assert.rejects(
      editSchema(world, (schema) => schema.map('extensionAttribute1', `[${custom}:JobCode]`)),
      /SchemaInvalid.*urn:contoso:employee:JobCode.*attributeMappings\/\d+\/source/s,
    )
  })
})

describe('a partial update', () => {
  test('changes the department and disables, and touches nothing else', async () => {
    await using world = await openWorld()
    await world.provision(kathy, { ...barbara, externalId: '7172023' })
    const before = await allAccounts(world)
    const status = await world.provision({
      schemas: [core, enterprise],
      externalId: '7172023',
      active: false,
      [enterprise]: { department: 'Tour Ops' },
    })
    assert.deepEqual(statesOf(status), ['updated'])
    assert.deepEqual(
      await allAccounts(world),
      before.map((account) =>
        account.employeeId === '7172023' ? { ...account, accountEnabled: false, department: 'Tour Ops' } : account,
      ),
    )
    assert.deepEqual(changesOf(await entryOf(world, '7172023')), [
      'accountEnabled: True → False',
      'department: Tour Operations → Tour Ops',
    ])
  })
})
