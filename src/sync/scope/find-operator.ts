import { nearestName } from '../../expression/nearest-name.ts'
import { ScopeError, type ScopeOperator } from './operator.ts'
import { operators } from './operators.ts'

export interface FoundOperator {
  readonly operator: ScopeOperator
  /** Of a multi-valued attribute any or all values must satisfy the clause. */
  readonly quantifier: 'Any' | 'All'
}

const byKey = new Map(operators.map((operator) => [keyOf(operator.name), operator]))

const unsupported: ReadonlyMap<string, string> = new Map([
  ['ISMEMBEROF', 'Uploads carry no groups: filter by an attribute instead.'],
  ['VALIDCERTMATCH', 'It was never documented: filter by an attribute instead.'],
])

/**
 * Finds an operator by name: letter case, blanks, underscores and hyphens do not count. `ANY` or `ALL` before the name
 * says how many values of a multi-valued attribute must satisfy it (ours). Throws ScopeError for unknown names.
 */
export function findOperator(name: string): FoundOperator {
  const key = keyOf(name)
  const operator = byKey.get(key)
  if (operator !== undefined) return { operator, quantifier: operator.multivaluedComparisonType }
  const quantified = byKey.get(key.slice(3))
  if (quantified !== undefined && key.startsWith('ANY')) return { operator: quantified, quantifier: 'Any' }
  if (quantified !== undefined && key.startsWith('ALL')) return { operator: quantified, quantifier: 'All' }
  throw new ScopeError(`Unknown scoping operator '${name}'. ${hintFor(name, key)}`)
}

function hintFor(name: string, key: string): string {
  const reason = unsupported.get(key)
  if (reason !== undefined) return reason
  const names = operators.map((operator) => operator.name)
  const nearest = nearestName(name.toUpperCase(), names)
  return nearest === undefined ? `Known are ${names.join(', ')}.` : `Did you mean ${nearest}?`
}

function keyOf(name: string): string {
  return name.replaceAll(/[\s_-]+/g, '').toUpperCase()
}
