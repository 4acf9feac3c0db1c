import type { HttpResponse } from '../../http/message.ts'
import type { User } from '../../model/user.ts'
import { accountBody } from '../pages/own-account-page.ts'
import type { Flow } from '../sign-in/flow.ts'
import { showForm } from '../sign-in/show.ts'
import type { Visit } from '../sign-in/visit.ts'
import { readAccount } from './read-account.ts'

export interface Showing {
  readonly user: User
  /** What was just done; empty at first. */
  readonly notice: string
  /** What is wrong with what was sent last. */
  readonly wrong?: string | undefined
  readonly cookie?: string | undefined
}

/** The page on which a person looks after the own account. */
export async function showAccount(
  visit: Visit,
  flow: Flow,
  { user, notice, wrong, cookie }: Showing,
): Promise<HttpResponse> {
  const account = await readAccount(visit, user, flow.browser)
  const { displayName, userPrincipalName } = user.properties
  return showForm(visit, flow, {
    title: 'Your account',
    body: (place) => accountBody(place, { ...account, displayName, userPrincipalName, notice, wrong }),
    cookie,
  })
}
