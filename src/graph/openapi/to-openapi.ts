import type { GraphVersion } from '../model/definition.ts'
import { isIn } from '../model/find-type.ts'
import { routeTable } from '../route-table/index.ts'
import type { RouteRow } from '../route-table/route-row.ts'
import { toSecurity, toSecuritySchemes } from './access.ts'
import { sharedParameters, toQueryParameters } from './query-parameters.ts'
import { type AnswerOf, answerOf, type BodyOf, bodyOf } from './row-types.ts'
import { sharedSchemas } from './shared-schemas.ts'
import { type JsonSchema, toTypeSchemas, toValueSchema, typeReference } from './type-schema.ts'

export interface ApiPlace {
  /** Origin that clients use, without a trailing slash. */
  readonly origin: string
  readonly version: GraphVersion
}

/** The API as an OpenAPI 3.1 document (ours), from the route table and the model. */
export function toOpenApi({ origin, version }: ApiPlace) {
  const rows = routeTable.filter((row) => isIn(row, version))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Entrain',
      version,
      description: 'API-driven inbound provisioning that speaks Microsoft Graph.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${origin}/${version}` }],
    paths: toPaths(rows, version),
    components: {
      schemas: { ...sharedSchemas, ...toTypeSchemas(version) },
      parameters: sharedParameters,
      responses: {
        error: {
          description: 'The request was refused, or the service failed.',
          headers: {
            'Retry-After': { description: 'Seconds to wait, with 429 and 503.', schema: { type: 'integer' } },
          },
          content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } },
        },
      },
      securitySchemes: toSecuritySchemes(origin),
    },
  }
}

function toPaths(rows: readonly RouteRow[], version: GraphVersion) {
  const byPath = Map.groupBy(rows, ({ path }) => path)
  return Object.fromEntries(
    [...byPath].map(([path, same]) => [
      path,
      Object.fromEntries(same.map((row) => [row.method.toLowerCase(), toOperation(row, version)])),
    ]),
  )
}

function toOperation(row: RouteRow, version: GraphVersion) {
  const answer = answerOf(row)
  const body = toRequestBody(bodyOf(row, version))
  const { path, delegatedRoles, isOurs } = row
  return {
    operationId: toOperationId(row),
    tags: [path.split('/')[1] || 'metadata'],
    parameters: [...toPathParameters(path), ...(row.method === 'GET' ? toQueryParameters(answer, version) : [])],
    ...(body && { requestBody: body }),
    responses: {
      [row.success]: toResponse(row, answer),
      '4XX': { $ref: '#/components/responses/error' },
      '5XX': { $ref: '#/components/responses/error' },
    },
    security: toSecurity(row),
    ...(delegatedRoles && delegatedRoles.length > 0 && { 'x-delegated-roles': delegatedRoles }),
    ...(isOurs && { 'x-entrain': true }),
  }
}

/** `GET /users/{id}/manager/$ref` becomes `get-users-id-manager-ref`. */
export function toOperationId({ method, path }: Pick<RouteRow, 'method' | 'path'>): string {
  const names = path.split('/').filter((segment) => segment !== '')
  return [method.toLowerCase(), ...names.map((name) => name.replaceAll(/[${}]/g, ''))].join('-')
}

function toPathParameters(path: string): readonly object[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
}

function toRequestBody(body: BodyOf) {
  switch (body.kind) {
    case 'none':
      return undefined
    case 'bulkRequest':
      return toContent({ $ref: '#/components/schemas/scimBulkRequest' }, 'application/scim+json')
    case 'reference':
      return toContent({ $ref: '#/components/schemas/reference' })
    case 'object':
      return { ...toContent({ type: 'object' }), required: false }
    case 'type':
      if (body.type === 'Edm.Stream') return toContent({}, 'application/octet-stream')
      return toContent(typeReference(body.type))
    case 'parameters': {
      const { parameters } = body.operation
      const properties = Object.fromEntries(parameters.map((value) => [value.name, toValueSchema(value)]))
      const required = parameters.filter(({ nullable }) => nullable === false).map(({ name }) => name)
      return toContent({ type: 'object', properties, ...(required.length > 0 && { required }) })
    }
  }
}

function toContent(schema: JsonSchema, mediaType = 'application/json') {
  return { required: true, content: { [mediaType]: { schema } } }
}

function toResponse({ success, path }: RouteRow, answer: AnswerOf) {
  const location = { Location: { description: 'Where it can be read.', schema: { type: 'string', format: 'uri' } } }
  return {
    description: descriptions[success],
    ...((success === 201 || success === 202) && { headers: location }),
    ...(answer.kind !== 'none' && { content: toAnswerContent(answer, path) }),
  }
}

const descriptions = { 200: 'Done.', 201: 'Created.', 202: 'Accepted: it happens later.', 204: 'Done; no content.' }
const text = { type: 'string' }

function toAnswerContent(answer: Exclude<AnswerOf, { kind: 'none' }>, path: string) {
  switch (answer.kind) {
    case 'count':
      return { 'text/plain': { schema: { type: 'integer' } } }
    case 'document':
      return toDocumentContent(path)
    case 'reference':
      return { 'application/json': { schema: { $ref: '#/components/schemas/reference' } } }
    case 'entity':
      return { 'application/json': { schema: toEntitySchema(answer.type) } }
    case 'value':
      return toJsonObject({ value: typeReference(answer.type) })
    case 'collection':
      return toJsonObject({
        ...(answer.isDelta ? { '@odata.deltaLink': text } : { '@odata.count': { type: 'integer' } }),
        '@odata.nextLink': text,
        value: { type: 'array', items: typeReference(answer.type) },
      })
  }
}

function toDocumentContent(path: string) {
  if (path.endsWith('.json')) return { 'application/json': { schema: { type: 'object' } } }
  if (path.endsWith('/$metadata')) return { 'application/xml': { schema: text } }
  return path.endsWith('/$value') ? { 'text/plain': { schema: text } } : { 'application/octet-stream': {} }
}

function toEntitySchema(type: string): JsonSchema {
  return type === 'serviceDocument' ? { $ref: '#/components/schemas/serviceDocument' } : typeReference(type)
}

function toJsonObject(properties: Readonly<Record<string, JsonSchema>>) {
  return { 'application/json': { schema: { type: 'object', properties: { '@odata.context': text, ...properties } } } }
}
