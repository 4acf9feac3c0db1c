import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountOf, changesOf, type EditableSchema, editSchema, gistOf, readSchema, statesOf } from './journey.ts'
import { type Json, newcomer, openWorld } from './world.ts'

const employee = 'urn:contoso:employee'
const badge = 'extension_0f1e2d3c4b5a69788796a5b4c3d2e1f0_badge'
const manages = 'extension_0f1e2d3c4b5a69788796a5b4c3d2e1f0_manages'

/** Maps custom source attributes straight to targets, declaring both sides. */
function mapAll(schema: EditableSchema, targets: Readonly<Record<string, string>>): void {
  for (const [source, target] of Object.entries(targets)) {
    schema.declare(`${employee}:${source}`)
    schema.declareTarget(target)
    schema.map(target, `[${employee}:${source}]`)
  }
}

/** What the log says about the value that was refused. */
function errorOf(entry: Json | undefined): readonly [code: string, details: string] {
  const { errorInformation } = Object(entry?.provisioningStatusInfo) as {
    errorInformation: Readonly<Record<string, string>>
  }
  return [String(errorInformation.errorCode), String(errorInformation.additionalDetails)]
}

describe('attributes of the directory', () => {
  test('extensions, dates, organisation data and several addresses are written and can be read', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      mapAll(schema, {
        Badge: badge,
        Manages: manages,
        Hired: 'employeeHireDate',
        Leaves: 'employeeLeaveDateTime',
        Cost: 'employeeOrgData.costCenter',
        Division: 'employeeOrgData.division',
        Mails: 'otherMails',
        ...Object.fromEntries(
          Array.from({ length: 15 }, (_, index) => [`X${index + 1}`, `extensionAttribute${index + 1}`]),
        ),
      })
      schema.targetAttribute(manages).type = 'Boolean'
      schema.sourceAttribute(`${employee}:Mails`).multivalued = true
    })
    const extensions = Array.from({ length: 15 }, (_, index) => [`X${index + 1}`, `value ${index + 1}`])
    const sent = newcomer('E-1', {
      [employee]: {
        Badge: 'B-17',
        Manages: 'true',
        Hired: '2026-01-05',
        Leaves: '2027-01-05T18:00:00+02:00',
        Cost: 'K1',
        Division: 'North',
        Mails: [{ value: 'a@contoso.example' }, { value: 'b@contoso.example' }],
        ...Object.fromEntries(extensions),
      },
    })
    assert.deepEqual(statesOf(await world.provision(sent)), ['created'])
    const select = 'employeeHireDate,employeeOrgData,otherMails,onPremisesExtensionAttributes'
    const { id } = (await accountOf(world, 'E-1')) ?? {}
    const account = await world.get(`/users/${String(id)}?$select=${badge},${manages},${select}`)
    const { '@odata.context': _, id: __, ...shown } = account
    assert.deepEqual(shown, {
      [badge]: 'B-17',
      [manages]: true,
      employeeHireDate: '2026-01-05T00:00:00Z',
      employeeOrgData: { costCenter: 'K1', division: 'North' },
      otherMails: ['a@contoso.example', 'b@contoso.example'],
      onPremisesExtensionAttributes: Object.fromEntries(
        extensions.map(([, value], index) => [`extensionAttribute${index + 1}`, value]),
      ),
    })
    assert.deepEqual(statesOf(await world.provision(sent)), ['skipped'])
    assert.ok(
      changesOf((await world.logs("provisioningAction eq 'create'"))[0]).includes(
        'employeeLeaveDateTime: null → 2027-01-05T16:00:00Z',
      ),
    )
  })

  test('custom security attributes are written, never logged, and read with a permission of their own', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    mapAll(schema, { Level: 'CustomSecurityAttributes.Badge_Level', Zone: 'CustomSecurityAttributes.Badge_Zone' })
    const put = async (token: string, json: object) =>
      world.send('PUT', `/v1.0${world.jobPath}/schema`, {
        token,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(json),
      })
    const refused = await put(await world.token(), schema.json)
    assert.equal(refused.status, 403)
    assert.match(refused.text, /CustomSecAttributeProvisioning\.ReadWrite\.All/)
    const provisioner = await world.addClient([
      'Synchronization.ReadWrite.All',
      'CustomSecAttributeProvisioning.ReadWrite.All',
    ])
    assert.equal((await put(await world.token(provisioner), schema.json)).status, 204)

    // Whoever may not see the mappings writes back what it sees, and they stay.
    const seen = await readSchema(world)
    assert.doesNotMatch(JSON.stringify(seen.json), /"targetAttributeName":"CustomSecurityAttributes/)
    const back = await put(await world.token(), seen.json)
    assert.equal(back.headers.etag, '"v2"')
    const sent = (Level: unknown) => newcomer('E-1', { [employee]: { Level, Zone: 'secret zone' } })
    assert.deepEqual(statesOf(await world.provision(sent('secret 3'))), ['created'])
    assert.deepEqual(statesOf(await world.provision(sent('secret 4'))), ['updated'])
    assert.deepEqual(statesOf(await world.provision(sent('secret'.repeat(100)))), ['failed'])
    const entries = await world.logs()
    assert.doesNotMatch(JSON.stringify(entries), /secret/)
    assert.deepEqual(changesOf(entries[1]), ['CustomSecurityAttributes.Badge_Level: [Redact] → [Redact]'])
    assert.deepEqual(errorOf(entries[0]), [
      'UnprocessableEntity',
      `CustomSecurityAttributes.Badge_Level: [Redact] <- [${employee}:Level]`,
    ])

    const { id } = (await accountOf(world, 'E-1')) ?? {}
    const path = `/v1.0/users/${String(id)}?$select=customSecurityAttributes`
    const read = async (...granted: Parameters<typeof world.addClient>[0]) => {
      const token = await world.token(await world.addClient(granted))
      return (await world.send('GET', path, { token })).json().customSecurityAttributes
    }
    assert.equal(await read('User.Read.All', 'Directory.ReadWrite.All'), null)
    assert.deepEqual(await read('User.Read.All', 'CustomSecAttributeAssignment.Read.All'), {
      Badge: {
        '@odata.type': '#Microsoft.DirectoryServices.CustomSecurityAttributeValue',
        Level: 'secret 4',
        Zone: 'secret zone',
      },
    })
    const granted = ['User.Read.All', 'CustomSecAttributeAssignment.Read.All'] as const
    const token = await world.token(await world.addClient(granted))
    for (const version of ['v1.0', 'beta']) {
      const unasked = await world.send('GET', `/${version}/users/${String(id)}`, { token })
      assert.doesNotMatch(unasked.text, /customSecurityAttributes|secret/, version)
    }
  })

  test('refuse what does not fit, with code, attribute, value and mapping', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      mapAll(schema, { Country: 'usageLocation', Type: 'userType', Hired: 'employeeHireDate' })
      schema.map('userPrincipalName', '[userName]', { flowType: 'Always' })
    })
    const table: readonly (readonly [sent: Json, code: string, details: string])[] = [
      [
        { [employee]: { Country: 'Germany' } },
        'SchemaPropertyCanOnlyAcceptValue',
        `usageLocation: Germany <- [${employee}:Country]`,
      ],
      [
        { [employee]: { Type: 'Employee' } },
        'SchemaPropertyCanOnlyAcceptValue',
        `userType: Employee <- [${employee}:Type]`,
      ],
      [{ [employee]: { Hired: 'soon' } }, 'InvalidExpression', `employeeHireDate: soon <- [${employee}:Hired]`],
      [{ title: 'x'.repeat(129) }, 'UnprocessableEntity', `jobTitle: ${'x'.repeat(129)} <- [title]`],
      [{ userName: 'ann@contoso.example' }, 'InvalidDomain', 'userPrincipalName: ann@contoso.example <- [userName]'],
      [
        { userName: 'zoë@fabrikam.example' },
        'AzureActiveDirectoryInvalidUserPrincipalName',
        'userPrincipalName: zoë@fabrikam.example <- [userName]',
      ],
      [
        { emails: [{ type: 'work', value: 'josé@fabrikam.example' }] },
        'UnprocessableEntity',
        'mail: josé@fabrikam.example <- [emails[type eq "work"].value]',
      ],
    ]
    const status = await world.provision(
      ...table.map(([sent], index) => newcomer(`E-${index}`, sent)),
      newcomer('E-ok'),
    )
    assert.deepEqual(statesOf(status), [...table.map(() => 'failed'), 'created'])
    for (const [index, [, code, details]] of table.entries()) {
      const [entry] = await world.logs(`sourceIdentity/id eq 'E-${index}'`)
      assert.match(gistOf(entry), /failure/)
      assert.deepEqual(errorOf(entry), [code, details])
    }
    const tooLong = await world.provision(newcomer(`E-${'0'.repeat(15)}`))
    assert.deepEqual(statesOf(tooLong), ['failed'])
    assert.deepEqual(errorOf((await world.logs())[0]), [
      'UnprocessableEntity',
      `employeeId: E-${'0'.repeat(15)} <- [externalId]`,
    ])
  })

  test('mail is written when the account is created, and left alone later', async () => {
    await using world = await openWorld()
    const mail = (value: string) => newcomer('E-1', { emails: [{ type: 'work', value }] })
    await world.provision(mail('one@fabrikam.example'))
    assert.deepEqual(statesOf(await world.provision(mail('two@fabrikam.example'))), ['skipped'])
    assert.equal((await accountOf(world, 'E-1', 'mail'))?.mail, 'one@fabrikam.example')
  })
})
