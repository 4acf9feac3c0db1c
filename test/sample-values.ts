import type { ComplexDefinition, EntityDefinition, PropertyDefinition } from '../src/graph/model/definition.ts'
import { findType, propertiesOf } from '../src/graph/model/find-type.ts'

const texts = ['Amber', 'amber', 'Birch', "O'Neil", 'birchwood', 'Cedar']
const times = ['2024-02-29T12:00:00Z', '2025-01-01T00:00:00Z', '2026-06-30T23:59:59Z']
const guids = ['1', '2', '3'].map((digit) => `0000000${digit}-0000-4000-8000-00000000000${digit}`)

/** A value of every settable and computed property of an entity, different from object to object; every fourth is unset. */
export function sampleProperties(type: EntityDefinition | ComplexDefinition, index: number): Record<string, unknown> {
  const values = propertiesOf(type, 'beta').filter(({ type: name }) => name !== 'Edm.Stream')
  return Object.fromEntries(
    values.flatMap((property, position) => {
      const value = sampleValue(property, index + position)
      return value === undefined ? [] : [[property.name, value]]
    }),
  )
}

function sampleValue(property: PropertyDefinition, turn: number): unknown {
  if (property.collection) {
    return Array.from({ length: turn % 3 }, (_, item) => sampleItem(property, turn + item)).filter(
      (item) => item !== undefined,
    )
  }
  return turn % 4 === 3 ? undefined : sampleItem(property, turn)
}

function sampleItem({ type }: PropertyDefinition, turn: number): unknown {
  const definition = findType(type)
  if (definition?.kind === 'enum') return at(Object.keys(definition.members), turn)
  if (definition !== undefined) return sampleProperties(definition, turn)
  switch (type) {
    case 'Edm.Boolean':
      return turn % 2 === 0
    case 'Edm.DateTimeOffset':
      return at(times, turn)
    case 'Edm.Guid':
      return at(guids, turn)
    case 'Edm.Int32':
    case 'Edm.Int64':
    case 'Edm.Double':
      return turn % 5
    case 'Edm.String':
      return at(texts, turn)
    default:
      return undefined
  }
}

function at<T>(values: readonly T[], turn: number): T | undefined {
  return values[turn % values.length]
}
