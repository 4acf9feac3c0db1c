import type { HttpResponse } from '../../http/message.ts'
import { type OAuthError, oauthErrors, toErrorBody } from '../error.ts'
import { formPostPage } from '../pages/plain-pages.ts'
import type { ResponseMode } from './flow.ts'
import type { Visit } from './visit.ts'

export interface Addressee {
  readonly redirectUri: string
  readonly responseMode: ResponseMode
  readonly state: string
}

/** Sends parameters to the redirect URI, the way the client wants them (OAuth 2.0 Multiple Response Type Encoding Practices). */
export function answerClient(
  { tenant }: Pick<Visit, 'tenant'>,
  { redirectUri, responseMode, state }: Addressee,
  parameters: Readonly<Record<string, string>>,
  cookie?: string,
): HttpResponse {
  const all = { ...parameters, ...(state !== '' && { state }) }
  if (responseMode === 'form_post') return formPostPage(tenant.displayName, redirectUri, all, cookie)
  const text = new URLSearchParams(all).toString()
  if (responseMode === 'fragment') return redirect(`${redirectUri}#${text}`, cookie)
  return redirect(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${text}`, cookie)
}

/** Errors that the client may know (RFC 6749 section 4.1.2.1). */
export function answerError(visit: Visit, addressee: Addressee, refusal: OAuthError, cookie?: string): HttpResponse {
  const { call, request, now } = visit
  const place = { traceId: request.requestId, correlationId: call.correlationId, origin: call.door.origin }
  const body: { error_description?: string; error_uri?: string } = toErrorBody(refusal, place, now)
  const parameters = {
    error: redirectError(refusal),
    error_description: body.error_description ?? refusal.message,
    ...(body.error_uri !== undefined && { error_uri: body.error_uri }),
    ...(refusal.suberror !== undefined && { error_subcode: refusal.suberror }),
  }
  return answerClient(visit, addressee, parameters, cookie)
}

/**
 * The authorization endpoint has names of its own for what is `invalid_grant` at the token endpoint (OpenID Connect Core
 * section 3.1.2.6), and for a person who declines, which devices are told as `authorization_declined`.
 */
function redirectError({ number }: OAuthError): string {
  if (number === 65001) return 'consent_required'
  if (number === 65004) return 'access_denied'
  if (number === 50055) return 'interaction_required'
  const { error } = oauthErrors[number]
  return error === 'invalid_grant' ? 'access_denied' : error
}

export function redirect(location: string, cookie?: string): HttpResponse {
  const headers = { Location: location, 'Referrer-Policy': 'no-referrer', ...(cookie && { 'Set-Cookie': cookie }) }
  return { status: 303, headers, body: null }
}
