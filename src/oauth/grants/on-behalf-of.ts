import type { HttpResponse } from '../../http/message.ts'
import { toApplicationSignIn } from '../application-sign-in.ts'
import { OAuthError } from '../error.ts'
import { type Form, missingParameter } from '../form.ts'
import { answerDelegated, type DelegatedProgress, newFamily } from './delegated-answer.ts'
import { type IdentifiedClient, identifyClient } from './identify-client.ts'
import { verifyUserAssertion } from './user-assertion.ts'
import type { UserGrantRequest } from './user-grant-request.ts'

/**
 * The on-behalf-of grant (RFC 7523 section 2.1 with `requested_token_use`): an API that was called for a user gets a
 * token for the same user at the next API. Confidential clients only; consent is the API's own, asked for beforehand.
 */
export async function grantOnBehalfOf(request: UserGrantRequest): Promise<HttpResponse> {
  const { visit, form, presented } = request
  if (form.assertion === '') throw missingParameter('assertion')
  if (form.requested_token_use === '') throw missingParameter('requested_token_use')
  if (form.requested_token_use !== 'on_behalf_of') {
    throw new OAuthError(9002313, "The 'requested_token_use' of this grant is 'on_behalf_of'.")
  }
  const identified = await identifyClient(visit, presented, false)
  const progress: DelegatedProgress = {}
  try {
    const answer = await grant(request, identified, progress)
    record(request, identified, progress)
    return answer
  } catch (error) {
    if (error instanceof OAuthError) record(request, identified, progress, error)
    throw error
  }
}

async function grant(
  { visit, form, version }: UserGrantRequest,
  { client, clientAuthentication }: IdentifiedClient,
  progress: DelegatedProgress,
): Promise<HttpResponse> {
  const { userId, authTime, authMethods } = await verifyUserAssertion(visit, client, form.assertion)
  return answerDelegated(visit, {
    userId,
    client,
    clientAuthentication,
    scope: scopeOf(form),
    authTime,
    authMethods,
    sessionId: newFamily(),
    family: newFamily(),
    isSpa: false,
    isPageless: true,
    progress,
    wantsClientInfo: form.client_info === '1',
    version,
  })
}

/** The first version names a resource instead. */
function scopeOf({ scope, resource }: Form): string {
  if (scope !== '') return scope
  if (resource !== '') return `${resource}/.default`
  throw missingParameter('scope')
}

function record(
  { visit }: UserGrantRequest,
  { client, credential }: IdentifiedClient,
  { user, resource, uti = '' }: DelegatedProgress,
  refusal?: OAuthError,
): void {
  const { call, tenant, request, now } = visit
  const { appId, displayName } = client
  const entry = toApplicationSignIn({
    at: now,
    tenantId: tenant.id,
    servicePrincipal: { id: client.servicePrincipal?.id ?? '', appId, displayName },
    isOnBehalf: true,
    user,
    credential,
    resource,
    outcome: refusal ?? { uti },
    ipAddress: request.remoteAddress,
    correlationId: call.correlationId,
  })
  call.door.signIns.record(tenant.id, entry, refusal === undefined ? 'granted' : 'refused')
}
