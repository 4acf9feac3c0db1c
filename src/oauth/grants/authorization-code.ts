import { createHash } from 'node:crypto'
import type { Artifact } from '../../contracts/store-identity.ts'
import type { HttpResponse } from '../../http/message.ts'
import { text } from '../client-registration.ts'
import { OAuthError } from '../error.ts'
import { missingParameter } from '../form.ts'
import { hashSecret } from '../shown-secret.ts'
import { answerDelegated, grantIn } from './delegated-answer.ts'
import { identifyClient } from './identify-client.ts'
import type { UserGrantRequest } from './user-grant-request.ts'

const verifierPattern = /^[A-Za-z0-9._~-]{43,128}$/

/** The authorization code grant (RFC 6749 section 4.1.3, with PKCE, RFC 7636). */
export async function grantAuthorizationCode({
  visit,
  form,
  presented,
  version,
}: UserGrantRequest): Promise<HttpResponse> {
  if (form.code === '') throw missingParameter('code')
  const { store, now, request } = visit
  const { artifacts } = store.identity
  const key = hashSecret(form.code)
  const known = await artifacts.find('code', key, now)
  if (known === undefined) throw new OAuthError(70008, 'The code has expired, or it is none of this tenant.')
  const { data } = known
  const kind = text(data.redirectKind)
  const { client, clientAuthentication } = await identifyClient(visit, presented, kind !== 'web')
  if (client.appId !== data.clientId) throw new OAuthError(70000, 'The code was issued to another application.')
  refuseOrigin(kind, request.header('origin'))
  refuseRedirect(form.redirect_uri, data)
  refuseVerifier(text(data.codeChallenge), form.code_verifier)
  const used = await artifacts.use('code', key, now)
  if (used === undefined || used.usedAt !== null) {
    // Somebody else has it: what it gave is taken back (RFC 6749 section 10.5).
    await artifacts.revokeFamily(known.family)
    throw new OAuthError(54005, 'The code was redeemed before. What was issued for it is revoked.')
  }
  return answerDelegated(visit, {
    ...grantIn(known),
    client,
    clientAuthentication,
    scope: text(data.scope),
    nonce: text(data.nonce),
    isSpa: kind === 'spa',
    wantsClientInfo: form.client_info === '1',
    version,
  })
}

/** Whoever got hold of a code by another address of the client does not redeem it (RFC 6749 section 4.1.3). */
function refuseRedirect(shown: string, { redirectUri, isRedirectNamed }: Artifact['data']): void {
  if (shown === '' && isRedirectNamed === true) throw missingParameter('redirect_uri')
  if (shown === '' || shown === redirectUri) return
  throw new OAuthError(70000, "The 'redirect_uri' is not the one that the code was asked for with.")
}

/** Codes of single-page applications are redeemed by scripts, and all others are not. */
function refuseOrigin(kind: string, origin: string | undefined): void {
  if (kind === 'spa' && origin === undefined) {
    const message = "Tokens for a redirect URI of the type 'spa' are redeemed by scripts only, with an Origin header."
    throw new OAuthError(9002327, message)
  }
  if (kind !== 'spa' && origin !== undefined) {
    const message = "Scripts of another origin redeem tokens only for redirect URIs of the type 'spa'."
    throw new OAuthError(9002326, message)
  }
}

function refuseVerifier(challenge: string, verifier: string): void {
  if (challenge === '' && verifier === '') return
  const isRight =
    verifierPattern.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge
  if (!isRight) throw new OAuthError(501481, "The 'code_verifier' does not fit the 'code_challenge'.")
}
