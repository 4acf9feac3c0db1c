import type { Account, Consent, SessionRow } from '../account/read-account.ts'
import { type Html, html } from './html.ts'
import { type FormPlace, form, newPasswordFields, problem } from './sign-in-pages.ts'

export interface AccountPage extends Account {
  readonly displayName: string
  readonly userPrincipalName: string
  readonly notice: string
  readonly wrong?: string | undefined
}

/** What a person sees of the own account, each part with what can be done about it. */
export function accountBody(place: FormPlace, page: AccountPage): Html {
  const { displayName, userPrincipalName, notice, wrong } = page
  const said = notice === '' ? undefined : html`<p class="notice" role="status">${notice}</p>`
  return html`<p><strong>${displayName}</strong><br><span class="soft">${userPrincipalName}</span></p>${said}${problem(wrong)}
${signIns(place, page)}${consents(place, page.consents)}${password(place, userPrincipalName)}${secondFactor(place, page.hasSecondFactor)}`
}

function section(id: string, title: string, content: Html): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>
`
}

function signIns(place: FormPlace, { sessions, signedInApps }: AccountPage): Html {
  const rows = [
    ...sessions.map(({ device, at, isThis }) => row(isThis ? `${device} (this browser)` : device, signedInAt({ at }))),
    ...signedInApps.map(({ name, lastAt }) => row(name, html`App, last renewed ${time(lastAt)}`)),
  ]
  return section(
    'sign-ins',
    'Where you are signed in',
    html`<ul>${rows}</ul>${form(place, 'account.signOut', html`<button class="second">Sign out everywhere</button>`)}`,
  )
}

function signedInAt({ at }: Pick<SessionRow, 'at'>): Html {
  return html`Browser, signed in ${time(at)}`
}

function row(title: string, below: Html): Html {
  return html`<li>${title}<small>${below}</small></li>`
}

function time(at: number): Html {
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC</time>`
}

function consents(place: FormPlace, given: readonly Consent[]): Html {
  const rows = given.map(({ clientId, name, permissions }) => {
    const button = html`<input type="hidden" name="client" value="${clientId}"><button class="second" aria-label="Revoke what ${name} may do">Revoke</button>`
    return html`<li class="split"><div>${name}<small>${permissions.join(' · ')}</small></div>${form(place, 'account.revoke', button)}</li>`
  })
  const none =
    given.length === 0 ? html`<p class="soft">You have not consented to any app yourself.</p>` : html`<ul>${rows}</ul>`
  return section('consents', 'Apps you gave access', none)
}

function password(place: FormPlace, userPrincipalName: string): Html {
  const fields = html`<input type="hidden" name="username" autocomplete="username" value="${userPrincipalName}">
<label for="currentPassword">Current password</label><input id="currentPassword" name="currentPassword" type="password" autocomplete="current-password" required>
${newPasswordFields()}
<p class="soft">All other sign-ins end.</p>
<button class="second">Change password</button>`
  return section(
    'password',
    'Password',
    html`<details><summary>Change your password</summary>${form(place, 'account.password', fields)}</details>`,
  )
}

function secondFactor(place: FormPlace, isSetUp: boolean): Html {
  const code = html`<label for="code">Code of the app</label><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required>
<button class="second">Remove the app</button>`
  const content = isSetUp
    ? html`<p>An authenticator app is set up. Its code is asked for when you sign in.</p><details><summary>Remove it</summary>${form(place, 'account.removeFactor', code)}</details>`
    : html`<p>Your password alone signs you in. An authenticator app protects you when somebody else learns it.</p>${form(place, 'account.addFactor', html`<button class="second">Set up an authenticator app</button>`)}`
  return section('second-factor', 'Second factor', content)
}
