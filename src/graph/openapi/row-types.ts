import type { GraphVersion, OperationDefinition } from '../model/definition.ts'
import { isIn } from '../model/find-type.ts'
import { operations } from '../model/operations.ts'
import { routeTable } from '../route-table/index.ts'
import type { RouteRow } from '../route-table/route-row.ts'

/** What a route takes, as far as the tables say. */
export type BodyOf =
  | { readonly kind: 'none' }
  | { readonly kind: 'bulkRequest' }
  /** `{"@odata.id": "…"}` */
  | { readonly kind: 'reference' }
  | { readonly kind: 'type'; readonly type: string; readonly isPartial: boolean }
  | { readonly kind: 'parameters'; readonly operation: OperationDefinition }
  /** A JSON object that the model does not describe. */
  | { readonly kind: 'object' }

/** What a route answers with. */
export type AnswerOf =
  | { readonly kind: 'none' }
  | { readonly kind: 'count' }
  | { readonly kind: 'reference' }
  | { readonly kind: 'document' }
  | { readonly kind: 'entity'; readonly type: string }
  | { readonly kind: 'collection'; readonly type: string; readonly isDelta: boolean }
  /** A primitive in `value`. */
  | { readonly kind: 'value'; readonly type: string }

const collectionEnd = ' collection'

export function answerOf({ returns, path }: RouteRow): AnswerOf {
  if (returns === undefined) return { kind: 'none' }
  if (path.endsWith('/$count')) return { kind: 'count' }
  if (returns === 'reference') return { kind: 'reference' }
  if (returns === 'Edm.Stream') return { kind: 'document' }
  if (returns === 'delta') return { kind: 'collection', type: elementOf(path.replace('/delta', '')), isDelta: true }
  if (returns.endsWith(collectionEnd)) {
    return { kind: 'collection', type: returns.slice(0, -collectionEnd.length), isDelta: false }
  }
  return returns.startsWith('Edm.') ? { kind: 'value', type: returns } : { kind: 'entity', type: returns }
}

/** A PATCH takes what a GET of the same path answers, a POST to a set what it answers itself, an action its parameters. */
export function bodyOf(row: RouteRow, version: GraphVersion): BodyOf {
  const { method, path, returns, takes, success } = row
  if (method === 'GET' || method === 'DELETE') return { kind: 'none' }
  if (path.endsWith('/bulkUpload')) return { kind: 'bulkRequest' }
  if (path.endsWith('/$ref')) return { kind: 'reference' }
  if (takes !== undefined) return { kind: 'type', type: takes, isPartial: false }
  const action = method === 'POST' ? findAction(path, version) : undefined
  if (action !== undefined)
    return action.parameters.length === 0 ? { kind: 'none' } : { kind: 'parameters', operation: action }
  if (success === 201 && returns !== undefined) return { kind: 'type', type: returns, isPartial: false }
  if (method === 'POST') return { kind: 'object' }
  const type = routeTable.find((other) => other.method === 'GET' && other.path === path)?.returns
  return type === undefined ? { kind: 'object' } : { kind: 'type', type, isPartial: method === 'PATCH' }
}

function findAction(path: string, version: GraphVersion): OperationDefinition | undefined {
  const name = path.split('/').at(-1)
  return operations.find(
    (operation) => operation.kind === 'action' && operation.name === name && isIn(operation, version),
  )
}

function elementOf(path: string): string {
  const returns = routeTable.find((other) => other.method === 'GET' && other.path === path)?.returns
  return returns?.endsWith(collectionEnd) ? returns.slice(0, -collectionEnd.length) : 'directoryObject'
}
