import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountOf, addJobLike, editSchema, eventually, provisionTo, tell } from './journey.ts'
import { type Json, newcomer, openWorld, person, type World } from './world.ts'

interface MappingJson {
  readonly attribute: string
  readonly expression: string | null
  readonly flowType: string
  readonly inputs: readonly Json[]
  readonly outcome: string
  readonly wantedValue: unknown
  readonly currentValue: unknown
  readonly changes: boolean
  readonly newValue: unknown
  readonly whyUnchanged: string | null
  readonly trace?: Json
}

interface Explained {
  readonly id: string
  readonly isAbsent: boolean
  readonly received: (Json & { readonly data: Json }) | null
  readonly merged: Json | null
  readonly link: Json | null
  readonly waiting: {
    readonly retry: Json | null
    readonly date: Json | null
    readonly held: readonly Json[]
    readonly references: readonly Json[]
  }
  readonly evaluation: {
    readonly scope: { readonly inScope: boolean; readonly clauses: readonly Json[] }
    readonly match: Json
    readonly mappings: readonly MappingJson[]
    readonly outcome: Json & { readonly changes: readonly Json[] }
    readonly holdsUntilDateTime: string | null
  }
  readonly history: readonly Json[]
}

function explain(world: World, id: string, { jobPath = world.jobPath, query = '' } = {}): Promise<Explained> {
  return world.get<Explained>(`${jobPath}/records/${encodeURIComponent(id)}${query}`)
}

function mappingOf({ evaluation }: Explained, attribute: string): MappingJson {
  const found = evaluation.mappings.find((mapping) => mapping.attribute === attribute)
  assert.ok(found, `no mapping of ${attribute}`)
  return found
}

const outcomeOf = ({ evaluation: { outcome } }: Explained) =>
  [outcome.action, outcome.status, outcome.errorCode].filter(Boolean).join(' ')

describe('the explanation of a person', () => {
  test('goes from the received record to what would be written, with the newest log entries', async () => {
    await using world = await openWorld()
    const { id: uploadId } = await world.provision(newcomer('E-0'), newcomer('E-1', { title: 'Clerk', shoeSize: 43 }))
    const account = await accountOf(world, 'E-1')
    const told = await explain(world, 'E-1')
    assert.equal(told.id, 'E-1')
    assert.equal(told.received?.uploadId, uploadId)
    assert.equal(told.received?.operationIndex, 1)
    assert.equal(told.received?.data.shoeSize, 43, 'as it was received, undeclared attributes included')
    assert.deepEqual(told.link, { targetId: account?.id, displayName: 'e-1@fabrikam.example' })
    assert.equal(outcomeOf(told), 'other skipped RedundantExport')
    assert.equal(told.evaluation.match.kind, 'link')
    const title = mappingOf(told, 'jobTitle')
    assert.deepEqual(
      [title.expression, title.wantedValue, title.currentValue, title.changes, title.whyUnchanged],
      ['[title]', 'Clerk', 'Clerk', false, 'sameValue'],
    )
    assert.deepEqual(title.inputs, [{ name: 'title', value: 'Clerk', isPresent: true }])
    assert.equal(mappingOf(told, 'userPrincipalName').whyUnchanged, 'onlyOnCreate')
    assert.equal(mappingOf(told, 'department').whyUnchanged, 'inputsAbsent')
    const [newest] = await world.logs("sourceIdentity/id eq 'E-1'")
    assert.deepEqual(
      told.history.map(({ id }) => id),
      [newest?.id],
    )
    assert.equal(world.now() > 0, true)
  })

  test('finds the person by the account too', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const account = await accountOf(world, 'E-1')
    for (const id of ['e-1', String(account?.id), 'E-1@FABRIKAM.example'])
      assert.equal((await explain(world, id)).id, 'E-1')
    assert.equal((await world.send('GET', `/v1.0${world.jobPath}/records/E-9`)).status, 404)
  })

  test('foresees exactly what a changed mapping then writes', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1', { title: 'Clerk' }))
    await tell(world, 'pause')
    await editSchema(world, (schema) => schema.map('jobTitle', 'Join(" ", [title], [externalId])'))
    const told = await explain(world, 'E-1', { query: '?trace=true' })
    assert.equal(outcomeOf(told), 'update success')
    assert.deepEqual(told.evaluation.outcome.changes, [
      { attribute: 'jobTitle', oldValue: 'Clerk', newValue: 'Clerk E-1' },
    ])
    const title = mappingOf(told, 'jobTitle')
    assert.deepEqual([title.changes, title.newValue], [true, 'Clerk E-1'])
    assert.deepEqual(title.trace?.result, ['Clerk E-1'])
    assert.equal(Object(title.trace).parts.length, 2)
    assert.equal(mappingOf(await explain(world, 'E-1'), 'jobTitle').trace, undefined)
    assert.equal((await accountOf(world, 'E-1', 'jobTitle'))?.jobTitle, 'Clerk', 'nothing is written')
    assert.equal((await world.logs()).length, 1, 'nothing is logged')
  })

  test('shows the scope clause by clause, and what the mappings would say all the same', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee'], ['title', 'IS NOT NULL']))
    await world.provision(newcomer('C-1', { title: 'Guest' }))
    const told = await explain(world, 'C-1')
    assert.deepEqual(told.evaluation.scope, {
      inScope: false,
      clauses: [
        { clause: "Wanted.userType EQUALS 'Employee'", holds: false },
        { clause: 'Wanted.title IS NOT NULL', holds: true },
      ],
    })
    assert.equal(told.link, null)
    assert.equal(mappingOf(told, 'jobTitle').wantedValue, 'Guest')
    assert.equal(mappingOf(told, 'jobTitle').whyUnchanged, 'noOperation')
  })

  test('tells of a failure, of the mapping at fault and when it is tried again', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => schema.map('accountEnabled', '[nickName]'))
    await world.provision(newcomer('E-1', { nickName: 'maybe' }))
    const told = await explain(world, 'E-1')
    assert.equal(outcomeOf(told), 'create failure InvalidExpression')
    assert.equal(mappingOf(told, 'accountEnabled').outcome, 'failed')
    assert.equal(mappingOf(told, 'displayName').wantedValue, 'Person E-1')
    assert.ok(Number(told.waiting.retry?.attempts) >= 1)
    assert.ok(Date.parse(String(told.waiting.retry?.nextAttempt)) > world.now())
  })

  test('tells of a manager who is not known, of a date that comes, and of several matches', async () => {
    await using world = await openWorld()
    await editSchema(world, (schema) => {
      schema.map('jobTitle', 'IIF(DateDiff("d", Now(), CDate([title])) > 0, "Soon", "Here")')
    })
    await world.provision(newcomer('E-1', { title: '2999-01-01T00:00:00Z', enterprise: { manager: { value: 'E-9' } } }))
    const told = await explain(world, 'E-1')
    assert.deepEqual(told.waiting.references, [{ attribute: 'manager', externalId: 'E-9' }])
    assert.equal(mappingOf(told, 'manager').whyUnchanged, 'unresolvedReference')
    assert.equal(mappingOf(told, 'jobTitle').currentValue, 'Soon')
    if (told.evaluation.holdsUntilDateTime !== null) assert.ok(told.waiting.date)
  })

  test('shows what a job that merges knows in all', async () => {
    await using world = await openWorld()
    const merging = await addJobLike(world, ({ options }) => ({ options: { ...options, evaluate: 'merged' } }))
    await provisionTo(world, merging, newcomer('M-1', { title: 'Clerk' }))
    await provisionTo(world, merging, person('M-1', { nickName: 'Em' }))
    const told = await explain(world, 'M-1', { jobPath: merging })
    assert.equal(told.received?.data.title, undefined)
    assert.equal(told.merged?.title, 'Clerk')
    assert.equal(told.merged?.nickName, 'Em')
    assert.equal(mappingOf(told, 'jobTitle').wantedValue, 'Clerk')
  })

  test('tells of people whom the threshold holds back, and lists them', async () => {
    await using world = await openWorld()
    const careful = await addJobLike(world, ({ settings }) => ({
      settings: [
        ...settings.filter(({ name }) => !name.startsWith('QuarantineTooManyDeletes')),
        { name: 'QuarantineTooManyDeletes', value: 'true' },
        { name: 'QuarantineTooManyDeletesThreshold', value: '0' },
      ],
    }))
    await provisionTo(world, careful, newcomer('E-1'), newcomer('E-2'), newcomer('E-3', { displayName: '' }))
    await world.send('POST', `/v1.0${careful}/bulkUpload`, {
      headers: { 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [{ method: 'POST', path: '/Users', bulkId: '1', data: newcomer('E-1', { active: false }) }],
        failOnErrors: null,
      }),
    })
    const list = async (filter: string) =>
      (await world.get<{ value: Json[] }>(`${careful}/records?$filter=${encodeURIComponent(filter)}`)).value.map(
        ({ id }) => id,
      )
    await eventually(
      () => list('isHeld eq true'),
      (ids) => ids.length === 1,
    )
    const told = await eventually(
      () => explain(world, 'E-1', { jobPath: careful }),
      ({ waiting }) => waiting.held[0]?.isStaged === true,
    )
    assert.match(String(told.waiting.held[0]?.reason), /administrator/)
    assert.equal(outcomeOf(told), 'disable success')
    assert.equal(told.history[0]?.provisioningAction, 'stagedDelete')
    assert.deepEqual(await list('isEscrowed eq true'), ['E-3'])
    assert.deepEqual(await list('isLinked eq true and isHeld eq false'), ['E-2'])
    assert.deepEqual(await list('isAbsent eq true'), [])
    assert.deepEqual(await list('not (isLinked eq true)'), ['E-3'])
    const first = await world.get<{ value: Json[]; '@odata.nextLink': string }>(`${careful}/records?$top=2`)
    assert.deepEqual(first.value[0], {
      id: 'E-1',
      targetId: (await accountOf(world, 'E-1'))?.id,
      isLinked: true,
      isAbsent: false,
      isEscrowed: false,
      isHeld: true,
    })
    const second = await world.get<{ value: Json[] }>(first['@odata.nextLink'])
    assert.deepEqual(
      [...first.value, ...second.value].map(({ id }) => id),
      ['E-1', 'E-2', 'E-3'],
    )
    const refused = await world.send('GET', `/v1.0${careful}/records?$filter=isHeld eq true or isLinked eq true`)
    assert.equal(refused.status, 400)
  })

  test('needs the right to read the job and the right to read the log', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const status = async (...granted: Parameters<World['addClient']>[0]) => {
      const token = await world.token(await world.addClient(granted))
      const answers = ['/records', '/records/E-1'].map((path) =>
        world.send('GET', `/v1.0${world.jobPath}${path}`, { token }),
      )
      return (await Promise.all(answers)).map((answer) => answer.status)
    }
    assert.deepEqual(await status('ProvisioningLog.Read.All'), [403, 403])
    assert.deepEqual(await status('Synchronization.Read.All'), [403, 403])
    assert.deepEqual(await status('Synchronization.Read.All', 'ProvisioningLog.Read.All'), [200, 200])
  })

  test('never shows what a mapping redacts', async () => {
    await using world = await openWorld()
    const secret = 'S3CRET-value'
    await editSchema(world, (schema) => {
      schema.map('jobTitle', 'Redact([title])')
      schema.map('department', `Redact(Join("", [nickName], "${secret}"))`)
      schema.map('userPrincipalName', 'Redact([userName])')
      schema.map('displayName', 'Redact([displayName])')
      schema.map('mailNickname', 'Redact([externalId])')
      schema.map('city', 'IIF(IsPresent([title]), "yes", "no")')
      schema.map('state', `IIF([title] = "${secret}x", "yes", "no")`)
      schema.scope(['title', 'EQUALS', secret])
      schema.scope(['externalId', 'IS NOT NULL'])
    })
    const secretive = {
      title: secret,
      Title: secret,
      nickName: secret,
      userName: `${secret}@fabrikam.example`,
      displayName: secret,
    }
    await world.provision(newcomer('E-1', secretive), newcomer('E-2', { ...secretive, nickName: [secret] }))
    for (const id of ['E-1', 'E-2']) {
      const answer = await world.send('GET', `/v1.0${world.jobPath}/records/${id}?trace=true`)
      assert.equal(answer.status, 200)
      // The constant of a mapping that redacts nothing is its author's own choice.
      const text = answer.text.replaceAll(`${secret}x`, '')
      const at = text.indexOf(secret)
      assert.equal(at, -1, text.slice(Math.max(0, at - 300), at + 50))
      assert.ok(text.includes('[Redact]'))
    }
  })
})
