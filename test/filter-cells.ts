import type { FilterPath, GraphVersion, PropertyDefinition, ValueDefinition } from '../src/graph/model/definition.ts'
import {
  type EntityName,
  entityDefinition,
  findType,
  navigationOf,
  propertiesOf,
} from '../src/graph/model/find-type.ts'
import type { FilterOperator } from '../src/odata/filterable.ts'
import type { Json } from './world.ts'

/** One operator on one property: what to ask, and which objects fit. */
export interface FilterCell {
  readonly name: string
  readonly operator: FilterOperator
  readonly filter: string
  readonly fits: (object: Json) => boolean
  readonly isAllowed: boolean
  /** Works without the advanced mode. */
  readonly isBasic: boolean
}

/** Something that can be filtered by, as the tables say it. */
interface Filterable {
  readonly name: string
  /** `Edm.String`, …; undefined for complex values and links. */
  readonly type: string | undefined
  readonly shape: 'single' | 'values' | 'objects' | 'member'
  /** Of a member: the collection that it is in. */
  readonly collection?: string
  readonly filter: readonly FilterOperator[]
  readonly basic: readonly FilterOperator[]
  readonly caseExact: boolean
}

const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const
const matches = ['startsWith', 'endsWith', 'contains'] as const
const counts = ['/$count eq 0', '/$count ne 0', '/$count eq 1', '/$count ne 1'] as const

/** Every operator on everything of an entity that a list of such objects could be filtered by. */
export function filterCells(
  entity: EntityName,
  version: GraphVersion,
  objects: readonly Json[],
): readonly FilterCell[] {
  return filterables(entity, version).flatMap((filterable) => cellsOf(filterable, objects))
}

function filterables(entity: EntityName, version: GraphVersion): readonly Filterable[] {
  const definition = entityDefinition(entity)
  const links = navigationOf(definition, version).map(({ name }) => name)
  const own = propertiesOf(definition, version).filter(({ type }) => type !== 'Edm.Stream')
  const paths = (definition.paths ?? []).filter(({ path }) => !links.includes(path.split('/')[0] ?? ''))
  return [...own.map(ofProperty), ...paths.map((path) => ofPath(path, own, version))].filter((one) => one !== undefined)
}

function ofProperty(property: PropertyDefinition): Filterable | undefined {
  const { name, type, collection, filter = [], basic = [], caseExact } = property
  const isValue = type.startsWith('Edm.') || findType(type)?.kind === 'enum'
  // What can be done to a complex value itself is said by its paths.
  if (!isValue && !collection) return undefined
  const shape = isValue ? (collection ? 'values' : 'single') : 'objects'
  return { name, type: isValue ? type : undefined, shape, filter, basic, caseExact: caseExact === true }
}

function ofPath(
  { path, filter, basic = [], caseExact }: FilterPath,
  own: readonly PropertyDefinition[],
  version: GraphVersion,
): Filterable | undefined {
  const [first, ...rest] = path.split('/')
  const start = own.find(({ name }) => name === first)
  if (start === undefined) return undefined
  const end = rest.reduce<ValueDefinition | undefined>((from, segment) => {
    const type = findType(from?.type ?? '')
    return type === undefined || type.kind === 'enum'
      ? undefined
      : propertiesOf(type, version).find(({ name }) => name === segment)
  }, start)
  if (end === undefined) throw new Error(`${path} leads nowhere`)
  const shared = { name: path, type: end.type, filter, basic, caseExact: caseExact === true }
  if (start.collection) return { ...shared, shape: 'member', collection: start.name }
  return { ...shared, shape: end.collection ? 'values' : 'single' }
}

function cellsOf(filterable: Filterable, objects: readonly Json[]): readonly FilterCell[] {
  const asked = [...comparisons, ...matches, 'in', 'not', 'eq null', ...counts] as const
  return asked.flatMap((operator): FilterCell[] => {
    const cell = toCell(operator, filterable, objects)
    if (cell === undefined) return []
    const { name, filter, basic } = filterable
    return [{ name, operator, ...cell, isAllowed: filter.includes(operator), isBasic: basic.includes(operator) }]
  })
}

type Question = Pick<FilterCell, 'filter' | 'fits'>

function toCell(operator: FilterOperator, filterable: Filterable, objects: readonly Json[]): Question | undefined {
  const { shape, name, filter, collection } = filterable
  if (operator.startsWith('/$count')) {
    if (shape === 'single' || shape === 'member') return undefined
    const wanted = Number(operator.at(-1))
    const equal = operator.includes(' eq ')
    return { filter: `${name}${operator}`, fits: (object) => (itemsAt(object, name).length === wanted) === equal }
  }
  if (operator === 'not') return toNegation(filterable, objects)
  if (shape === 'objects') return undefined
  if (operator === 'in' && shape !== 'single' && !filter.includes('in')) return undefined
  const sample = sampleOf(filterable, objects)
  if (shape === 'single') {
    const { text, holds } = clause(operator, name, { filterable, sample })
    return { filter: text, fits: (object) => holds(valueAt(object, name)) }
  }
  const list = collection ?? name
  const member = collection === undefined ? '' : name.slice(collection.length + 1)
  const { text, holds } = clause(operator, member === '' ? 'x' : `x/${member}`, { filterable, sample })
  return {
    filter: `${list}/any(x:${text})`,
    fits: (object) => itemsAt(object, list).some((item) => holds(member === '' ? item : valueAt(item as Json, member))),
  }
}

/** `not` needs another operator below it; where no other is allowed, the cell says nothing. */
function toNegation(filterable: Filterable, objects: readonly Json[]): Question | undefined {
  const { shape, name, filter } = filterable
  if (shape === 'member') return undefined
  if (shape === 'objects') return { filter: `not ${name}/any()`, fits: (object) => itemsAt(object, name).length === 0 }
  const inner = (['eq', 'eq null', 'startsWith', 'ge'] as const).find((operator) => filter.includes(operator)) ?? 'eq'
  const question = toCell(inner, filterable, objects)
  return question && { filter: `not(${question.filter})`, fits: (object) => !question.fits(object) }
}

interface Asked {
  readonly filterable: Filterable
  readonly sample: unknown
}

type Holds = (value: unknown) => boolean

function clause(operator: FilterOperator, path: string, { filterable, sample }: Asked): { text: string; holds: Holds } {
  const literal = toLiteral(sample, filterable.type)
  const read = (value: unknown) => toComparable(value, filterable)
  const wanted = read(sample)
  switch (operator) {
    case 'eq null':
      return { text: `${path} eq null`, holds: (value) => isUnset(value) }
    case 'in':
      return { text: `${path} in (${literal})`, holds: (value) => !isUnset(value) && read(value) === wanted }
    case 'startsWith':
    case 'endsWith':
    case 'contains': {
      const part = String(wanted).slice(0, 3)
      const end = String(wanted).slice(-3)
      const piece = operator === 'endsWith' ? end : part
      const functions = { startsWith: 'startsWith', endsWith: 'endsWith', contains: 'includes' } as const
      return {
        text: `${operator}(${path},'${piece.replaceAll("'", "''")}')`,
        holds: (value) => !isUnset(value) && String(read(value))[functions[operator]](piece),
      }
    }
    default:
      return {
        text: `${path} ${operator} ${literal}`,
        holds: (value) => compares(operator, isUnset(value) ? undefined : read(value), wanted),
      }
  }
}

function compares(operator: FilterOperator, value: string | number | undefined, wanted: string | number): boolean {
  if (operator === 'eq') return value === wanted
  if (operator === 'ne') return value !== wanted
  if (value === undefined) return false
  if (operator === 'gt') return value > wanted
  if (operator === 'ge') return value >= wanted
  return operator === 'lt' ? value < wanted : value <= wanted
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null
}

function toComparable(value: unknown, { type, caseExact }: Filterable): string | number {
  if (typeof value === 'number') return value
  if (type === 'Edm.DateTimeOffset') return Date.parse(String(value))
  return caseExact ? String(value) : String(value).toLowerCase()
}

function toLiteral(value: unknown, type: string | undefined): string {
  const isBare = type === 'Edm.Boolean' || type === 'Edm.DateTimeOffset' || typeof value === 'number'
  return isBare ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

const dummies: Readonly<Record<string, unknown>> = {
  'Edm.Boolean': true,
  'Edm.DateTimeOffset': '2025-01-01T00:00:00Z',
  'Edm.Guid': '00000000-0000-4000-8000-000000000000',
  'Edm.Int32': 1,
  'Edm.Int64': 1,
  'Edm.Double': 1,
}

/** A value that some object has: the one in the middle, so that comparisons find some and not all. */
function sampleOf({ name, type, shape, collection }: Filterable, objects: readonly Json[]): unknown {
  const list = collection ?? name
  const member = collection === undefined ? '' : name.slice(collection.length + 1)
  const found = objects.flatMap((object) => {
    if (shape === 'single') return [valueAt(object, name)]
    const items = itemsAt(object, list)
    return member === '' ? items : items.map((item) => valueAt(item as Json, member))
  })
  const known = [...new Set(found.filter((value) => !isUnset(value) && value !== ''))].sort()
  if (known.length > 0) return known[Math.floor(known.length / 2)]
  const definition = findType(type ?? '')
  if (definition?.kind === 'enum') return Object.keys(definition.members)[0]
  return dummies[type ?? ''] ?? 'Amber'
}

export function valueAt(object: Json, path: string): unknown {
  return path.split('/').reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null ? (value as Json)[name] : undefined
  }, object)
}

function itemsAt(object: Json, path: string): readonly unknown[] {
  const value = valueAt(object, path)
  return Array.isArray(value) ? value : []
}
