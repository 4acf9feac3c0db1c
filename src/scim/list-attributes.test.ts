import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isJsonObject } from '../std/json-object.ts'
import { compileAttributePath } from './attribute-path.ts'
import { listAttributes } from './list-attributes.ts'

function namesOf(user: object): string[] {
  assert.ok(isJsonObject(user))
  return [...listAttributes(user)].map(({ names }) => names[0])
}

describe('listAttributes', () => {
  test('names values as mappings address them', () => {
    const user = {
      schemas: ['urn:x'],
      meta: { version: '1' },
      userName: 'ann',
      title: '',
      nickName: null,
      name: { middleName: 'M' },
      emails: [
        { type: 'home', value: 'a@fabrikam.example', primary: true, display: 'Home' },
        { value: 'nobody can tell which' },
      ],
      tags: ['x', 'y'],
      'urn:ietf:params:scim:schemas:extension:contoso:1.0:User': { HireDate: '2026-01-05', desk: { floor: 2 } },
      'urn:contoso:employee:badge': 'B-1',
    }
    assert.deepEqual(namesOf(user), [
      'userName',
      'name.middleName',
      'emails[type eq "home"].value',
      'tags',
      'urn:ietf:params:scim:schemas:extension:contoso:1.0:User:HireDate',
      'urn:ietf:params:scim:schemas:extension:contoso:1.0:User:desk.floor',
      'urn:contoso:employee:badge',
    ])
  })

  test('gives the other names by which the same value is read', () => {
    const manager = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const [first] = listAttributes({ [manager]: { manager: { value: 'E-1', $ref: 'x' } } })
    assert.deepEqual(first?.names, [`${manager}:manager`, `${manager}:manager.value`])
    const [role] = listAttributes({ roles: [{ type: 'job', primary: true, value: 'clerk' }] })
    assert.deepEqual(role?.names, ['roles[type eq "job"].value', 'roles[primary eq "True"].value'])
  })

  test('leads back to a value for every name that it gives, whatever is sent', () => {
    const scalar = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.boolean())
    const word = fc.stringMatching(/^[A-Za-z]\w{0,8}$/)
    const item = fc.record({ type: fc.string(), value: scalar, primary: fc.boolean() }, { requiredKeys: [] })
    const value = fc.oneof(scalar, fc.dictionary(word, scalar), fc.array(item), fc.array(scalar), fc.constant(null))
    fc.assert(
      fc.property(fc.dictionary(word, value), fc.dictionary(word, value), (core, extension) => {
        const user = { ...core, 'urn:contoso:1.0:User': extension }
        for (const { names } of listAttributes(user)) {
          assert.notEqual(compileAttributePath(names[0])(user), undefined, names[0])
        }
      }),
      { numRuns: 200 },
    )
  })
})
