import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { isIn } from '../model/find-type.ts'
import { routeTable } from '../route-table/index.ts'
import { toOpenApi } from './to-openapi.ts'

type Operation = {
  readonly operationId: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> }
  readonly responses: Readonly<Record<string, unknown>>
}

const origin = 'https://entrain.contoso.example'

for (const version of ['v1.0', 'beta'] as const) {
  describe(`the OpenAPI document of ${version}`, () => {
    const document = toOpenApi({ origin, version })
    const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>
    const operations = Object.values(paths).flatMap((path) => Object.values(path))

    test('is valid', async () => {
      const result = await new Validator().validate(JSON.parse(JSON.stringify(document)))
      assert.deepEqual(result.errors ?? [], [])
      assert.equal(result.valid, true)
    })

    test('refers only to what it has', () => {
      const text = JSON.stringify(document)
      const references = new Set(
        [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)].map(([, , name]) => name),
      )
      const has = new Set(Object.values(document.components).flatMap((part) => Object.keys(part)))
      assert.deepEqual(
        [...references].filter((name) => name === undefined || !has.has(name)),
        [],
      )
    })

    test('has every row of the route table, and nothing else', () => {
      const rows = routeTable.filter((row) => isIn(row, version))
      for (const { method, path, success } of rows) {
        assert.ok(paths[path]?.[method.toLowerCase()]?.responses[success], `${method} ${path}`)
      }
      assert.equal(operations.length, rows.length)
    })

    test('gives every operation a name of its own', () => {
      assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length)
    })

    test('asks for a token everywhere but where none is needed', () => {
      const open = Object.entries(paths).filter(([, path]) => path.get?.security.length === 0)
      assert.deepEqual(open.map(([path]) => path).sort(), ['/$metadata', '/openapi.json'])
    })

    test('knows the POST of bulkUpload, its media type and its permissions', () => {
      const upload = paths['/servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload']?.post
      assert.deepEqual(Object.keys(upload?.requestBody?.content ?? {}), ['application/scim+json'])
      assert.deepEqual(upload?.security, [
        { application: ['SynchronizationData-User.Upload.OwnedBy'] },
        { application: ['SynchronizationData-User.Upload'] },
        { delegated: ['SynchronizationData-User.Upload'] },
      ])
    })
  })
}
