import { decodeJwt } from 'jose'
import { findClient } from '../client-registration.ts'
import type { Endpoint } from '../endpoint.ts'
import { findTenantOf } from '../find-tenant.ts'
import { readFields } from '../form.ts'
import { messagePage } from '../pages/plain-pages.ts'
import { matchRedirectUri } from '../redirect-uri.ts'
import { redirect } from './answer-client.ts'
import { asPage } from './authorize.ts'
import { endSessions, readBrowser } from './browser.ts'
import { toVisit, type Visit } from './visit.ts'

/** `/{tenant}/oauth2/v2.0/logout` (OpenID Connect RP-Initiated Logout): ends the sign-ins of the browser. */
export const logout: Endpoint = asPage(async (call) => {
  const query = new Map(call.request.url.searchParams)
  const fields = call.request.method === 'POST' ? await readFields(call.request) : query
  const read = (name: string) => fields.get(name) ?? query.get(name) ?? ''
  const visit = toVisit(call, await findTenantOf(call, [read('logout_hint')]))
  await endSessions(visit, readBrowser(visit).key)
  const target = read('post_logout_redirect_uri')
  const clientId = clientOfHint(read('id_token_hint')) ?? read('client_id')
  if (target !== '' && (await isRegistered(visit, clientId, target))) {
    const state = read('state')
    const suffix = state === '' ? '' : `${target.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`
    return redirect(`${target}${suffix}`)
  }
  const text = 'You are signed out in this browser. It is a good idea to close all its windows.'
  return messagePage('You are signed out', visit.tenant.displayName, text)
})

/** Only tells which registration to look into; what is registered there decides, so the signature does not matter. */
function clientOfHint(hint: string): string | undefined {
  try {
    const { aud } = decodeJwt(hint)
    return typeof aud === 'string' ? aud : undefined
  } catch {
    return undefined
  }
}

async function isRegistered({ store }: Visit, clientId: string, target: string): Promise<boolean> {
  const client = clientId === '' ? undefined : await findClient(store.objects, clientId)
  if (client === undefined) return false
  return client.logoutUris.includes(target) || matchRedirectUri(client.redirects, target) !== undefined
}
