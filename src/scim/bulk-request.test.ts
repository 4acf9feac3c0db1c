import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bulkLimits, parseBulkRequest } from './bulk-request.ts'
import { bulkRequestSchema, coreUserSchema } from './uris.ts'

type Json = { readonly [name: string]: unknown }

const data = { schemas: [coreUserSchema], externalId: 'E-1' }
const operation = { method: 'POST', path: '/Users', bulkId: '1', data }
const request = (changes: Json = {}) => ({ schemas: [bulkRequestSchema], Operations: [operation], ...changes })
const withOperation = (changes: Json) => request({ Operations: [operation, { ...operation, bulkId: '2', ...changes }] })
const withData = (changes: Json) => withOperation({ data: { ...data, externalId: 'E-2', ...changes } })

/** Code and place of every finding. */
function findingsOf(body: unknown): string[] {
  const result = parseBulkRequest(body)
  return result.kind === 'valid' ? [] : result.details.map(({ code, target }) => `${code} ${target}`)
}

function nested(depth: number): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < depth; level++) value = { a: value }
  return value
}

describe('a bulk request', () => {
  test('is read into its operations, in order', () => {
    const result = parseBulkRequest(withOperation({ data: { ...data, externalId: 'E-2' } }))
    assert.ok(result.kind === 'valid')
    assert.deepEqual(result.operations, [
      { bulkId: '1', data },
      { bulkId: '2', data: { ...data, externalId: 'E-2' } },
    ])
    assert.deepEqual(result.warnings, [])
  })

  test('may write names in any letter case, and whatever it likes in failOnErrors', () => {
    const lower = {
      SCHEMAS: [bulkRequestSchema],
      operations: [{ Method: 'post', PATH: '/users', bulkid: '1', Data: data }],
    }
    assert.deepEqual(findingsOf(lower), [])
    for (const failOnErrors of [null, 0, false, 'x']) assert.deepEqual(findingsOf(request({ failOnErrors })), [])
  })

  test('takes one to fifty operations', () => {
    const many = (count: number) => request({ Operations: Array.from({ length: count }, () => operation) })
    assert.deepEqual(findingsOf(many(bulkLimits.operationsMax)), [])
    assert.deepEqual(findingsOf(many(bulkLimits.operationsMax + 1)), ['OperationsLimitExceeded /Operations'])
    assert.deepEqual(findingsOf(many(0)), ['OperationsEmpty /Operations'])
  })

  test('warns of a repeated bulkId and of a missing externalId, and accepts them', () => {
    const { externalId: _, ...anonymous } = data
    const result = parseBulkRequest(request({ Operations: [operation, { ...operation, data: anonymous }] }))
    assert.ok(result.kind === 'valid')
    assert.deepEqual(
      result.warnings.map(({ code, target }) => `${code} ${target}`),
      ['BulkIdDuplicate /Operations/1/bulkId', 'ExternalIdMissing /Operations/1/data/externalId'],
    )
  })
})

describe('each violation has a code and a pointer', () => {
  const violations: readonly (readonly [body: unknown, finding: string])[] = [
    [null, 'JsonInvalid '],
    [[], 'JsonInvalid '],
    ['text', 'JsonInvalid '],
    [request({ schemas: undefined }), 'SchemasMissing /schemas'],
    [request({ schemas: bulkRequestSchema }), 'SchemasNotArray /schemas'],
    [request({ schemas: [] }), 'BulkRequestSchemaMissing /schemas'],
    [request({ schemas: [bulkRequestSchema, 'x'] }), 'BulkRequestSchemaMissing /schemas'],
    [request({ Operations: undefined }), 'OperationsMissing /Operations'],
    [request({ Operations: { 0: operation } }), 'OperationsMissing /Operations'],
    [request({ Operations: [operation, 'x'] }), 'OperationNotObject /Operations/1'],
    [withOperation({ method: 'PATCH' }), 'MethodUnsupported /Operations/1/method'],
    [withOperation({ method: undefined }), 'MethodUnsupported /Operations/1/method'],
    [withOperation({ path: '/Groups' }), 'PathUnsupported /Operations/1/path'],
    [withOperation({ bulkId: '' }), 'BulkIdMissing /Operations/1/bulkId'],
    [withOperation({ bulkId: 7 }), 'BulkIdMissing /Operations/1/bulkId'],
    [withOperation({ data: undefined }), 'DataMissing /Operations/1/data'],
    [withOperation({ data: [] }), 'DataMissing /Operations/1/data'],
    [withData({ schemas: undefined }), 'DataSchemasMissing /Operations/1/data/schemas'],
    [withData({ schemas: coreUserSchema }), 'SchemasNotArray /Operations/1/data/schemas'],
    [withData({ schemas: ['x', 1, null] }), 'DataSchemasMissing /Operations/1/data/schemas'],
    [withData({ a: ['x'.repeat(bulkLimits.stringLengthMax + 1)] }), 'ValueTooLong /Operations/1/data/a/0'],
    [withData({ 'a/b~': 'x'.repeat(bulkLimits.stringLengthMax + 1) }), 'ValueTooLong /Operations/1/data/a~1b~0'],
    [
      withData({ a: nested(bulkLimits.dataDepthMax) }),
      `DataTooDeep /Operations/1/data/a${'/a'.repeat(bulkLimits.dataDepthMax - 1)}`,
    ],
  ]
  for (const [index, [body, finding]] of violations.entries()) {
    test(`${index + 1}: ${finding}`, () => assert.deepEqual(findingsOf(body), [finding]))
  }

  test('and all of them are told at once, up to a limit', () => {
    const broken = { method: 'PUT', path: '/x', bulkId: 1 }
    assert.deepEqual(findingsOf({ Operations: [broken] }), [
      'SchemasMissing /schemas',
      'MethodUnsupported /Operations/0/method',
      'PathUnsupported /Operations/0/path',
      'BulkIdMissing /Operations/0/bulkId',
      'DataMissing /Operations/0/data',
    ])
    const many = Array.from({ length: bulkLimits.operationsMax }, () => broken)
    assert.equal(findingsOf({ Operations: many }).length, bulkLimits.detailsMax)
  })

  test('says why PowerShell sent a string for an array', () => {
    const result = parseBulkRequest(request({ schemas: bulkRequestSchema }))
    assert.match(result.kind === 'invalid' ? (result.details[0]?.message ?? '') : '', /PowerShell 5\.1/)
  })
})

describe('whatever is sent', () => {
  /** Arbitrary JSON, and requests of which some parts are arbitrary JSON. */
  const json = fc.jsonValue({ maxDepth: 4 })
  const part = (valid: unknown) => fc.oneof({ weight: 3, arbitrary: fc.constant(valid) }, json)
  const almost = fc.record(
    {
      schemas: part([bulkRequestSchema]),
      Operations: part(undefined).chain((other) =>
        other !== undefined
          ? fc.constant(other)
          : fc.array(
              fc.record(
                { method: part('POST'), path: part('/Users'), bulkId: part('1'), data: part(data) },
                { requiredKeys: [] },
              ),
              { maxLength: 3 },
            ),
      ),
    },
    { requiredKeys: [] },
  )

  test('nothing throws, and every finding has a code, a text and a pointer to a place in the request', () => {
    fc.assert(
      fc.property(fc.oneof(json, almost), (value) => {
        const body: unknown = JSON.parse(JSON.stringify(value) ?? 'null')
        const result = parseBulkRequest(body)
        if (result.kind === 'valid') return assert.ok(result.operations.length > 0)
        assert.ok(result.details.length > 0)
        for (const { code, message, target } of result.details) {
          assert.match(code, /^[A-Z][A-Za-z]+$/)
          assert.ok(message.length > 0)
          assert.match(target ?? 'none', /^(\/([^/~]|~[01])*)*$/)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('is refused without harm also when it is nested beyond all measure', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`)
    assert.deepEqual(findingsOf(request({ schemas: deep })), ['SchemasNotArray /schemas'])
    assert.deepEqual(findingsOf(withOperation({ method: deep, path: deep })), [
      'MethodUnsupported /Operations/1/method',
      'PathUnsupported /Operations/1/path',
    ])
    assert.equal(findingsOf(withData({ schemas: deep }))[0], 'SchemasNotArray /Operations/1/data/schemas')
    assert.match(findingsOf(withData({ a: deep }))[0] ?? '', /^DataTooDeep /)
  })
})
