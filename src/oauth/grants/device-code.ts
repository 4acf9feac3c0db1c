import type { HttpResponse } from '../../http/message.ts'
import { text } from '../client-registration.ts'
import { OAuthError } from '../error.ts'
import { missingParameter } from '../form.ts'
import { hashSecret } from '../shown-secret.ts'
import { answerDelegated, grantIn } from './delegated-answer.ts'
import { identifyClient } from './identify-client.ts'
import type { UserGrantRequest } from './user-grant-request.ts'

/** A device asks whether its person has signed in (RFC 8628 section 3.4). */
export async function grantDeviceCode({ visit, form, presented, version }: UserGrantRequest): Promise<HttpResponse> {
  const shown = form.device_code === '' ? form.code : form.device_code
  if (shown === '') throw missingParameter('device_code')
  const { store, now } = visit
  const { artifacts } = store.identity
  const key = hashSecret(shown)
  const { client, clientAuthentication } = await identifyClient(visit, presented, true)
  const waiting = await artifacts.find('deviceCode', key, now)
  if (waiting === undefined) throw new OAuthError(70020, 'The device code has expired. Ask for a new one.')
  const { data } = waiting
  if (data.clientId !== client.appId) throw new OAuthError(70018, 'The device code was issued to another application.')
  if (data.state === 'declined') throw new OAuthError(65004, 'The user cancelled the sign-in.')
  if (data.state !== 'approved') throw pending(visit.call.door.people.polls.isTooSoon(key))
  const used = await artifacts.use('deviceCode', key, now)
  if (used === undefined || used.usedAt !== null) {
    await artifacts.revokeFamily(waiting.family)
    throw new OAuthError(70000, 'The device code was redeemed before.')
  }
  return answerDelegated(visit, {
    ...grantIn(waiting),
    client,
    clientAuthentication,
    scope: text(data.scope),
    isSpa: false,
    wantsClientInfo: form.client_info === '1',
    version,
  })
}

/** RFC 8628 section 3.5. */
function pending(isTooSoon: boolean): OAuthError {
  if (!isTooSoon) return new OAuthError(70016, 'Nobody has signed in with the code yet. Ask again.')
  const message = 'The device asks too often. Wait five seconds longer between two questions from now on.'
  return new OAuthError(70016, message, { as: 'slow_down' })
}
