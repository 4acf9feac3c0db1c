import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import type { FilterUse } from '../odata/condition.ts'
import {
  type FilterableType,
  type FilterOperator,
  filterableType,
  type PropertyRow,
  type ValueType,
} from '../odata/filterable.ts'
import type { OrderKey } from '../odata/orderby.ts'
import type { Query } from '../odata/query.ts'
import { type NameTable, nameTable } from '../odata/select.ts'
import { isEventual } from './odata-query.ts'

/** One line of a type's property table: what the reference says of the property. */
export interface EntityProperty {
  /** Path from the entity: `employeeOrgData/costCenter`. */
  readonly name: string
  /** Left out for complex values, which only their members can be filtered by. */
  readonly type?: ValueType
  readonly collection?: true
  /** Sent without `$select` in v1.0; beta sends everything. */
  readonly inDefaultSet?: true
  /** A link rather than a value: it can be filtered by, not selected. */
  readonly link?: true
  readonly caseExact?: true
  readonly filter?: readonly FilterOperator[]
  /** The operators that work without the advanced mode. */
  readonly basic?: readonly FilterOperator[]
  readonly orderby?: 'basic' | 'advanced'
}

/** A type that is served, as tables that queries are checked against. */
export interface Entity {
  /** Without namespace: `user`. */
  readonly name: string
  readonly properties: readonly EntityProperty[]
  readonly filterable: FilterableType
  readonly names: NameTable
  readonly sortable: NameTable
  /** Top-level names that are sent without `$select`. */
  defaultSet(version: Call['version']): readonly string[]
}

export function defineEntity(name: string, properties: readonly EntityProperty[]): Entity {
  const values = properties.filter(({ link }) => link === undefined)
  const topLevel = values.filter((property) => !property.name.includes('/'))
  const defaults = topLevel.filter(({ inDefaultSet }) => inDefaultSet).map((property) => property.name)
  const all = topLevel.map((property) => property.name)
  return {
    name,
    properties,
    filterable: filterableType(
      name,
      properties.flatMap((property) => toFilterRow(property) ?? []),
    ),
    names: nameTable(values.map((property) => property.name)),
    sortable: nameTable(properties.filter(({ orderby }) => orderby !== undefined).map((property) => property.name)),
    defaultSet: (version) => (version === 'beta' || defaults.length === 0 ? all : defaults),
  }
}

function toFilterRow({ name, type, collection, caseExact, filter = [] }: EntityProperty): PropertyRow | undefined {
  if (type === undefined) return { name, operators: filter, members: [] }
  return { name, type, operators: filter, ...(collection && { collection }), ...(caseExact && { caseExact }) }
}

/**
 * Refuses with `unsupportedQuery` what the reference directory answers only in advanced mode, that is with both
 * `ConsistencyLevel: eventual` and `$count=true` (graph-conventions section 6).
 */
export function requireMode(call: Call, query: Query, entity: Entity): void {
  if (isEventual(call) && query.count) return
  const reason = findAdvanced(query, entity)
  if (reason === undefined) return
  const hint = 'Try adding $count=true query parameter and ConsistencyLevel:eventual header.'
  throw new EntrainError('unsupportedQuery', `${reason} ${hint}`)
}

function findAdvanced({ filter, orderby }: Query, entity: Entity): string | undefined {
  const use = filter?.uses.find((candidate) => !isBasic(candidate, entity))
  if (use !== undefined) {
    return `Operator '${use.operator}' on property '${use.property}' is not supported because the required parameters might be missing.`
  }
  if (orderby.length === 0) return undefined
  if (filter !== undefined) return 'Sorting not supported for current query: $filter and $orderby together.'
  return orderby.some((key) => needsAdvanced(key, entity)) ? 'Sorting not supported for current query.' : undefined
}

function isBasic({ property, operator }: FilterUse, { properties }: Entity): boolean {
  return properties.find(({ name }) => name === property)?.basic?.includes(operator) ?? false
}

function needsAdvanced({ property }: OrderKey, { properties }: Entity): boolean {
  return properties.find(({ name }) => name === property)?.orderby === 'advanced'
}

/** The parts of an entity's JSON that were selected, members of complex values included (`employeeOrgData/costCenter`). */
export function pick(json: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const name of names) {
    const [first = '', member] = name.split('/')
    const value = json[first]
    if (member === undefined || typeof value !== 'object' || value === null) picked[first] = value ?? null
    else picked[first] = { ...asObject(picked[first]), [member]: (value as Record<string, unknown>)[member] ?? null }
  }
  return picked
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
