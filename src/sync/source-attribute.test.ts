import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AttributeType } from '../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../scim/uris.ts'
import type { JsonObject } from '../std/json-object.ts'
import { sampleAttribute } from './samples.conformance.ts'
import { compileSourceAttribute } from './source-attribute.ts'

const compile = (name: string, type: AttributeType = 'String') =>
  compileSourceAttribute(sampleAttribute(name, { type }))
const read = (value: unknown, type?: AttributeType) => compile('a', type).read({ data: { a: value } })

describe('the value of a source attribute', () => {
  test('is text as it is, and no value when it is empty', () => {
    assert.equal(read(' x '), ' x ')
    assert.equal(read(''), null)
    assert.equal(read(null), null)
    assert.equal(compile('a').read({ data: {} }), undefined)
  })

  test('is text for a number, as clients send employee numbers', () => {
    assert.equal(read(701984), '701984')
    assert.equal(read(0), '0')
    assert.equal(read(1.5), '1.5')
  })

  test('is a Boolean for a Boolean attribute, also out of text', () => {
    for (const value of [true, 'true', 'TRUE', ' True ', '1', 1]) assert.equal(read(value, 'Boolean'), true)
    for (const value of [false, 'false', '0', 0]) assert.equal(read(value, 'Boolean'), false)
    assert.equal(read('perhaps', 'Boolean'), 'perhaps')
    assert.equal(read('', 'Boolean'), null)
    assert.equal(read(true), true)
  })

  test('is the list of its texts for an array', () => {
    assert.deepEqual(read(['a', 1, null, { b: 1 }, true]), ['a', '1', 'true'])
  })

  test('is the value of a complex attribute that is named as a whole', () => {
    assert.equal(read({ value: 'x', display: 'y' }), 'x')
    assert.equal(read({ display: 'y' }), undefined)
  })

  test('is the identifier of a reference, in either form', () => {
    assert.equal(read({ value: ' E-2 ' }, 'Reference'), 'E-2')
    assert.equal(read('E-2', 'Reference'), 'E-2')
    assert.equal(read({ value: 7 }, 'Reference'), '7')
    assert.equal(read({}, 'Reference'), undefined)
    for (const value of [null, '', ' ', { value: null }, { value: '' }]) assert.equal(read(value, 'Reference'), null)
  })
})

describe('presence', () => {
  const fate = (name: string, data: JsonObject) => {
    const attribute = compile(name)
    const record = { data }
    return [attribute.isPresent(record), attribute.isEnclosurePresent(record)]
  }

  test('of a simple attribute: its enclosure, the record, is always there', () => {
    assert.deepEqual(fate('title', { title: null }), [true, true])
    assert.deepEqual(fate('title', {}), [false, true])
  })

  test('of a member, an element and an extension follows what is around it', () => {
    const work = 'emails[type eq "work"].value'
    assert.deepEqual(fate('name.givenName', { name: {} }), [false, true])
    assert.deepEqual(fate('name.givenName', {}), [false, false])
    assert.deepEqual(fate(work, { emails: [{ type: 'home', value: 'x' }] }), [false, true])
    assert.deepEqual(fate(work, { emails: [{ type: 'work', value: null }] }), [true, true])
    assert.deepEqual(fate(work, {}), [false, false])
    assert.deepEqual(fate(`${enterpriseUserSchema}:department`, { [enterpriseUserSchema]: {} }), [false, true])
    assert.deepEqual(fate(`${enterpriseUserSchema}:department`, {}), [false, false])
    assert.deepEqual(fate(`${enterpriseUserSchema}:department`, { [`${enterpriseUserSchema}:department`]: 'x' }), [
      true,
      false,
    ])
  })
})
