import { type LookupAddress, lookup as resolveName } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { isPublicAddress } from './address-rules.ts'

/** Everything together: name, connection, redirects, body. */
const fetchMsMax = 5_000
const documentBytesMax = 512 * 1024
const redirectsMax = 2

/** How documents of other issuers may be read. */
export interface OutsideRules {
  /** Host names, lower case without port, that may lead to loopback and private addresses. All others must be public. */
  readonly privateHosts: ReadonlySet<string>
  /** PEM certificates of the authorities to trust; undefined = those that Node.js trusts. */
  readonly authorities?: readonly string[] | undefined
}

/** `refused`: our own rules forbid it, trying again changes nothing. `unreachable`: it may work later. */
export class OutsideError extends Error {
  readonly kind: 'refused' | 'unreachable'

  constructor(kind: 'refused' | 'unreachable', message: string) {
    super(message)
    this.name = 'OutsideError'
    this.kind = kind
  }
}

/**
 * Reads a JSON object over https. The address is checked where the connection is made, so a name that changes its mind
 * gains nothing; redirects stay on the same origin. Refuses with `OutsideError`.
 */
export async function fetchJson(address: string, rules: OutsideRules): Promise<JsonObject> {
  const signal = AbortSignal.timeout(fetchMsMax)
  let url = parseTarget(address, rules)
  for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
    const response = await get(url, rules, signal)
    const location = redirectOf(response)
    if (location === undefined) return readJson(response, url)
    response.destroy()
    const next = URL.parse(location, url.href)
    if (next === null || next.origin !== url.origin) {
      throw new OutsideError(
        'refused',
        `${url.href} redirects to another place ('${location}'), which is not followed.`,
      )
    }
    url = parseTarget(next.href, rules)
  }
  throw new OutsideError('refused', `${address} redirects more than ${redirectsMax} times.`)
}

function parseTarget(address: string, { privateHosts }: OutsideRules): URL {
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new OutsideError('refused', `'${address}' is not an https address without a user name.`)
  }
  const host = bareHost(url)
  // Literal addresses are connected to without asking for the name, so they are looked at here.
  if (isIP(host) !== 0 && !privateHosts.has(host) && !isPublicAddress(host)) throw notPublic(host)
  return url
}

function bareHost(url: URL): string {
  return url.hostname.toLowerCase().replace(/^\[|\]$/g, '')
}

function notPublic(host: string): OutsideError {
  return new OutsideError(
    'refused',
    `'${host}' has no public address; ENTRAIN_PRIVATE_ISSUERS names hosts that may have none.`,
  )
}

function get(url: URL, rules: OutsideRules, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const options = {
    agent: false,
    headers: { accept: 'application/json' },
    signal,
    lookup: guardedLookup(rules),
    ...(rules.authorities === undefined ? {} : { ca: [...rules.authorities] }),
  } as const
  const outgoing = request(url, options, resolve)
  outgoing.on('error', (error) => {
    reject(error instanceof OutsideError ? error : new OutsideError('unreachable', `${url.href}: ${error.message}`))
  })
  outgoing.end()
  return promise
}

/** Gives the connection public addresses only, unless the host may have others. */
function guardedLookup({ privateHosts }: OutsideRules): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0)
      const allowed = privateHosts.has(hostname.toLowerCase())
        ? found
        : found.filter(({ address }) => isPublicAddress(address))
      const [first] = allowed
      if (first === undefined) return callback(notPublic(hostname), '', 0)
      return answer(callback, options.all === true ? allowed : first)
    })
  }
}

function answer(callback: Parameters<LookupFunction>[2], found: LookupAddress | LookupAddress[]): void {
  if (Array.isArray(found)) callback(null, found)
  else callback(null, found.address, found.family)
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return statusCode >= 300 && statusCode < 400 ? (headers.location ?? '') : undefined
}

async function readJson(response: IncomingMessage, { href }: URL): Promise<JsonObject> {
  if (response.statusCode !== 200) {
    response.destroy()
    throw new OutsideError('unreachable', `${href} answers with status ${response.statusCode}.`)
  }
  const text = await readText(response, href)
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
  } catch {
    // Said below, like everything else that is no object.
  }
  throw new OutsideError('unreachable', `${href} answers with something that is not a JSON object.`)
}

async function readText(response: IncomingMessage, href: string): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response) {
      const piece = Buffer.from(chunk)
      bytes += piece.length
      if (bytes > documentBytesMax)
        throw new OutsideError('refused', `${href} is larger than ${documentBytesMax} bytes.`)
      chunks.push(piece)
    }
  } catch (error) {
    if (error instanceof OutsideError) throw error
    throw new OutsideError('unreachable', `${href}: ${error instanceof Error ? error.message : String(error)}`)
  }
  return Buffer.concat(chunks).toString()
}
