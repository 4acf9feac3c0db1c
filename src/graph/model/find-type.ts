import * as complexTypes from './complex-types/index.ts'
import type {
  ComplexDefinition,
  EntityDefinition,
  GraphVersion,
  NavigationDefinition,
  PropertyDefinition,
  TypeDefinition,
} from './definition.ts'
import * as entities from './entities/index.ts'
import * as enums from './enums/index.ts'

/** Names of the entities that the service knows. */
export type EntityName = keyof typeof entities

export type ComplexName = keyof typeof complexTypes

const entitiesByName: Readonly<Record<EntityName, EntityDefinition>> = { ...entities }
const complexTypesByName: Readonly<Record<ComplexName, ComplexDefinition>> = { ...complexTypes }

/** Every type of the model, in the order of the tables. */
export const types: readonly TypeDefinition[] = [
  ...Object.values(entitiesByName),
  ...Object.values(complexTypesByName),
  ...Object.values(enums),
]

const byName: ReadonlyMap<string, TypeDefinition> = new Map(types.map((type) => [type.name, type]))

export function entityDefinition(name: EntityName): EntityDefinition {
  return entitiesByName[name]
}

/** A type by its name without namespace; undefined for primitives (`Edm.…`) and what the model does not know. */
export function findType(name: string): TypeDefinition | undefined {
  return byName.get(name)
}

/** The properties of a type in a version, those of its bases first. What a type says of an inherited one replaces it. */
export function propertiesOf(
  type: EntityDefinition | ComplexDefinition,
  version: GraphVersion,
): readonly PropertyDefinition[] {
  const all = new Map(
    basesOf(type).flatMap(({ properties }) => properties.map((property) => [property.name, property])),
  )
  return [...all.values()].filter((property) => isIn(property, version))
}

/** The links of a type in a version, those of its bases first. */
export function navigationOf(
  type: EntityDefinition | ComplexDefinition,
  version: GraphVersion,
): readonly NavigationDefinition[] {
  return basesOf(type).flatMap(({ navigation = [] }) => navigation.filter((link) => isIn(link, version)))
}

/** Whether a type, a property or an operation exists in a version. */
export function isIn({ versions }: { readonly versions?: readonly GraphVersion[] }, version: GraphVersion): boolean {
  return versions === undefined || versions.includes(version)
}

/** The type and what it extends, the most general first. */
function basesOf(type: EntityDefinition | ComplexDefinition): readonly (EntityDefinition | ComplexDefinition)[] {
  const base = type.base === undefined ? undefined : findType(type.base)
  return base === undefined || base.kind === 'enum' ? [type] : [...basesOf(base), type]
}
