import { json } from '../http/json-response.ts'
import type { HttpResponse } from '../http/message.ts'
import type { Call } from '../http/route.ts'

/** One page of a collection. `count` is the number of all matches, left out unless it was asked for. */
export interface Page {
  readonly value: readonly unknown[]
  readonly nextLink?: string | undefined
  readonly count?: number | undefined
}

/**
 * `@odata.context` of an answer. The fragment is what stands behind `$metadata#`: `users`, `users(id,displayName)`,
 * `users/$entity`, `directoryObjects` (graph-conventions section 4).
 */
export function contextUrl(call: Pick<Call, 'origin' | 'version'>, fragment: string): string {
  return `${call.origin}/${call.version}/$metadata#${fragment}`
}

/** `users` and the selected names become `users(id,displayName)`. */
export function selected(set: string, select: readonly string[] | undefined): string {
  return select === undefined ? set : `${set}(${select.join(',')})`
}

export function entityResponse(call: Call, fragment: string, entity: object): HttpResponse {
  return json({ '@odata.context': contextUrl(call, fragment), ...entity })
}

export function collectionResponse(call: Call, fragment: string, { value, nextLink, count }: Page): HttpResponse {
  return json({
    '@odata.context': contextUrl(call, fragment),
    ...(count === undefined ? {} : { '@odata.count': count }),
    ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
    value,
  })
}
