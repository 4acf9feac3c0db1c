import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import {
  type Document,
  declareSource,
  mappingOf,
  objectMappingOf,
  putSchema,
  readSchema,
  refusedPut,
  sendJson,
} from './schema-document.ts'
import { newcomer, openWorld } from './world.ts'

/** What must be refused, and where the finding points. */
const refused: readonly [what: string, edit: (document: Document) => void, target: RegExp, message: RegExp][] = [
  [
    'an attribute that the source does not have',
    (schema) => Object.assign(mappingOf(schema, 'city'), { source: { name: 'Title' } }),
    /attributeMappings\/\d+\/source/,
    /no attribute 'Title'/,
  ],
  [
    'an attribute of an expression that the source does not have',
    (schema) => Object.assign(mappingOf(schema, 'city'), { source: { expression: 'ToUpper([dispalyName])' } }),
    /source\/expression$/,
    /dispalyName/,
  ],
  [
    'an expression that does not parse',
    (schema) =>
      Object.assign(mappingOf(schema, 'city'), { source: { type: 'Function', expression: 'Join("-", [title]' } }),
    /source\/expression$/,
    /./,
  ],
  [
    'an attribute that the target does not have, even if the schema declares it',
    (schema) => {
      schema.directories[1].objects[0].attributes.push({ name: 'shoeSize' })
      Object.assign(mappingOf(schema, 'shoeSize'), { source: { name: 'title' } })
    },
    /targetAttributeName$/,
    /no attribute 'shoeSize'/,
  ],
  [
    'a mapping onto a read-only attribute',
    (schema) => Object.assign(mappingOf(schema, 'proxyAddresses'), { source: { name: 'title' } }),
    /targetAttributeName$/,
    /read-only/,
  ],
  [
    'two mappings onto one attribute',
    (schema) =>
      objectMappingOf(schema).attributeMappings.push({ targetAttributeName: 'City', source: { name: 'title' } }),
    /targetAttributeName$/,
    /already the target|no attribute/,
  ],
  [
    'no matching attribute',
    (schema) => Object.assign(mappingOf(schema, 'employeeId'), { matchingPriority: 0 }),
    /attributeMappings$/,
    /matchingPriority/,
  ],
  [
    'matching by an attribute with several values',
    (schema) => Object.assign(mappingOf(schema, 'otherMails'), { source: { name: 'title' }, matchingPriority: 2 }),
    /matchingPriority$/,
    /several values/,
  ],
  [
    'matching by a unique value',
    (schema) =>
      Object.assign(mappingOf(schema, 'mailNickname'), {
        source: { expression: 'SelectUniqueValue([userName], [title])' },
        matchingPriority: 2,
      }),
    /matchingPriority$/,
    /nobody has yet/,
  ],
  [
    'matching by an on-premises extension attribute',
    (schema) =>
      Object.assign(mappingOf(schema, 'extensionAttribute7'), { source: { name: 'title' }, matchingPriority: 2 }),
    /matchingPriority$/,
    /onPremises/,
  ],
  [
    'a required attribute without mapping',
    (schema) => {
      const mapping = objectMappingOf(schema)
      mapping.attributeMappings = mapping.attributeMappings.filter(
        (each: Document) => each.targetAttributeName !== 'displayName',
      )
    },
    /attributeMappings$/,
    /without 'displayName'/,
  ],
  [
    'a required attribute whose mapping has neither source nor default',
    (schema) => Object.assign(mappingOf(schema, 'displayName'), { source: null }),
    /attributeMappings$/,
    /without 'displayName'/,
  ],
  [
    'a constant that the attribute cannot hold',
    (schema) => Object.assign(mappingOf(schema, 'accountEnabled'), { source: { type: 'Constant', name: 'perhaps' } }),
    /source\/name$/,
    /'perhaps' is not a Boolean/,
  ],
  [
    'a clause with an unknown attribute',
    (schema) => setScope(schema, { sourceOperandName: 'shoeSize', operatorName: 'IS NULL' }),
    /scope\/groups\/0\/clauses\/0$/,
    /shoeSize/,
  ],
  [
    'a clause with an unknown operator',
    (schema) =>
      setScope(schema, { sourceOperandName: 'title', operatorName: 'RESEMBLES', targetOperand: { values: ['x'] } }),
    /scope\/groups\/0\/clauses\/0$/,
    /RESEMBLES/,
  ],
  [
    'a clause with a pattern that is none',
    (schema) =>
      setScope(schema, { sourceOperandName: 'title', operatorName: 'REGEX MATCH', targetOperand: { values: ['('] } }),
    /scope\/groups\/0\/clauses\/0$/,
    /./,
  ],
  [
    'a clause that compares with nothing',
    (schema) => setScope(schema, { sourceOperandName: 'title', operatorName: 'EQUALS' }),
    /scope\/groups\/0\/clauses\/0$/,
    /needs a value/,
  ],
  [
    'a lookup table with a key twice',
    (schema) => {
      schema.lookupTables = [
        {
          name: 'sites',
          entries: [
            { key: 'A', value: '1' },
            { key: 'A', value: '2' },
          ],
        },
      ]
    },
    /^\/lookupTables\/0\/entries\/1\/key$/,
    /key 'A' already/,
  ],
  [
    'a rule whose directory is not there',
    (schema) => Object.assign(schema.synchronizationRules[0], { targetDirectoryName: 'Elsewhere' }),
    /^\/synchronizationRules\/0\/targetDirectoryName$/,
    /'API', 'Microsoft Entra ID'/,
  ],
  [
    'an object mapping whose object is not there',
    (schema) => Object.assign(objectMappingOf(schema), { targetObjectName: 'Group' }),
    /targetObjectName$/,
    /no object 'Group'/,
  ],
  [
    'a source without an anchor',
    (schema) => {
      const [object] = schema.directories[0].objects
      object.attributes = object.attributes.filter(({ name }: Document) => name !== 'externalId')
      Object.assign(mappingOf(schema, 'employeeId'), { source: { name: 'userName' } })
    },
    /^\/directories$/,
    /anchor/,
  ],
]

function setScope(schema: Document, clause: object): void {
  objectMappingOf(schema).scope = { groups: [{ name: 'g', clauses: [clause] }] }
}

describe('PUT schema', () => {
  test('refuses what would make every record fail, and names the place', async () => {
    await using world = await openWorld()
    const text = JSON.stringify(await readSchema(world))
    for (const [what, edit, target, message] of refused) {
      const schema = JSON.parse(text)
      edit(schema)
      const details = await refusedPut(world, schema)
      const found = details.find((detail) => target.test(detail.target) && message.test(detail.message))
      assert.ok(found, `${what}: ${JSON.stringify(details)}`)
      for (const detail of details) assert.match(detail.target, /^(\/|$)/, what)
    }
    assert.equal(JSON.stringify(await readSchema(world)), text)
  })

  test('writing back what was read makes no version and keeps every member', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    Object.assign(schema.synchronizationRules[0], {
      groupFilter: { includedGroups: ['11111111-0000-4000-8000-000000000001'] },
      containerFilter: { includedContainers: ['OU=People'] },
      metadata: [{ key: 'a', value: 'b' }],
    })
    Object.assign(objectMappingOf(schema), {
      metadata: [{ key: 'Disposition', value: '"Normal"' }],
      scope: {
        groups: [
          {
            name: 'g',
            clauses: [{ sourceOperandName: 'title', operatorName: 'IS NOT NULL', targetOperand: { values: [] } }],
          },
        ],
        inputFilterGroups: [{ name: 'i', clauses: [] }],
        categoryFilterGroups: [{ name: 'c', clauses: [] }],
      },
      mappingTests: [
        { name: 't', now: null, record: { externalId: 'E' }, expected: { inScope: false, attributes: {} } },
      ],
    })
    Object.assign(schema.directories[0], {
      readOnly: true,
      discoverabilities: 'AttributeNames, ReferenceAttributes',
      discoveryDateTime: '2026-01-05T08:00:00Z',
    })
    Object.assign(schema.directories[0].objects[0], {
      metadata: [{ key: 'Extensions', value: 'x' }],
      supportedApis: ['y'],
    })
    declareSource(schema, 'urn:contoso:employee:badge', {
      ...schema.directories[0].objects[0].attributes[0],
      name: 'urn:contoso:employee:badge',
      anchor: false,
      required: false,
      defaultValue: 'd',
      apiExpressions: [{ key: 'k', value: 'v' }],
      metadata: [{ key: 'IsCustomerDefined', value: 'true' }],
      referencedObjects: [{ referencedObjectName: 'o', referencedProperty: 'p' }],
    })
    schema.lookupTables = [{ name: 'sites', entries: [{ key: 'A', value: '1' }] }]
    const { headers } = await putSchema(world, schema)
    assert.equal(headers.etag, '"v2"')
    const saved = await readSchema(world)
    assert.deepEqual(
      { ...saved, version: '', directories: withoutVersions(saved) },
      { ...schema, version: '', directories: withoutVersions(schema) },
    )
    assert.equal((await putSchema(world, saved)).headers.etag, '"v2"')
  })

  test('keeps text and tree of an expression in step', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    assert.ok(mappingOf(schema, 'mailNickname').source.parameters.length > 0, 'the template has trees')
    const value = { type: 'Attribute', name: 'title', expression: '' }
    mappingOf(schema, 'city').source = { type: 'Function', name: 'ToUpper', parameters: [{ key: 'source', value }] }
    mappingOf(schema, 'state').source = { ...mappingOf(schema, 'city').source, expression: 'ToLower([title])' }
    mappingOf(schema, 'country').source = { type: 'Constant', name: 'say "hi"' }
    await putSchema(world, schema)
    const saved = await readSchema(world)
    assert.equal(mappingOf(saved, 'city').source.expression, 'ToUpper([title])')
    assert.deepEqual(mappingOf(saved, 'state').source, {
      type: 'Function',
      name: 'ToLower',
      expression: 'ToLower([title])',
      parameters: [{ key: 'source', value: { ...value, expression: '[title]', parameters: [] } }],
    })
    assert.equal(mappingOf(saved, 'country').source.expression, '"say \\"hi\\""')
  })

  test('understands what known clients send', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    declareSource(schema, 'urn:contoso:employee:badge')
    Object.assign(objectMappingOf(schema), {
      sourceObjectName: 'User',
      '@odata.type': '#x',
      mappingType: 'y',
      flowTypes: 7,
    })
    Object.assign(mappingOf(schema, 'companyName'), {
      '@odata.type': '#microsoft.graph.attributeMapping',
      flowType: 'Add',
      flowBehavior: 1,
      mappingType: 'Expression',
      source: { expression: '[urn:contoso:employee:badge]' },
    })
    await putSchema(world, schema)
    const saved = await readSchema(world)
    assert.match(objectMappingOf(saved).sourceObjectName, /^urn:.*:User$/)
    const { flowType, flowBehavior, source } = mappingOf(saved, 'companyName')
    assert.deepEqual(
      [flowType, flowBehavior, source.name],
      ['ObjectAddOnly', 'FlowAlways', 'urn:contoso:employee:badge'],
    )
    const { operations } = await world.provision(newcomer('E-1', { 'urn:contoso:employee': { badge: 'B-7' } }))
    const user = await world.get(`/users/${operations[0]?.targetId}?$select=companyName`)
    assert.equal(user.companyName, 'B-7')
  })

  test('counts warnings in a header, and validate names them', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    declareSource(schema, 'urn:contoso:employee:badge')
    Object.assign(mappingOf(schema, 'employeeId'), { flowNullValues: true })
    Object.assign(mappingOf(schema, 'displayName'), { flowNullValues: true })
    Object.assign(mappingOf(schema, 'mailNickname'), { matchingPriority: 2 })
    Object.assign(mappingOf(schema, 'companyName'), { source: { expression: 'Guid()' } })
    Object.assign(mappingOf(schema, 'usageLocation'), { source: { expression: 'IIF([title]="x","US","DE")' } })
    const answer = await sendJson(world, 'POST', '/validate', schema)
    assert.equal(answer.status, 200, answer.text)
    const { valid, problems, warnings, changes } = answer.json<Document>()
    assert.equal(valid, true)
    assert.deepEqual(problems, [])
    assert.deepEqual(warnings.map(({ code }: Document) => code).sort(), [
      'declaredButUnmapped',
      'immutableFlowsAlways',
      'matchingWithoutIndex',
      'missingValueInCondition',
      'nullFlowsIntoMatching',
      'nullFlowsIntoRequired',
      'randomValueFlowsAlways',
    ])
    assert.ok(changes.mappings.some(({ name, change }: Document) => name === 'companyName' && change === 'added'))
    assert.equal((await readSchema(world)).version, 'v1', 'nothing is saved')
    const { headers } = await putSchema(world, schema)
    assert.equal(headers['entrain-schema-warnings'], '7')
  })

  test('validate answers for what cannot be read, and without a body for the schema in force', async () => {
    await using world = await openWorld()
    const broken = await sendJson(world, 'POST', '/validate', { synchronizationRules: 'x' })
    assert.equal(broken.json<Document>().valid, false)
    assert.ok(broken.json<Document>().problems.length > 0)
    const current = await sendJson(world, 'POST', '/validate')
    assert.equal(current.json<Document>().valid, true)
    assert.deepEqual(current.json<Document>().changes, { mappings: [], scope: [], attributes: [], other: [] })
  })

  test('a change of the mapping reaches people who were uploaded before', async () => {
    await using world = await openWorld()
    const { operations } = await world.provision(newcomer('E-1', { title: 'Clerk' }))
    const schema = await readSchema(world)
    mappingOf(schema, 'companyName').source = { expression: 'ToUpper([title])' }
    await putSchema(world, schema)
    let companyName: unknown = null
    for (let tries = 0; companyName === null && tries < 100; tries += 1) {
      await setTimeout(100)
      companyName = (await world.get(`/users/${operations[0]?.targetId}?$select=companyName`)).companyName
    }
    assert.equal(companyName, 'CLERK')
  })

  test('a job that only updates need not map what new accounts require', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    const mapping = objectMappingOf(schema)
    mapping.flowTypes = 'Update'
    mapping.attributeMappings = [mappingOf(schema, 'employeeId'), mappingOf(schema, 'jobTitle')]
    await putSchema(world, schema)
  })
})

function withoutVersions({ directories }: Document): Document {
  return directories.map((directory: Document) => ({ ...directory, version: '' }))
}
