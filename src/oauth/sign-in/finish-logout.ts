import type { HttpResponse } from '../../http/message.ts'
import { messagePage } from '../pages/plain-pages.ts'
import { redirect } from './answer-client.ts'
import { endSession, endSessions } from './browser.ts'
import type { Flow, LogoutGoal } from './flow.ts'
import type { Visit } from './visit.ts'

/** The person answered. */
export async function answerLogout(
  visit: Visit,
  flow: Flow,
  goal: LogoutGoal,
  isAgreed: boolean,
): Promise<HttpResponse> {
  if (!isAgreed) {
    return messagePage('You stay signed in', visit.tenant.displayName, 'Nothing was changed. You can close this page.')
  }
  if (goal.userId === null) await endSessions(visit, flow.browser)
  else await endSession(visit, flow.browser, goal.userId)
  return leave(visit, goal.leadsTo)
}

export function leave({ tenant }: Visit, leadsTo: string): HttpResponse {
  if (leadsTo !== '') return redirect(leadsTo)
  const text = 'You are signed out in this browser. It is a good idea to close all its windows.'
  return messagePage('You are signed out', tenant.displayName, text)
}
