import { EntrainError } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'

/** One request of a batch (Graph page "Combine multiple HTTP requests using JSON batching"). */
export interface BatchItem {
  readonly id: string
  /** Upper case. */
  readonly method: string
  /** Below the version, without a leading slash, query included. */
  readonly url: string
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>
  /** As sent; undefined and null stand for none. */
  readonly body: unknown
  /** Ids of other items, in the spelling of those items. */
  readonly dependsOn: readonly string[]
}

export const batchLimits = {
  requestsMax: 20,
  idCharsMax: 128,
  urlCharsMax: 16_384,
  headersMax: 64,
} as const

/** Reads the body of `$batch`. Refuses with `badRequest`, naming the item, what makes the batch as a whole unreadable. */
export function parseBatch(body: unknown): readonly BatchItem[] {
  const requests = isJsonObject(body) ? ownProperty(body, 'requests') : undefined
  if (!Array.isArray(requests)) throw refusal("The body must be a JSON object with a list 'requests'.")
  const { requestsMax } = batchLimits
  if (requests.length === 0) throw refusal("'requests' is empty.")
  if (requests.length > requestsMax)
    throw refusal(
      `A batch holds at most ${requestsMax} requests (MaximumValueExceeded); this one has ${requests.length}.`,
    )
  const items = requests.map(parseItem)
  const byKey = indexItems(items)
  const resolved = items.map((item) => ({ ...item, dependsOn: resolveDependencies(item, byKey) }))
  refuseCycles(resolved)
  return resolved
}

function parseItem(value: unknown, position: number): BatchItem {
  const at = `requests/${position}`
  if (!isJsonObject(value)) throw refusal(`${at} must be an object.`)
  return {
    id: readId(value, at),
    method: readText(value, 'method', at).toUpperCase(),
    url: readUrl(value, at),
    headers: readHeaders(ownProperty(value, 'headers'), `${at}/headers`),
    body: ownProperty(value, 'body'),
    dependsOn: readDependsOn(ownProperty(value, 'dependsOn'), `${at}/dependsOn`),
  }
}

function readText(value: JsonObject, name: string, at: string): string {
  const text = ownProperty(value, name)
  if (typeof text === 'string' && text.trim() !== '') return text.trim()
  throw refusal(`${at}/${name} is required and must be a text.`)
}

/** Some clients count instead of naming. */
function readId(value: JsonObject, at: string): string {
  const id = ownProperty(value, 'id')
  const text = typeof id === 'number' ? String(id) : readText(value, 'id', at)
  if (text.length <= batchLimits.idCharsMax) return text
  throw refusal(`${at}/id is longer than ${batchLimits.idCharsMax} characters.`)
}

function readUrl(value: JsonObject, at: string): string {
  const url = readText(value, 'url', at)
  if (url.length > batchLimits.urlCharsMax)
    throw refusal(`${at}/url is longer than ${batchLimits.urlCharsMax} characters.`)
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(url) || url.startsWith('//'))
    throw refusal(`${at}/url must be relative to the version, such as /users; it was '${url}'.`)
  return url.replace(/^\//, '')
}

function readHeaders(value: unknown, at: string): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return new Map()
  if (!isJsonObject(value)) throw refusal(`${at} must be an object of texts.`)
  const entries = Object.entries(value)
  if (entries.length > batchLimits.headersMax) throw refusal(`${at} has more than ${batchLimits.headersMax} headers.`)
  return new Map(
    entries.map(([name, text]) => {
      if (typeof text === 'string') return [name.toLowerCase(), text]
      throw refusal(`${at}/${name} must be a text.`)
    }),
  )
}

function readDependsOn(value: unknown, at: string): readonly string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.every((id): id is string => typeof id === 'string')) return value
  throw refusal(`${at} must be a list of ids.`)
}

/** Ids compare without letter case. */
function indexItems(items: readonly BatchItem[]): ReadonlyMap<string, string> {
  const byKey = new Map<string, string>()
  for (const { id } of items) {
    if (byKey.has(id.toLowerCase())) throw refusal(`Two requests have the id '${id}'. Ids compare without letter case.`)
    byKey.set(id.toLowerCase(), id)
  }
  return byKey
}

function resolveDependencies({ id, dependsOn }: BatchItem, byKey: ReadonlyMap<string, string>): readonly string[] {
  return dependsOn.map((wanted) => {
    const found = byKey.get(wanted.toLowerCase())
    if (found === undefined) throw refusal(`Request '${id}' depends on '${wanted}', which is not in the batch.`)
    return found
  })
}

/** Takes away whatever depends on nothing that is left; what remains goes in circles. */
function refuseCycles(items: readonly BatchItem[]): void {
  let left = items
  for (;;) {
    const ids = new Set(left.map(({ id }) => id))
    const bound = left.filter(({ dependsOn }) => dependsOn.some((id) => ids.has(id)))
    if (bound.length === 0) return
    if (bound.length === left.length)
      throw refusal(`The requests ${bound.map(({ id }) => `'${id}'`).join(', ')} depend on one another in a circle.`)
    left = bound
  }
}

function refusal(message: string): EntrainError {
  return new EntrainError('badRequest', message)
}
