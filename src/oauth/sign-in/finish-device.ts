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
  const waiting = await artifacts.find('deviceCode', goal.deviceKey, now)
  if (waiting === undefined || waiting.data.state !== 'pending') throw new OAuthError(70019, 'The code has expired.')
  const { authTime, authMethods, sessionId } = flowUser
  const data = { ...waiting.data, state: 'approved', authTime, authMethods, sessionId }
  await artifacts.update({ ...waiting, userId: user.id, data })
  const text = `You are signed in to ${client.displayName} on your other device. You can close this page.`
  return messagePage('You are signed in', tenant.displayName, text, cookie)
}

export async function refuseDevice({ store, now }: Visit, deviceKey: string): Promise<void> {
  const { artifacts } = store.identity
  const waiting = await artifacts.find('deviceCode', deviceKey, now)
  if (waiting !== undefined) await artifacts.update({ ...waiting, data: { ...waiting.data, state: 'declined' } })
}
