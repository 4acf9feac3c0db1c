import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '../std/json-object.ts'
import { attributePathLengthMax, compileAttributePath } from './attribute-path.ts'
import { enterpriseUserSchema } from './uris.ts'

const user: JsonObject = {
  userName: 'ann',
  title: null,
  name: { givenName: 'Ann', familyName: null },
  nickName: 'A',
  emails: [
    { type: 'home', value: 'home@contoso.example' },
    { type: 'Work', value: 'first@contoso.example' },
    { type: 'work', value: 'second@contoso.example' },
  ],
  roles: [
    { primary: false, value: 'r1' },
    { primary: true, value: 'r2' },
  ],
  photos: { type: 'photo', value: 'https://contoso.example/a.png' },
  addresses: null,
  [enterpriseUserSchema]: { department: 'Finance', manager: { value: 'E-2' } },
  'urn:contoso:employee': { HireDate: '2026-01-05' },
  'urn:contoso:employee:JobCode': 'J1',
}
const read = (path: string, record = user) => compileAttributePath(path)(record)

describe('an attribute path', () => {
  test('finds simple attributes and members, by exact name or by another letter case', () => {
    assert.equal(read('userName'), 'ann')
    assert.equal(read('USERNAME'), 'ann')
    assert.equal(read('name.givenName'), 'Ann')
    assert.equal(read('Name.GivenName'), 'Ann')
    assert.equal(read('userName', { USERNAME: 'other', userName: 'exact' }), 'exact')
  })

  test('tells null from absent', () => {
    assert.equal(read('title'), null)
    assert.equal(read('name.familyName'), null)
    assert.equal(read('name.middleName'), undefined)
    assert.equal(read('locale'), undefined)
    assert.equal(read('title.x'), null)
    assert.equal(read('userName.x'), undefined)
  })

  test('takes the first element that satisfies the filter, letter case ignored', () => {
    assert.equal(read('emails[type eq "work"].value'), 'first@contoso.example')
    assert.equal(read('emails[TYPE EQ "WORK"].value'), 'first@contoso.example')
    assert.equal(read('emails[type eq "other"].value'), undefined)
    assert.deepEqual(read('emails[type eq "home"]'), { type: 'home', value: 'home@contoso.example' })
  })

  test('compares Booleans in the filter, quoted or bare', () => {
    for (const value of ['"True"', '"true"', 'true', 'True'])
      assert.equal(read(`roles[primary eq ${value}].value`), 'r2')
  })

  test('takes a single object for a list of one, and null for no list', () => {
    assert.equal(read('photos[type eq "photo"].value'), 'https://contoso.example/a.png')
    assert.equal(read('addresses[type eq "work"].country'), null)
  })

  test('finds attributes of extensions, nested and flattened', () => {
    assert.equal(read(`${enterpriseUserSchema}:department`), 'Finance')
    assert.deepEqual(read(`${enterpriseUserSchema}:manager`), { value: 'E-2' })
    assert.equal(read(`${enterpriseUserSchema}:manager.value`), 'E-2')
    assert.equal(read(`${enterpriseUserSchema.toUpperCase()}:department`), 'Finance')
    assert.equal(read('urn:contoso:employee:HireDate'), '2026-01-05')
    assert.equal(read('urn:contoso:employee:JobCode'), 'J1')
    assert.equal(read('urn:contoso:nobody:x'), undefined)
  })

  test('never finds what only the prototype has', () => {
    for (const path of ['constructor', 'toString', '__proto__', 'name.constructor', 'emails.length'])
      assert.equal(read(path), undefined, path)
  })

  test('is read as one name when it is no path, and finds nothing when it is too long', () => {
    assert.equal(read('a[b', { 'a[b': 1 }), 1)
    assert.equal(
      read('x'.repeat(attributePathLengthMax + 1), { ['x'.repeat(attributePathLengthMax + 1)]: 1 }),
      undefined,
    )
  })

  test('never throws, whatever the path and the record', () => {
    const path = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.stringMatching(/^[a-c.[\]" eq:]{0,30}$/),
      fc.constantFrom('a.b', 'a[b eq "c"].d', 'urn:a:b', 'a[b eq "c"]'),
    )
    const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'urn:a'), fc.jsonValue())
    fc.assert(fc.property(path, record, (text, value) => void compileAttributePath(text)(value)))
  })
})
