import { checkFlags, checkLiteral } from './check-literal.ts'
import type { CheckedFilter, Condition, FilterUse, PropertyRef, Value } from './condition.ts'
import type { ComparisonOperator, Filter, Lambda, PropertyPath } from './filter-ast.ts'
import type {
  FilterableProperty,
  FilterableType,
  FilterOperator,
  ObjectsProperty,
  SingleProperty,
  ValuesProperty,
} from './filterable.ts'
import { foldCase } from './fold-case.ts'
import { ODataError } from './odata-error.ts'

/**
 * Resolves the names of a filter against the properties of a type, types its values and refuses what a property does not
 * support. Names match in any letter case.
 * @throws ODataError `unknownProperty`, `unsupportedOperator`, `invalidLiteral`
 */
export function checkFilter(filter: Filter, type: FilterableType): CheckedFilter {
  const uses: FilterUse[] = []
  const condition = check(filter, { typeName: type.name, uses, negated: false, resolve: resolveIn(type) })
  return { condition, uses }
}

/** Where a clause stands: on the object, or on an element of a collection; below a `not` or not. */
interface Scope {
  readonly typeName: string
  readonly uses: FilterUse[]
  readonly negated: boolean
  readonly resolve: (path: PropertyPath) => Resolved
}

interface Resolved {
  readonly property: FilterableProperty
  /** From the object or the element. */
  readonly path: string
  /** From the object, for messages. */
  readonly label: string
}

type Comparable = Resolved & { readonly property: SingleProperty | ValuesProperty }

function check(filter: Filter, scope: Scope): Condition {
  switch (filter.kind) {
    case 'or':
    case 'and':
      return { kind: filter.kind, clauses: filter.clauses.map((clause) => check(clause, scope)) }
    case 'not':
      return { kind: 'not', clause: check(filter.clause, { ...scope, negated: true }) }
    case 'compare':
      return checkComparison(filter, scope)
    case 'in':
      return checkIn(filter, scope)
    case 'has':
      return checkHas(filter, scope)
    case 'match':
      return checkMatch(filter, scope)
    case 'any':
      return checkAny(filter, scope)
    case 'count':
      return checkCount(filter, scope)
  }
}

type Clause<Kind extends Filter['kind']> = Extract<Filter, { kind: Kind }>

function checkComparison({ operator, path, literal }: Clause<'compare'>, scope: Scope): Condition {
  const found = resolveComparable(path, scope)
  if (literal.kind === 'null') {
    if (operator !== 'eq' && operator !== 'ne') throw unsupported(found, scope)
    requireOperator('eq null', found, scope)
    return { kind: 'null', operator, property: toRef(found) }
  }
  requireOperator(operator, found, scope)
  if (operator !== 'eq' && operator !== 'ne' && !isOrdered(found.property)) throw unsupported(found, scope)
  const value = checkLiteral(literal, found.property)
  if (value === undefined) throw unsupported(found, scope)
  return { kind: 'compare', operator, property: toRef(found), value }
}

function checkIn({ path, literals }: Clause<'in'>, scope: Scope): Condition {
  const found = resolveComparable(path, scope)
  requireOperator('in', found, scope)
  const values = literals.map((literal) => checkLiteral(literal, found.property))
  return {
    kind: 'in',
    property: toRef(found),
    values: values.filter((value): value is Value => value !== undefined),
    orNull: values.includes(undefined),
  }
}

function checkHas({ path, literal }: Clause<'has'>, scope: Scope): Condition {
  const found = resolveComparable(path, scope)
  requireOperator('has', found, scope)
  if (typeof found.property.type === 'string') throw unsupported(found, scope)
  return { kind: 'has', property: toRef(found), members: checkFlags(literal, found.property) }
}

function checkMatch({ function: name, path, text }: Clause<'match'>, scope: Scope): Condition {
  const found = resolveComparable(path, scope)
  requireOperator(name, found, scope)
  if (found.property.type !== 'String') throw unsupported(found, scope)
  const property = toRef(found)
  return { kind: 'match', function: name, property, text: property.foldsCase ? foldCase(text) : text }
}

function checkAny({ path, lambda }: Clause<'any'>, scope: Scope): Condition {
  const found = scope.resolve(path)
  const { property } = found
  if (property.kind === 'single') throw unsupported(found, scope)
  if (scope.negated) requireOperator('not', found, scope)
  if (lambda === undefined) return { kind: 'any', collection: found.path, element: undefined }

  const resolve = resolveElement(property, lambda, scope)
  const element = check(lambda.body, { ...scope, negated: false, resolve })
  return { kind: 'any', collection: found.path, element }
}

function checkCount({ operator, path, count }: Clause<'count'>, scope: Scope): Condition {
  const found = scope.resolve(path)
  const asked = countOperator(operator, count)
  if (found.property.kind === 'single' || asked === undefined) throw unsupported(found, scope)
  requireOperator(asked, found, scope)
  return { kind: 'count', operator, collection: found.path, count }
}

function countOperator(operator: ComparisonOperator, count: number): FilterOperator | undefined {
  if ((operator !== 'eq' && operator !== 'ne') || (count !== 0 && count !== 1)) return undefined
  return `/$count ${operator} ${count}`
}

function resolveIn(type: FilterableType): Scope['resolve'] {
  return (path) => {
    const written = path.segments.join('/')
    const property = type.properties.get(written.toLowerCase())
    if (property === undefined) throw unknownProperty(written, type.name, path.position)
    return { property, path: property.name, label: property.name }
  }
}

/** Inside a lambda every path starts with its variable; the rest is looked up among the members of the element. */
function resolveElement(
  collection: ValuesProperty | ObjectsProperty,
  { variable }: Lambda,
  { typeName }: Scope,
): Scope['resolve'] {
  return ({ segments, position }) => {
    const [first, ...rest] = segments
    const written = segments.join('/')
    if (first?.toLowerCase() !== variable.toLowerCase()) throw outsideElement(written, variable, position)
    if (collection.kind === 'values') {
      if (rest.length > 0) throw unknownProperty(written, typeName, position)
      return { property: { ...collection, kind: 'single' }, path: '', label: collection.name }
    }
    const member = collection.members.get(rest.join('/').toLowerCase())
    if (member === undefined) throw unknownProperty(written, typeName, position)
    return { property: member, path: member.name, label: `${collection.name}/${member.name}` }
  }
}

function resolveComparable(path: PropertyPath, scope: Scope): Comparable {
  const found = scope.resolve(path)
  const { property } = found
  if (property.kind !== 'single') throw unsupported(found, scope, `Use ${found.label}/any(x:x eq …).`)
  return { ...found, property }
}

function requireOperator(operator: FilterOperator, found: Resolved, scope: Scope): void {
  const { operators } = found.property
  if (!operators.has(operator)) throw unsupported(found, scope)
  scope.uses.push({ property: found.label, operator })
  if (!scope.negated || operator === 'not') return
  if (!operators.has('not')) throw unsupported(found, scope)
  scope.uses.push({ property: found.label, operator: 'not' })
}

function isOrdered({ type }: SingleProperty | ValuesProperty): boolean {
  return typeof type === 'string' && type !== 'Boolean' && type !== 'Guid'
}

function toRef({ property, path }: Comparable): PropertyRef {
  const { type, caseExact, nullable } = property
  return { path, type, foldsCase: type === 'Guid' || (type === 'String' && !caseExact), nullable }
}

function unknownProperty(written: string, typeName: string, position: number): ODataError {
  const message = `Could not find a property named '${written}' on type 'microsoft.graph.${typeName}'.`
  return new ODataError('unknownProperty', message, position)
}

function outsideElement(written: string, variable: string, position: number): ODataError {
  const message = `Inside any(${variable}:…) every property starts with '${variable}'; '${written}' at position ${position} does not.`
  return new ODataError('unknownProperty', message, position)
}

function unsupported({ property, label }: Resolved, { typeName }: Scope, hint?: string): ODataError {
  const allowed =
    property.operators.size === 0 ? 'It cannot be filtered on.' : `Allowed: ${[...property.operators].join(', ')}.`
  const message = `Unsupported or invalid query filter clause specified for property '${label}' of resource '${typeName}'. ${hint ?? allowed}`
  return new ODataError('unsupportedOperator', message)
}
