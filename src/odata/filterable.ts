/** What `$filter` may do with the properties of a resource: the table that a filter is checked against. */

/** The reference's own words for query support, as in its property tables. */
export type FilterOperator =
  | 'eq'
  | 'ne'
  | 'not'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le'
  | 'in'
  | 'has'
  | 'startsWith'
  | 'endsWith'
  | 'contains'
  /** `eq null` and `ne null`. */
  | 'eq null'
  | '/$count eq 0'
  | '/$count ne 0'
  | '/$count eq 1'
  | '/$count ne 1'

export interface EnumType {
  /** Without namespace: `provisioningAction`. */
  readonly enum: string
  readonly members: readonly string[]
}

export type ValueType = 'String' | 'Boolean' | 'DateTimeOffset' | 'Guid' | 'Int32' | 'Int64' | 'Double' | EnumType

interface Comparable {
  /** Canonical spelling of the whole path: `employeeOrgData/costCenter`. */
  readonly name: string
  readonly type: ValueType
  readonly operators: ReadonlySet<FilterOperator>
  /** Letter case of values counts. Enumerations that are not exact are matched to their members in any case. */
  readonly caseExact: boolean
  readonly nullable: boolean
}

/** A property with one value, at the end of a path through complex values. */
export interface SingleProperty extends Comparable {
  readonly kind: 'single'
}

/** A collection of plain values: `tags/any(t:t eq 'x')`. The operators are those of its elements, and of `/$count`. */
export interface ValuesProperty extends Comparable {
  readonly kind: 'values'
}

/** A collection of complex values or links: `identities/any(i:i/issuer eq 'x')`. The operators are those of `/$count`, and `not`. */
export interface ObjectsProperty {
  readonly kind: 'objects'
  readonly name: string
  readonly operators: ReadonlySet<FilterOperator>
  readonly members: FilterableProperties
}

export type FilterableProperty = SingleProperty | ValuesProperty | ObjectsProperty

/** Keys are whole paths in lower case. */
export type FilterableProperties = ReadonlyMap<string, FilterableProperty>

export interface FilterableType {
  /** Without namespace, as messages show it: `user`. */
  readonly name: string
  readonly properties: FilterableProperties
}

/** One line of the table that a resource writes. Values are nullable and compared without regard to case unless said otherwise. */
export type PropertyRow =
  | {
      readonly name: string
      readonly type: ValueType
      readonly operators: readonly FilterOperator[]
      readonly collection?: true
      readonly caseExact?: true
      readonly nullable?: false
    }
  | {
      readonly name: string
      readonly operators: readonly FilterOperator[]
      readonly members: readonly PropertyRow[]
    }

/** Builds the table of a resource type from its rows. */
export function filterableType(name: string, rows: readonly PropertyRow[]): FilterableType {
  return { name, properties: toProperties(rows) }
}

function toProperties(rows: readonly PropertyRow[]): FilterableProperties {
  return new Map(rows.map((row) => [row.name.toLowerCase(), toProperty(row)]))
}

function toProperty(row: PropertyRow): FilterableProperty {
  const { name } = row
  const operators = new Set(row.operators)
  if ('members' in row) return { kind: 'objects', name, operators, members: toProperties(row.members) }
  const { type, collection, caseExact = false, nullable = true } = row
  return { kind: collection ? 'values' : 'single', name, type, operators, caseExact, nullable }
}
