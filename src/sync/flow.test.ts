import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TargetObject } from '../contracts/target.ts'
import type { AttributeMapping } from '../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../scim/uris.ts'
import type { JsonObject } from '../std/json-object.ts'
import { collectChanges, collectInitialValues, type FlowOptions, isSameValue } from './flow.ts'
import { mapAttributes } from './map.ts'
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

interface Case extends SampleSchemaOptions {
  readonly data: JsonObject
  /** Absent: the object is created. */
  readonly object?: TargetObject
  readonly options?: FlowOptions
}

/** What flows, by attribute. */
function flow({ data, object, options, ...schema }: Case): Record<string, unknown> {
  const program = sampleProgram({ ...schema, mappings: [matchById, ...schema.mappings] })
  const record = sampleRecord({ externalId: 'E-1', ...data })
  const result = mapAttributes(program, record, sampleContext)
  assert.ok(result.kind === 'mapped')
  const { desired } = result
  const changes =
    object === undefined
      ? collectInitialValues(program, desired).changes
      : collectChanges(program, { record, desired }, object, options ?? { skipMappingWhenAllInputsAbsent: true })
  return Object.fromEntries(changes.map(({ attribute, value }) => [attribute, value]))
}

const title = mapTo('jobTitle', '[title]')
const known = { employeeId: 'E-1', jobTitle: 'Clerk', accountEnabled: true }

describe('a partial payload', () => {
  const object = sampleObject(known)

  test('leaves alone what it does not name, what is null and what is empty', () => {
    for (const data of [{}, { title: null }, { title: '' }]) {
      assert.deepEqual(flow({ mappings: [title], data, object }), {})
    }
  })

  test('does not evaluate an expression whose inputs are all absent, unless the job says so', () => {
    const mappings = [
      mapTo('accountEnabled', 'Not([active])'),
      mapTo('jobTitle', 'IIF(IsNullOrEmpty([title]), "none", [title])'),
    ]
    assert.deepEqual(flow({ mappings, data: {}, object }), {})
    const strict = flow({ mappings, data: {}, object, options: { skipMappingWhenAllInputsAbsent: false } })
    assert.equal(strict.jobTitle, 'none')
  })

  test('evaluates an expression as soon as one of its inputs is there, also as null', () => {
    const mappings = [mapTo('jobTitle', 'Join("-", [title], [nickName])')]
    assert.deepEqual(flow({ mappings, data: { nickName: 'x' }, object }), { jobTitle: 'x' })
    const fallback = [mapTo('jobTitle', 'Coalesce([title], "none")')]
    assert.deepEqual(flow({ mappings: fallback, data: { title: null }, object }), { jobTitle: 'none' })
  })

  test('evaluates constants always: they need no input', () => {
    assert.deepEqual(flow({ mappings: [mapTo('jobTitle', '"Staff"')], data: {}, object }), {
      jobTitle: 'Staff',
    })
  })
})

describe('null flow', () => {
  const object = sampleObject({ ...known, givenName: 'Ann', telephoneNumber: '1', department: 'Finance' })
  const department = `${enterpriseUserSchema}:department`
  const names = ['title', 'name.givenName', 'phoneNumbers[type eq "work"].value', department]
  const source = names.map((name) => sampleAttribute(name, { flowNullValues: true }))
  const clearing = { flowNullValues: true }
  const flowing = {
    source,
    object,
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
      assert.deepEqual(flow({ ...flowing, data }), { jobTitle: null })
  })

  test('takes an omission inside a complex attribute, a list or an extension for a wish only when that is there', () => {
    const data = { title: 'Clerk', name: {}, phoneNumbers: [{ type: 'home', value: '2' }], [enterpriseUserSchema]: {} }
    assert.deepEqual(flow({ ...flowing, data }), {
      givenName: null,
      telephoneNumber: null,
      department: null,
    })
    assert.deepEqual(flow({ ...flowing, data: { title: 'Clerk' } }), {})
  })

  test('needs both gates', () => {
    const onlyMapping = flow({ mappings: [mapTo('jobTitle', '[title]', clearing)], data: { title: null }, object })
    const onlySource = flow({ source, mappings: [title], data: { title: null }, object })
    for (const changes of [onlyMapping, onlySource]) assert.deepEqual(changes, {})
  })

  test('writes the default instead when the object is created', () => {
    const mappings = [mapTo('jobTitle', '[title]', { ...clearing, defaultValue: 'Staff' })]
    assert.deepEqual(flow({ source, mappings, data: { title: null } }), {
      employeeId: 'E-1',
      jobTitle: 'Staff',
    })
  })

  test('has nothing to do where nothing is', () => {
    assert.deepEqual(flow({ ...flowing, data: { title: null }, object: sampleObject({ employeeId: 'E-1' }) }), {})
  })
})

describe('the flow of one mapping', () => {
  const object = sampleObject({ ...known, otherMails: ['a@fabrikam.example'] })

  test('ObjectAddOnly writes when the object is created, never later', () => {
    const mappings = [mapTo('jobTitle', '[title]', { flowType: 'ObjectAddOnly' })]
    assert.equal(flow({ mappings, data: { title: 'Lead' } }).jobTitle, 'Lead')
    assert.deepEqual(flow({ mappings, data: { title: 'Lead' }, object }), {})
  })

  test('an immutable attribute is written when the object is created, never later', () => {
    const mappings = [mapTo('mail', '[userName]')]
    assert.equal(flow({ mappings, data: { userName: 'a@fabrikam.example' } }).mail, 'a@fabrikam.example')
    assert.deepEqual(flow({ mappings, data: { userName: 'a@fabrikam.example' }, object }), {})
  })

  test('AttributeAddOnly writes only where nothing is yet', () => {
    const mappings = [mapTo('jobTitle', '[title]', { flowType: 'AttributeAddOnly' })]
    assert.deepEqual(flow({ mappings, data: { title: 'Lead' }, object }), {})
    const empty = sampleObject({ employeeId: 'E-1' })
    assert.deepEqual(flow({ mappings, data: { title: 'Lead' }, object: empty }), { jobTitle: 'Lead' })
  })

  test('MultiValueAddOnly adds values and removes none', () => {
    const source = [sampleAttribute('mails', { multivalued: true })]
    const mappings = [mapTo('otherMails', '[mails]', { flowType: 'MultiValueAddOnly' })]
    const update = (mails: string[]) => flow({ source, mappings, data: { mails }, object })
    assert.deepEqual(update(['b@fabrikam.example', 'A@fabrikam.example']), {
      otherMails: ['a@fabrikam.example', 'b@fabrikam.example'],
    })
    assert.deepEqual(update(['A@FABRIKAM.example']), {})
  })

  test('FlowAlways writes also what is the same', () => {
    const mappings = [mapTo('jobTitle', '[title]', { flowBehavior: 'FlowAlways' })]
    assert.deepEqual(flow({ mappings, data: { title: 'Clerk' }, object }), { jobTitle: 'Clerk' })
  })

  test('a write-only attribute cannot be compared, so it is written each time', () => {
    const mappings = [mapTo('passwordProfile.password', '[nickName]')]
    assert.deepEqual(Object.keys(flow({ mappings, data: { nickName: 'x' }, object })), ['passwordProfile.password'])
  })

  test('no source means: the default when the object is created, and nothing later', () => {
    const mappings = [mapTo('jobTitle', null, { defaultValue: 'Staff' })]
    assert.equal(flow({ mappings, data: {} }).jobTitle, 'Staff')
    assert.deepEqual(flow({ mappings, data: {}, object }), {})
  })

  test('IgnoreFlowIfNullOrEmpty leaves the attribute alone', () => {
    const mappings = [mapTo('jobTitle', 'IgnoreFlowIfNullOrEmpty([title])')]
    assert.deepEqual(flow({ mappings, data: { title: null }, object }), {})
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
    assert.deepEqual(flow({ mappings, data: {} }), {
      employeeId: 'E-1',
      accountEnabled: true,
      otherMails: ['x@fabrikam.example'],
      employeeHireDate: '2026-01-05T00:00:00Z',
    })
    assert.deepEqual(flow({ mappings, data: {}, object: sampleObject({ employeeId: 'E-1' }) }), {})
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
