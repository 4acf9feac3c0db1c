import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { OAuthError, type OAuthErrorNumber } from './error.ts'
import type { Form } from './form.ts'

export const clientAssertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Clocks of clients may differ from ours by so much. */
export const skewSeconds = 300
/** Further ahead no assertion may end. */
const lifetimeSecondsMax = 86_400
const assertionCharsMax = 16 * 1024

/** A JWT that a client presents instead of a secret (RFC 7523 section 3), read but not yet believed. */
export interface ClientAssertion {
  readonly compact: string
  readonly header: JsonObject
  readonly claims: JsonObject
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
  /** Seconds since 1970, UTC. */
  readonly expires: number
  readonly notBefore: number | undefined
  /** `jti`. */
  readonly id: string | undefined
}

/** Reads the assertion of a request; undefined when there is none. Refuses with 900144, 9002313 and 50012. */
export function readClientAssertion(form: Form): ClientAssertion | undefined {
  const { client_assertion: compact, client_assertion_type: type } = form
  if (compact === '') return undefined
  if (type === '') throw new OAuthError(900144, "With 'client_assertion' goes the parameter 'client_assertion_type'.")
  if (type !== clientAssertionType) {
    throw new OAuthError(9002313, `The client_assertion_type '${type}' is not known. Send '${clientAssertionType}'.`)
  }
  return parseClientAssertion(compact)
}

export function parseClientAssertion(compact: string): ClientAssertion {
  const [header, claims] = compact.length > assertionCharsMax ? [] : compact.split('.').slice(0, 2).map(parsePart)
  if (header === undefined || claims === undefined || compact.split('.').length !== 3) {
    throw malformed('is not a signed JWT')
  }
  const expires = numericDate(claims.exp)
  if (expires === undefined) throw malformed("has no time in the claim 'exp'")
  return {
    compact,
    header,
    claims,
    issuer: text(claims, 'iss'),
    subject: text(claims, 'sub'),
    audiences: audiencesOf(claims.aud),
    expires,
    notBefore: numericDate(claims.nbf),
    id: typeof claims.jti === 'string' && claims.jti !== '' ? claims.jti : undefined,
  }
}

/** Refuses with 500133 an assertion that has ended, has not begun, or ends too far ahead. */
export function checkAssertionTimes({ expires, notBefore }: ClientAssertion, now: number): void {
  const seconds = now / 1000
  if (seconds >= expires + skewSeconds) throw outOfTime('has expired', expires)
  if (notBefore !== undefined && seconds < notBefore - skewSeconds) throw outOfTime('is not valid yet', notBefore)
  if (expires > seconds + lifetimeSecondsMax + skewSeconds) {
    throw outOfTime(`ends more than ${lifetimeSecondsMax / 3600} hours ahead`, expires)
  }
}

function outOfTime(reason: string, limit: number): OAuthError {
  const date = new Date(Math.min(limit * 1000, 8_640_000_000_000_000))
  return new OAuthError(500133, `The client assertion ${reason} (${date.toISOString()}). Check the client's clock.`)
}

export function malformed(reason: string, number: OAuthErrorNumber = 50012): OAuthError {
  return new OAuthError(number, `The client assertion ${reason}.`)
}

function parsePart(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Some libraries write the times as texts (identity-platform section 3.1). */
function numericDate(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,12}(\.\d+)?$/.test(value) ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined
}

function audiencesOf(value: unknown): readonly string[] {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [value]
  return listed.filter((item) => typeof item === 'string')
}

function text(claims: JsonObject, name: string): string {
  const value = claims[name]
  if (typeof value === 'string' && value !== '') return value
  throw malformed(`has no text in the claim '${name}'`)
}
