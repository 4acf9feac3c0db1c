import { randomInt, randomUUID } from 'node:crypto'
import { findClient } from './client-registration.ts'
import { parseDelegatedScopes } from './delegated-scopes.ts'
import { type Endpoint, json } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { findTenantOf } from './find-tenant.ts'
import { missingParameter, readFields } from './form.ts'
import { html } from './pages/html.ts'
import { toPage } from './pages/page.ts'
import { pollIntervalSeconds } from './poll-guard.ts'
import { hashSecret, makeShownSecret } from './shown-secret.ts'
import { asPage } from './sign-in/authorize.ts'
import { begin } from './sign-in/begin.ts'
import { toVisit, type Visit } from './sign-in/visit.ts'

const lifetimeSeconds = 900
/** Device codes of a tenant that may wait at once. */
const waitingMax = 2_000
/** No vowels and no digits: nothing to mix up, and no words (RFC 8628 section 6.1). */
const userCodeLetters = 'BCDFGHJKLMNPQRSTVWXZ'
const userCodeLength = 9

/** `POST /{tenant}/oauth2/v2.0/devicecode` (RFC 8628 section 3.1). */
export const deviceAuthorization: Endpoint = async (call) => {
  const fields = await readFields(call.request)
  const clientId = fields.get('client_id')?.trim() ?? ''
  if (clientId === '') throw missingParameter('client_id')
  const resource = fields.get('resource')?.trim() ?? ''
  const asked = fields.get('scope')?.trim() ?? ''
  const scope = asked === '' && resource !== '' ? `${resource}/.default openid offline_access` : asked
  const tenant = await findTenantOf(call, { clientId })
  const { store, now } = toVisit(call, tenant)
  const client = await findClient(store.objects, clientId)
  if (client === undefined) {
    throw new OAuthError(700016, `The application '${clientId}' was not found in the tenant '${tenant.id}'.`)
  }
  if (!client.allowsPublicFlows) {
    throw new OAuthError(7000218, `The application '${clientId}' does not allow public client flows.`)
  }
  parseDelegatedScopes(scope)
  const { artifacts } = store.identity
  if ((await artifacts.count('deviceCode')) >= waitingMax)
    throw new OAuthError(90033, 'Too many devices wait. Try again.')
  const device = makeShownSecret(tenant.id)
  const userCode = Array.from(
    { length: userCodeLength },
    () => userCodeLetters[randomInt(userCodeLetters.length)],
  ).join('')
  const common = { family: randomUUID(), userId: null, createdAt: now, expiresAt: now + lifetimeSeconds * 1000 }
  const data = { clientId: client.appId, scope, state: 'pending' }
  await artifacts.add([
    { ...common, kind: 'deviceCode', key: device.key, data },
    { ...common, kind: 'userCode', key: hashSecret(userCode), data: { deviceKey: device.key } },
  ])
  const verificationUri = `${call.door.origin}/${tenant.id}/oauth2/deviceauth`
  return json({
    user_code: userCode,
    device_code: device.secret,
    verification_uri: verificationUri,
    expires_in: lifetimeSeconds,
    interval: pollIntervalSeconds,
    message: `To sign in, open ${verificationUri} in a browser and enter the code ${userCode}.`,
  })
}

/** `/{tenant}/oauth2/deviceauth`: the page on which the code of a device is entered. */
export const deviceEntry: Endpoint = asPage(async (call) => {
  const tenant = await findTenantOf(call)
  const visit = toVisit(call, tenant)
  if (call.request.method !== 'POST') return entryPage(visit, call.request.url.searchParams.get('user_code') ?? '')
  const fields = await readFields(call.request)
  const { addresses } = call.door.people
  const { remoteAddress } = call.request
  const code = (fields.get('user_code') ?? '').toUpperCase().replaceAll(/[^A-Z]/g, '')
  if (addresses.isBlocked(remoteAddress))
    return entryPage(visit, '', 'There were too many wrong codes. Try again later.')
  const { artifacts } = visit.store.identity
  const entered = await artifacts.find('userCode', hashSecret(code), visit.now)
  const deviceKey = typeof entered?.data.deviceKey === 'string' ? entered.data.deviceKey : ''
  const waiting = await artifacts.find('deviceCode', deviceKey, visit.now)
  if (waiting === undefined || waiting.data.state !== 'pending') {
    addresses.failed(remoteAddress)
    return entryPage(visit, code, 'This code is wrong or has expired. Look at the device again.')
  }
  const { clientId, scope } = waiting.data
  return begin(visit, { kind: 'device', deviceKey, clientId: String(clientId), scope: String(scope) })
})

function entryPage({ tenant }: Visit, code: string, wrong?: string) {
  const problem = wrong === undefined ? undefined : html`<p class="problem" role="alert">${wrong}</p>`
  return toPage({
    title: 'Enter the code',
    brand: tenant.displayName,
    body: html`<p>Enter the code that your device or app shows.</p>${problem}<form method="post" action="/${tenant.id}/oauth2/deviceauth"><label for="user_code">Code</label><input id="user_code" name="user_code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus value="${code}"><p class="soft">Enter only a code of a device that you use yourself.</p><div class="row"><button>Next</button></div></form>`,
  })
}
