import { otpauthUri } from '../../auth/totp.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { User } from '../../model/user.ts'
import { findClient } from '../client-registration.ts'
import type { Html } from '../pages/html.ts'
import { toPage } from '../pages/page.ts'
import {
  accountsBody,
  blockedBody,
  changePasswordBody,
  codeBody,
  deviceConfirmBody,
  enrolBody,
  type FormPlace,
  passwordBody,
} from '../pages/sign-in-pages.ts'
import type { Session } from './browser.ts'
import { clientIdOf, type Flow, type Goal } from './flow.ts'
import type { Visit } from './visit.ts'

export interface Shown {
  readonly title: string
  readonly body: (place: FormPlace) => Html
  readonly cookie?: string | undefined
  readonly status?: number
}

/** A page with a form of the flow; what the form leads to at the end is allowed by the page's policy. */
export function showForm(
  { call, tenant }: Visit,
  flow: Flow,
  { title, body, cookie, status = 200 }: Shown,
): HttpResponse {
  const place = { action: `/${tenant.id}/login`, flow: call.door.people.seal.seal(flow) }
  const leadsTo = redirectUriOf(flow.goal)
  return toPage({ title, brand: tenant.displayName, body: body(place), cookie, leadsTo, status })
}

function redirectUriOf(goal: Goal): string | undefined {
  if (goal.kind === 'authorize') return goal.request.redirectUri
  if (goal.kind === 'logout') return goal.leadsTo === '' ? undefined : goal.leadsTo
  return goal.kind === 'adminConsent' ? goal.redirectUri : undefined
}

export async function appNameOf({ store, tenant }: Visit, { goal }: Flow): Promise<string> {
  const clientId = clientIdOf(goal)
  const client = clientId === undefined ? undefined : await findClient(store.objects, clientId)
  return client?.displayName ?? tenant.displayName
}

export function toAccount({ user: { id, properties } }: Pick<Session, 'user'>) {
  const { displayName, userPrincipalName } = properties
  return { id, displayName, userPrincipalName }
}

export async function accountsPage(
  visit: Visit,
  flow: Flow,
  sessions: readonly Session[],
  cookie?: string,
): Promise<HttpResponse> {
  const accounts = sessions.map(toAccount)
  return showForm(visit, flow, { title: 'Pick an account', body: (place) => accountsBody(place, accounts), cookie })
}

export interface Again {
  readonly username?: string
  readonly wrong?: string | undefined
  readonly cookie?: string | undefined
}

export async function passwordPage(
  visit: Visit,
  flow: Flow,
  { username = '', wrong, cookie }: Again,
): Promise<HttpResponse> {
  const appName = await appNameOf(visit, flow)
  const body = (place: FormPlace) => passwordBody(place, { username, appName, wrong })
  return showForm(visit, flow, { title: 'Sign in', body, cookie })
}

export function changePasswordPage(visit: Visit, flow: Flow, user: User, wrong?: string): HttpResponse {
  const { userPrincipalName } = user.properties
  const body = (place: FormPlace) => changePasswordBody(place, userPrincipalName, wrong)
  return showForm(visit, flow, { title: 'Change your password', body })
}

export function codePage(visit: Visit, flow: Flow, wrong?: string): HttpResponse {
  return showForm(visit, flow, { title: 'Verify that it is you', body: (place) => codeBody(place, wrong) })
}

export function enrolPage(
  visit: Visit,
  flow: Flow & { readonly totpSecret: string },
  user: User,
  { wrong, cookie }: Again = {},
): HttpResponse {
  const uri = otpauthUri(flow.totpSecret, user.properties.userPrincipalName, visit.tenant.displayName)
  const body = (place: FormPlace) => enrolBody(place, { secret: flow.totpSecret, uri, wrong })
  return showForm(visit, flow, { title: 'Set up an authenticator app', body, cookie })
}

export async function devicePage(visit: Visit, flow: Flow, user: User, cookie?: string): Promise<HttpResponse> {
  const appName = await appNameOf(visit, flow)
  const body = (place: FormPlace) => deviceConfirmBody(place, appName, user.properties.userPrincipalName)
  return showForm(visit, flow, { title: 'Is it you?', body, cookie })
}

export function blockedPage(visit: Visit, flow: Flow, text: string, cookie?: string): HttpResponse {
  return showForm(visit, flow, {
    title: 'Approval needed',
    body: (place) => blockedBody(place, text),
    cookie,
    status: 403,
  })
}
