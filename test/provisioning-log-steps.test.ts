import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addJobLike, editSchema, eventually, provisionTo, tell } from './journey.ts'
import { type Json, newcomer, openWorld } from './world.ts'

interface Step {
  readonly name: string
  readonly provisioningStepType: string
  readonly status: string
  readonly description: string
  readonly details: Readonly<Record<string, string>>
}

function stepOf(entry: Json | undefined, type: string): Step {
  const steps = Object(entry).provisioningSteps as readonly Step[]
  const found = steps.find(({ provisioningStepType }) => provisioningStepType === type)
  assert.ok(found, `no step of type ${type}`)
  return found
}

describe('the steps of a log entry', () => {
  test('show what was received, how the scope was decided, what matched in vain, and the mapping of each value', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.scope(['userType', 'EQUALS', 'Employee'])
      schema.map('mailNickname', '[externalId]', { matchingPriority: 2 })
    })
    await world.provision(newcomer('E-1', { userType: 'Employee', title: 'Clerk', shoeSize: '43' }))
    const [entry] = await world.logs("sourceIdentity/id eq 'E-1'")
    const { details } = stepOf(entry, 'import')
    assert.equal(details.title, 'Clerk')
    assert.equal(details.displayName, 'Person E-1')
    assert.ok(!('shoeSize' in details), 'no mapping reads it')
    assert.deepEqual(stepOf(entry, 'scoping').details, {
      'Active in the source system': 'True',
      'Assigned to the application': 'True',
      'User has the required role': 'True',
      'Scoping filter evaluation passed': 'True',
      IsInProvisioningScope: 'True',
      IsEffectivelyEntitledForProvisioning: 'True',
      ScopeEvaluationResult: '{"Wanted.userType EQUALS \'Employee\'":true}',
    })
    assert.deepEqual(stepOf(entry, 'matching').details, { MatchedNobody: 'employeeId: E-1; mailNickname: E-1' })
    const changes = entry?.modifiedProperties as readonly Json[]
    assert.deepEqual(
      changes.find(({ displayName }) => displayName === 'jobTitle'),
      { displayName: 'jobTitle', oldValue: null, newValue: 'Clerk', expression: '[title]', flowType: 'Always' },
    )
    assert.deepEqual(
      (await world.get(`/auditLogs/provisioning/${entry?.id}`)).provisioningSteps,
      entry?.provisioningSteps,
    )
  })

  test('name the property that decided after others were asked in vain', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    await tell(world, 'pause')
    await editSchema(world, (schema) => {
      schema.map('employeeId', 'Join("-", "X", [externalId])', { matchingPriority: 1 })
      schema.map('jobTitle', '[title]', { matchingPriority: 2 })
    })
    await tell(world, 'restart', { criteria: { resetScope: 'Full' } })
    await tell(world, 'start')
    await world.provision(newcomer('E-1', { title: 'clerk' }))
    const matched = await eventually(
      async () =>
        (await world.logs("sourceIdentity/id eq 'E-1'")).filter(
          ({ provisioningAction }) => provisioningAction === 'update',
        ),
      (entries) => entries.length > 0,
    )
    const details = stepOf(matched.at(-1), 'matching').details
    assert.equal(details.MatchedNobody, 'employeeId: X-E-1')
    assert.match(String(details.jobTitle), /^clerk$/i)
  })

  test('say why the engine looked again, and the cause can be asked for', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    await editSchema(world, (schema) => schema.map('jobTitle', 'Join(" ", "Chief", [title])'))
    const [entry] = await eventually(
      () => world.logs("cause eq 'evaluation' and provisioningAction eq 'update'"),
      (entries) => entries.length > 0,
    )
    assert.equal(entry?.cause, 'evaluation')
    assert.equal(stepOf(entry, 'import').name, 'EntryImport')
    assert.match(stepOf(entry, 'import').description, /mapping or scope changed/)
    assert.equal(stepOf(entry, 'processing').name, 'EntrySynchronizationUpdate')
    const [change] = Object(entry).modifiedProperties as readonly Json[]
    assert.equal(change?.expression, 'Join(" ", "Chief", [title])', 'the mapping of then')
    const [first] = await world.logs("cause eq 'upload'")
    const changes = first?.modifiedProperties as readonly Json[]
    assert.equal(changes.find(({ displayName }) => displayName === 'jobTitle')?.expression, '[title]')
  })

  test('tell of what the threshold holds back, and that it was done once it was allowed', async () => {
    await using world = await openWorld()
    const careful = await addJobLike(world, ({ settings }) => ({
      settings: [
        ...settings.filter(({ name }) => !name.startsWith('QuarantineTooManyDeletes')),
        { name: 'QuarantineTooManyDeletesThreshold', value: '0' },
      ],
    }))
    const jobId = careful.split('/').at(-1)
    const entriesOf = async (filter: string) =>
      (
        await world.get<{ value: Json[] }>(
          `/auditLogs/provisioning?$filter=${encodeURIComponent(`jobId eq '${jobId}' and ${filter}`)}`,
        )
      ).value
    await provisionTo(world, careful, newcomer('E-1'))
    await provisionTo(world, careful, newcomer('E-1', { active: false }))
    const [staged] = await eventually(
      () => entriesOf("provisioningAction eq 'stagedDelete'"),
      (entries) => entries.length > 0,
    )
    assert.equal(Object(staged?.provisioningStatusInfo).status, 'skipped')
    assert.equal(Object(staged?.provisioningStatusInfo).errorInformation.errorCode, 'TooManyDeletes')
    assert.deepEqual(stepOf(staged, 'processing').details, { SkipReason: 'TooManyDeletes', StagedAction: 'Disable' })
    await tell(world, 'restart', { criteria: { resetScope: 'ForceDeletes' } }, careful)
    const [done] = await eventually(
      () => entriesOf("cause eq 'release' and provisioningAction eq 'disable'"),
      (entries) => entries.length > 0,
    )
    assert.match(stepOf(done, 'import').description, /held back/)
    assert.equal(stepOf(done, 'export').name, 'EntryExportDisable')
    assert.equal(Object(done?.modifiedProperties)[0].expression, '[active]')
  })
})
