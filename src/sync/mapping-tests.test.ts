import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EvaluationContext } from '../expression/evaluation.ts'
import type { AttributeMapping, MappingTest, SynchronizationSchema } from '../model/synchronization-schema.ts'
import { runMappingTests } from './mapping-tests.ts'
import { directoryTemplate } from './templates/directory-template.ts'

const context: EvaluationContext = {
  now: new Date('2026-01-05T08:00:00Z'),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: () => true,
  random: () => 0,
  newGuid: () => 'guid',
}

const template = directoryTemplate.schemaFor('job')

function schemaWith(
  mappingTests: readonly MappingTest[],
  {
    enabled = true,
    expressions = {},
  }: { readonly enabled?: boolean; readonly expressions?: Record<string, string> } = {},
): SynchronizationSchema {
  const withExpression = (mapping: AttributeMapping): AttributeMapping => {
    const expression = expressions[mapping.targetAttributeName]
    return expression === undefined
      ? mapping
      : { ...mapping, source: { type: 'Function', name: '', expression, parameters: [] } }
  }
  return {
    ...template,
    synchronizationRules: template.synchronizationRules.map((rule) => ({
      ...rule,
      objectMappings: rule.objectMappings.map((mapping) => ({
        ...mapping,
        enabled,
        mappingTests,
        attributeMappings: mapping.attributeMappings.map(withExpression),
      })),
    })),
  }
}

function testOf(
  record: object,
  attributes: MappingTest['expected']['attributes'],
  inScope: boolean | null = null,
): MappingTest {
  return {
    name: 'test',
    now: null,
    record: { externalId: 'E-1', userName: 'ann', ...record },
    expected: { inScope, attributes },
  }
}

describe('runMappingTests', () => {
  test('compares in the type of the target attribute', () => {
    const results = runMappingTests(
      schemaWith([
        testOf({ active: 'true' }, { accountEnabled: true }),
        testOf({ active: false }, { accountEnabled: 'False' }),
        testOf({ active: false }, { accountEnabled: 'perhaps' }),
      ]),
      context,
    )
    assert.deepEqual(
      results.map(({ passed }) => passed),
      [true, true, false],
    )
    assert.equal(results[2]?.failures[0]?.actual, false)
  })

  test('gives the default to what is missing, as a new account would get it', () => {
    const [result] = runMappingTests(schemaWith([testOf({}, { accountEnabled: true, city: null })]), context)
    assert.equal(result?.passed, true)
  })

  test('takes the first candidate of a unique value', () => {
    const expressions = { mailNickname: 'SelectUniqueValue([userName], Join("", [userName], "2"))' }
    const [result] = runMappingTests(schemaWith([testOf({}, { mailNickname: 'ann' })], { expressions }), context)
    assert.equal(result?.passed, true)
  })

  test('runs also where the object mapping is switched off', () => {
    const [result] = runMappingTests(schemaWith([testOf({}, { employeeId: 'E-2' })], { enabled: false }), context)
    assert.equal(result?.passed, false)
    assert.equal(result?.target, '/synchronizationRules/0/objectMappings/0/mappingTests/0')
  })

  test('says why a record has no values: a mapping that fails, or one that leaves the object alone', () => {
    for (const [expression, reason] of [
      ['CDate([userName])', /mapping of city could not be evaluated/],
      ['IIF([userName]="ann", IgnoreObjectFlow, "x")', /leaves this object alone/],
    ] as const) {
      const schema = schemaWith([testOf({}, { employeeId: 'E-1' })], { expressions: { city: expression } })
      const [result] = runMappingTests(schema, context)
      assert.equal(result?.passed, false)
      assert.match(result?.reason ?? '', reason)
    }
  })

  test('names what in the record cannot be read', () => {
    const [result] = runMappingTests(schemaWith([testOf({ schemas: 'urn:x' }, {})]), context)
    assert.deepEqual([result?.passed, result?.inScope], [false, null])
    assert.match(result?.reason ?? '', /schemas/)
  })
})
