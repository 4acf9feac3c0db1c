import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { directoryTemplate } from '../templates/directory-template.ts'
import { AttributeTally, tallyLimits, toDefinition } from './attribute-tally.ts'

const schema = directoryTemplate.schemaFor('job')
const contoso = 'urn:ietf:params:scim:schemas:extension:contoso:1.0:User'

function tallyOf(...users: object[]) {
  const tally = new AttributeTally()
  for (const user of users) tally.add({ ...user })
  return tally.compareWith(schema)
}

describe('AttributeTally', () => {
  test('tells apart what is mapped, what is declared only, and what nobody declared', () => {
    const { undeclared, unmapped } = tallyOf(
      { externalId: 'E-1', displayName: 'Ann', nickName: 'An', [contoso]: { HireDate: '2026-01-05', Level: 3 } },
      { externalId: 'e-1', DISPLAYNAME: 'Ann', [contoso]: { HireDate: '2026-01-05T08:00:00Z' } },
      { externalId: 'E-2', [contoso]: { HireDate: '2025-02-01', Level: 4, Remote: true } },
    )
    assert.deepEqual(
      undeclared.map(({ name, count, people, suggestedType }) => [name, count, people, suggestedType]),
      [
        [`${contoso}:HireDate`, 3, 2, 'DateTime'],
        [`${contoso}:Level`, 2, 2, 'Integer'],
        [`${contoso}:Remote`, 1, 1, 'Boolean'],
      ],
    )
    assert.deepEqual(
      unmapped.map(({ name, sample }) => [name, sample]),
      [['nickName', 'An']],
    )
  })

  test('knows mapped attributes by every way of addressing them', () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const { undeclared, unmapped } = tallyOf({
      externalId: 'E-1',
      emails: [{ type: 'Work', value: 'a@fabrikam.example' }],
      [enterprise]: { manager: { value: 'E-2', $ref: '../E-2' } },
    })
    assert.deepEqual([undeclared, unmapped], [[], []])
  })

  test('shortens samples and shows none of what looks like a secret', () => {
    const { undeclared } = tallyOf({
      note: 'x'.repeat(100),
      password: 'p',
      apiKey: 'k',
      pin: '1',
      pinCode2: '2',
      opinion: 'o',
    })
    const samples = Object.fromEntries(undeclared.map(({ name, sample }) => [name, sample]))
    assert.equal(samples.note?.length, tallyLimits.sampleCharactersMax + 1)
    assert.deepEqual([samples.password, samples.apiKey, samples.pin], [null, null, null])
    assert.equal(samples.opinion, 'o')
  })

  test('falls back to String where values differ in kind, and sees lists', () => {
    const { undeclared } = tallyOf({ level: 1, tags: ['a', 'b'] }, { level: 'high' })
    assert.deepEqual(
      undeclared.map(toDefinition).map(({ name, type, multivalued }) => [name, type, multivalued]),
      [
        ['level', 'String', false],
        ['tags', 'String', true],
      ],
    )
  })

  test('stops at its limits', () => {
    const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`attribute${index}`, 'x']))
    assert.equal(tallyOf(wide).undeclared.length, tallyLimits.attributesMax)
  })
})
