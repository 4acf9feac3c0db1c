import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parse } from '../../expression/parser.ts'
import { toParameterTree } from '../../expression/tree.ts'
import { EntrainError } from '../../model/error.ts'
import { parseSynchronizationSchema } from './parse-schema.ts'
import { toSchemaJson } from './schema-json.ts'

const enterpriseUser = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

function documentWith(mapping: object, objectMapping: object = {}): object {
  return {
    synchronizationRules: [
      {
        sourceDirectoryName: 'API',
        targetDirectoryName: 'Microsoft Entra ID',
        objectMappings: [
          { sourceObjectName: 'User', targetObjectName: 'User', attributeMappings: [mapping], ...objectMapping },
        ],
      },
    ],
    directories: [
      { name: 'API', objects: [{ name: enterpriseUser, attributes: [{ name: 'externalId', anchor: true }] }] },
    ],
  }
}

const employeeId = { targetAttributeName: 'employeeId', source: { type: 'Attribute', name: 'externalId' } }

function mappingOf(document: object) {
  return parseSynchronizationSchema(document).synchronizationRules[0]?.objectMappings[0]
}

function refusal(document: unknown): { target: string | undefined; message: string }[] {
  try {
    parseSynchronizationSchema(document)
  } catch (error) {
    assert.ok(error instanceof EntrainError)
    assert.equal(error.code, 'schemaInvalid')
    return error.details.map(({ target, message }) => ({ target, message }))
  }
  return assert.fail('should have been refused')
}

describe('parseSynchronizationSchema', () => {
  test('fills in what is optional', () => {
    const mapping = mappingOf(documentWith(employeeId))
    assert.equal(mapping?.enabled, true)
    assert.equal(mapping?.flowTypes, 'Add, Update, Delete')
    assert.equal(mapping?.scope, null)
    assert.deepEqual(mapping?.attributeMappings[0], {
      targetAttributeName: 'employeeId',
      source: { type: 'Attribute', name: 'externalId', expression: '[externalId]', parameters: [] },
      defaultValue: null,
      flowBehavior: 'FlowWhenChanged',
      flowType: 'Always',
      matchingPriority: 0,
      exportMissingReferences: false,
      flowNullValues: false,
    })
  })

  test('understands User as the enterprise user of the source', () => {
    assert.equal(mappingOf(documentWith(employeeId))?.sourceObjectName, enterpriseUser)
  })

  test('passes over annotations and members that it does not know', () => {
    const document = {
      '@odata.context': 'x',
      '@odata.type': '#y',
      groupFilter: null,
      somethingNew: [1],
      ...documentWith(employeeId),
    }
    assert.equal(parseSynchronizationSchema(document).directories.length, 1)
  })

  test('understands the flow type Add, enumerations in any letter case and as numbers', () => {
    const flowTypeOf = (flowType: unknown) =>
      mappingOf(documentWith({ ...employeeId, flowType }))?.attributeMappings[0]?.flowType
    assert.equal(flowTypeOf('Add'), 'ObjectAddOnly')
    assert.equal(flowTypeOf('objectaddonly'), 'ObjectAddOnly')
    assert.equal(flowTypeOf(4), 'AttributeAddOnly')
    const flagsOf = (flowTypes: unknown) => mappingOf(documentWith(employeeId, { flowTypes }))?.flowTypes
    assert.equal(flagsOf('update,ADD'), 'Add, Update')
    assert.equal(flagsOf(5), 'Add, Delete')
    assert.equal(flagsOf('None'), 'None')
  })

  test('finds the name of an attribute or the text of a constant in the expression', () => {
    const sourceOf = (source: object) =>
      mappingOf(documentWith({ ...employeeId, source }))?.attributeMappings[0]?.source
    assert.equal(sourceOf({ expression: '[emails[type eq "work"].value]' })?.name, 'emails[type eq "work"].value')
    assert.equal(sourceOf({ expression: '[externalId]' })?.type, 'Attribute')
    assert.equal(sourceOf({ type: 'Constant', expression: '"say \\"hi\\""' })?.name, 'say "hi"')
    assert.equal(sourceOf({ expression: 'ToUpper([externalId])' })?.type, 'Function')
  })

  test('reads what toSchemaJson writes back to the same schema', () => {
    const schema = parseSynchronizationSchema(
      documentWith(employeeId, { scope: { groups: [{ name: 'g', clauses: [] }] } }),
    )
    const again = parseSynchronizationSchema(JSON.parse(JSON.stringify(toSchemaJson(schema, schema.version))))
    assert.deepEqual(again, schema)
    assert.equal(JSON.stringify(again), JSON.stringify(schema))
  })

  test('keeps every member of every type, whatever stands in it', () => {
    const text = fc.string({ minLength: 1, maxLength: 12 })
    const texts = fc.array(text, { maxLength: 3 })
    const pairs = fc.array(fc.record({ key: text, value: text }), { maxLength: 2 })
    const clause = fc.record({
      operatorName: text,
      sourceOperandName: text,
      targetOperand: fc.record({ values: texts }),
    })
    const groups = fc.array(fc.record({ name: text, clauses: fc.array(clause, { maxLength: 2 }) }), {
      minLength: 1,
      maxLength: 2,
    })
    const attribute = fc.record({
      name: text,
      type: fc.constantFrom('String', 'Integer', 'Reference', 'Binary', 'Boolean', 'DateTime'),
      anchor: fc.boolean(),
      caseExact: fc.boolean(),
      multivalued: fc.boolean(),
      required: fc.boolean(),
      flowNullValues: fc.boolean(),
      mutability: fc.constantFrom('ReadWrite', 'ReadOnly', 'Immutable', 'WriteOnly'),
      defaultValue: fc.option(text),
      referencedObjects: fc.array(fc.record({ referencedObjectName: text, referencedProperty: text }), {
        maxLength: 1,
      }),
      apiExpressions: pairs,
      metadata: pairs,
    })
    const object = fc.record({
      name: text,
      attributes: fc.array(attribute, { maxLength: 3 }),
      metadata: pairs,
      supportedApis: texts,
    })
    const directory = fc.record({
      id: text,
      name: text,
      version: fc.constant('v7'),
      readOnly: fc.boolean(),
      discoverabilities: fc.constantFrom('None', 'AttributeNames', 'AttributeDataTypes, ReferenceAttributes'),
      discoveryDateTime: fc.option(fc.constant('2026-01-05T08:00:00Z')),
      objects: fc.array(object, { maxLength: 2 }),
    })
    const source = fc.constantFrom(
      ...['[title]', 'Join("-", [a], "b")', 'Switch([x], "d", "k", "v")', 'IIF([a] = "b", "c", [d])'].map(
        (expression) => ({
          ...toParameterTree(parse(expression)),
          expression,
        }),
      ),
      { type: 'Constant', name: 'a "b"', expression: String.raw`"a \"b\""`, parameters: [] },
    )
    const attributeMapping = fc.record({
      targetAttributeName: text,
      source: fc.option(source),
      defaultValue: fc.option(text),
      flowBehavior: fc.constantFrom('FlowWhenChanged', 'FlowAlways'),
      flowType: fc.constantFrom('Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly'),
      matchingPriority: fc.nat(9),
      exportMissingReferences: fc.boolean(),
      flowNullValues: fc.boolean(),
    })
    const objectMapping = fc.record({
      name: text,
      enabled: fc.boolean(),
      flowTypes: fc.constantFrom('None', 'Add', 'Add, Update', 'Update, Delete', 'Add, Update, Delete'),
      sourceObjectName: text.map((name) => `o${name}`),
      targetObjectName: text,
      scope: fc.option(fc.record({ groups, inputFilterGroups: groups, categoryFilterGroups: groups })),
      attributeMappings: fc.array(attributeMapping, { maxLength: 3 }),
      metadata: pairs,
    })
    const rule = fc.record({
      id: text,
      name: text,
      priority: fc.nat(9),
      editable: fc.boolean(),
      sourceDirectoryName: text,
      targetDirectoryName: text,
      objectMappings: fc.array(objectMapping, { maxLength: 2 }),
      metadata: pairs,
      containerFilter: fc.option(fc.record({ includedContainers: texts })),
      groupFilter: fc.option(fc.record({ includedGroups: texts })),
    })
    const document = fc.record({
      id: text,
      version: fc.constant('v7'),
      synchronizationRules: fc.array(rule, { minLength: 1, maxLength: 2 }),
      directories: fc.array(directory, { maxLength: 2 }),
      lookupTables: fc.array(fc.record({ name: text, entries: pairs }), { minLength: 1, maxLength: 2 }),
    })
    fc.assert(
      fc.property(document, (sent) => {
        // Null prototypes of the generator are no difference that JSON knows.
        const plain = JSON.parse(JSON.stringify(sent))
        const written = JSON.parse(JSON.stringify(toSchemaJson(parseSynchronizationSchema(plain), 'v7')))
        assert.deepEqual(written, plain)
      }),
      { numRuns: 100 },
    )
  })

  test('names every place that it cannot understand', () => {
    assert.deepEqual(
      refusal({ synchronizationRules: [{ objectMappings: 'none' }], directories: [7] }).map(({ target }) => target),
      [
        '/directories/0',
        '/synchronizationRules/0/sourceDirectoryName',
        '/synchronizationRules/0/targetDirectoryName',
        '/synchronizationRules/0/objectMappings',
      ],
    )
    const at = '/synchronizationRules/0/objectMappings/0'
    assert.deepEqual(refusal(documentWith({ ...employeeId, flowType: 'Sometimes' })), [
      {
        target: `${at}/attributeMappings/0/flowType`,
        message:
          "Requested value 'Sometimes' was not found. Use one of Always, ObjectAddOnly, MultiValueAddOnly, ValueAddOnly, AttributeAddOnly.",
      },
    ])
    assert.equal(refusal(documentWith(employeeId, { flowTypes: 'Create' }))[0]?.target, `${at}/flowTypes`)
    assert.deepEqual(refusal({}), [{ target: '/synchronizationRules', message: 'At least one rule is required.' }])
  })

  test('refuses what is not an object', () => {
    for (const body of [null, 7, 'text', []]) assert.deepEqual(refusal(body), [])
  })

  test('refuses functions nested beyond its limit', () => {
    let source: object = { type: 'Constant', name: 'x' }
    for (let depth = 0; depth < 40; depth += 1)
      source = { type: 'Function', name: 'f', parameters: [{ key: 'k', value: source }] }
    assert.match(refusal(documentWith({ ...employeeId, source }))[0]?.message ?? '', /Nested deeper than 32/)
  })

  test('answers any JSON with a schema or a refusal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (rule, mapping) => {
        for (const body of [rule, { synchronizationRules: [rule] }, documentWith({ ...employeeId, source: mapping })]) {
          try {
            parseSynchronizationSchema(body)
          } catch (error) {
            assert.ok(error instanceof EntrainError)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
