import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { enterpriseUserSchema } from '../scim/uris.ts'
import type { JsonObject } from '../std/json-object.ts'
import { concealSources, sharesSource } from './conceal.ts'
import { sampleAttribute } from './samples.conformance.ts'
import { compileSourceAttribute } from './source-attribute.ts'

const conceal = (data: JsonObject, ...hidden: string[]) => concealSources(data, new Set(hidden))

describe('concealSources', () => {
  test('hides the value and nothing else', () => {
    assert.deepEqual(conceal({ title: 's', name: { givenName: 'Ana', familyName: 's' } }, 'title', 'name.familyName'), {
      title: '[Redact]',
      name: { givenName: 'Ana', familyName: '[Redact]' },
    })
  })

  test('hides whole complex attributes and lists, and leaves null and what is absent', () => {
    assert.deepEqual(
      conceal({ name: { givenName: 's' }, emails: [{ value: 's' }], title: null }, 'name', 'emails', 'title', 'x'),
      {
        name: '[Redact]',
        emails: '[Redact]',
        title: null,
      },
    )
  })

  test('hides the attribute in all elements of a list, also those that the filter would not choose', () => {
    const emails = [{ type: 'work', value: 's' }, { type: 'home', value: 's' }, 's']
    assert.deepEqual(conceal({ emails }, 'emails[type eq "work"].value'), {
      emails: [{ type: 'work', value: '[Redact]' }, { type: 'home', value: '[Redact]' }, '[Redact]'],
    })
  })

  test('hides extension attributes in both forms of addressing', () => {
    const name = `${enterpriseUserSchema}:costCenter`
    const data = { [enterpriseUserSchema]: { costCenter: 's', division: 'd' }, [name]: 's' }
    assert.deepEqual(conceal(data, name), {
      [enterpriseUserSchema]: { costCenter: '[Redact]', division: 'd' },
      [name]: '[Redact]',
    })
  })

  test('hides names of another letter case, which a client may have meant', () => {
    assert.deepEqual(conceal({ Title: 's' }, 'title'), { Title: '[Redact]' })
  })

  test('leaves nothing for the reader of the attribute, whatever the record looks like', () => {
    const names = ['title', 'name.givenName', 'emails[type eq "work"].value', `${enterpriseUserSchema}:manager`]
    const attributes = names.map((name) => compileSourceAttribute(sampleAttribute(name)))
    const value = fc.oneof(fc.constant('secret'), fc.constant(['secret']), fc.constant({ value: 'secret' }))
    const record = fc.record(
      {
        title: value,
        name: fc.oneof(value, fc.record({ givenName: value })),
        emails: fc.oneof(value, fc.array(fc.record({ type: fc.constantFrom('work', 'home'), value }))),
        [enterpriseUserSchema]: fc.oneof(value, fc.record({ manager: value })),
        [`${enterpriseUserSchema}:manager`]: value,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(record, (data) => {
        const shown = { data: conceal(data, ...names) }
        for (const attribute of attributes) assert.ok(!JSON.stringify(attribute.read(shown) ?? '').includes('secret'))
      }),
      { numRuns: 300 },
    )
  })
})

describe('sharesSource', () => {
  test('knows the parts of an attribute, and takes no other for one', () => {
    assert.ok(sharesSource('name', 'name.givenName'))
    assert.ok(sharesSource('emails[type eq "work"].value', 'emails'))
    assert.ok(sharesSource(`${enterpriseUserSchema}:manager.value`, `${enterpriseUserSchema}:manager`))
    assert.ok(!sharesSource('name.givenName', 'name.familyName'))
    assert.ok(!sharesSource('nameX', 'name'))
    assert.ok(!sharesSource(`${enterpriseUserSchema}:department`, 'department'))
  })
})
