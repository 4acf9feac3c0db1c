import { ODataError } from './odata-error.ts'

/** The values by which the last entry of a page was sorted, the unique one last: where the next page begins. */
export type SortKey = readonly (string | number | boolean | null)[]

const tokenCharsMax = 8_192
const checksumBytes = 8

/**
 * Writes the `$skiptoken` of a next link: base64url of a checksum and the sort key. The checksum covers `queryText` (see
 * `toQueryText`), so a token goes only with the query that it was made for. It guards against mix-ups, not against
 * forgery: a token grants nothing, the permission and tenant of every request are checked anyway.
 */
export function writeSkipToken(key: SortKey, queryText: string): string {
  const payload = new TextEncoder().encode(JSON.stringify(key))
  return toBase64Url(Uint8Array.of(...checksum(queryText, payload), ...payload))
}

/**
 * Reads a token back. The caller knows how many values of which type its own keys have, and checks that.
 * @throws ODataError `invalidSkipToken` when the token was changed, cut or made for another query
 */
export function parseSkipToken(token: string, queryText: string): SortKey {
  const bytes = fromBase64Url(token)
  if (bytes === undefined) throw invalidSkipToken()
  const payload = bytes.subarray(checksumBytes)
  const expected = checksum(queryText, payload)
  if (!expected.every((byte, index) => byte === bytes[index])) throw invalidSkipToken()
  return parseKey(new TextDecoder().decode(payload))
}

function parseKey(json: string): SortKey {
  let key: unknown
  try {
    key = JSON.parse(json)
  } catch {
    throw invalidSkipToken()
  }
  if (!Array.isArray(key) || !key.every(isKeyValue)) throw invalidSkipToken()
  return key
}

function isKeyValue(value: unknown): value is SortKey[number] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function invalidSkipToken(): ODataError {
  const message =
    'The page token does not belong to this query or was changed. Ask for the first page again, without $skiptoken.'
  return new ODataError('invalidSkipToken', message)
}

function toBase64Url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function fromBase64Url(token: string): Uint8Array | undefined {
  if (token.length > tokenCharsMax || !/^[\w-]+$/.test(token) || token.length % 4 === 1) return undefined
  const text = atob(token.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  // The last character has bits to spare; only one spelling of them is ours.
  return bytes.length >= checksumBytes && toBase64Url(bytes) === token ? bytes : undefined
}

/** Two lanes of FNV-1a with different starts, each stirred at the end. */
function checksum(queryText: string, payload: Uint8Array): readonly number[] {
  const text = new TextEncoder().encode(`${queryText}\0`)
  return [0x811c9dc5, 0x1b873593].flatMap((start) => {
    const hash = stir(fnv1a(payload, fnv1a(text, start)))
    return [hash >>> 24, (hash >>> 16) & 0xff, (hash >>> 8) & 0xff, hash & 0xff]
  })
}

const fnvPrime = 0x01000193

function fnv1a(bytes: Uint8Array, start: number): number {
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, fnvPrime), start)
}

/** Without it the last bytes would reach only the low bits. */
function stir(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}
