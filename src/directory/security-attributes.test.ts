import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changeSecurityAttributes, type SecurityAttributeDefinition } from './security-attributes.ts'

function define(name: string, rest: Partial<SecurityAttributeDefinition> = {}): SecurityAttributeDefinition {
  return {
    id: `Engineering_${name}`,
    attributeSet: 'Engineering',
    name,
    type: 'String',
    isCollection: false,
    status: 'Available',
    usePreDefinedValuesOnly: false,
    allowedValues: [],
    ...rest,
  }
}

const definitions = [
  define('Project', { isCollection: true }),
  define('Level', { type: 'Integer' }),
  define('Certified', { type: 'Boolean' }),
  define('Site', {
    usePreDefinedValuesOnly: true,
    allowedValues: [
      { id: 'North', isActive: true },
      { id: 'South', isActive: false },
    ],
  }),
  define('Old', { status: 'Deprecated' }),
  define('Note'),
]

const change = (attributes: object, stored: unknown = null) =>
  changeSecurityAttributes({ definitions, stored, changes: { Engineering: attributes } })

describe('custom security attributes of an object', () => {
  test('are kept in the spelling of their definition, with the annotations of their types', () => {
    const outcome = changeSecurityAttributes({
      definitions,
      stored: null,
      changes: {
        engineering: {
          '@odata.type': '#Microsoft.DirectoryServices.CustomSecurityAttributeValue',
          'project@odata.type': '#Collection(String)',
          project: ['Baker', 'Baker', 'Cascade'],
          'Level@odata.type': '#Int32',
          Level: 3,
          Certified: true,
        },
      },
    })
    assert.deepEqual(outcome, {
      kind: 'fits',
      values: {
        Engineering: {
          'Project@odata.type': '#Collection(String)',
          Project: ['Baker', 'Cascade'],
          'Level@odata.type': '#Int32',
          Level: 3,
          Certified: true,
        },
      },
    })
  })

  test('stay when a change does not name them; null and the empty list remove one', () => {
    const stored = { Engineering: { 'Project@odata.type': '#Collection(String)', Project: ['Baker'], Note: 'x' } }
    assert.deepEqual(change({ Certified: false }, stored), {
      kind: 'fits',
      values: { Engineering: { ...stored.Engineering, Certified: false } },
    })
    assert.deepEqual(change({ Project: [] }, stored), { kind: 'fits', values: { Engineering: { Note: 'x' } } })
    assert.deepEqual(change({ Project: null, Note: null }, stored), { kind: 'fits', values: null })
  })

  const refused: readonly [what: string, attributes: object][] = [
    ['an attribute that is not defined', { Unknown: 'x' }],
    ['a text where a number is defined', { 'Level@odata.type': '#Int32', Level: '3' }],
    ['a number with a fraction', { 'Level@odata.type': '#Int32', Level: 1.5 }],
    ['a number without its annotation', { Level: 3 }],
    ['a list without its annotation', { Project: ['Baker'] }],
    ['a list with the annotation of another type', { 'Project@odata.type': '#Collection(Int32)', Project: ['Baker'] }],
    ['one value where a list is defined', { 'Project@odata.type': '#Collection(String)', Project: 'Baker' }],
    ['a truth value as text', { Certified: 'true' }],
    ['an empty text', { Note: ' ' }],
    ['a text of 65 characters', { Note: 'x'.repeat(65) }],
    ['a value that is not predefined', { Site: 'West' }],
    ['a predefined value in other letter case', { Site: 'north' }],
    ['a predefined value that is not active', { Site: 'South' }],
    ['a new value of a deactivated attribute', { Old: 'x' }],
  ]
  for (const [what, attributes] of refused) {
    test(`refuse ${what}`, () => {
      const outcome = change(attributes)
      assert.equal(outcome.kind, 'refused')
    })
  }

  test('take a predefined value, and let a deactivated attribute be removed', () => {
    assert.equal(change({ Site: 'North' }).kind, 'fits')
    assert.deepEqual(change({ Old: null }, { Engineering: { Old: 'x' } }), { kind: 'fits', values: null })
  })

  test('are at most 50 values per object', () => {
    const many = Array.from({ length: 50 }, (_, index) => `P${index}`)
    const full = { 'Project@odata.type': '#Collection(String)', Project: many }
    assert.equal(change(full).kind, 'fits')
    assert.equal(change({ ...full, Note: 'one more' }).kind, 'refused')
  })

  test('name the place of what they refuse', () => {
    const outcome = change({ Unknown: 'x' })
    assert.ok(outcome.kind === 'refused' && outcome.path === 'customSecurityAttributes/Engineering/Unknown')
  })
})
