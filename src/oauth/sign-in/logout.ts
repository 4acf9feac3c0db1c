import { verifyIdTokenHint } from '../../auth/tokens/verify-id-token.ts'
import type { HttpResponse } from '../../http/message.ts'
import { type ClientRegistration, findClient } from '../client-registration.ts'
import type { Endpoint } from '../endpoint.ts'
import { findTenantOf, tenantInToken } from '../find-tenant.ts'
import { logoutBody } from '../pages/sign-in-pages.ts'
import { asGet, asPage } from './authorize.ts'
import { endSession, readBrowser, readSessions, type Session } from './browser.ts'
import { leave } from './finish-logout.ts'
import type { Flow, LogoutGoal } from './flow.ts'
import { findRegisteredLogout, isRegisteredLogout } from './logout-address.ts'
import { showForm, toAccount } from './show.ts'
import { toVisit, type Visit } from './visit.ts'

/**
 * `/{tenant}/oauth2/v2.0/logout` (OpenID Connect RP-Initiated Logout). Any page of the web can send a browser here, so the
 * person is asked, unless the client shows an id_token of somebody who is signed in in this browser.
 */
export const logout: Endpoint = asPage(async (call) => {
  if (call.request.method === 'POST') return asGet(call.request)
  const read = (name: string) => call.request.url.searchParams.get(name) ?? ''
  const names = [tenantInToken(read('id_token_hint')) ?? '', read('logout_hint')]
  const visit = toVisit(call, await findTenantOf(call, { names, clientId: read('client_id') }))
  const { keys, origin } = call.door
  const hint = await verifyIdTokenHint(read('id_token_hint'), { keys, origin, tenantId: visit.tenant.id })
  const client = await findClient(visit.store.objects, hint?.appId ?? read('client_id'))
  const browser = readBrowser(visit)
  const sessions = await readSessions(visit, browser.key)
  const asked = { target: read('post_logout_redirect_uri'), state: read('state') }
  const leadsTo = await readTarget(visit, { ...asked, client, isSignedIn: sessions.length > 0 })
  if (hint !== undefined && client !== undefined) {
    await endSession(visit, browser.key, hint.userId)
    return leave(visit, leadsTo)
  }
  if (sessions.length === 0) return leave(visit, leadsTo)
  const named = sessions.filter(({ user }) => isNamed(user.properties.userPrincipalName, read('logout_hint')))
  const goal: LogoutGoal = { kind: 'logout', userId: named[0]?.user.id ?? null, leadsTo }
  const { correlationId } = call
  const flow: Flow = { tenantId: visit.tenant.id, browser: browser.key, goal, correlationId, user: null }
  return confirmPage(visit, flow, named.length > 0 ? named : sessions)
})

function isNamed(userPrincipalName: string, hint: string): boolean {
  return userPrincipalName.toLowerCase() === hint.trim().toLowerCase()
}

interface Asked {
  readonly target: string
  readonly state: string
  readonly client: ClientRegistration | undefined
  readonly isSignedIn: boolean
}

/** The address that the person goes on to, with the state; empty when it is registered nowhere. */
async function readTarget({ store }: Visit, { target, state, client, isSignedIn }: Asked): Promise<string> {
  if (target === '') return ''
  // Scripts of MSAL do not say who they are. Looking through the registrations is work, so not for everybody.
  const isKnown =
    client === undefined
      ? isSignedIn && (await findRegisteredLogout(store.objects, target))
      : isRegisteredLogout(client, target)
  if (!isKnown) return ''
  const suffix = state === '' ? '' : `${target.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`
  return `${target}${suffix}`
}

function confirmPage(visit: Visit, flow: Flow, sessions: readonly Session[]): HttpResponse {
  const accounts = sessions.map(toAccount)
  return showForm(visit, flow, { title: 'Do you want to sign out?', body: (place) => logoutBody(place, accounts) })
}
