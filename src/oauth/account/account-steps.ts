import { checkCode } from '../../auth/passwords/check-code.ts'
import { checkPassword } from '../../auth/passwords/check-password.ts'
import { generateTotpSecret } from '../../auth/totp.ts'
import type { HttpResponse } from '../../http/message.ts'
import { changeUser } from '../../model/changed-user.ts'
import type { User } from '../../model/user.ts'
import { text } from '../client-registration.ts'
import { messagePage } from '../pages/plain-pages.ts'
import { changePassword } from '../sign-in/change-password.ts'
import { attemptOf, lockedError, wrongCodeText } from '../sign-in/check-sign-in.ts'
import { type Flow, type FlowUser, isYoungEnough } from '../sign-in/flow.ts'
import { personAudit } from '../sign-in/person-audit.ts'
import { proceed } from '../sign-in/proceed.ts'
import { enrolPage } from '../sign-in/show.ts'
import type { Visit } from '../sign-in/visit.ts'
import { listGrants } from './read-account.ts'
import { showAccount } from './show-account.ts'

export interface AccountAnswer {
  readonly user: User
  readonly flowUser: FlowUser
  readonly fields: ReadonlyMap<string, string>
}

type AccountStep = (visit: Visit, flow: Flow, answer: AccountAnswer) => Promise<HttpResponse>

/** What people do on the page of their account, by the step that its forms name. Reached by who is signed in there only. */
export const accountSteps: Readonly<Record<string, AccountStep>> = {
  'account.revoke': onAccount(revokeConsent),
  'account.signOut': onAccount(signOutEverywhere),
  'account.password': onAccount(changeOwnPassword),
  'account.addFactor': onAccount(addFactor),
  'account.removeFactor': onAccount(removeFactor),
}

/** A flow that was begun for a client is no way to here. */
function onAccount(step: AccountStep): AccountStep {
  return (visit, flow, answer) => (flow.goal.kind === 'account' ? step(visit, flow, answer) : proceed(visit, flow))
}

export function toAccountFlow({ totpSecret: _, ...flow }: Flow, notice: string): Flow {
  return { ...flow, goal: { kind: 'account', notice } }
}

function again(visit: Visit, flow: Flow, { user }: AccountAnswer, said: { notice?: string; wrong?: string }) {
  return showAccount(visit, toAccountFlow(flow, ''), { user, notice: '', ...said })
}

/** Takes back what the person allowed an application; what administrators granted stays. */
async function revokeConsent(visit: Visit, flow: Flow, answer: AccountAnswer): Promise<HttpResponse> {
  const { user, fields } = answer
  const clientId = fields.get('client') ?? ''
  const all = await listGrants(visit.store.objects, user.id)
  const grants = all.filter(({ properties }) => text(properties.clientId).toLowerCase() === clientId.toLowerCase())
  await visit.store.provisioning.transaction(async ({ objects, audits }) => {
    for (const { id, properties } of grants) {
      if ((await objects.purge(id)).kind !== 'written') continue
      const targets = [properties.resourceId, properties.clientId].map((target) => ({
        id: text(target),
        type: 'ServicePrincipal' as const,
      }))
      const modifiedProperties = [
        { name: 'DelegatedPermissionGrant.Scope', oldValue: properties.scope, newValue: null },
      ]
      const activity = 'Remove delegated permission grant'
      const category = 'ApplicationManagement'
      const operationType = 'Unassign'
      await audits.append([
        personAudit(visit, user, { activity, category, operationType, targets, modifiedProperties }),
      ])
    }
  })
  const notice = grants.length === 0 ? 'There was nothing to revoke.' : 'The app is no longer allowed anything by you.'
  return again(visit, flow, answer, { notice })
}

/** Ends every session and every token of the person, here and elsewhere. */
async function signOutEverywhere(visit: Visit, _flow: Flow, { user }: AccountAnswer): Promise<HttpResponse> {
  const { store, now, tenant } = visit
  await store.provisioning.transaction(async ({ users, audits }) => {
    const [current] = await users.findByIds([user.id])
    if (current === undefined) return
    const signInSessionsValidFromDateTime = new Date(now).toISOString()
    const properties = { ...current.properties, signInSessionsValidFromDateTime }
    await users.replace([changeUser(current, { ...current, properties })])
    const activity = 'Update StsRefreshTokenValidFrom Timestamp'
    await audits.append([personAudit(visit, user, { activity, category: 'UserManagement' })])
  })
  await store.identity.artifacts.revokeUser(user.id)
  const said = 'Every browser, device and app has to sign in again, this browser too.'
  return messagePage('You are signed out everywhere', tenant.displayName, said)
}

/** The current password has to be shown: a browser that was left open is not enough. */
async function changeOwnPassword(visit: Visit, flow: Flow, answer: AccountAnswer): Promise<HttpResponse> {
  const { user, flowUser, fields } = answer
  const { userPrincipalName } = user.properties
  const found = await checkPassword(attemptOf(visit), userPrincipalName, fields.get('currentPassword') ?? '')
  if (found.kind === 'locked') return again(visit, flow, answer, { wrong: lockedError().message })
  if (found.kind !== 'right') return again(visit, flow, answer, { wrong: 'The current password is wrong.' })
  const password = fields.get('newPassword') ?? ''
  const wrong = await changePassword(visit, { user, password, repeated: fields.get('repeated') ?? '' })
  if (wrong !== null) return again(visit, flow, answer, { wrong })
  // All sign-ins ended with the former password; the one of this browser begins anew.
  const renewed = {
    ...flowUser,
    authTime: visit.now,
    sessionId: crypto.randomUUID(),
    isFresh: true,
    showedPassword: true,
  }
  const notice = 'Your password is changed. Everywhere else you have to sign in again.'
  return proceed(visit, { ...toAccountFlow(flow, notice), user: renewed })
}

/** Somebody else at a browser that was left open would lock the person out. */
async function addFactor(visit: Visit, flow: Flow, answer: AccountAnswer): Promise<HttpResponse> {
  if (!isYoungEnough(flow.goal, answer.flowUser, visit.now)) return proceed(visit, { ...flow, user: null })
  const isThere = (await visit.store.identity.totp.find(answer.user.id)) !== undefined
  if (isThere) return again(visit, flow, answer, { notice: 'An authenticator app is set up already.' })
  return enrolPage(visit, { ...toAccountFlow(flow, ''), totpSecret: generateTotpSecret() }, answer.user)
}

/** Whoever takes the second factor away shows it once more. */
async function removeFactor(visit: Visit, flow: Flow, answer: AccountAnswer): Promise<HttpResponse> {
  const { user, fields } = answer
  const found = await checkCode(attemptOf(visit), user, fields.get('code') ?? '')
  if (found === 'notSetUp') return again(visit, flow, answer, { notice: 'No authenticator app is set up.' })
  if (found === 'locked') return again(visit, flow, answer, { wrong: lockedError().message })
  if (found === 'wrong') return again(visit, flow, answer, { wrong: wrongCodeText })
  await visit.store.identity.totp.remove(user.id)
  await recordSecondFactor(visit, user, 'deleted')
  return again(visit, flow, answer, {
    notice: 'The authenticator app is removed. Your password alone signs you in now.',
  })
}

/** Puts it into the audit log that a second factor was set up or removed. */
export async function recordSecondFactor(visit: Visit, user: User, what: 'registered' | 'deleted'): Promise<void> {
  const audit = {
    activity: `User ${what} security info`,
    category: 'UserManagement',
    loggedByService: 'Authentication Methods',
    operationType: what === 'registered' ? 'Add' : 'Delete',
    additionalDetails: { AuthenticationMethod: 'Software OATH' },
  } as const
  await visit.store.provisioning.transaction(({ audits }) => audits.append([personAudit(visit, user, audit)]))
}
