import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineAttribute } from '../model/define-attribute.ts'
import type { ObjectMapping, SynchronizationSchema } from '../model/synchronization-schema.ts'
import { needsEvaluation } from './schema-change.ts'
import { directoryTemplate } from './templates/directory-template.ts'

const schema = directoryTemplate.schemaFor('job')

function withObjectMapping(change: (mapping: ObjectMapping) => Partial<ObjectMapping>): SynchronizationSchema {
  return {
    ...schema,
    synchronizationRules: schema.synchronizationRules.map((rule) => ({
      ...rule,
      objectMappings: rule.objectMappings.map((mapping) => ({ ...mapping, ...change(mapping) })),
    })),
  }
}

function withAttributes(directory: number, change: (attributes: readonly Attribute[]) => readonly Attribute[]) {
  return {
    ...schema,
    directories: schema.directories.map((each, index) =>
      index !== directory
        ? each
        : { ...each, objects: each.objects.map((object) => ({ ...object, attributes: change(object.attributes) })) },
    ),
  }
}

type Attribute = ReturnType<typeof defineAttribute>

const clause = { sourceOperandName: 'title', operatorName: 'EQUALS', targetOperand: { values: ['x'] } }
const scope = (name: string) => ({
  groups: [{ name, clauses: [clause] }],
  inputFilterGroups: [],
  categoryFilterGroups: [],
})
const tables = (value: string) => [{ name: 't', entries: [{ key: 'a', value }] }]
const test1 = { name: 't', now: null, record: {}, expected: { inScope: null, attributes: {} } }

describe('needsEvaluation', () => {
  const changing: readonly [string, SynchronizationSchema][] = [
    [
      'a mapping that is left out',
      withObjectMapping(({ attributeMappings }) => ({ attributeMappings: attributeMappings.slice(1) })),
    ],
    [
      'another default value',
      withObjectMapping(({ attributeMappings }) => ({
        attributeMappings: attributeMappings.map((each) => ({ ...each, defaultValue: 'x' })),
      })),
    ],
    ['other flow types', withObjectMapping(() => ({ flowTypes: 'Update' }))],
    ['a scope', withObjectMapping(() => ({ scope: scope('g') }))],
    ['a mapping that is switched off', withObjectMapping(() => ({ enabled: false }))],
    [
      'another type of a source attribute in use',
      withAttributes(0, (all) => all.map((each) => (each.name === 'title' ? { ...each, type: 'Integer' } : each))),
    ],
    [
      'null flow of a source attribute in use',
      withAttributes(0, (all) => all.map((each) => (each.name === 'title' ? { ...each, flowNullValues: true } : each))),
    ],
    [
      'letter case of a target attribute in use',
      withAttributes(1, (all) => all.map((each) => (each.name === 'city' ? { ...each, caseExact: true } : each))),
    ],
  ]
  for (const [what, after] of changing) {
    test(`is true for ${what}, there and back`, () => {
      assert.equal(needsEvaluation(schema, after), true)
      assert.equal(needsEvaluation(after, schema), true)
    })
  }

  const harmless: readonly [string, SynchronizationSchema][] = [
    ['the same schema', structuredClone(schema)],
    ['a new source attribute', withAttributes(0, (all) => [...all, defineAttribute('urn:contoso:badge')])],
    ['a new target attribute', withAttributes(1, (all) => [...all, defineAttribute('other')])],
    ['mapping tests', withObjectMapping(() => ({ mappingTests: [test1] }))],
    ['names and metadata', withObjectMapping(() => ({ name: 'other', metadata: [{ key: 'a', value: 'b' }] }))],
    ['a table that is new', { ...schema, lookupTables: tables('1') }],
    [
      'another order of mappings',
      withObjectMapping(({ attributeMappings }) => ({ attributeMappings: attributeMappings.toReversed() })),
    ],
    [
      'the tree of an expression',
      withObjectMapping(({ attributeMappings }) => ({
        attributeMappings: attributeMappings.map((each) =>
          each.source === null ? each : { ...each, source: { ...each.source, parameters: [] } },
        ),
      })),
    ],
  ]
  for (const [what, after] of harmless) {
    test(`is false for ${what}`, () => assert.equal(needsEvaluation(schema, after), false))
  }

  test('looks at the clauses of a scope and not at the names of its groups', () => {
    const named = (name: string) => withObjectMapping(() => ({ scope: scope(name) }))
    assert.equal(needsEvaluation(named('a'), named('b')), false)
  })

  test('is true for a table that says something else or is gone', () => {
    const before = { ...schema, lookupTables: tables('1') }
    assert.equal(needsEvaluation(before, { ...schema, lookupTables: tables('2') }), true)
    assert.equal(needsEvaluation(before, schema), true)
  })
})
