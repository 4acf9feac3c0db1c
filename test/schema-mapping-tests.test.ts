import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Document,
  mappingOf,
  objectMappingOf,
  putSchema,
  readSchema,
  refusedPut,
  sendJson,
} from './schema-document.ts'
import { newcomer, openWorld, person } from './world.ts'

const at = '/synchronizationRules/0/objectMappings/0/mappingTests/0'

describe('mapping tests', () => {
  test('that pass let a schema be saved, are kept with it and compare what a new account would get', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    mappingOf(schema, 'employeeType').source = {
      expression: 'IIF(DateDiff("d", Now(), CDate([urn:contoso:employee:start])) > 0, "Future", "Current")',
    }
    schema.directories[0].objects[0].attributes.push({ name: 'urn:contoso:employee:start' })
    objectMappingOf(schema).mappingTests = [
      {
        name: 'somebody who starts in March',
        now: '2026-02-01T00:00:00Z',
        record: newcomer('E-1', {
          title: 'Clerk',
          active: undefined,
          emails: [{ type: 'work', value: 'e1@fabrikam.example' }],
          'urn:contoso:employee': { start: '2026-03-01' },
        }),
        expected: {
          inScope: true,
          attributes: {
            employeeId: 'E-1',
            userPrincipalName: 'e-1@fabrikam.example',
            accountEnabled: 'True',
            jobTitle: 'Clerk',
            department: null,
            employeeType: 'Future',
          },
        },
      },
      {
        name: 'the same person in April, without schemas',
        now: '2026-04-01T00:00:00Z',
        record: { externalId: 'E-1', 'urn:contoso:employee:start': '2026-03-01' },
        expected: { attributes: { employeeType: 'Current', companyName: null } },
      },
    ]
    await putSchema(world, schema)
    assert.equal(objectMappingOf(await readSchema(world)).mappingTests.length, 2)
    const { testResults } = (await sendJson(world, 'POST', '/validate')).json<Document>()
    assert.deepEqual(
      testResults.map(({ name, passed, inScope }: Document) => [name, passed, inScope]),
      [
        ['somebody who starts in March', true, true],
        ['the same person in April, without schemas', true, true],
      ],
    )
  })

  test('that fail refuse the schema, with what is expected, what comes and where it is written', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    const expected = {
      inScope: false,
      attributes: { jobTitle: 'Chief', 'passwordProfile.password': 'other', city: 'Oslo' },
    }
    mappingOf(schema, 'passwordProfile.password').source = { type: 'Constant', name: 'Secret-123' }
    objectMappingOf(schema).mappingTests = [{ name: 'a clerk', record: person('E-1', { title: 'Clerk' }), expected }]
    const details = await refusedPut(world, schema)
    assert.deepEqual(
      details.map(({ code, target, message }) => [code, target, message]),
      [
        [
          'MappingTestFailed',
          `${at}/expected/inScope`,
          "The mapping test 'a clerk' expects inScope = 'False' and gets 'True'.",
        ],
        [
          'MappingTestFailed',
          `${at}/expected/attributes/jobTitle`,
          "The mapping test 'a clerk' expects jobTitle = 'Chief' and gets 'Clerk'.",
        ],
        [
          'MappingTestFailed',
          `${at}/expected/attributes/passwordProfile.password`,
          "The mapping test 'a clerk' expects passwordProfile.password = 'other' and gets '[Redact]'.",
        ],
        [
          'MappingTestFailed',
          `${at}/expected/attributes/city`,
          "The mapping test 'a clerk' expects city = 'Oslo' and gets no value.",
        ],
      ],
    )
    assert.equal((await readSchema(world)).version, 'v1')
  })

  test('say why a record is left alone, and guard the scope', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    const clause = { sourceOperandName: 'userType', operatorName: 'EQUALS', targetOperand: { values: ['Employee'] } }
    objectMappingOf(schema).scope = { groups: [{ name: 'Staff', clauses: [clause] }] }
    objectMappingOf(schema).mappingTests = [
      { name: 'guest', record: person('E-1', { userType: 'Guest' }), expected: { inScope: false, attributes: {} } },
      { name: 'nobody', record: { userType: 'Employee' }, expected: { inScope: true, attributes: {} } },
    ]
    const [detail, ...others] = await refusedPut(world, schema)
    assert.deepEqual(others, [])
    assert.match(detail?.message ?? '', /'nobody'.*Source identifier of an entry cannot be empty/)
  })

  test('that cannot be read are named like anything else in the document', async () => {
    await using world = await openWorld()
    const schema = await readSchema(world)
    objectMappingOf(schema).mappingTests = [
      { record: 'x', now: 'soon', expected: { attributes: { city: { a: 1 } }, inScope: 'perhaps' } },
    ]
    const targets = (await refusedPut(world, schema)).map(({ target }) => target)
    assert.deepEqual(targets.sort(), [
      `${at}/expected/attributes`,
      `${at}/expected/inScope`,
      `${at}/name`,
      `${at}/now`,
      `${at}/record`,
    ])
  })
})
