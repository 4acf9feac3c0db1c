import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AttributeMapping, ScopeFilter, SynchronizationSchema } from '../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../scim/uris.ts'
import { compileJob } from './job-program.ts'
import {
  mapTo,
  matchById,
  type SampleSchemaOptions,
  sampleAttribute,
  sampleContext,
  sampleProgram,
  sampleSchema,
} from './samples.conformance.ts'

const at = '/synchronizationRules/0/objectMappings/0'

function problemsOf(schema: SynchronizationSchema): { target: string | undefined; message: string }[] {
  const { program, problems } = compileJob(schema, 1)
  assert.equal(program === null, problems.length > 0, 'a program if and only if there is no problem')
  for (const { code } of problems) assert.equal(code, 'SchemaInvalid')
  return problems.map(({ target, message }) => ({ target, message }))
}

function problemOf(...mappings: AttributeMapping[]): { target: string | undefined; message: string } {
  const [problem, ...more] = problemsOf(sampleSchema({ mappings: [matchById, ...mappings] }))
  assert.ok(problem !== undefined, 'the schema compiles')
  assert.deepEqual(more, [])
  return problem
}

function scopeOf(operatorName: string, sourceOperandName: string, ...values: string[]): ScopeFilter {
  const clauses = [{ operatorName, sourceOperandName, targetOperand: { values } }]
  return { groups: [{ name: 'G', clauses }], inputFilterGroups: [], categoryFilterGroups: [] }
}

describe('a problem of a schema points at its place', () => {
  test('an unknown target attribute', () => {
    const { target, message } = problemOf(mapTo('jobTitel', '[title]'))
    assert.equal(target, `${at}/attributeMappings/1/targetAttributeName`)
    assert.match(message, /'jobTitel'/)
  })

  test('a target attribute that is read-only, or mapped twice', () => {
    const readOnly = problemOf(mapTo('objectId', '[title]'))
    assert.deepEqual(readOnly, {
      target: `${at}/attributeMappings/1/targetAttributeName`,
      message: "The target's attribute 'objectId' is read-only.",
    })
    const twice = problemOf(mapTo('jobTitle', '[title]'), mapTo('jobTitle', '[nickName]'))
    assert.equal(twice.target, `${at}/attributeMappings/2/targetAttributeName`)
    assert.match(twice.message, /'jobTitle' has a mapping already/)
  })

  test('an unknown source attribute, also one in other letters', () => {
    const { target, message } = problemOf(mapTo('jobTitle', '[Title]'))
    assert.equal(target, `${at}/attributeMappings/1/source/name`)
    assert.match(message, /'Title'.*case-sensitive/)
  })

  test('an expression that does not parse, or reads what is not declared', () => {
    for (const expression of [
      'Join("-", [title]',
      'Nope([title])',
      'ToUpper([Title], )',
      'Replace([title], , "(", , "x", , )',
    ])
      assert.equal(problemOf(mapTo('jobTitle', expression)).target, `${at}/attributeMappings/1/source/expression`)
  })

  test('an expression that is nearly right, with a hint', () => {
    const schema = sampleSchema({ mappings: [matchById, mapTo('jobTitle', 'X.Lookup("ofices", ToUpper([Title], ))')] })
    const [table] = problemsOf({ ...schema, lookupTables: [{ name: 'offices', entries: [] }] })
    assert.match(table?.message ?? '', /"ofices".*\n.*\n.*\nDid you mean "offices"\?/)
    assert.match(problemOf(mapTo('jobTitle', 'ToUpper([Title], )')).message, /\nDid you mean "title"\?/)
  })

  test('a default value that does not fit its attribute', () => {
    const { target, message } = problemOf(mapTo('accountEnabled', '[active]', { defaultValue: 'sometimes' }))
    assert.equal(target, `${at}/attributeMappings/1/defaultValue`)
    assert.match(message, /'sometimes' is not a Boolean value/)
  })

  test('a scope with an unknown operator, attribute or pattern', () => {
    for (const scope of [
      scopeOf('NEAR', 'title', 'x'),
      scopeOf('EQUALS', 'Title', 'x'),
      scopeOf('REGEX MATCH', 'title', '('),
    ]) {
      const [problem] = problemsOf(sampleSchema({ mappings: [matchById], objectMapping: { scope } }))
      assert.equal(problem?.target, `${at}/scope/groups/0/clauses/0`)
    }
  })

  test('no mapping to match by', () => {
    const [problem] = problemsOf(sampleSchema({ mappings: [mapTo('jobTitle', '[title]')] }))
    assert.equal(problem?.target, `${at}/attributeMappings`)
  })

  test('no object mapping that is enabled and fits', () => {
    const schemas = [
      sampleSchema({ mappings: [matchById], objectMapping: { enabled: false } }),
      sampleSchema({ mappings: [matchById], objectMapping: { sourceObjectName: 'Group' } }),
      { ...sampleSchema({ mappings: [matchById] }), synchronizationRules: [] },
    ]
    for (const schema of schemas) assert.equal(problemsOf(schema)[0]?.target, '/synchronizationRules')
  })

  test('several problems are told at once', () => {
    const mappings = [matchById, mapTo('x', '[title]'), mapTo('city', '[y]'), mapTo('state', 'Z(')]
    assert.deepEqual(
      problemsOf(sampleSchema({ mappings })).map(({ target }) => target),
      [
        `${at}/attributeMappings/1/targetAttributeName`,
        `${at}/attributeMappings/2/source/name`,
        `${at}/attributeMappings/3/source/expression`,
      ],
    )
  })
})

describe('a compiled job', () => {
  const programOf = (mappings: readonly AttributeMapping[], more: Omit<SampleSchemaOptions, 'mappings'> = {}) =>
    sampleProgram({ mappings: [matchById, ...mappings], ...more })

  test('matches in order of precedence and leaves out what has none', () => {
    const mappings = [
      mapTo('mail', '[userName]', { matchingPriority: 3 }),
      mapTo('userPrincipalName', '[userName]', { matchingPriority: 2 }),
      mapTo('city', '[title]'),
    ]
    assert.deepEqual(
      programOf(mappings).matching.map(({ target }) => target.name),
      ['employeeId', 'userPrincipalName', 'mail'],
    )
  })

  test('takes the rule of the lowest priority number', () => {
    const schema = sampleSchema({ mappings: [matchById] })
    const [rule] = schema.synchronizationRules
    assert.ok(rule !== undefined)
    const other = {
      ...rule,
      priority: 0,
      objectMappings: rule.objectMappings.map((mapping) => ({ ...mapping, flowTypes: 'Add' })),
    }
    const { program } = compileJob({ ...schema, synchronizationRules: [rule, other] }, 1)
    assert.deepEqual(program?.flow, { add: true, update: false, delete: false })
  })

  test('looks up in the tables of its schema', () => {
    const schema = sampleSchema({ mappings: [matchById, mapTo('jobTitle', 'X.Lookup("titles", [title])')] })
    const tables = [{ name: 'titles', entries: [{ key: '7', value: 'Clerk' }] }]
    const { program } = compileJob({ ...schema, lookupTables: tables }, 1)
    const source = program?.mappings[1]?.source
    assert.ok(source?.kind === 'expression')
    assert.equal(source.program.evaluate({ data: { title: '7' } }, sampleContext), 'Clerk')
  })

  test('reads manager also by the name that ends in .value', () => {
    const program = programOf([mapTo('manager', `[${enterpriseUserSchema}:manager.value]`)])
    assert.deepEqual(
      program.references.map(({ target }) => target.name),
      ['manager'],
    )
  })

  test('lists the attributes that an expression reads, each once', () => {
    const [, mapping] = programOf([mapTo('jobTitle', 'Join("-", [title], [nickName], [title])')]).mappings
    assert.deepEqual(
      mapping?.inputs.map(({ definition }) => definition.name),
      ['title', 'nickName'],
    )
  })

  test('lets null clear a single value through two gates, never a list or a reference', () => {
    const manager = `${enterpriseUserSchema}:manager`
    const source = ['title', 'nickName'].map((name) => sampleAttribute(name, { flowNullValues: true }))
    const reference = { ...sampleAttribute(manager, { flowNullValues: true }), type: 'Reference' as const }
    const open = { flowNullValues: true }
    const program = programOf(
      [
        mapTo('jobTitle', '[title]', open),
        mapTo('city', 'Join("", [title], [nickName])', open),
        mapTo('state', 'Join("", [title], [displayName])', open),
        mapTo('country', '"DE"', open),
        mapTo('otherMails', '[title]', open),
        mapTo('manager', `[${manager}]`, open),
        mapTo('department', '[title]'),
      ],
      { source: [...source, reference] },
    )
    assert.deepEqual(
      program.mappings.filter(({ clearsWithNull }) => clearsWithNull).map(({ target }) => target.name),
      ['jobTitle', 'city'],
    )
  })

  test('finds the person by the attribute that is declared as anchor', () => {
    const source = [sampleAttribute('externalId'), sampleAttribute('userName', { anchor: true })]
    assert.equal(programOf([], { source }).anchor({ externalId: 'E-1', userName: 'ann' }), 'ann')
  })
})
