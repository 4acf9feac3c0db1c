import { readDirectoryRoles } from '../../auth/directory-roles.ts'
import type { HttpResponse } from '../../http/message.ts'
import { refuseUnassigned } from '../assignment.ts'
import { mayConsentForOrganization } from '../consent/consent.ts'
import { OAuthError } from '../error.ts'
import { messagePage } from '../pages/plain-pages.ts'
import { consentPage } from './consent-page.ts'
import { consentOf, isBlocked, requireClient } from './finish-authorize.ts'
import type { Flow, Goal } from './flow.ts'
import type { SignedIn } from './signed-in.ts'
import type { Visit } from './visit.ts'

/** The person behind a device code is known: consent where it is missing, then the device may have its tokens. */
export async function finishDevice(
  visit: Visit,
  flow: Flow,
  goal: Extract<Goal, { kind: 'device' }>,
  signedIn: SignedIn,
): Promise<HttpResponse> {
  const { store, tenant, now } = visit
  const { user, flowUser, cookie } = signedIn
  const client = await requireClient(visit, goal.clientId)
  const state = await consentOf(visit, client, goal.scope, signedIn)
  if (state.missing.length > 0) {
    const isAdministrator = mayConsentForOrganization(await readDirectoryRoles(store.objects, user.id))
    if (!isAdministrator && (await isBlocked(visit, state))) {
      await refuseDevice(visit, goal.deviceKey)
      throw new OAuthError(90094, `${client.displayName} asks for permissions that only an administrator can grant.`)
    }
    const organization = isAdministrator ? 'offer' : 'no'
    return consentPage(visit, flow, { client, user, permissions: state.missing, organization, cookie })
  }
  await refuseUnassigned(store.objects, client, user.id)
  const { artifacts } = store.identity
  const { authTime, authMethods, sessionId } = flowUser
  const isApproved = await artifacts.change({ kind: 'deviceCode', key: goal.deviceKey }, (before) => {
    if (before.data.state !== 'pending' || before.expiresAt <= now) return undefined
    const data = { ...before.data, state: 'approved', authTime, authMethods, sessionId }
    return { ...before, userId: user.id, data }
  })
  if (!isApproved) throw new OAuthError(70019, 'The code has expired, or it was answered already.')
  const text = `You are signed in to ${client.displayName} on your other device. You can close this page.`
  return messagePage('You are signed in', tenant.displayName, text, cookie)
}

/** Nothing happens to a code that somebody has approved already. */
export async function refuseDevice({ store }: Visit, deviceKey: string): Promise<void> {
  await store.identity.artifacts.change({ kind: 'deviceCode', key: deviceKey }, (before) =>
    before.data.state === 'pending' ? { ...before, data: { ...before.data, state: 'declined' } } : undefined,
  )
}
