import type { HttpRequest } from '../http/message.ts'
import { EntrainError } from '../model/error.ts'
import { OAuthError } from './error.ts'

const formBytesMax = 64 * 1024

/** The parameters of a token request that mean something here. All others are ignored, as clients send many. */
const parameters = [
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'scope',
  'resource',
  'code',
  'code_verifier',
  'redirect_uri',
  'refresh_token',
  'device_code',
  'username',
  'password',
  'assertion',
  'requested_token_use',
  'client_info',
] as const

export type Form = Readonly<Record<(typeof parameters)[number], string>>

/** Reads an `application/x-www-form-urlencoded` body. What is absent is empty; a parameter sent twice is refused with 9000411. */
export async function readForm(request: Pick<HttpRequest, 'body'>): Promise<Form> {
  const bytes = await request.body(formBytesMax).catch((error: unknown) => {
    throw error instanceof EntrainError ? new OAuthError(9002313, error.message) : error
  })
  return parseForm(Buffer.from(bytes).toString())
}

export function parseForm(text: string): Form {
  const received = new URLSearchParams(text.replace(/^\uFEFF/, ''))
  const one = (name: string): string => {
    const values = received.getAll(name)
    if (values.length > 1) throw new OAuthError(9000411, `The parameter '${name}' was sent more than once.`)
    return values[0] ?? ''
  }
  const entries = parameters.map((name) => [name, untrimmed.has(name) ? one(name) : one(name).trim()])
  // One entry for each name of `parameters`.
  return Object.fromEntries(entries) as Form
}

/** Spaces may belong to them. */
const untrimmed: ReadonlySet<string> = new Set([
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'password',
])

/** All fields of a form; of a field that is sent twice the first counts. */
export async function readFields(request: Pick<HttpRequest, 'body'>): Promise<ReadonlyMap<string, string>> {
  const bytes = await request.body(formBytesMax).catch((error: unknown) => {
    throw error instanceof EntrainError ? new OAuthError(9002313, error.message) : error
  })
  return new Map([...new URLSearchParams(Buffer.from(bytes).toString())].toReversed())
}

export function missingParameter(name: string): OAuthError {
  return new OAuthError(900144, `The request body must contain the parameter '${name}'.`)
}
