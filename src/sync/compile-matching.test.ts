import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AttributeMapping } from '../model/synchronization-schema.ts'
import { compileJob } from './job-program.ts'
import { mapTo, type SampleSchemaOptions, sampleAttribute, sampleProgram, sampleSchema } from './samples.conformance.ts'

const first = { matchingPriority: 1 }

/** What is said against matching by this mapping. */
function problemOf(mapping: AttributeMapping, declared: Omit<SampleSchemaOptions, 'mappings'> = {}): string {
  const { problems } = compileJob(sampleSchema({ ...declared, mappings: [mapping] }), 1)
  const [problem, ...more] = problems
  assert.ok(problem !== undefined, 'it is taken')
  assert.deepEqual(more, [])
  assert.equal(problem.code, 'SchemaInvalid')
  assert.equal(problem.target, '/synchronizationRules/0/objectMappings/0/attributeMappings/0/matchingPriority')
  return problem.message
}

describe('the mappings to match by', () => {
  test('stand in order of precedence, whatever their order among the mappings', () => {
    const { matching } = sampleProgram({
      mappings: [
        mapTo('mail', '[userName]', { matchingPriority: 3 }),
        mapTo('jobTitle', '[title]'),
        mapTo('employeeId', '[externalId]', { matchingPriority: 1 }),
        mapTo('userPrincipalName', '[userName]', { matchingPriority: 2 }),
      ],
    })
    assert.deepEqual(
      matching.map(({ target }) => target.name),
      ['employeeId', 'userPrincipalName', 'mail'],
    )
  })

  test('are none that makes a unique value, however deep', () => {
    for (const expression of [
      'SelectUniqueValue([userName], [nickName])',
      'selectuniquevalue([userName], [nickName])',
      'X.UniqueValue(Join("", [userName], "{n}"))',
    ])
      assert.match(problemOf(mapTo('userPrincipalName', expression, first)), /makes a value that nobody has yet/)
  })

  test('are none of the on-premises extension attributes', () => {
    assert.match(problemOf(mapTo('extensionAttribute7', '[externalId]', first)), /onPremisesExtensionAttributes/)
  })

  test('have one value on both sides', () => {
    assert.match(problemOf(mapTo('otherMails', '[userName]', first)), /'otherMails' has several values/)
    const source = [sampleAttribute('badges', { multivalued: true })]
    assert.match(problemOf(mapTo('employeeId', '[badges]', first), { source }), /'badges' has several values/)
  })

  test('are neither references nor what cannot be read', () => {
    assert.match(problemOf(mapTo('manager', '[externalId]', first)), /refers to another object/)
    assert.match(problemOf(mapTo('passwordProfile.password', '[externalId]', first)), /cannot be read/)
  })

  test('may be directory extensions and members of complex properties', () => {
    const badge = `extension_${'0'.repeat(32)}_badge`
    const mappings = [
      mapTo(badge, '[externalId]', first),
      mapTo('employeeOrgData.costCenter', '[title]', { matchingPriority: 2 }),
    ]
    assert.equal(sampleProgram({ mappings, target: [sampleAttribute(badge)] }).matching.length, 2)
  })
})
