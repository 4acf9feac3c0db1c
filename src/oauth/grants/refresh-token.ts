import type { HttpResponse } from '../../http/message.ts'
import { text } from '../client-registration.ts'
import { parseDelegatedScopes } from '../delegated-scopes.ts'
import { OAuthError } from '../error.ts'
import { missingParameter } from '../form.ts'
import { hashSecret } from '../shown-secret.ts'
import { answerDelegated, grantIn } from './delegated-answer.ts'
import { identifyClient } from './identify-client.ts'
import type { UserGrantRequest } from './user-grant-request.ts'

/** Two tabs, or a repeated request, may use the same token at about the same time; later it is taken for stolen. */
const graceMs = 30_000

/** The refresh token grant (RFC 6749 section 6), with rotation (RFC 9700 section 4.14.2). */
export async function grantRefreshToken({ visit, form, presented, version }: UserGrantRequest): Promise<HttpResponse> {
  if (form.refresh_token === '') throw missingParameter('refresh_token')
  const { store, now, request } = visit
  const { artifacts } = store.identity
  const key = hashSecret(form.refresh_token)
  const known = await artifacts.find('refreshToken', key, now)
  if (known === undefined) throw badToken()
  const { data } = known
  const isSpa = data.isSpa === true
  const registered = await identifyClient(visit, presented, true)
  if (registered.client.appId !== data.clientId)
    throw new OAuthError(70000, 'The token was issued to another application.')
  const { client, clientAuthentication } = registered
  if (clientAuthentication === '0' && !isSpa && !client.allowsPublicFlows) {
    throw new OAuthError(
      7000218,
      "The request must contain 'client_secret' or 'client_assertion': the client is not public.",
    )
  }
  if (isSpa && request.header('origin') === undefined) {
    throw new OAuthError(9002327, 'Tokens of a single-page application are redeemed by scripts only.')
  }
  const used = await artifacts.use('refreshToken', key, now)
  if (used === undefined) throw badToken()
  if (used.usedAt !== null && now - used.usedAt > graceMs) {
    await artifacts.revokeFamily(known.family)
    throw new OAuthError(70000, 'The refresh token was used before. All that came of it are revoked.', {
      suberror: 'bad_token',
    })
  }
  return answerDelegated(visit, {
    ...grantIn(known),
    client,
    clientAuthentication,
    scope: nextScope(form.scope, text(data.scope)),
    isSpa,
    endsAt: known.expiresAt,
    wantsClientInfo: form.client_info === '1',
    version,
  })
}

/** A token is good for every resource that was consented to. Whoever had a refresh token gets the next one, asked for or not. */
function nextScope(asked: string, former: string): string {
  if (asked === '') return former
  const { openId } = parseDelegatedScopes(asked)
  return openId.includes('offline_access') ? asked : `${asked} offline_access`
}

function badToken(): OAuthError {
  const message = 'The refresh token has expired, was revoked, or is none of this tenant. Sign in again.'
  return new OAuthError(700082, message, { suberror: 'bad_token' })
}
