import type { JsonSchema } from './type-schema.ts'

const text = { type: 'string' }

/** Schemas that no type of the model describes. */
export const sharedSchemas: Readonly<Record<string, JsonSchema>> = {
  error: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: { ...text, description: 'For programs; see the reference of error codes.' },
          message: { ...text, description: 'For people: what is wrong and what to change.' },
          details: { type: 'array', items: { $ref: '#/components/schemas/errorDetail' } },
          innerError: {
            type: 'object',
            properties: { date: text, 'request-id': text, 'client-request-id': text },
          },
        },
      },
    },
  },
  errorDetail: {
    type: 'object',
    required: ['code', 'message'],
    properties: { code: text, message: text, target: { ...text, description: 'A property or a JSON pointer.' } },
  },
  reference: {
    type: 'object',
    required: ['@odata.id'],
    properties: { '@odata.id': { ...text, description: 'URL of the object at the other end.' } },
  },
  serviceDocument: {
    type: 'object',
    properties: {
      '@odata.context': text,
      value: { type: 'array', items: { type: 'object', properties: { name: text, kind: text, url: text } } },
    },
  },
  scimBulkRequest: {
    type: 'object',
    required: ['schemas', 'Operations'],
    properties: {
      schemas: { type: 'array', items: { const: 'urn:ietf:params:scim:api:messages:2.0:BulkRequest' }, minItems: 1 },
      failOnErrors: { type: ['integer', 'null'] },
      Operations: {
        type: 'array',
        minItems: 1,
        maxItems: 50,
        items: { $ref: '#/components/schemas/scimBulkOperation' },
      },
    },
  },
  scimBulkOperation: {
    type: 'object',
    required: ['method', 'bulkId', 'path', 'data'],
    properties: {
      method: { const: 'POST' },
      bulkId: { ...text, description: 'Names the operation in the provisioning log.' },
      path: { const: '/Users' },
      data: { type: 'object', description: 'A SCIM user; externalId tells people apart.' },
    },
  },
}
