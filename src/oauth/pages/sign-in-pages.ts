import type { ResourceScope } from '../consent/delegated-resource.ts'
import { type Html, html } from './html.ts'
import { qrPicture } from './qr-picture.ts'

/** The forms of a sign-in. All go to the same place and carry the sealed flow. */
export interface FormPlace {
  readonly action: string
  readonly flow: string
}

export function form({ action, flow }: FormPlace, step: string, content: Html): Html {
  return html`<form method="post" action="${action}" autocomplete="on"><input type="hidden" name="flow" value="${flow}"><input type="hidden" name="step" value="${step}">${content}</form>`
}

export function problem(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p class="problem" id="problem" role="alert">${text}</p>`
}

/** Attributes of the field that the problem is about. */
function invalid(wrong: string | undefined): Html | undefined {
  return wrong === undefined ? undefined : html` aria-invalid="true" aria-describedby="problem"`
}

/** What a new password has to be like, and the two fields for it. */
export function newPasswordFields(wrong?: string, focus?: 'autofocus'): Html {
  const refused = wrong === undefined ? undefined : html` aria-invalid="true"`
  const first = focus === undefined ? undefined : html` autofocus`
  return html`<label for="newPassword">New password</label><p class="rules" id="rules">8 to 256 characters of three kinds: lower case, upper case, digits, symbols.</p><input id="newPassword" name="newPassword" type="password" autocomplete="new-password" required aria-describedby="rules"${refused}${first}>
<label for="repeated">New password once more</label><input id="repeated" name="repeated" type="password" autocomplete="new-password" required${refused}>`
}

export function accountsBody(
  place: FormPlace,
  accounts: readonly { readonly id: string; readonly displayName: string; readonly userPrincipalName: string }[],
): Html {
  const list = accounts.map(
    ({ id, displayName, userPrincipalName }) =>
      html`<button class="account" name="account" value="${id}">${displayName}<small>${userPrincipalName}</small></button>`,
  )
  return form(
    place,
    'account',
    html`${list}<button class="account" name="account" value="">Use another account</button>`,
  )
}

export function logoutBody(
  place: FormPlace,
  accounts: readonly { readonly displayName: string; readonly userPrincipalName: string }[],
): Html {
  const list = accounts.map(
    ({ displayName, userPrincipalName }) => html`<li>${displayName}<small>${userPrincipalName}</small></li>`,
  )
  return html`<p>This ends the sign-in in this browser of:</p><ul>${list}</ul>${form(
    place,
    'logout',
    html`<div class="row"><button class="second" name="answer" value="no">Stay signed in</button><button name="answer" value="yes">Sign out</button></div>`,
  )}`
}

export function passwordBody(
  place: FormPlace,
  {
    username,
    appName,
    wrong,
  }: { readonly username: string; readonly appName: string; readonly wrong?: string | undefined },
): Html {
  const nameFocus = username === '' ? html` autofocus` : undefined
  const passwordFocus = username === '' ? undefined : html` autofocus`
  return html`<p class="soft">to continue to ${appName}</p>${problem(wrong)}${form(
    place,
    'password',
    html`<label for="username">User name</label><input id="username" name="username" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${username}"${nameFocus}>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required${invalid(wrong)}${passwordFocus}>
<div class="row"><button>Sign in</button></div>`,
  )}`
}

export function changePasswordBody(place: FormPlace, username: string, wrong?: string): Html {
  return html`<p>The password of ${username} must be changed before you go on.</p>${problem(wrong)}${form(
    place,
    'change',
    html`<input type="hidden" name="username" autocomplete="username" value="${username}">
${newPasswordFields(wrong, 'autofocus')}
<div class="row"><button>Change password</button></div>`,
  )}`
}

export function codeBody(place: FormPlace, wrong?: string): Html {
  return html`<p>Enter the code that your authenticator app shows.</p>${problem(wrong)}${form(
    place,
    'totp',
    html`<label for="code">Code</label><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required${invalid(wrong)} autofocus>
<div class="row"><button>Verify</button></div>`,
  )}`
}

export function enrolBody(
  place: FormPlace,
  { secret, uri, wrong }: { readonly secret: string; readonly uri: string; readonly wrong?: string | undefined },
): Html {
  return html`<p>Scan this with your authenticator app, then enter the code that it shows.</p>${problem(wrong)}
${qrPicture(uri)}<p class="soft">Or add an account by hand with this secret:</p><p><code>${secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></p><p class="soft">On the device of the app itself: <a href="${uri}">open the app</a>.</p>${form(
    place,
    'enrol',
    html`<label for="code">Code</label><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required${invalid(wrong)}>
<div class="row"><button>Verify and turn on</button></div>`,
  )}`
}

export interface ConsentPage {
  readonly appName: string
  readonly publisher: string | undefined
  readonly isVerified: boolean
  readonly username: string
  readonly tenantName: string
  readonly permissions: readonly Pick<ResourceScope, 'displayName' | 'description' | 'value'>[]
  /** `offer`: an administrator may tick it; `always`: that is what is asked. */
  readonly organization: 'no' | 'offer' | 'always'
  readonly links: readonly { readonly name: string; readonly url: string }[]
}

export function consentBody(place: FormPlace, page: ConsentPage): Html {
  const { appName, publisher, isVerified, username, tenantName, permissions, organization, links } = page
  const items = permissions.map(
    ({ displayName, description, value }) =>
      html`<li>${displayName}<small>${description}</small><small><code>${value}</code></small></li>`,
  )
  const box =
    organization === 'offer'
      ? html`<label class="check"><input type="checkbox" name="organization" value="1"> <span>Consent on behalf of your organization: nobody else at ${tenantName} is asked for these.</span></label>`
      : undefined
  const all =
    organization === 'always' ? html`<p><strong>This is for everybody at ${tenantName}.</strong></p>` : undefined
  const publisherText =
    publisher === undefined ? 'Publisher unknown' : `${publisher}${isVerified ? ' (verified)' : ' (not verified)'}`
  const anchors = links.map(({ name, url }) => html` · <a href="${url}" rel="noreferrer noopener">${name}</a>`)
  return html`<p><strong>${appName}</strong><br><span class="soft">${publisherText}${anchors}</span></p><p class="soft">Signed in as ${username} at ${tenantName}</p>
<p>This app would like to:</p><ul>${items}</ul>${all}${form(
    place,
    'consent',
    html`${box}<p class="soft">Accept only if you trust the app. An administrator can withdraw this later.</p>
<div class="row"><button class="second" name="answer" value="no" formnovalidate>Cancel</button><button name="answer" value="yes">Accept</button></div>`,
  )}`
}

export function deviceConfirmBody(place: FormPlace, appName: string, username: string): Html {
  return html`<p>You sign in to <strong>${appName}</strong> on another device, as ${username}.</p><p class="soft">Go on only if you started this yourself. Whoever gave you the code gets access to your account.</p>${form(
    place,
    'device',
    html`<div class="row"><button class="second" name="answer" value="no">Cancel</button><button name="answer" value="yes">Continue</button></div>`,
  )}`
}

/** What cannot go on without an administrator. */
export function blockedBody(place: FormPlace, text: string): Html {
  return html`<p>${text}</p>${form(place, 'decline', html`<div class="row"><button class="second">Return to the application</button></div>`)}`
}
