import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ValueDefinition } from './definition.ts'
import { entitySets } from './entity-sets.ts'
import { findType, types } from './find-type.ts'
import { operations } from './operations.ts'

const primitives = new Set(
  [
    'String',
    'Boolean',
    'DateTimeOffset',
    'Date',
    'Duration',
    'Guid',
    'Int32',
    'Int64',
    'Double',
    'Binary',
    'Stream',
  ].map((name) => `Edm.${name}`),
)

function isKnown({ type }: Pick<ValueDefinition, 'type'>): boolean {
  return primitives.has(type) || findType(type) !== undefined
}

describe('the model', () => {
  test('names every type once', () => {
    assert.equal(new Set(types.map(({ name }) => name)).size, types.length)
  })

  test('knows the type of every property', () => {
    const properties = types.flatMap((type) => (type.kind === 'enum' ? [] : type.properties))
    assert.deepEqual(
      properties.filter((property) => !isKnown(property)),
      [],
    )
  })

  test('knows the other end of every link, and every base', () => {
    const structured = types.filter((type) => type.kind !== 'enum')
    const targets = structured.flatMap(({ navigation = [] }) => navigation.map(({ target }) => target))
    const bases = structured.flatMap(({ base }) => base ?? [])
    assert.deepEqual(
      [...targets, ...bases].filter((name) => findType(name) === undefined),
      [],
    )
  })

  test('knows every type that operations and entity sets name', () => {
    const values = operations.flatMap(({ parameters, returns }) => [...parameters, ...(returns ? [returns] : [])])
    const owners = [...operations.map(({ boundTo }) => boundTo), ...entitySets.map(({ type }) => type)]
    assert.deepEqual(
      values.filter((value) => !isKnown(value)),
      [],
    )
    assert.deepEqual(
      owners.filter((name) => findType(name) === undefined),
      [],
    )
  })

  test('lets an operator work by default only where it works at all', () => {
    const abilities = types
      .flatMap((type) => (type.kind === 'entity' ? [...type.properties, ...(type.paths ?? [])] : []))
      .filter(({ filter = [], basic = [] }) => basic.some((operator) => !filter.includes(operator)))
    assert.deepEqual(abilities, [])
  })
})
