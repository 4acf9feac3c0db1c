import type { HttpResponse } from '../../http/message.ts'
import { OAuthError } from '../error.ts'
import { answerError } from './answer-client.ts'
import { readBrowser, readSessions, type Session } from './browser.ts'
import { type Flow, type Goal, isYoungEnough, loginHintOf, promptsOf } from './flow.ts'
import { proceed } from './proceed.ts'
import { accountsPage, passwordPage } from './show.ts'
import type { Visit } from './visit.ts'

/** The first step of every sign-in: goes on with a session of the browser where that is wanted, or asks who it is. */
export async function begin(visit: Visit, goal: Goal): Promise<HttpResponse> {
  const browser = readBrowser(visit)
  const sessions = await readSessions(visit, browser.key)
  const { correlationId } = visit.call
  const flow: Flow = { tenantId: visit.tenant.id, browser: browser.key, goal, correlationId, user: null }
  const session = chooseSession(goal, sessions, visit.now)
  if (session !== undefined) return proceed(visit, { ...flow, user: session.flowUser }, browser.cookie)
  if (goal.kind === 'authorize' && promptsOf(goal).includes('none')) {
    const message = 'Nobody is signed in, and the request says that nobody may be asked.'
    return answerError(visit, goal.request, new OAuthError(50058, message), browser.cookie)
  }
  if (sessions.length > 0 && !promptsOf(goal).includes('login') && loginHintOf(goal) === '') {
    return accountsPage(visit, flow, sessions, browser.cookie)
  }
  return passwordPage(visit, flow, { username: loginHintOf(goal), cookie: browser.cookie })
}

const askingPrompts = ['login', 'select_account', 'create']

/** One account is taken as it is; with several, the hint decides. */
function chooseSession(goal: Goal, sessions: readonly Session[], now: number): Session | undefined {
  if (promptsOf(goal).some((prompt) => askingPrompts.includes(prompt))) return undefined
  const young = sessions.filter(({ flowUser }) => isYoungEnough(goal, flowUser, now))
  const hint = loginHintOf(goal).toLowerCase()
  if (hint !== '') return young.find(({ user }) => user.properties.userPrincipalName.toLowerCase() === hint)
  return young.length === 1 ? young[0] : undefined
}
