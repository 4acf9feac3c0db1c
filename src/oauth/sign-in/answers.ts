import { readDirectoryRoles } from '../../auth/directory-roles.ts'
import type { HttpResponse } from '../../http/message.ts'
import { mayConsentForOrganization } from '../consent/consent.ts'
import type { ResourceScope } from '../consent/delegated-resource.ts'
import { recordConsent } from '../consent/record-consent.ts'
import { OAuthError } from '../error.ts'
import { messagePage } from '../pages/plain-pages.ts'
import { answerError } from './answer-client.ts'
import { answerAdminConsent, refuseAdminConsent } from './finish-admin-consent.ts'
import { consentOf, finishAuthorize, isBlocked, requireClient } from './finish-authorize.ts'
import { finishDevice, refuseDevice } from './finish-device.ts'
import type { Flow } from './flow.ts'
import type { SignedIn } from './signed-in.ts'
import type { Visit } from './visit.ts'

type Fields = ReadonlyMap<string, string>

/** Somebody answered the page that asks for consent. */
export async function answerConsent(
  visit: Visit,
  flow: Flow,
  signedIn: SignedIn,
  fields: Fields,
): Promise<HttpResponse> {
  const { goal } = flow
  const isAgreed = fields.get('answer') === 'yes'
  if (goal.kind === 'adminConsent') return answerAdminConsent(visit, goal, signedIn, isAgreed)
  if (!('clientId' in goal || 'request' in goal) || !isAgreed) return decline(visit, flow)
  const scope = goal.kind === 'authorize' ? goal.request.scope : goal.scope
  const clientId = goal.kind === 'authorize' ? goal.request.clientId : goal.clientId
  await agree(visit, signedIn, { clientId, scope, forOrganization: fields.get('organization') === '1' })
  if (goal.kind === 'device') return finishDevice(visit, flow, goal, signedIn)
  const prompts = goal.request.prompts.filter((prompt) => prompt !== 'consent')
  return finishAuthorize(visit, flow, { ...goal.request, prompts }, signedIn)
}

interface Agreed {
  readonly clientId: string
  readonly scope: string
  readonly forOrganization: boolean
}

/** Decided anew at this moment: roles and grants may have changed since the page was shown. */
async function agree(
  visit: Visit,
  { user, ...rest }: SignedIn,
  { clientId, scope, forOrganization }: Agreed,
): Promise<void> {
  const { store, tenant, now } = visit
  const client = await requireClient(visit, clientId)
  const state = await consentOf(visit, client, scope, { user, ...rest })
  const isAdministrator = mayConsentForOrganization(await readDirectoryRoles(store.objects, user.id))
  if (!isAdministrator && (forOrganization || (await isBlocked(visit, state)))) {
    throw new OAuthError(90094, 'Only an administrator can consent to this.')
  }
  const resourceId = state.resource.servicePrincipal.id
  const graphId = state.graph.servicePrincipal.id
  // For oneself only what is missing: what an administrator granted to all must not outlast that grant.
  const isAsked = (scope: ResourceScope) => forOrganization || state.missing.includes(scope)
  const wanted = state.wanted.filter(isAsked).map(({ value }) => value)
  const openId = state.wantedOpenId.filter(isAsked).map(({ value }) => value)
  const scopes = state.resource.isGraph
    ? new Map([[graphId, [...wanted, ...openId]]])
    : new Map([
        [resourceId, wanted],
        [graphId, openId],
      ])
  const { userPrincipalName } = user.properties
  await store.provisioning.transaction((transaction) =>
    recordConsent(transaction, {
      tenantId: tenant.id,
      client,
      by: { id: user.id, userPrincipalName },
      forOrganization,
      scopes,
      now,
    }),
  )
}

/** Somebody confirmed that the device is theirs, or not. */
export async function answerDevice(
  visit: Visit,
  flow: Flow,
  signedIn: SignedIn,
  fields: Fields,
): Promise<HttpResponse> {
  if (flow.goal.kind !== 'device' || fields.get('answer') !== 'yes') return decline(visit, flow)
  return finishDevice(visit, flow, flow.goal, signedIn)
}

/** Somebody does not want to go on: the client is told. */
export async function decline(visit: Visit, { goal }: Flow): Promise<HttpResponse> {
  switch (goal.kind) {
    case 'authorize':
      return answerError(visit, goal.request, new OAuthError(65004, 'The user declined to consent.'))
    case 'adminConsent':
      return refuseAdminConsent(visit, goal)
    case 'device':
      await refuseDevice(visit, goal.deviceKey)
      return messagePage(
        'Cancelled',
        visit.tenant.displayName,
        'The sign-in on the other device was cancelled. You can close this page.',
      )
    case 'secondFactor':
    case 'logout':
    case 'account':
      return messagePage('Cancelled', visit.tenant.displayName, 'Nothing was changed. You can close this page.')
  }
}
