import type { EnumType, FilterOperator, ValueType } from '../odata/filterable.ts'
import { defineEntity, type Entity, type EntityProperty } from './entity.ts'
import type { FilterPath, GraphVersion, PropertyDefinition, TypeDefinition } from './model/definition.ts'
import { type EntityName, entityDefinition, findType, navigationOf, propertiesOf } from './model/find-type.ts'

export interface EntityOptions {
  /** Links that the caller's objects carry, so that filters on them can be answered. Left out: none. */
  readonly links?: readonly string[]
  /** Names of directory extensions that the caller has found in the query. */
  readonly extensions?: readonly string[]
  /** Properties that the tenant has added and the query names (added-columns.ts); they win over `extensions`. */
  readonly added?: readonly EntityProperty[]
}

const known = new Map<string, Entity>()

/**
 * What queries of an entity are checked against, from its definition. Filters on links are left out unless the caller
 * names the link among `links`.
 */
export function entityOf(name: EntityName, version: GraphVersion, options: EntityOptions = {}): Entity {
  const { links = [], extensions = [], added = [] } = options
  if (extensions.length > 0 || added.length > 0) return build(name, version, options)
  const key = [name, version, ...links].join()
  const entity = known.get(key) ?? build(name, version, options)
  known.set(key, entity)
  return entity
}

const extensionNames = /\bextension_[0-9a-f]{32}_\w{1,64}\b/gi
const extensionNamesMax = 50

/** The directory extensions that a query names: tenants add such properties as they like (graph-resources section 12). */
export function extensionsIn({ searchParams }: URL): readonly string[] {
  const names = [...searchParams.values()].flatMap((value) => value.match(extensionNames) ?? [])
  return [...new Set(names)].slice(0, extensionNamesMax)
}

function build(name: EntityName, version: GraphVersion, options: EntityOptions): Entity {
  const { links = [], extensions = [], added = [] } = options
  const definition = entityDefinition(name)
  const { paths = [] } = definition
  const own = propertiesOf(definition, version).filter(({ type }) => type !== 'Edm.Stream')
  const navigation = navigationOf(definition, version)
  const linked = navigation.filter((link) => links.includes(link.name))
  const properties = [
    ...own.map(toProperty),
    ...own.flatMap((property) => toMembers(property, version)),
    ...linked.map(
      (link): EntityProperty => ({ name: link.name, link: true, ...(link.filter && { filter: link.filter }) }),
    ),
  ]
  const named = new Map(properties.map((property) => [property.name, property]))
  for (const path of paths) {
    const property = toPathProperty(path, { type: definition, version, links })
    if (property !== undefined) named.set(path.path, property)
  }
  const isAdded = new Set(added.map((property) => property.name.toLowerCase()))
  const others = extensions.filter((extension) => !isAdded.has(extension.toLowerCase()))
  for (const property of [...added, ...others.map((extension) => extensionColumn(extension))]) {
    named.set(property.name, property)
  }
  return defineEntity(name, [...named.values()], {
    expandable: navigation.filter(({ expandable }) => expandable).map((link) => link.name),
    searchable: own.filter(({ search }) => search).map((property) => property.name),
  })
}

function toProperty({ name, type, ...rest }: PropertyDefinition): EntityProperty {
  const { collection, filter, basic, caseExact, orderby, returned } = rest
  const valueType = toValueType(type, filter)
  return {
    name,
    ...(valueType && { type: valueType }),
    ...(collection && { collection }),
    ...(filter && { filter }),
    ...(basic && { basic }),
    ...(caseExact && { caseExact }),
    ...(orderby && { orderby }),
    ...(returned && { returned }),
  }
}

/** Members of a complex value can be selected each by itself. */
function toMembers({ name, type, collection }: PropertyDefinition, version: GraphVersion): readonly EntityProperty[] {
  const complex = findType(type)
  if (complex?.kind !== 'complex' || collection) return []
  return propertiesOf(complex, version).map((member) => {
    const valueType = toValueType(member.type)
    return {
      name: `${name}/${member.name}`,
      ...(valueType && { type: valueType }),
      ...(member.collection && { collection: true }),
    }
  })
}

interface Start {
  readonly type: TypeDefinition
  readonly version: GraphVersion
  readonly links: readonly string[]
}

/** Follows a path through the model; undefined when it leads through a link that the caller's objects do not carry. */
function toPathProperty(
  { path, ...abilities }: FilterPath,
  { type, version, links }: Start,
): EntityProperty | undefined {
  let place: TypeDefinition | undefined = type
  let found: EntityProperty | undefined
  const segments = path.split('/')
  for (const [index, segment] of segments.entries()) {
    if (place === undefined || place.kind === 'enum') return undefined
    const property = propertiesOf(place, version).find(({ name }) => name === segment)
    const link = navigationOf(place, version).find(({ name }) => name === segment)
    if (property === undefined && (link === undefined || !links.includes(segment))) return undefined
    const isLast = index === segments.length - 1
    const isCollection = (property ?? link)?.collection === true
    const valueType = isLast && property ? toValueType(property.type, abilities.filter) : undefined
    found = {
      ...found,
      ...(link && { link: true }),
      ...(isCollection && !isLast && { elementOf: segments.slice(0, index + 1).join('/') }),
      ...(isCollection && isLast && { collection: true }),
      ...(valueType && { type: valueType }),
      name: path,
    }
    place = findType(property?.type ?? link?.target ?? '')
  }
  return found && { ...found, ...abilities }
}

interface ExtensionForm {
  readonly type: ValueType
  readonly isCollection: boolean
}

const textual: readonly FilterOperator[] = ['startsWith']

/** A directory extension: `eq` works by default, everything else in the advanced mode. */
export function extensionColumn(
  name: string,
  { type, isCollection }: ExtensionForm = { type: 'String', isCollection: false },
): EntityProperty {
  const filter: readonly FilterOperator[] = [
    ...(['eq', 'ne', 'not', 'ge', 'le', 'in', 'eq null'] as const),
    ...(type === 'String' ? textual : []),
  ]
  return {
    name,
    type,
    ...(isCollection && { collection: true }),
    filter,
    basic: ['eq', 'in'],
    returned: 'select',
  }
}

const valueTypes: Readonly<Record<string, ValueType>> = {
  'Edm.String': 'String',
  'Edm.Boolean': 'Boolean',
  'Edm.DateTimeOffset': 'DateTimeOffset',
  'Edm.Guid': 'Guid',
  'Edm.Int32': 'Int32',
  'Edm.Int64': 'Int64',
  'Edm.Double': 'Double',
}

const textFunctions: readonly FilterOperator[] = ['contains', 'startsWith', 'endsWith']

/** Enumerations that text functions work on are texts to a filter. */
function toValueType(type: string, filter: readonly FilterOperator[] = []): ValueType | undefined {
  const definition = findType(type)
  if (definition?.kind !== 'enum') return valueTypes[type]
  if (textFunctions.some((name) => filter.includes(name))) return 'String'
  return { enum: definition.name, members: Object.keys(definition.members) } satisfies EnumType
}
