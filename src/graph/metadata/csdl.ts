import type {
  ComplexDefinition,
  EntityDefinition,
  EnumDefinition,
  GraphVersion,
  NavigationDefinition,
  OperationDefinition,
  PropertyDefinition,
  TypeDefinition,
  ValueDefinition,
} from '../model/definition.ts'
import { entitySets } from '../model/entity-sets.ts'
import { findType, isIn, propertiesOf, types } from '../model/find-type.ts'
import { operations } from '../model/operations.ts'

export const namespace = 'microsoft.graph'

type Attributes = Readonly<Record<string, string | undefined>>
/** Lines of XML, each part indented once more than what it stands in. */
type Lines = readonly string[]

/** The whole model as a CSDL document (OData CSDL XML 4.01): what `$metadata` answers. */
export function toCsdl(version: GraphVersion): string {
  const served = types.filter((type) => isIn(type, version))
  const called = operations.filter((operation) => isIn(operation, version))
  const schema = element('Schema', { Namespace: namespace, xmlns: 'http://docs.oasis-open.org/odata/ns/edm' }, [
    ...served.flatMap((type) => typeLines(type, version)),
    ...called.flatMap(operationLines),
    ...containerLines(),
  ])
  const document = element('edmx:Edmx', { Version: '4.0', 'xmlns:edmx': 'http://docs.oasis-open.org/odata/ns/edmx' }, [
    ...element('edmx:DataServices', {}, schema),
  ])
  return ['<?xml version="1.0" encoding="utf-8"?>', ...document, ''].join('\n')
}

function typeLines(type: TypeDefinition, version: GraphVersion): Lines {
  switch (type.kind) {
    case 'enum':
      return enumLines(type)
    case 'complex':
      return structureLines('ComplexType', type, version)
    case 'entity':
      return structureLines('EntityType', type, version)
  }
}

function enumLines({ name, isFlags, members }: EnumDefinition): Lines {
  return element(
    'EnumType',
    { Name: name, IsFlags: flag(isFlags) },
    Object.entries(members).flatMap(([member, value]) => element('Member', { Name: member, Value: String(value) })),
  )
}

function structureLines(
  tag: 'EntityType' | 'ComplexType',
  type: EntityDefinition | ComplexDefinition,
  version: GraphVersion,
): Lines {
  const inherited = type.base === undefined ? undefined : findType(type.base)
  const known = new Set(
    inherited === undefined || inherited.kind === 'enum'
      ? []
      : propertiesOf(inherited, version).map(({ name }) => name),
  )
  const own = type.properties.filter((property) => isIn(property, version) && !known.has(property.name))
  const links = (type.navigation ?? []).filter((link) => isIn(link, version))
  const isRoot = type.name === 'entity'
  return element(
    tag,
    {
      Name: type.name,
      BaseType: type.base === undefined ? undefined : qualified(type.base),
      Abstract: flag(type.isAbstract),
      OpenType: flag(type.isOpen),
      HasStream: flag(type.kind === 'entity' ? type.hasStream : undefined),
    },
    [
      ...(isRoot ? element('Key', {}, element('PropertyRef', { Name: 'id' })) : []),
      ...own.flatMap(propertyLines),
      ...links.flatMap(navigationLines),
    ],
  )
}

function propertyLines(property: PropertyDefinition): Lines {
  const { name, lengthMax } = property
  return element('Property', { Name: name, ...typeAttributes(property), MaxLength: lengthMax?.toString() })
}

function navigationLines({ name, target, collection, contained }: NavigationDefinition): Lines {
  const type = collection ? `Collection(${qualified(target)})` : qualified(target)
  return element('NavigationProperty', { Name: name, Type: type, ContainsTarget: flag(contained) })
}

function operationLines({ kind, name, boundTo, isBoundToCollection, parameters, returns }: OperationDefinition): Lines {
  const binding: ValueDefinition = {
    name: 'bindingParameter',
    type: boundTo,
    ...(isBoundToCollection && { collection: true }),
  }
  return element(kind === 'action' ? 'Action' : 'Function', { Name: name, IsBound: 'true' }, [
    ...[binding, ...parameters].flatMap((value) =>
      element('Parameter', { Name: value.name, ...typeAttributes(value) }),
    ),
    ...(returns === undefined ? [] : element('ReturnType', typeAttributes(returns))),
  ])
}

function containerLines(): Lines {
  return element(
    'EntityContainer',
    { Name: 'GraphService' },
    entitySets.flatMap(({ kind, name, type }) =>
      kind === 'singleton'
        ? element('Singleton', { Name: name, Type: qualified(type) })
        : element('EntitySet', { Name: name, EntityType: qualified(type) }),
    ),
  )
}

function typeAttributes({ type, collection, nullable }: Omit<ValueDefinition, 'name'>): Attributes {
  const name = qualified(type)
  return { Type: collection ? `Collection(${name})` : name, Nullable: nullable === false ? 'false' : undefined }
}

/** `user` becomes `microsoft.graph.user`; primitives have their namespace already. */
export function qualified(type: string): string {
  return type.startsWith('Edm.') ? type : `${namespace}.${type}`
}

function flag(value: true | undefined): string | undefined {
  return value === undefined ? undefined : 'true'
}

/** Names and numbers of the tables are all there is, and none of them needs escaping. */
function element(tag: string, attributes: Attributes, children: Lines = []): Lines {
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : ` ${name}="${value}"`,
  )
  const start = `<${tag}${written.join('')}`
  if (children.length === 0) return [`${start} />`]
  return [`${start}>`, ...children.map((line) => `  ${line}`), `</${tag}>`]
}
