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
  return {
    grant_type: one('grant_type').trim(),
    client_id: one('client_id').trim(),
    client_secret: one('client_secret'),
    client_assertion: one('client_assertion'),
    client_assertion_type: one('client_assertion_type'),
    scope: one('scope').trim(),
    resource: one('resource').trim(),
  }
}

export function missingParameter(name: string): OAuthError {
  return new OAuthError(900144, `The request body must contain the parameter '${name}'.`)
}
