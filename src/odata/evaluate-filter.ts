import type { Condition, PropertyRef, Value } from './condition.ts'
import { parseDateTime } from './date-time.ts'
import type { ComparisonOperator, MatchFunction } from './filter-ast.ts'
import { compareCodePoints, foldCase } from './fold-case.ts'

/** Says whether an object in its JSON form fulfils the condition. */
export type Predicate = (object: unknown) => boolean

/** Whether one object fulfils the condition. For many objects build the predicate once with `toPredicate`. */
export function evaluateFilter(condition: Condition, object: unknown): boolean {
  return toPredicate(condition)(object)
}

/**
 * Turns a condition into a function on objects as they appear in responses: dates as text, complex values nested,
 * collections as arrays. A value of another type than the property declares counts as unset.
 */
export function toPredicate(condition: Condition): Predicate {
  switch (condition.kind) {
    case 'or': {
      const clauses = condition.clauses.map(toPredicate)
      return (object) => clauses.some((clause) => clause(object))
    }
    case 'and': {
      const clauses = condition.clauses.map(toPredicate)
      return (object) => clauses.every((clause) => clause(object))
    }
    case 'not': {
      const clause = toPredicate(condition.clause)
      return (object) => !clause(object)
    }
    case 'any':
      return toAny(condition.collection, condition.element)
    case 'count': {
      const { operator, count } = condition
      const read = elementsAt(condition.collection)
      return (object) => holds(operator, read(object).length, count)
    }
    default:
      return toLeaf(condition)
  }
}

type Leaf = Extract<Condition, { readonly property: PropertyRef }>

function toLeaf(condition: Leaf): Predicate {
  const read = keyAt(condition.property)
  switch (condition.kind) {
    case 'compare': {
      const { operator } = condition
      const wanted = toKey(condition.value)
      return (object) => holds(operator, read(object), wanted)
    }
    case 'null': {
      const unset = condition.operator === 'eq'
      return (object) => (read(object) === undefined) === unset
    }
    case 'in': {
      const keys = new Set<Key | undefined>(condition.values.map(toKey))
      if (condition.orNull) keys.add(undefined)
      return (object) => keys.has(read(object))
    }
    case 'has': {
      const { members } = condition
      return (object) => {
        const flags = new Set(String(read(object) ?? '').split(/\s*,\s*/))
        return members.every((member) => flags.has(member))
      }
    }
    case 'match': {
      const { text } = condition
      const matches = matchers[condition.function]
      return (object) => {
        const key = read(object)
        return typeof key === 'string' && matches(key, text)
      }
    }
  }
}

const matchers: Readonly<Record<MatchFunction, (text: string, part: string) => boolean>> = {
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
}

function toAny(collection: string, element: Condition | undefined): Predicate {
  const read = elementsAt(collection)
  if (element === undefined) return (object) => read(object).length > 0
  const fulfils = toPredicate(element)
  return (object) => read(object).some(fulfils)
}

/** What two values are compared by: folded text, sortable time, number, or 0 and 1 for Booleans. */
type Key = string | number

function toKey(value: Value): Key {
  switch (value.kind) {
    case 'text':
      return value.text
    case 'instant':
      return value.sortableUtc
    default:
      return Number(value.value)
  }
}

function keyAt(property: PropertyRef): (object: unknown) => Key | undefined {
  const read = valueAt(property.path)
  const { type, foldsCase } = property
  if (type === 'Boolean') return (object) => keyOf(read(object), 'boolean', Number)
  if (type === 'Int32' || type === 'Int64' || type === 'Double') {
    return (object) => keyOf(read(object), 'number', Number)
  }
  const toTextKey =
    type === 'DateTimeOffset' ? (text: string) => parseDateTime(text)?.sortableUtc : foldsCase ? foldCase : String
  return (object) => {
    const value = read(object)
    return typeof value === 'string' ? toTextKey(value) : undefined
  }
}

function keyOf(value: unknown, type: 'boolean' | 'number', convert: (value: unknown) => number): Key | undefined {
  return typeof value === type ? convert(value) : undefined
}

function holds(operator: ComparisonOperator, key: Key | undefined, wanted: Key): boolean {
  if (operator === 'eq') return key === wanted
  if (operator === 'ne') return key !== wanted
  if (key === undefined) return false
  const order = compareKeys(key, wanted)
  switch (operator) {
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    case 'lt':
      return order < 0
    case 'le':
      return order <= 0
  }
}

function compareKeys(a: Key, b: Key): number {
  return typeof a === 'string' || typeof b === 'string' ? compareCodePoints(String(a), String(b)) : a - b
}

function elementsAt(path: string): (object: unknown) => readonly unknown[] {
  const read = valueAt(path)
  return (object) => {
    const value = read(object)
    return Array.isArray(value) ? value : []
  }
}

function valueAt(path: string): (object: unknown) => unknown {
  const segments = path === '' ? [] : path.split('/')
  return (object) => segments.reduce(memberOf, object)
}

/** Own members only: a filter must not see what every object inherits. */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  const member: unknown = Reflect.get(value, name)
  return member
}
