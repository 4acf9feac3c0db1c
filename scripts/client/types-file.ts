import type {
  ComplexDefinition,
  EntityDefinition,
  EnumDefinition,
  NavigationDefinition,
  TypeDefinition,
  ValueDefinition,
} from '../../src/graph/model/definition.ts'
import { findType, propertiesOf, types } from '../../src/graph/model/find-type.ts'

/** TypeScript of every type of the model, both versions in one. */
export function typesFile(): string {
  return types.map(toDeclaration).join('\n')
}

function toDeclaration(type: TypeDefinition): string {
  return type.kind === 'enum' ? toUnion(type) : toInterface(type)
}

function toUnion({ name, members, isFlags }: EnumDefinition): string {
  const union = Object.keys(members)
    .map((member) => `'${member}'`)
    .join(' | ')
  // Several members stand in one text, separated by commas.
  return `export type ${typeName(name)} = ${isFlags ? 'string' : union}\n`
}

function toInterface(type: EntityDefinition | ComplexDefinition): string {
  const base = type.base === undefined ? undefined : findType(type.base)
  const inherited = new Set(
    base === undefined || base.kind === 'enum' ? [] : propertiesOf(base, 'beta').map(({ name }) => name),
  )
  const own = type.properties.filter((value) => !inherited.has(value.name) && value.type !== 'Edm.Stream')
  const annotation = type.base === undefined ? ["  readonly '@odata.type'?: string"] : []
  const lines = [...annotation, ...own.map(toProperty), ...(type.navigation ?? []).map(toLink), ...openMembers(type)]
  const head = `export interface ${typeName(type.name)}${base === undefined ? '' : ` extends ${typeName(base.name)}`}`
  return `${head} {\n${lines.join('\n')}\n}\n`
}

function toProperty(value: ValueDefinition): string {
  return `  readonly ${value.name}?: ${toTypeScript(value)}`
}

function toLink({ name, target, collection }: NavigationDefinition): string {
  return `  readonly ${name}?: ${collection ? `readonly ${typeName(target)}[]` : typeName(target)}`
}

/** Entities are open for directory extensions, complex values for anything. */
function openMembers({ kind, isOpen }: EntityDefinition | ComplexDefinition): readonly string[] {
  if (!isOpen) return []
  return [
    kind === 'entity'
      ? `  readonly [extension: \`extension_\${string}\`]: unknown`
      : '  readonly [name: string]: unknown',
  ]
}

/** How a value is written in TypeScript. */
export function toTypeScript({ type, collection, nullable }: Omit<ValueDefinition, 'name'>): string {
  const name = primitives[type] ?? (findType(type) === undefined ? 'unknown' : typeName(type))
  if (collection) return `readonly ${name}[]`
  return nullable === false ? name : `${name} | null`
}

/** `appRole` becomes `AppRole`. */
export function typeName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

const primitives: Readonly<Record<string, string>> = {
  'Edm.String': 'string',
  'Edm.Boolean': 'boolean',
  'Edm.Guid': 'string',
  'Edm.DateTimeOffset': 'string',
  'Edm.Date': 'string',
  'Edm.Duration': 'string',
  'Edm.Binary': 'string',
  'Edm.Int32': 'number',
  'Edm.Int64': 'number',
  'Edm.Double': 'number',
}
