import type { ObjectsReader } from '../contracts/store-objects.ts'
import { listSecurityAttributeDefinitions, type SecurityAttributeDefinition } from '../directory/security-attributes.ts'
import type { ValueType } from '../odata/filterable.ts'
import type { EntityProperty } from './entity.ts'
import { extensionColumn, extensionsIn } from './entity-of.ts'
import { type ExtensionTarget, findExtensionDefinitions } from './extension-values.ts'

const valueTypes: Readonly<Record<string, ValueType>> = {
  Boolean: 'Boolean',
  DateTime: 'DateTimeOffset',
  Integer: 'Int32',
  LargeInteger: 'Int64',
}

const attributePaths = /\bcustomSecurityAttributes\/([\p{L}\p{N}]{1,32})\/([\p{L}\p{N}]{1,32})/giu

export interface AddedTo {
  readonly url: URL
  readonly target: ExtensionTarget
}

/**
 * The properties that a query names and that the tenant has added to a type: directory extensions and custom security
 * attributes (graph-resources sections 12 and 13). What the tenant has not defined is left out, and thus refused as any
 * unknown name.
 */
export async function findAddedColumns(
  objects: Pick<ObjectsReader, 'findByKey' | 'list'>,
  { url, target }: AddedTo,
): Promise<readonly EntityProperty[]> {
  if (url.search === '') return []
  const extensions = await findExtensionDefinitions(objects, extensionsIn(url), target)
  const columns = extensions.map(({ name, dataType, isMultiValued }) =>
    extensionColumn(name, { type: valueTypes[dataType] ?? 'String', isCollection: isMultiValued }),
  )
  return [...columns, ...(await findAttributeColumns(objects, url))]
}

async function findAttributeColumns(
  objects: Pick<ObjectsReader, 'list'>,
  { searchParams }: URL,
): Promise<readonly EntityProperty[]> {
  const paths = [...searchParams.values()].flatMap((value) => [...value.matchAll(attributePaths)])
  if (paths.length === 0) return []
  const named = new Set(paths.map(([, set, name]) => `${set}/${name}`.toLowerCase()))
  const definitions = await listSecurityAttributeDefinitions(objects)
  return definitions
    .filter(({ attributeSet, name }) => named.has(`${attributeSet}/${name}`.toLowerCase()))
    .map(toAttributeColumn)
}

/** Letter case of values counts, and every filter is an advanced query. */
function toAttributeColumn({ attributeSet, name, type, isCollection }: SecurityAttributeDefinition): EntityProperty {
  return {
    name: `customSecurityAttributes/${attributeSet}/${name}`,
    type: valueTypes[type] ?? 'String',
    ...(isCollection && { collection: true }),
    caseExact: true,
    filter: ['eq', 'ne', 'not', 'startsWith'],
    basic: [],
  }
}
