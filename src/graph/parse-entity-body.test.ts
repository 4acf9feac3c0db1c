import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { EntrainError } from '../model/error.ts'
import { mergeChanges, parseEntityBody, type WritableType } from './parse-entity-body.ts'

const type: WritableType = {
  name: 'Group',
  properties: [
    { name: 'id', type: 'Edm.String', write: 'never' },
    { name: 'displayName', type: 'Edm.String', nullable: false, lengthMax: 10 },
    { name: 'description', type: 'Edm.String' },
    { name: 'isAssignableToRole', type: 'Edm.Boolean', write: 'create' },
    { name: 'groupTypes', type: 'Edm.String', collection: true, nullable: false, itemsMax: 2 },
    { name: 'createdDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'web', type: 'webApplication' },
    { name: 'visibility', type: 'visibility' },
  ],
  required: ['displayName'],
  findComplex: (name) =>
    name === 'webApplication' ? { properties: [{ name: 'homePageUrl', type: 'Edm.String' }] } : undefined,
  findEnum: (name) => (name === 'visibility' ? ['Private', 'Public'] : undefined),
  findOpen: (name) => (name.startsWith('extension_') ? { name, type: 'Edm.String' } : undefined),
}

function refusal(body: unknown, use: 'create' | 'update' = 'update'): string {
  try {
    parseEntityBody(body, type, use)
  } catch (error) {
    assert.ok(error instanceof EntrainError)
    return `${error.code} ${error.details[0]?.target ?? ''}: ${error.message}`
  }
  return 'accepted'
}

describe('parseEntityBody', () => {
  test('takes names in any letter case, ignores id and annotations, and reads binds apart', () => {
    const body = {
      ID: 'x',
      DisplayName: 'Payroll',
      '@odata.type': '#microsoft.graph.group',
      'owners@odata.bind': ['https://graph.microsoft.com/v1.0/users/1'],
      extension_1_code: 'K',
      web: { HomePageUrl: 'https://fabrikam.example' },
      visibility: 'PRIVATE',
    }
    assert.deepEqual(parseEntityBody(body, type, 'create'), {
      properties: {
        displayName: 'Payroll',
        extension_1_code: 'K',
        web: { homePageUrl: 'https://fabrikam.example' },
        visibility: 'Private',
      },
      binds: { owners: ['https://graph.microsoft.com/v1.0/users/1'] },
    })
  })

  test('an empty text clears a nullable property', () => {
    assert.deepEqual(parseEntityBody({ description: '' }, type, 'update').properties, { description: null })
  })

  test('names what is wrong', () => {
    assert.match(refusal({}, 'create'), /invalidValue displayName: A value is required/)
    assert.match(refusal({ nickname: 'x' }), /invalidValue nickname: Invalid property 'nickname'/)
    assert.match(refusal({ createdDateTime: '2026-01-01' }), /read-only/)
    assert.match(refusal({ isAssignableToRole: true }), /read-only/)
    assert.match(refusal({ displayName: null }), /displayName: Invalid value/)
    assert.match(refusal({ displayName: 'x'.repeat(11) }), /11 characters, at most 10/)
    assert.match(refusal({ groupTypes: ['a', 'b', 'c'] }), /3 items, at most 2/)
    assert.match(refusal({ groupTypes: ['a', 1] }), /groupTypes\/1/)
    assert.match(refusal({ web: { color: 'x' } }), /web\/color/)
    assert.match(refusal({ visibility: 'Secret' }), /badRequest visibility: Requested value 'Secret' was not found/)
    assert.match(refusal([]), /badRequest/)
    assert.equal(refusal({ isAssignableToRole: true, displayName: 'x' }, 'create'), 'accepted')
  })

  test('reads or refuses any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => typeof refusal(body) === 'string'))
  })
})

describe('mergeChanges', () => {
  test('merges members of complex values and replaces everything else', () => {
    const stored = { web: { homePageUrl: 'a', logoutUrl: 'b' }, tags: ['x'], note: 'n' }
    const changes = { web: { homePageUrl: null }, tags: [], note: null }
    assert.deepEqual(mergeChanges(stored, changes), {
      web: { homePageUrl: null, logoutUrl: 'b' },
      tags: [],
      note: null,
    })
  })
})
