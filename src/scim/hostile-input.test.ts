import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compileAttributePath } from './attribute-path.ts'
import { bulkLimits, parseBulkRequest } from './bulk-request.ts'
import { bulkRequestSchema, coreUserSchema } from './uris.ts'

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

function parse(data: string, operation = '"method":"POST","path":"/Users","bulkId":"1"') {
  return parseBulkRequest(
    JSON.parse(`{"schemas":["${bulkRequestSchema}"],"Operations":[{${operation},"data":${data}}]}`),
  )
}

const codesOf = (result: ReturnType<typeof parseBulkRequest>) =>
  result.kind === 'invalid' ? result.details.map(({ code }) => code) : []

const user = (members: string) => `{"schemas":["${coreUserSchema}"],"externalId":"E-1",${members}}`

describe('parseBulkRequest', () => {
  test('answers what is nested beyond every stack', () => {
    const operation = `"method":${deep(100_000)},"path":"/Users","bulkId":"1"`
    assert.deepEqual(codesOf(parse(user('"title":"x"'), operation)), ['MethodUnsupported'])
    assert.deepEqual(codesOf(parse(user(`"title":${deep(100_000)}`))), ['DataTooDeep'])
    const envelope = parseBulkRequest(JSON.parse(`{"schemas":${deep(100_000)},"Operations":[]}`))
    assert.deepEqual(codesOf(envelope), ['SchemasNotArray', 'OperationsEmpty'])
  })

  test('stops looking once it has found as many faults as an answer names', () => {
    const faults = `[${new Array(100_000).fill('{}').join()}]`
    const nested = `${'[['.repeat(7)}${faults}${']]'.repeat(7)}`
    assert.equal(codesOf(parse(user(`"title":${nested}`))).length, bulkLimits.detailsMax)
  })

  test('refuses numbers whose digits would be lost, and takes all others', () => {
    for (const number of ['9007199254740993', '-12345678901234567890', '1e400'])
      assert.deepEqual(codesOf(parse(user(`"employeeNumber":${number}`))), ['NumberTooLarge'], number)
    for (const number of ['9007199254740991', '0.1', '-7'])
      assert.deepEqual(codesOf(parse(user(`"employeeNumber":${number}`))), [], number)
  })

  test('takes members named like parts of the language as mere data', () => {
    const result = parse(user('"__proto__":{"title":"x"},"constructor":"y","toString":1'))
    assert.ok(result.kind === 'valid')
    const { data } = result.operations[0] ?? assert.fail()
    assert.equal(compileAttributePath('title')(data), undefined)
    assert.equal(compileAttributePath('constructor')(data), 'y')
    assert.equal(compileAttributePath('valueOf')(data), undefined)
    assert.equal(compileAttributePath('__proto__.title')(data), 'x')
  })
})

describe('a filter inside an attribute name', () => {
  const work = compileAttributePath('emails[type eq "work"].value')

  test('passes over elements whose member is no scalar, or missing', () => {
    const emails = [
      { type: { toString: 'work' } },
      { type: null },
      {},
      { type: ['work'] },
      { type: 'WORK', value: 'a' },
    ]
    assert.equal(work({ emails }), 'a')
    assert.equal(compileAttributePath('emails[type eq "undefined"].value')({ emails: [{ value: 'a' }] }), undefined)
  })

  test('takes Booleans and numbers for their text', () => {
    assert.equal(
      compileAttributePath('roles[primary eq "True"].value')({ roles: [{ primary: true, value: 'a' }] }),
      'a',
    )
    assert.equal(compileAttributePath('roles[rank eq 1].value')({ roles: [{ rank: 1, value: 'a' }] }), 'a')
  })
})
