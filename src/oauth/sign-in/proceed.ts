import { generateTotpSecret } from '../../auth/totp.ts'
import type { HttpResponse } from '../../http/message.ts'
import { showAccount } from '../account/show-account.ts'
import { OAuthError } from '../error.ts'
import { messagePage } from '../pages/plain-pages.ts'
import { answerError } from './answer-client.ts'
import { keepSession } from './browser.ts'
import { mustChangePassword, refuseUser } from './check-user.ts'
import { finishAdminConsent } from './finish-admin-consent.ts'
import { finishAuthorize } from './finish-authorize.ts'
import { answerLogout } from './finish-logout.ts'
import { clientIdOf, type Flow, promptsOf } from './flow.ts'
import { changePasswordPage, codePage, devicePage, enrolPage, passwordPage } from './show.ts'
import { recordSignIn } from './sign-in-entry.ts'
import { type SignedIn, secondFactorText } from './signed-in.ts'
import type { Visit } from './visit.ts'

/** What is still missing, in order: the account in good standing, the second factor, a new password, then what it was all for. */
export async function proceed(visit: Visit, flow: Flow, cookie?: string): Promise<HttpResponse> {
  const { store, call } = visit
  const flowUser = flow.user
  const user = flowUser === null ? undefined : await store.directory.findUser(flowUser.userId)
  if (flowUser === null || user === undefined || refuseUser(user, flowUser.authTime) !== undefined) {
    const refusal = new OAuthError(50058, 'The sign-in has ended.')
    return ask(visit, flow, refusal, () => passwordPage(visit, { ...flow, user: null }, { cookie }))
  }
  if (!flowUser.authMethods.includes('mfa') && (await store.identity.totp.find(user.id)) !== undefined) {
    const refusal = new OAuthError(50076, 'The user has to show a second factor.')
    return ask(visit, flow, refusal, () => codePage(visit, flow))
  }
  if (mustChangePassword(user)) {
    // Who came with a session has not shown the former password.
    const refusal = new OAuthError(50055, 'The password must be changed first.')
    return ask(visit, flow, refusal, () =>
      flowUser.showedPassword
        ? changePasswordPage(visit, flow, user)
        : passwordPage(visit, { ...flow, user: null }, { cookie }),
    )
  }
  if (!flowUser.isFresh) return finish(visit, flow, { user, flowUser, cookie })

  await recordSignIn(visit, {
    user,
    username: user.properties.userPrincipalName,
    clientId: clientIdOf(flow.goal),
    outcome: 'success',
    isInteractive: true,
    correlationId: call.correlationId,
  })
  const browser = await keepSession(visit, flow.browser, flowUser)
  const kept = { ...flow, browser: browser.key, user: { ...flowUser, isFresh: false, showedPassword: false } }
  return finish(visit, kept, { user, flowUser: kept.user, cookie: browser.cookie })
}

/** Shows a page, but for a client that wants none shown (`prompt=none`). */
async function ask(
  visit: Visit,
  { goal }: Flow,
  refusal: OAuthError,
  page: () => HttpResponse | Promise<HttpResponse>,
): Promise<HttpResponse> {
  const isSilent = goal.kind === 'authorize' && promptsOf(goal).includes('none')
  return isSilent ? answerError(visit, goal.request, refusal) : page()
}

async function finish(visit: Visit, flow: Flow, { user, flowUser, cookie }: SignedIn): Promise<HttpResponse> {
  const { goal } = flow
  switch (goal.kind) {
    case 'authorize':
      return finishAuthorize(visit, flow, goal.request, { user, flowUser, cookie })
    case 'device':
      return devicePage(visit, flow, user, cookie)
    case 'adminConsent':
      return finishAdminConsent(visit, flow, goal, { user, flowUser, cookie })
    case 'account':
      return showAccount(visit, flow, { user, notice: goal.notice, cookie })
    case 'logout':
      return answerLogout(visit, flow, goal, false)
    case 'secondFactor': {
      if ((await visit.store.identity.totp.find(user.id)) !== undefined) {
        return messagePage('You are protected', visit.tenant.displayName, secondFactorText, cookie)
      }
      const enrolling = { ...flow, totpSecret: generateTotpSecret() }
      return enrolPage(visit, enrolling, user, { cookie })
    }
  }
}
