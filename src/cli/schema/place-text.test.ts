import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toPlaceText } from './place-text.ts'

const document = {
  synchronizationRules: [
    {
      objectMappings: [
        {
          attributeMappings: [{ targetAttributeName: 'city' }],
          mappingTests: [{ name: 'a clerk' }],
          scope: { groups: [{ name: '' }] },
        },
      ],
    },
  ],
  directories: [{ objects: [{ attributes: [{ name: 'title' }] }] }],
  lookupTables: [{ name: 'sites' }],
}

const places: readonly [pointer: string, text: string][] = [
  [
    '/synchronizationRules/0/objectMappings/0/attributeMappings/0/source/expression',
    'mapping of city: source/expression',
  ],
  [
    '/synchronizationRules/0/objectMappings/0/mappingTests/0/expected/attributes/a~1b',
    'test a clerk: expected/attributes/a/b',
  ],
  ['/synchronizationRules/0/objectMappings/0/scope/groups/0/clauses/2', 'filter group 1: clauses/2'],
  ['/synchronizationRules/0/objectMappings/0/attributeMappings', 'attributeMappings'],
  ['/synchronizationRules/0/targetDirectoryName', 'targetDirectoryName'],
  ['/directories/0/objects/0/attributes/0', 'attribute title'],
  ['/lookupTables/0/entries/1/key', 'table sites: entries/1/key'],
  ['/directories/7/objects/3/attributes/1', 'attribute 2'],
  ['', 'schema'],
]

for (const [pointer, text] of places) {
  test(`${pointer || 'the whole document'} reads as "${text}"`, () =>
    assert.equal(toPlaceText(pointer, document), text))
}
