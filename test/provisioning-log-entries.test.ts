import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTenant, changesOf, editSchema, gistOf, statesOf, tell, upload } from './journey.ts'
import { bulkRequest, type Json, newcomer, openWorld, type World } from './world.ts'

function stepsOf(entry: Json | undefined): readonly string[] {
  const steps = (entry?.provisioningSteps ?? []) as readonly {
    name: string
    provisioningStepType: string
    status: string
  }[]
  return steps.map(({ name, provisioningStepType, status }) => `${provisioningStepType} ${name} ${status}`)
}

describe('entries of the provisioning log', () => {
  test('say who, what, where and through which upload', async () => {
    await using world = await openWorld()
    const { id: uploadId, operations } = await world.provision(newcomer('E-0'), newcomer('E-1'))
    const [entry] = await world.logs("sourceIdentity/id eq 'E-1'")
    const { tenantId, jobId, servicePrincipalId } = world.setUp
    assert.ok(entry)
    assert.equal(entry.tenantId, tenantId)
    assert.equal(entry.jobId, jobId)
    assert.equal((entry.servicePrincipal as Json).id, servicePrincipalId)
    assert.deepEqual(entry.initiatedBy, {
      id: '',
      displayName: 'Azure AD Provisioning Service',
      initiatorType: 'system',
    })
    assert.deepEqual(entry.sourceIdentity, {
      id: 'E-1',
      displayName: 'Person E-1',
      identityType: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      details: { userName: 'e-1@fabrikam.example' },
    })
    assert.equal((entry.targetIdentity as Json).id, operations[1]?.targetId)
    assert.equal((entry.targetIdentity as Json).identityType, 'User')
    assert.deepEqual(entry.provisioningStatusInfo, { status: 'success', errorInformation: null })
    const { requestId: _, ...origin } = entry.upload as Json
    assert.deepEqual(origin, { uploadId, bulkId: '2', operationIndex: 1 })
    assert.deepEqual(stepsOf(entry), [
      'import EntryImportAdd success',
      'scoping EntrySynchronizationScoping success',
      'matching EntrySynchronizationAdd success',
      'export EntryExportAdd success',
    ])
  })

  test('the three kinds of skip can be told apart', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee']))
    await world.provision(newcomer('E-1', { userType: 'Employee' }), newcomer('C-1'))
    await world.provision(newcomer('E-1', { userType: 'Employee' }))
    await editSchema(world, ({ objectMapping }) => {
      objectMapping.flowTypes = 'Update'
    })
    await world.provision(newcomer('E-2', { userType: 'Employee' }))
    const skips = (await world.logs("provisioningStatusInfo/status eq 'skipped'")).filter(
      ({ upload }) => upload !== null,
    )
    const reasons = skips.map((entry) => {
      const steps = entry.provisioningSteps as readonly { details: Json }[]
      const told = steps.map(({ details }) => details.SkipReason).find((reason) => reason !== undefined)
      return `${gistOf(entry)} / ${told}`
    })
    assert.deepEqual(reasons, [
      'other skipped EntrySynchronizationSkipped / EntrySynchronizationSkipped',
      'other skipped RedundantExport / RedundantExport',
      'other skipped EntrySynchronizationSkipped / NotEffectivelyEntitled',
    ])
  })

  test('a manager who is not known gives a warning and later an entry of success', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { enterprise: { manager: { value: 'E-9' } } }))
    await world.provision(newcomer('E-9'))
    const [healed, first] = await world.logs("sourceIdentity/id eq 'E-1'")
    assert.equal(gistOf(first), 'create warning UnableToResolveReferenceAttributeValue')
    assert.ok(stepsOf(first).includes('referenceResolution EntryReferenceResolution warning'))
    assert.equal(gistOf(healed), 'update success')
  })

  test('the Location of a 202 lists entries of that job only, and nobody else’s', async () => {
    await using world = await openWorld()
    const other = await addTenant(world, 'contoso.example')
    const token = await world.token(other)
    const jobPath = `/servicePrincipals/${other.servicePrincipalId}/synchronization/jobs/${other.jobId}`
    await world.provision(newcomer('E-1'))
    const answer = await upload(world, bulkRequest(newcomer('C-1', { userName: 'c@contoso.example' })), {
      token,
      jobPath,
    })
    await world.send('GET', String(answer.headers['operation-location']), { token, headers: { prefer: 'wait=30' } })
    const location = String(answer.headers.location)
    const ids = async (options: object) =>
      (await world.send('GET', location, options))
        .json<{ value: { sourceIdentity: Json }[] }>()
        .value.map(({ sourceIdentity }) => sourceIdentity.id)
    assert.deepEqual(await ids({ token }), ['C-1'])
    assert.deepEqual(await ids({}), [], 'another tenant finds nothing under the same address')
  })

  test('reading needs a permission of its own', async () => {
    await using world = await openWorld()
    const uploader = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    assert.equal((await world.send('GET', '/v1.0/auditLogs/provisioning', { token: uploader })).status, 403)
    const reader = await world.token(await world.addClient(['ProvisioningLog.Read.All']))
    assert.equal((await world.send('GET', '/v1.0/auditLogs/provisioning', { token: reader })).status, 200)
  })
})

/** Everything that the log and the uploads tell, in both versions. */
async function everythingTold(world: World): Promise<string> {
  const paths = ['/auditLogs/provisioning', `${world.jobPath}/uploads`]
  const { value } = await world.get<{ value: { id: string }[] }>(`${world.jobPath}/uploads`)
  paths.push(...value.map(({ id }) => `${world.jobPath}/uploads/${id}`))
  const answers = paths.flatMap((path) => [world.send('GET', `/v1.0${path}`), world.send('GET', `/beta${path}`)])
  return (await Promise.all(answers)).map(({ text }) => text).join('\n')
}

const secret = 'S3CRET-value'

async function assertSecret(world: World): Promise<void> {
  const told = await everythingTold(world)
  const at = told.indexOf(secret)
  assert.equal(at, -1, told.slice(Math.max(0, at - 200), at + 50))
}

describe('what a mapping redacts', () => {
  test('is written to the account and stands nowhere in the log', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => schema.map('jobTitle', 'Redact([title])'))
    await world.provision(newcomer('E-1', { title: `${secret} 1` }))
    await world.provision(newcomer('E-1', { title: `${secret} 2` }))
    const { value } = await world.get<{ value: Json[] }>("/users?$filter=employeeId eq 'E-1'&$select=jobTitle")
    assert.equal(value[0]?.jobTitle, `${secret} 2`)
    const [update] = await world.logs()
    assert.deepEqual(changesOf(update), ['jobTitle: [Redact] → [Redact]'])
    await assertSecret(world)
  })

  test('stays out of the log when the target refuses it', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('department', 'Redact([profileUrl])')
      schema.map('userPrincipalName', 'Redact(Join("@", [nickName], [locale]))', { flowType: 'Always' })
    })
    const status = await world.provision(
      newcomer('E-1', { profileUrl: secret.repeat(20), nickName: 'a', locale: 'fabrikam.example' }),
      newcomer('E-2', { nickName: secret, locale: 'nowhere.example' }),
      newcomer('E-3', { nickName: secret, locale: 'fabrikam.example' }),
      newcomer('E-4', { nickName: secret, locale: 'fabrikam.example' }),
    )
    assert.deepEqual(statesOf(status), ['failed', 'failed', 'created', 'failed'])
    await assertSecret(world)
  })

  test('stays out of the log when the mapping itself fails', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('accountEnabled', 'Redact([nickName])')
    })
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1', { nickName: secret }))), ['failed'])
    await assertSecret(world)
  })

  test('stays out of the log when it names the person', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('displayName', 'Redact([displayName])')
      schema.map('mailNickname', 'Redact([externalId])')
      schema.map('userPrincipalName', 'Redact([userName])')
    })
    const userName = `${secret}@fabrikam.example`
    const status = await world.provision(newcomer('E-1', { displayName: `Ms. ${secret}`, userName }))
    assert.deepEqual(statesOf(status), ['created'])
    await world.provision(newcomer('E-1', { title: 'Clerk', displayName: `Ms. ${secret}`, userName }))
    // A reference that heals is told of with names from the account alone.
    const enterprise = { manager: { value: 'E-9' } }
    await world.provision(newcomer('E-1', { displayName: `Ms. ${secret}`, userName, enterprise }))
    await world.provision(newcomer('E-9'))
    assert.equal(gistOf((await world.logs("sourceIdentity/id eq 'E-1'"))[0]), 'update success')
    await assertSecret(world)
  })

  test('stays out of the log when it is the value to match by', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('employeeId', '[externalId]', { matchingPriority: 0 })
      schema.map('extensionAttribute9', 'Redact([nickName])')
      schema.map('jobTitle', 'Redact([title])', { matchingPriority: 1 })
    })
    await world.provision(newcomer('E-1', { title: secret }))
    await world.send('POST', `/v1.0${world.jobPath}/restart`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ criteria: { resetScope: 'Full' } }),
    })
    assert.deepEqual(statesOf(await world.provision(newcomer('E-1', { title: secret }))), ['skipped'])
    await assertSecret(world)
  })

  test('stays out of clauses that ask for it, of failures at clauses, and of the expression', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('jobTitle', 'Redact([title])')
      schema.map('department', `Redact("${secret} constant")`)
      schema.map('city', `Redact(IIF([locale] = "${secret}", "${secret}", "x"))`)
      schema.scope(['title', 'EQUALS', secret], ['nickName', 'EQUALS', 'a'])
      schema.scope(['title', 'IS NOT NULL'])
    })
    const status = await world.provision(
      newcomer('E-1', { title: secret, nickName: 'a', locale: secret }),
      newcomer('E-2', { title: [secret], nickName: 'a' }),
      newcomer('E-3', { nickName: 'a' }),
    )
    assert.equal(statesOf(status)[0], 'created')
    assert.equal(statesOf(status)[2], 'skipped')
    await assertSecret(world)
    const [entry] = await world.logs("sourceIdentity/id eq 'E-1'")
    const changed = entry?.modifiedProperties as readonly Json[]
    const expressionOf = (name: string) => changed.find(({ displayName }) => displayName === name)?.expression
    assert.equal(expressionOf('jobTitle'), 'Redact([title])')
    assert.equal(expressionOf('department'), 'Redact("[Redact]")')
  })

  test('stays out of what the import step shows as received, in any shape', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('surname', 'Redact([name.familyName])')
      schema.map('mail', 'Redact([emails[type eq "work"].value])')
      schema.map('employeeType', 'Redact([userType])')
    })
    await world.provision(
      newcomer('E-1', {
        name: { givenName: 'Ana', familyName: secret },
        emails: [{ type: 'work', value: `${secret}@fabrikam.example` }],
      }),
      newcomer('E-2', { name: secret, emails: { type: 'work', value: `${secret}@fabrikam.example` } }),
    )
    await assertSecret(world)
    const [entry] = await world.logs("sourceIdentity/id eq 'E-1'")
    const [received] = Object(entry).provisioningSteps as readonly { details: Json }[]
    assert.equal(received?.details['name.givenName'], 'Ana')
    assert.equal(received?.details['name.familyName'], '[Redact]')
    assert.equal(received?.details['emails[type eq "work"].value'], '[Redact]')
  })

  test('stays out of the log when it waits for a person who is not known, and when it was asked for in vain', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('manager', `Redact([urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager])`)
      schema.map('jobTitle', 'Redact([title])', { matchingPriority: 1 })
      schema.map('employeeId', '[externalId]', { matchingPriority: 2 })
    })
    await world.provision(newcomer('E-1', { title: `${secret} 1`, enterprise: { manager: { value: secret } } }))
    await tell(world, 'restart', { criteria: { resetScope: 'Full' } })
    await world.provision(newcomer('E-1', { title: `${secret} 2` }))
    await world.provision(newcomer(secret))
    const told = (await everythingTold(world)).replaceAll(`"${secret}"`, '').replaceAll(`'${secret}'`, '')
    const [matched] = await world.logs("sourceIdentity/id eq 'E-1' and provisioningAction eq 'update'")
    assert.ok(matched)
    const waiting = await world.logs("sourceIdentity/id eq 'E-1' and provisioningStatusInfo/status eq 'warning'")
    assert.ok(!JSON.stringify(waiting).includes(secret))
    assert.ok(!told.includes(`${secret} 1`) && !told.includes(`${secret} 2`))
    const entries = await world.logs("sourceIdentity/id eq 'E-1'")
    const vain = entries.flatMap(({ provisioningSteps }) => JSON.stringify(provisioningSteps)).join()
    assert.match(vain, /jobTitle: \[Redact\]/)
  })
})
