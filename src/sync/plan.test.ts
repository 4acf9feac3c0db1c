import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TargetObject } from '../contracts/target.ts'
import { notInScope, redundantExport } from '../model/standard-log-errors.ts'
import type { AttributeMapping } from '../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../scim/uris.ts'
import type { JsonObject } from '../std/json-object.ts'
import { mapAttributes } from './map.ts'
import { type Match, nobody } from './match.ts'
import { isSameValue, type Operation, type PlanOptions, planOperation } from './plan.ts'
import {
  mapTo,
  matchById,
  type SampleSchemaOptions,
  sampleAttribute,
  sampleContext,
  sampleObject,
  sampleProgram,
  sampleRecord,
} from './samples.conformance.ts'

const defaults: PlanOptions = { skipMappingWhenAllInputsAbsent: true, skipOutOfScopeDeletions: false }
const found = (object: TargetObject): Match => ({ kind: 'one', object, trail: { kind: 'link' } })
const ambiguous: Match = { kind: 'ambiguous', trail: { kind: 'ambiguous', attribute: 'employeeId', value: 'E-1' } }

interface Case extends Omit<SampleSchemaOptions, 'mappings'> {
  readonly mappings: readonly AttributeMapping[]
  readonly data: JsonObject
  readonly match?: Match
  readonly inScope?: boolean
  readonly linked?: boolean
  readonly options?: Partial<PlanOptions>
}

function plan({ data, match = nobody, inScope = true, linked = false, options = {}, ...schema }: Case): Operation {
  const program = sampleProgram({ ...schema, mappings: [matchById, ...schema.mappings] })
  const record = sampleRecord({ externalId: 'E-1', ...data })
  const result = mapAttributes(program, record, sampleContext)
  assert.ok(result.kind === 'mapped')
  const findings = { record, scope: { inScope, clauses: {} }, desired: result.desired, match, linked }
  return planOperation(program, findings, { ...defaults, ...options })
}

/** The changes of an update as a record; fails when it is none. */
function changesOf(operation: Operation): Record<string, unknown> {
  assert.ok(operation.kind === 'update' || operation.kind === 'create', `it is a ${operation.kind}`)
  return Object.fromEntries(operation.changes.map(({ attribute, value }) => [attribute, value]))
}

const title = mapTo('jobTitle', '[title]')
const active = mapTo('accountEnabled', '[active]')
const known = { employeeId: 'E-1', jobTitle: 'Clerk', accountEnabled: true }

describe('the decision about a record in scope', () => {
  test('creates whom nobody matches', () => {
    const operation = plan({ mappings: [title], data: { title: 'Clerk' } })
    assert.equal(operation.kind, 'create')
    assert.deepEqual(changesOf(operation), { employeeId: 'E-1', jobTitle: 'Clerk' })
  })

  test('creates nobody when Add is switched off', () => {
    const operation = plan({ mappings: [title], data: {}, objectMapping: { flowTypes: 'Update, Delete' } })
    assert.equal(operation.kind === 'skip' && operation.error.code, 'EntrySynchronizationSkipped')
    assert.equal(operation.kind === 'skip' && operation.object, null)
  })

  test('creates disabled people disabled', () => {
    assert.equal(changesOf(plan({ mappings: [active], data: { active: false } })).accountEnabled, false)
  })

  test('updates what differs and nothing else', () => {
    const operation = plan({
      mappings: [title, active],
      data: { title: 'Lead', active: true },
      match: found(sampleObject(known)),
    })
    assert.deepEqual(changesOf(operation), { jobTitle: 'Lead' })
    assert.equal(operation.kind === 'update' && operation.disables, false)
  })

  test('calls it a disable when only accountEnabled goes from true to false', () => {
    const disable = (data: JsonObject, object: typeof known | Partial<typeof known>) => {
      const operation = plan({ mappings: [title, active], data, match: found(sampleObject(object)) })
      return operation.kind === 'update' && operation.disables
    }
    assert.equal(disable({ active: false }, known), true)
    assert.equal(disable({ active: false, title: 'Lead' }, known), false)
    assert.equal(disable({ active: true }, { ...known, accountEnabled: false }), false)
  })

  test('skips whoever is up to date, whatever the object mapping may do', () => {
    for (const flowTypes of ['Add, Update, Delete', 'Add', '']) {
      const object = sampleObject(known)
      const operation = plan({
        mappings: [title, active],
        data: { title: 'Clerk', active: true },
        match: found(object),
        objectMapping: { flowTypes },
      })
      assert.deepEqual(operation, { kind: 'skip', error: redundantExport, object })
    }
  })

  test('skips whoever differs when Update is switched off', () => {
    const operation = plan({
      mappings: [title],
      data: { title: 'Lead' },
      match: found(sampleObject(known)),
      objectMapping: { flowTypes: 'Add, Delete' },
    })
    assert.equal(operation.kind === 'skip' && operation.error.code, 'EntrySynchronizationSkipped')
  })

  test('fails when several objects match', () => {
    const operation = plan({ mappings: [title], data: {}, match: ambiguous })
    assert.equal(operation.kind === 'fail' && operation.error.code, 'DuplicateTargetEntries')
    assert.equal(operation.kind === 'fail' && operation.error.additionalDetails, 'employeeId: E-1')
  })
})

describe('the decision about a record out of scope', () => {
  const object = sampleObject(known)

  test('skips who was never linked', () => {
    for (const match of [nobody, found(object)]) {
      const operation = plan({ mappings: [], data: {}, match, inScope: false })
      assert.equal(operation.kind === 'skip' && operation.error, notInScope)
    }
  })

  test('disables who was linked', () => {
    const operation = plan({ mappings: [], data: {}, match: found(object), linked: true, inScope: false })
    assert.deepEqual(changesOf(operation), { accountEnabled: false })
    assert.equal(operation.kind === 'update' && operation.disables, true)
  })

  test('leaves the account as it is with SkipOutOfScopeDeletions, without Delete, or when it is disabled already', () => {
    const linked = { mappings: [], data: {}, linked: true, inScope: false }
    const untouched = [
      plan({ ...linked, match: found(object), options: { skipOutOfScopeDeletions: true } }),
      plan({ ...linked, match: found(object), objectMapping: { flowTypes: 'Add, Update' } }),
      plan({ ...linked, match: found(sampleObject({ ...known, accountEnabled: false })) }),
      plan({ ...linked, match: nobody }),
    ]
    for (const operation of untouched) assert.equal(operation.kind === 'skip' && operation.error, notInScope)
  })
})

describe('a partial payload', () => {
  const match = found(sampleObject(known))

  test('leaves alone what it does not name, what is null and what is empty', () => {
    for (const data of [{}, { title: null }, { title: '' }]) {
      assert.equal(plan({ mappings: [title], data, match }).kind, 'skip')
    }
  })

  test('does not evaluate an expression whose inputs are all absent, unless the job says so', () => {
    const mappings = [
      mapTo('accountEnabled', 'Not([active])'),
      mapTo('jobTitle', 'IIF(IsNullOrEmpty([title]), "none", [title])'),
    ]
    assert.equal(plan({ mappings, data: {}, match }).kind, 'skip')
    const strict = plan({ mappings, data: {}, match, options: { skipMappingWhenAllInputsAbsent: false } })
    assert.equal(changesOf(strict).jobTitle, 'none')
  })

  test('evaluates an expression as soon as one of its inputs is there, also as null', () => {
    const mappings = [mapTo('jobTitle', 'Join("-", [title], [nickName])')]
    assert.deepEqual(changesOf(plan({ mappings, data: { nickName: 'x' }, match })), { jobTitle: 'x' })
    const fallback = [mapTo('jobTitle', 'Coalesce([title], "none")')]
    assert.deepEqual(changesOf(plan({ mappings: fallback, data: { title: null }, match })), { jobTitle: 'none' })
  })

  test('evaluates constants always: they need no input', () => {
    assert.deepEqual(changesOf(plan({ mappings: [mapTo('jobTitle', '"Staff"')], data: {}, match })), {
      jobTitle: 'Staff',
    })
  })
})

describe('null flow', () => {
  const match = found(sampleObject({ ...known, givenName: 'Ann', telephoneNumber: '1', department: 'Finance' }))
  const department = `${enterpriseUserSchema}:department`
  const names = ['title', 'name.givenName', 'phoneNumbers[type eq "work"].value', department]
  const source = names.map((name) => sampleAttribute(name, { flowNullValues: true }))
  const clearing = { flowNullValues: true }
  const flowing = {
    source,
    match,
    mappings: [
      mapTo('jobTitle', '[title]', clearing),
      mapTo('givenName', '[name.givenName]', clearing),
      {
        ...mapTo('telephoneNumber', null, clearing),
        source: {
          type: 'Attribute',
          name: 'phoneNumbers[type eq "work"].value',
          expression: '[phoneNumbers[type eq "work"].value]',
          parameters: [],
        },
      } satisfies AttributeMapping,
      mapTo('department', `[${department}]`, clearing),
    ],
  }

  test('clears for null, for empty text and for an omission at the top level', () => {
    for (const data of [{ title: null }, { title: '' }, {}])
      assert.deepEqual(changesOf(plan({ ...flowing, data })), { jobTitle: null })
  })

  test('takes an omission inside a complex attribute, a list or an extension for a wish only when that is there', () => {
    const data = { title: 'Clerk', name: {}, phoneNumbers: [{ type: 'home', value: '2' }], [enterpriseUserSchema]: {} }
    assert.deepEqual(changesOf(plan({ ...flowing, data })), {
      givenName: null,
      telephoneNumber: null,
      department: null,
    })
    assert.equal(plan({ ...flowing, data: { title: 'Clerk' } }).kind, 'skip')
  })

  test('needs both gates', () => {
    const onlyMapping = plan({ mappings: [mapTo('jobTitle', '[title]', clearing)], data: { title: null }, match })
    const onlySource = plan({ source, mappings: [title], data: { title: null }, match })
    for (const operation of [onlyMapping, onlySource]) assert.equal(operation.kind, 'skip')
  })

  test('writes the default instead when the object is created', () => {
    const mappings = [mapTo('jobTitle', '[title]', { ...clearing, defaultValue: 'Staff' })]
    assert.deepEqual(changesOf(plan({ source, mappings, data: { title: null } })), {
      employeeId: 'E-1',
      jobTitle: 'Staff',
    })
  })

  test('has nothing to do where nothing is', () => {
    const operation = plan({ ...flowing, data: { title: null }, match: found(sampleObject({ employeeId: 'E-1' })) })
    assert.equal(operation.kind, 'skip')
  })
})

describe('the flow of one mapping', () => {
  const match = found(sampleObject({ ...known, otherMails: ['a@fabrikam.example'] }))

  test('ObjectAddOnly writes when the object is created, never later', () => {
    const mappings = [mapTo('jobTitle', '[title]', { flowType: 'ObjectAddOnly' })]
    assert.equal(changesOf(plan({ mappings, data: { title: 'Lead' } })).jobTitle, 'Lead')
    assert.equal(plan({ mappings, data: { title: 'Lead' }, match }).kind, 'skip')
  })

  test('an immutable attribute is written when the object is created, never later', () => {
    const mappings = [mapTo('mail', '[userName]')]
    assert.equal(changesOf(plan({ mappings, data: { userName: 'a@fabrikam.example' } })).mail, 'a@fabrikam.example')
    assert.equal(plan({ mappings, data: { userName: 'a@fabrikam.example' }, match }).kind, 'skip')
  })

  test('AttributeAddOnly writes only where nothing is yet', () => {
    const mappings = [mapTo('jobTitle', '[title]', { flowType: 'AttributeAddOnly' })]
    assert.equal(plan({ mappings, data: { title: 'Lead' }, match }).kind, 'skip')
    const empty = found(sampleObject({ employeeId: 'E-1' }))
    assert.deepEqual(changesOf(plan({ mappings, data: { title: 'Lead' }, match: empty })), { jobTitle: 'Lead' })
  })

  test('MultiValueAddOnly adds values and removes none', () => {
    const source = [sampleAttribute('mails', { multivalued: true })]
    const mappings = [mapTo('otherMails', '[mails]', { flowType: 'MultiValueAddOnly' })]
    const update = (mails: string[]) => plan({ source, mappings, data: { mails }, match })
    assert.deepEqual(changesOf(update(['b@fabrikam.example', 'A@fabrikam.example'])), {
      otherMails: ['a@fabrikam.example', 'b@fabrikam.example'],
    })
    assert.equal(update(['A@FABRIKAM.example']).kind, 'skip')
  })

  test('FlowAlways writes also what is the same', () => {
    const mappings = [mapTo('jobTitle', '[title]', { flowBehavior: 'FlowAlways' })]
    assert.deepEqual(changesOf(plan({ mappings, data: { title: 'Clerk' }, match })), { jobTitle: 'Clerk' })
  })

  test('a write-only attribute cannot be compared, so it is written each time', () => {
    const mappings = [mapTo('passwordProfile.password', '[nickName]')]
    assert.deepEqual(Object.keys(changesOf(plan({ mappings, data: { nickName: 'x' }, match }))), [
      'passwordProfile.password',
    ])
  })

  test('no source means: the default when the object is created, and nothing later', () => {
    const mappings = [mapTo('jobTitle', null, { defaultValue: 'Staff' })]
    assert.equal(changesOf(plan({ mappings, data: {} })).jobTitle, 'Staff')
    assert.equal(plan({ mappings, data: {}, match }).kind, 'skip')
  })

  test('IgnoreFlowIfNullOrEmpty leaves the attribute alone', () => {
    const mappings = [mapTo('jobTitle', 'IgnoreFlowIfNullOrEmpty([title])')]
    assert.equal(plan({ mappings, data: { title: null }, match }).kind, 'skip')
  })
})

describe('default values', () => {
  test('come in the type of the attribute, on creation only', () => {
    const mappings = [
      mapTo('accountEnabled', '[active]', { defaultValue: 'True' }),
      mapTo('otherMails', '[nickName]', { defaultValue: 'x@fabrikam.example' }),
      mapTo('employeeHireDate', '[title]', { defaultValue: '2026-01-05' }),
      mapTo('extensionAttribute1', '[title]', { defaultValue: '' }),
    ]
    assert.deepEqual(changesOf(plan({ mappings, data: {} })), {
      employeeId: 'E-1',
      accountEnabled: true,
      otherMails: ['x@fabrikam.example'],
      employeeHireDate: '2026-01-05T00:00:00Z',
    })
    assert.equal(plan({ mappings, data: {}, match: found(sampleObject({ employeeId: 'E-1' })) }).kind, 'skip')
  })
})

describe('mandatory attributes', () => {
  test('without value and default make the creation fail and are named with their source', () => {
    const mappings = [mapTo('displayName', '[displayName]'), mapTo('mailNickname', '[nickName]')]
    const operation = plan({ mappings, data: { displayName: 'Ann' } })
    assert.ok(operation.kind === 'fail')
    assert.equal(operation.error.code, 'MandatoryFieldsMissing')
    assert.equal(operation.error.additionalDetails, 'mailNickname <- [nickName]')
  })

  test('do not trouble an update', () => {
    const mappings = [mapTo('displayName', '[displayName]'), title]
    const operation = plan({ mappings, data: { title: 'Lead' }, match: found(sampleObject(known)) })
    assert.deepEqual(changesOf(operation), { jobTitle: 'Lead' })
  })
})

describe('two values', () => {
  const text = { caseExact: false, type: 'String' } as const

  test('are the same text whatever their letter case, unless the attribute is case-exact', () => {
    assert.ok(isSameValue('Clerk', 'CLERK', text))
    assert.ok(isSameValue('ΟΔΟΣ', 'οδοσ', text))
    assert.ok(!isSameValue('Clerk', 'CLERK', { ...text, caseExact: true }))
    assert.ok(!isSameValue('Clerk', 'Lead', text))
  })

  test('are the same list when they hold the same values in any order', () => {
    assert.ok(isSameValue(['a', 'B'], ['b', 'A'], text))
    assert.ok(!isSameValue(['a'], ['a', 'b'], text))
    assert.ok(isSameValue(['a'], 'A', text))
  })

  test('are the same instant, the same number, the same Boolean', () => {
    const time = { caseExact: false, type: 'DateTime' } as const
    assert.ok(isSameValue('2026-01-05T08:00:00Z', '2026-01-05T09:00:00+01:00', time))
    assert.ok(isSameValue('7', 7, { caseExact: false, type: 'Integer' }))
    assert.ok(!isSameValue(true, false, { caseExact: false, type: 'Boolean' }))
  })

  test('differ when only one of them is there', () => {
    assert.ok(!isSameValue(null, 'a', text))
    assert.ok(!isSameValue('', null, text))
    assert.ok(isSameValue(null, null, text))
  })
})
