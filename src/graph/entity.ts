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
  /** What it takes to be sent. Left out: always; `beta`: there always, in v1.0 by `$select`; `select`: only by `$select`. */
  readonly returned?: 'beta' | 'select'
  /** The collection of objects of which this is a member of each: `identities`. It is filtered by inside `any`. */
  readonly elementOf?: string
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
  /** Names of the links that `$expand` can follow. */
  readonly expandable: NameTable
  /** Names of the properties that `$search` looks at. */
  readonly searchable: readonly string[]
  /** Top-level names that are sent without `$select`. */
  defaultSet(version: Call['version']): readonly string[]
}

interface EntityAbilities {
  readonly expandable?: readonly string[]
  readonly searchable?: readonly string[]
}

export function defineEntity(
  name: string,
  properties: readonly EntityProperty[],
  { expandable = [], searchable = [] }: EntityAbilities = {},
): Entity {
  const values = properties.filter(({ link, elementOf }) => link === undefined && elementOf === undefined)
  const topLevel = values.filter((property) => !property.name.includes('/'))
  const inBeta = topLevel.filter(({ returned }) => returned !== 'select')
  const inV1 = inBeta.filter(({ returned }) => returned !== 'beta')
  const sets = { beta: inBeta.map((property) => property.name), 'v1.0': inV1.map((property) => property.name) }
  return {
    name,
    properties,
    filterable: filterableType(name, toRows(properties)),
    names: nameTable(values.map((property) => property.name)),
    sortable: nameTable(properties.filter(({ orderby }) => orderby !== undefined).map((property) => property.name)),
    expandable: nameTable(expandable),
    searchable,
    defaultSet: (version) => sets[version],
  }
}

function toRows(properties: readonly EntityProperty[]): readonly PropertyRow[] {
  return properties
    .filter(({ elementOf }) => elementOf === undefined)
    .map((property) => {
      const members = properties.filter(({ elementOf }) => elementOf === property.name)
      return toRow(property, members)
    })
}

function toRow(property: EntityProperty, members: readonly EntityProperty[]): PropertyRow {
  const { name, type, collection, caseExact, filter = [] } = property
  if (type !== undefined) {
    return { name, type, operators: filter, ...(collection && { collection }), ...(caseExact && { caseExact }) }
  }
  const rows = members.map((member) => toRow({ ...member, name: member.name.slice(name.length + 1) }, []))
  return { name, operators: filter, members: rows }
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
