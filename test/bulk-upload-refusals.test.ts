import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { upload } from './journey.ts'
import { type Answer, bulkRequest, type Json, newcomer, openWorld, person, type World } from './world.ts'

interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly details?: readonly Json[] }
}

function findings(answer: Answer): readonly string[] {
  const { error } = answer.json<ErrorBody>()
  assert.equal(answer.status, 400)
  assert.equal(error.code, 'InvalidDataFormat')
  assert.equal(error.message, 'Invalid Data Format')
  return (error.details ?? []).map(({ code, target }) => `${code} ${target}`)
}

async function assertNothingStaged(world: World): Promise<void> {
  assert.deepEqual((await world.get(`${world.jobPath}/uploads`)).value, [])
}

/** A valid request whose only operation is changed. */
function altered(change: Json): string {
  const request = JSON.parse(bulkRequest(newcomer('E-1')))
  Object.assign(request.Operations[0], change)
  return JSON.stringify(request)
}

describe('what bulkUpload refuses', () => {
  test('line 2: 51 operations are refused and nothing is staged', async () => {
    await using world = await openWorld()
    const people = Array.from({ length: 51 }, (_, index) => newcomer(`E-${index}`))
    assert.deepEqual(findings(await upload(world, bulkRequest(...people))), ['OperationsLimitExceeded /Operations'])
    assert.deepEqual(findings(await upload(world, bulkRequest())), ['OperationsEmpty /Operations'])
    await assertNothingStaged(world)
  })

  test('line 3: another content type is refused, and the answer names the header to send', async () => {
    await using world = await openWorld()
    for (const type of ['application/json', 'text/plain', 'application/json, application/scim+json']) {
      const answer = await upload(world, bulkRequest(newcomer('E-1')), { headers: { 'content-type': type } })
      assert.deepEqual(findings(answer), ['ContentTypeUnsupported Content-Type'], type)
      assert.match(answer.text, /Content-Type: application\/scim\+json/)
    }
    const answer = await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, { body: bulkRequest(newcomer('E-1')) })
    assert.deepEqual(findings(answer), ['ContentTypeMissing Content-Type'])
    await assertNothingStaged(world)
  })

  test('line 4: schemas as text are refused, with what PowerShell has to do with it', async () => {
    await using world = await openWorld()
    const urn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
    const envelope = await upload(world, JSON.stringify({ ...JSON.parse(bulkRequest(newcomer('E-1'))), schemas: urn }))
    assert.deepEqual(findings(envelope), ['SchemasNotArray /schemas'])
    assert.match(envelope.text, /PowerShell 5\.1 flattens arrays of one element/)
    const data = await upload(
      world,
      bulkRequest(newcomer('E-1', { schemas: 'urn:ietf:params:scim:schemas:core:2.0:User' })),
    )
    assert.deepEqual(findings(data), ['SchemasNotArray /Operations/0/data/schemas'])
    await assertNothingStaged(world)
  })

  test('line 5: other methods and other paths are refused, each with its place', async () => {
    await using world = await openWorld()
    const changes = [
      [{ method: 'PATCH' }, 'MethodUnsupported /Operations/0/method'],
      [{ path: '/Groups' }, 'PathUnsupported /Operations/0/path'],
      [{ path: '/Users/1' }, 'PathUnsupported /Operations/0/path'],
    ] as const
    for (const [change, finding] of changes) {
      const answer = await upload(world, altered(change))
      assert.deepEqual(findings(answer), [finding])
    }
    await assertNothingStaged(world)
  })

  test('everything that is wrong with a request is said at once, by JSON pointer', async () => {
    await using world = await openWorld()
    const body = {
      Operations: [
        { method: 'POST', path: '/Users', bulkId: '1', data: person('E-1') },
        { method: 'DELETE', path: '/Groups', data: { externalId: 'E-2' } },
        'E-3',
      ],
    }
    assert.deepEqual(findings(await upload(world, JSON.stringify(body))), [
      'SchemasMissing /schemas',
      'MethodUnsupported /Operations/1/method',
      'PathUnsupported /Operations/1/path',
      'BulkIdMissing /Operations/1/bulkId',
      'DataSchemasMissing /Operations/1/data/schemas',
      'OperationNotObject /Operations/2',
    ])
    for (const text of ['', '{', '[]', 'null', '\u0000']) {
      assert.deepEqual(findings(await upload(world, text)), ['JsonInvalid '], text)
    }
    assert.deepEqual(findings(await upload(world, Buffer.from([0x7b, 0xff, 0x7d]))), ['JsonInvalid '])
    await assertNothingStaged(world)
  })

  test('a body beyond the limit is answered with 413, packed or not', async () => {
    await using world = await openWorld({ bodyBytesMax: 20_000 })
    const body = bulkRequest(newcomer('E-1', { title: 'x'.repeat(30_000) }))
    for (const [bytes, headers] of [
      [body, {}],
      [gzipSync(body), { 'content-encoding': 'gzip' }],
    ] as const) {
      const answer = await upload(world, bytes, { headers })
      assert.equal(answer.status, 413)
      assert.match(answer.json<ErrorBody>().error.message, /20000 bytes/)
    }
  })

  test('other verbs are answered with 405, Allow and a JSON error', async () => {
    await using world = await openWorld()
    for (const method of ['GET', 'PATCH', 'DELETE', 'PUT']) {
      const answer = await world.send(method, `/v1.0${world.jobPath}/bulkUpload`)
      assert.equal(answer.status, 405, method)
      assert.equal(answer.headers.allow, 'POST, OPTIONS')
      assert.match(answer.json<ErrorBody>().error.message, new RegExp(`^The method ${method} is not allowed`))
    }
  })
})
