import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineAttribute } from '../../model/define-attribute.ts'
import type { AttributeDefinition, DirectoryDefinition } from '../../model/synchronization-schema.ts'
import { directoryTemplate } from '../templates/directory-template.ts'
import { discoverDirectory } from './discover-directory.ts'

const schema = directoryTemplate.schemaFor('job')
const [source, target] = schema.directories
assert.ok(source !== undefined && target !== undefined)
const found = { extensions: [`extension_${'a'.repeat(32)}_badge`], at: '2026-01-05T08:00:00.000Z' }

function namesOf({ objects }: DirectoryDefinition): readonly string[] {
  return objects.flatMap(({ attributes }) => attributes.map(({ name }) => name))
}

function withAttributes(
  directory: DirectoryDefinition,
  attributes: readonly AttributeDefinition[],
): DirectoryDefinition {
  return { ...directory, objects: directory.objects.map((object) => ({ ...object, attributes })) }
}

describe('discoverDirectory', () => {
  test('adds the extensions that the directory has to its own attributes', () => {
    const discovered = discoverDirectory(schema, target, found)
    assert.deepEqual(namesOf(discovered), [...namesOf(target), ...found.extensions])
    assert.equal(discovered.discoveryDateTime, found.at)
  })

  test('finds nothing new the second time', () => {
    const once = discoverDirectory(schema, target, found)
    assert.deepEqual(discoverDirectory(schema, once, found), once)
  })

  test('drops what was made up, keeps what is mapped, and corrects what was declared wrongly', () => {
    const declared = [
      defineAttribute('madeUp'),
      defineAttribute('employeeId', { multivalued: true, metadata: [{ key: 'MaximumLength', value: '9' }] }),
      defineAttribute('jobTitle', { flowNullValues: true, metadata: [{ key: 'IsCustomerDefined', value: 'true' }] }),
    ]
    const [object] = discoverDirectory(schema, withAttributes(target, declared), { ...found, extensions: [] }).objects
    const byName = new Map(object?.attributes.map((attribute) => [attribute.name, attribute]))
    assert.equal(byName.has('madeUp'), false)
    assert.deepEqual(
      [byName.get('employeeId')?.multivalued, byName.get('employeeId')?.metadata],
      [false, [{ key: 'MaximumLength', value: '16' }]],
    )
    assert.equal(byName.get('jobTitle')?.flowNullValues, true)
    assert.equal(byName.get('jobTitle')?.metadata.length, 2)
  })

  test('leaves a source as it is declared', () => {
    const discovered = discoverDirectory(schema, source, found)
    assert.deepEqual(discovered.objects, source.objects)
  })
})
