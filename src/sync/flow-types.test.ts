import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { AttributeMapping, FlowBehavior, FlowType } from '../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../scim/uris.ts'
import type { JsonObject } from '../std/json-object.ts'
import { collectChanges, collectInitialValues } from './flow.ts'
import { mapAttributes } from './map.ts'
import {
  mapTo,
  matchById,
  sampleAttribute,
  sampleContext,
  sampleObject,
  sampleProgram,
  sampleRecord,
} from './samples.conformance.ts'

interface Case {
  readonly mapping: AttributeMapping
  readonly data: JsonObject
  /** What the target has; absent: the object is created. */
  readonly current?: AttributeValue
}

/** What is written to the attribute of the mapping; undefined = nothing. */
function written({ mapping, data, current }: Case): AttributeValue | undefined {
  const source = [sampleAttribute('mails', { multivalued: true }), ...gates]
  const program = sampleProgram({ mappings: [matchById, mapping], source })
  const record = sampleRecord({ externalId: 'E-1', ...data })
  const result = mapAttributes(program, record, sampleContext)
  assert.ok(result.kind === 'mapped')
  const { desired } = result
  const object = sampleObject({ employeeId: 'E-1', [mapping.targetAttributeName]: current ?? null })
  const changes =
    current === undefined
      ? collectInitialValues(program, desired).changes
      : collectChanges(program, { record, desired }, object, { skipMappingWhenAllInputsAbsent: true })
  return changes.find(({ attribute }) => attribute === mapping.targetAttributeName)?.value
}

/** Source attributes whose gate for null is open. */
const custom = 'urn:contoso:employee:JobCode'
const nested = 'urn:contoso:employee:site.room'
const gates = [
  'nickName',
  'name.familyName',
  'phoneNumbers[type eq "fax"].value',
  `${enterpriseUserSchema}:division`,
  custom,
  nested,
].map((name) => sampleAttribute(name, { flowNullValues: true }))

type Outcomes = readonly [
  created: AttributeValue | undefined,
  empty: AttributeValue | undefined,
  same: AttributeValue | undefined,
  differs: AttributeValue | undefined,
]

describe('a single value: created, where nothing is, where the same is, where something else is', () => {
  const table: readonly (readonly [FlowType, FlowBehavior, Outcomes])[] = [
    ['Always', 'FlowWhenChanged', ['Cook', 'Cook', undefined, 'Cook']],
    ['Always', 'FlowAlways', ['Cook', 'Cook', 'Cook', 'Cook']],
    ['ObjectAddOnly', 'FlowWhenChanged', ['Cook', undefined, undefined, undefined]],
    ['ObjectAddOnly', 'FlowAlways', ['Cook', undefined, undefined, undefined]],
    ['AttributeAddOnly', 'FlowWhenChanged', ['Cook', 'Cook', undefined, undefined]],
    ['AttributeAddOnly', 'FlowAlways', ['Cook', 'Cook', undefined, undefined]],
    ['ValueAddOnly', 'FlowWhenChanged', ['Cook', 'Cook', undefined, undefined]],
    ['ValueAddOnly', 'FlowAlways', ['Cook', 'Cook', 'COOK', 'Clerk']],
    ['MultiValueAddOnly', 'FlowWhenChanged', ['Cook', 'Cook', undefined, 'Cook']],
    ['MultiValueAddOnly', 'FlowAlways', ['Cook', 'Cook', 'Cook', 'Cook']],
  ]
  for (const [flowType, flowBehavior, outcomes] of table) {
    test(`${flowType}, ${flowBehavior}`, () => {
      const mapping = mapTo('jobTitle', '[title]', { flowType, flowBehavior })
      const flow = (current?: AttributeValue) =>
        written({ mapping, data: { title: 'Cook' }, ...(current === undefined ? {} : { current }) })
      assert.deepEqual([flow(), flow(null), flow('COOK'), flow('Clerk')], outcomes)
    })
  }
})

describe('several values: created, where nothing is, where the same are, where others are', () => {
  const sent = ['b@x.example', 'c@x.example']
  const both = ['a@x.example', 'B@x.example', 'c@x.example']
  const others = ['a@x.example', 'B@x.example']
  const table: readonly (readonly [FlowType, FlowBehavior, Outcomes])[] = [
    ['Always', 'FlowWhenChanged', [sent, sent, undefined, sent]],
    ['ObjectAddOnly', 'FlowWhenChanged', [sent, undefined, undefined, undefined]],
    ['AttributeAddOnly', 'FlowWhenChanged', [sent, sent, undefined, undefined]],
    ['ValueAddOnly', 'FlowWhenChanged', [sent, sent, undefined, both]],
    ['MultiValueAddOnly', 'FlowWhenChanged', [sent, sent, undefined, both]],
    ['MultiValueAddOnly', 'FlowAlways', [sent, sent, ['C@x.example', 'b@x.example'], both]],
  ]
  for (const [flowType, flowBehavior, outcomes] of table) {
    test(`${flowType}, ${flowBehavior}`, () => {
      const mapping = mapTo('otherMails', '[mails]', { flowType, flowBehavior })
      const flow = (current?: AttributeValue) =>
        written({ mapping, data: { mails: sent }, ...(current === undefined ? {} : { current }) })
      assert.deepEqual([flow(), flow(null), flow(['C@x.example', 'b@x.example']), flow(others)], outcomes)
    })
  }
})

describe('the kinds of a mapping', () => {
  const constant = { type: 'Constant', name: 'Staff', expression: '"Staff"', parameters: [] } as const

  test('None writes its default when the object is created, and nothing later', () => {
    const mapping = mapTo('jobTitle', null, { defaultValue: 'Staff' })
    assert.equal(written({ mapping, data: {} }), 'Staff')
    assert.equal(written({ mapping, data: {}, current: null }), undefined)
    assert.equal(written({ mapping: mapTo('jobTitle', null), data: {} }), undefined)
  })

  test('a Constant is written whatever the record holds', () => {
    const mapping = { ...mapTo('jobTitle', null), source: constant }
    for (const current of [undefined, null, 'Clerk'])
      assert.equal(written({ mapping, data: {}, ...(current === undefined ? {} : { current }) }), 'Staff')
    assert.equal(written({ mapping, data: {}, current: 'Staff' }), undefined)
  })

  test('a default takes the place of null, of empty text and of what is absent, on creation alone', () => {
    const mapping = mapTo('jobTitle', '[title]', { defaultValue: 'Staff' })
    for (const data of [{}, { title: null }, { title: '' }]) {
      assert.equal(written({ mapping, data }), 'Staff')
      assert.equal(written({ mapping, data, current: null }), undefined)
      assert.equal(written({ mapping, data, current: 'Clerk' }), undefined)
    }
  })

  test('what an expression leaves out gets no default either', () => {
    for (const expression of [
      'IgnoreFlowIfNullOrEmpty([title])',
      'IIF([title]="Boss", [title], IgnoreAttributeFlow)',
    ]) {
      const mapping = mapTo('jobTitle', expression, { defaultValue: 'Staff' })
      assert.equal(written({ mapping, data: { title: '' } }), undefined)
    }
  })
})

describe('null flow with both gates open', () => {
  const clears = (name: string, data: JsonObject, extras: Partial<AttributeMapping> = {}): boolean => {
    const source = { type: 'Attribute', name, expression: `[${name}]`, parameters: [] } as const
    const mapping = { ...mapTo('department', null, { flowNullValues: true, ...extras }), source }
    return written({ mapping, data, current: 'Finance' }) === null
  }

  test('clears a custom attribute that is null, empty, or missing in its extension when that is sent', () => {
    for (const employee of [{ JobCode: null }, { JobCode: '' }, { other: 1 }, {}])
      assert.ok(clears(custom, { 'urn:contoso:employee': employee }), JSON.stringify(employee))
    assert.ok(clears(custom, { [custom]: null }))
    assert.ok(!clears(custom, {}))
    assert.ok(!clears(custom, { 'urn:contoso:employee': { JobCode: 'x' } }))
  })

  test('counts the complex attribute around a member of an extension, not the extension alone', () => {
    assert.ok(clears(nested, { 'urn:contoso:employee': { site: {} } }))
    assert.ok(!clears(nested, { 'urn:contoso:employee': { other: 1 } }))
  })

  test('counts a list without the wanted element, or without its value, but not a missing list', () => {
    const fax = 'phoneNumbers[type eq "fax"].value'
    for (const phoneNumbers of [
      [],
      [{ type: 'work', value: '1' }],
      [{ type: 'fax' }],
      [{ type: 'fax', value: null }],
      null,
    ])
      assert.ok(clears(fax, { phoneNumbers }), JSON.stringify(phoneNumbers))
    assert.ok(!clears(fax, {}))
    assert.ok(!clears(fax, { phoneNumbers: [{ type: 'FAX', value: '1' }] }))
  })

  test('clears nothing that the flow type keeps', () => {
    for (const flowType of ['ObjectAddOnly', 'AttributeAddOnly', 'ValueAddOnly'] as const)
      assert.ok(!clears('nickName', { nickName: null }, { flowType }), flowType)
    assert.ok(clears('nickName', { nickName: null }))
  })

  test('needs both: one alone clears nothing', () => {
    assert.ok(!clears('nickName', { nickName: null }, { flowNullValues: false }))
    assert.ok(!clears('displayName', { displayName: null }))
  })

  test('does not reach attributes of several values', () => {
    const mapping = mapTo('otherMails', '[nickName]', { flowNullValues: true })
    assert.equal(written({ mapping, data: { nickName: null }, current: ['a@x.example'] }), undefined)
  })
})
