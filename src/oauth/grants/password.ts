import type { HttpResponse } from '../../http/message.ts'
import { OAuthError } from '../error.ts'
import { missingParameter } from '../form.ts'
import { checkSignIn } from '../sign-in/check-sign-in.ts'
import { mustChangePassword } from '../sign-in/check-user.ts'
import { recordSignIn } from '../sign-in/sign-in-entry.ts'
import { answerDelegated, newFamily } from './delegated-answer.ts'
import { identifyClient } from './identify-client.ts'
import type { UserGrantRequest } from './user-grant-request.ts'

/**
 * The password grant (RFC 6749 section 4.3): for old programs whose registration allows it by `isFallbackPublicClient`,
 * and for people without a second factor.
 */
export async function grantPassword({ visit, form, presented, version }: UserGrantRequest): Promise<HttpResponse> {
  if (form.username === '') throw missingParameter('username')
  if (form.password === '') throw missingParameter('password')
  const { client, clientAuthentication } = await identifyClient(visit, presented, true)
  if (!client.allowsPasswords) {
    const message = `The application '${client.appId}' takes no names and passwords. Sign in on a page, or set isFallbackPublicClient of its registration.`
    throw new OAuthError(7000218, message)
  }
  const { username, password } = form
  const verdict = await checkSignIn(visit, username, password)
  const { correlationId } = visit.call
  const entry = { user: verdict.user, username, clientId: client.appId, isInteractive: false, correlationId }
  if (verdict.kind === 'refused') {
    await recordSignIn(visit, { ...entry, outcome: verdict.logged })
    throw verdict.told
  }
  const { user } = verdict
  try {
    const refusal = await refusalOf(visit, user)
    if (refusal !== undefined) throw refusal
    const answer = await answerDelegated(visit, {
      userId: user.id,
      client,
      clientAuthentication,
      scope: form.scope,
      authTime: visit.now,
      authMethods: ['pwd'],
      sessionId: newFamily(),
      family: newFamily(),
      isSpa: false,
      isPageless: true,
      wantsClientInfo: form.client_info === '1',
      version,
    })
    await recordSignIn(visit, { ...entry, outcome: 'success' })
    return answer
  } catch (error) {
    if (error instanceof OAuthError) await recordSignIn(visit, { ...entry, outcome: error })
    throw error
  }
}

type Person = Parameters<typeof mustChangePassword>[0]

async function refusalOf({ store }: UserGrantRequest['visit'], user: Person): Promise<OAuthError | undefined> {
  if ((await store.identity.totp.find(user.id)) !== undefined) {
    const message = 'The user signs in with a second factor, which this grant cannot ask for. Use a page.'
    return new OAuthError(50076, message)
  }
  if (!mustChangePassword(user)) return undefined
  return new OAuthError(50055, 'The password must be changed first. Sign in on a page.')
}
