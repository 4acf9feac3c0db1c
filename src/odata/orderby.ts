import { ODataError } from './odata-error.ts'
import type { NameTable } from './select.ts'

export interface OrderKey {
  /** Canonical spelling. */
  readonly property: string
  readonly direction: 'asc' | 'desc'
}

export interface OrderRules {
  readonly typeName: string
  readonly sortable: NameTable
  /** All property names, to tell an unknown name from one that cannot be sorted by. */
  readonly known: NameTable
  readonly keysMax: number
}

const orderForm = /^(\S+)(?:\s+(asc|desc))?$/i

/**
 * Reads `$orderby`, such as `displayName desc`.
 * @throws ODataError `unknownProperty`, `unsupportedOrder`, `invalidOption`
 */
export function parseOrderby(text: string, rules: OrderRules): readonly OrderKey[] {
  const keys = text.split(',').map((part) => parseKey(part.trim(), rules))
  if (keys.length > rules.keysMax) {
    const message = `Sorting not supported for current query. At most ${rules.keysMax} properties can be sorted by.`
    throw new ODataError('unsupportedOrder', message)
  }
  if (new Set(keys.map(({ property }) => property)).size < keys.length) {
    throw new ODataError('invalidOption', `'$orderby' names a property twice: '${text}'.`)
  }
  return keys
}

function parseKey(part: string, { typeName, sortable, known }: OrderRules): OrderKey {
  const [, name, direction = 'asc'] = orderForm.exec(part) ?? []
  if (name === undefined) {
    throw new ODataError('invalidOption', `'$orderby' cannot be read at '${part}'. Write it like 'displayName desc'.`)
  }
  const property = sortable.get(name.toLowerCase())
  if (property !== undefined) return { property, direction: direction.toLowerCase() === 'asc' ? 'asc' : 'desc' }
  if (!known.has(name.toLowerCase())) {
    const message = `Could not find a property named '${name}' on type 'microsoft.graph.${typeName}'.`
    throw new ODataError('unknownProperty', message)
  }
  const allowed = sortable.size === 0 ? 'Leave $orderby out.' : `Sort by one of: ${[...sortable.values()].join(', ')}.`
  throw new ODataError('unsupportedOrder', `Sorting not supported for current query. ${allowed}`)
}
