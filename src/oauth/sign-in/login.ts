import { checkCode } from '../../auth/passwords/check-code.ts'
import { matchTotp } from '../../auth/totp.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { User } from '../../model/user.ts'
import { accountSteps, recordSecondFactor, toAccountFlow } from '../account/account-steps.ts'
import type { Endpoint } from '../endpoint.ts'
import { OAuthError } from '../error.ts'
import { readFields } from '../form.ts'
import { messagePage } from '../pages/plain-pages.ts'
import { requireTenant } from '../tenant.ts'
import { answerConsent, answerDevice, decline } from './answers.ts'
import { asPage } from './authorize.ts'
import { readBrowser, readSessions, type Session } from './browser.ts'
import { changePassword } from './change-password.ts'
import { attemptOf, checkSignIn, lockedError, wrongCodeText } from './check-sign-in.ts'
import { mustChangePassword } from './check-user.ts'
import { answerLogout } from './finish-logout.ts'
import { clientIdOf, type Flow, type FlowUser, isYoungEnough, promptsOf } from './flow.ts'
import { proceed } from './proceed.ts'
import { changePasswordPage, codePage, enrolPage, passwordPage } from './show.ts'
import { recordSignIn } from './sign-in-entry.ts'
import { secondFactorText } from './signed-in.ts'
import { toVisit, type Visit } from './visit.ts'

type Fields = Awaited<ReturnType<typeof readFields>>

/** `POST /{tenant}/login`: every form of a sign-in comes here, with the sealed flow that says how far it is. */
export const login: Endpoint = asPage(async (call) => {
  if (call.request.method !== 'POST') throw stale()
  const fields = await readFields(call.request)
  const tenant = await requireTenant(call.door.tenants, call.tenantName)
  const visit = toVisit(call, tenant)
  const flow = call.door.people.seal.open(fields.get('flow') ?? '')
  // A page of another site cannot have a flow of this browser (CSRF).
  const isOurs = flow?.tenantId === tenant.id && flow.browser === readBrowser(visit).key && !isFromElsewhere(visit)
  if (flow === undefined || !isOurs) throw stale()
  const name = fields.get('step') ?? ''
  const step = Object.hasOwn(steps, name) ? steps[name] : undefined
  if (step === undefined) throw stale()
  const continued = { ...visit, call: { ...call, correlationId: flow.correlationId } }
  return step(continued, flow, fields)
})

function stale(): OAuthError {
  return new OAuthError(9002313, 'This sign-in is too old, or it began in another browser. Begin again.')
}

function isFromElsewhere({ request, call }: Visit): boolean {
  const origin = request.header('origin')
  return origin !== undefined && origin !== 'null' && origin !== call.door.origin
}

type Step = (visit: Visit, flow: Flow, fields: Fields) => Promise<HttpResponse>

const steps: Readonly<Record<string, Step>> = {
  account: takeAccount,
  password: takePassword,
  change: takeNewPassword,
  totp: takeCode,
  enrol: takeEnrolment,
  consent: (visit, flow, fields) => signedIn(visit, flow, (user) => answerConsent(visit, flow, user, fields)),
  device: (visit, flow, fields) => signedIn(visit, flow, (user) => answerDevice(visit, flow, user, fields)),
  logout: async (visit, flow, fields) =>
    flow.goal.kind === 'logout'
      ? answerLogout(visit, flow, flow.goal, fields.get('answer') === 'yes')
      : decline(visit, flow),
  ...Object.fromEntries(
    Object.entries(accountSteps).map(([name, step]): [string, Step] => [
      name,
      (visit, flow, fields) => signedIn(visit, flow, (user) => step(visit, flow, { ...user, fields })),
    ]),
  ),
  decline: async (visit, flow) => decline(visit, flow),
}

async function takeAccount(visit: Visit, flow: Flow, fields: Fields): Promise<HttpResponse> {
  const sessions = await readSessions(visit, flow.browser)
  const chosen = sessions.find(({ user }) => user.id === fields.get('account'))
  if (chosen === undefined) return passwordPage(visit, flow, {})
  const { userPrincipalName } = chosen.user.properties
  // Whoever wants a new sign-in (`prompt=login`, `max_age`) does not get an old one by picking it.
  const isEnough = !promptsOf(flow.goal).includes('login') && isYoungEnough(flow.goal, chosen.flowUser, visit.now)
  if (!isEnough) return passwordPage(visit, flow, { username: userPrincipalName })
  return proceed(visit, { ...flow, user: chosen.flowUser })
}

async function takePassword(visit: Visit, flow: Flow, fields: Fields): Promise<HttpResponse> {
  const username = fields.get('username')?.trim() ?? ''
  const verdict = await checkSignIn(visit, username, fields.get('password') ?? '')
  if (verdict.kind === 'refused') {
    await recordFailure(visit, flow, { user: verdict.user, username, outcome: verdict.logged })
    return passwordPage(visit, flow, { username, wrong: toShown(verdict.told) })
  }
  const user: FlowUser = {
    userId: verdict.user.id,
    authTime: visit.now,
    authMethods: ['pwd'],
    sessionId: crypto.randomUUID(),
    isFresh: true,
    showedPassword: true,
  }
  return proceed(visit, { ...flow, user })
}

function recordFailure(
  visit: Visit,
  flow: Flow,
  failure: { readonly user: User | undefined; readonly username: string; readonly outcome: OAuthError },
): Promise<void> {
  const { correlationId } = visit.call
  return recordSignIn(visit, { ...failure, clientId: clientIdOf(flow.goal), isInteractive: true, correlationId })
}

function toShown({ number, message }: OAuthError): string {
  return `${message} (AADSTS${number})`
}

async function signedIn(
  visit: Visit,
  flow: Flow,
  work: (user: {
    readonly user: User
    readonly flowUser: FlowUser
    readonly cookie: undefined
  }) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  // Whoever skips a page is sent back to it.
  if (flow.user === null || flow.user.isFresh) return proceed(visit, flow)
  const session = await findSession(visit, flow.browser, flow.user)
  // A page that was opened before the sign-in ended is no way round its end.
  if (session === undefined) return proceed(visit, { ...flow, user: null })
  const { user, flowUser } = session
  if (!(await hasSecondFactor(visit, flowUser)) || mustChangePassword(user)) return proceed(visit, flow)
  return work({ user, flowUser, cookie: undefined })
}

async function findSession(visit: Visit, browser: string, { sessionId }: FlowUser): Promise<Session | undefined> {
  return (await readSessions(visit, browser)).find(({ flowUser }) => flowUser.sessionId === sessionId)
}

async function takeNewPassword(visit: Visit, flow: Flow, fields: Fields): Promise<HttpResponse> {
  const user = flow.user === null ? undefined : await visit.store.directory.findUser(flow.user.userId)
  const isReady = flow.user?.showedPassword === true && (await hasSecondFactor(visit, flow.user))
  // A session alone changes no password: the former one has to be shown in this flow, and the change to be due.
  if (flow.user === null || user === undefined || !isReady || !mustChangePassword(user)) return proceed(visit, flow)
  const password = fields.get('newPassword') ?? ''
  const wrong = await changePassword(visit, { user, password, repeated: fields.get('repeated') ?? '' })
  if (wrong !== null) return changePasswordPage(visit, flow, user, wrong)
  return proceed(visit, { ...flow, user: { ...flow.user, authTime: visit.now } })
}

async function hasSecondFactor({ store }: Visit, { userId, authMethods }: FlowUser): Promise<boolean> {
  return authMethods.includes('mfa') || (await store.identity.totp.find(userId)) === undefined
}

async function takeCode(visit: Visit, flow: Flow, fields: Fields): Promise<HttpResponse> {
  const user = flow.user === null ? undefined : await visit.store.directory.findUser(flow.user.userId)
  if (flow.user === null || user === undefined) return proceed(visit, flow)
  const hasEnded = !flow.user.isFresh && (await findSession(visit, flow.browser, flow.user)) === undefined
  if (hasEnded) return proceed(visit, { ...flow, user: null })
  const found = await checkCode(attemptOf(visit), user, fields.get('code') ?? '')
  switch (found) {
    case 'notSetUp':
      return proceed(visit, flow)
    case 'locked':
      return codePage(visit, flow, toShown(lockedError()))
    case 'wrong': {
      const outcome = new OAuthError(50126, 'The code of the second factor is wrong.')
      await recordFailure(visit, flow, { user, username: user.properties.userPrincipalName, outcome })
      return codePage(visit, flow, wrongCodeText)
    }
    case 'right':
      return proceed(visit, { ...flow, user: { ...flow.user, authMethods: ['pwd', 'otp', 'mfa'], isFresh: true } })
  }
}

async function takeEnrolment(visit: Visit, flow: Flow, fields: Fields): Promise<HttpResponse> {
  return signedIn(visit, flow, async ({ user }) => {
    const { totpSecret } = flow
    const { totp } = visit.store.identity
    if (totpSecret === undefined || (await totp.find(user.id)) !== undefined) return proceed(visit, flow)
    const step = matchTotp(totpSecret, fields.get('code') ?? '', visit.now)
    const wrong = 'The code is wrong. Check the secret and the clock of the device.'
    if (step === undefined) return enrolPage(visit, { ...flow, totpSecret }, user, { wrong })
    await totp.put(user.id, { secret: totpSecret, lastStep: step })
    await recordSecondFactor(visit, user, 'registered')
    if (flow.goal.kind !== 'account' || flow.user === null) {
      return messagePage('You are protected', visit.tenant.displayName, secondFactorText)
    }
    const authMethods = ['pwd', 'otp', 'mfa']
    return proceed(visit, {
      ...toAccountFlow(flow, secondFactorText),
      user: { ...flow.user, authMethods, isFresh: true },
    })
  })
}
