import { randomUUID } from 'node:crypto'
import { graphAppId } from '../../auth/permissions.ts'
import type { AuditEntry } from '../../contracts/store-audits.ts'
import type { User } from '../../model/user.ts'
import { findClient } from '../client-registration.ts'
import type { OAuthError } from '../error.ts'
import { toSignInEntry } from '../sign-in-log-entry.ts'
import type { Visit } from './visit.ts'

export interface PersonSignIn {
  readonly user: User | undefined
  /** As it was typed. */
  readonly username: string
  readonly clientId: string | undefined
  readonly outcome: 'success' | OAuthError
  readonly isInteractive: boolean
  readonly correlationId: string
}

/** Puts an attempt of a person into the log of sign-ins (Graph `signIn`). */
export async function recordSignIn(visit: Visit, signIn: PersonSignIn): Promise<void> {
  const { call, tenant, store } = visit
  const client = signIn.clientId === undefined ? undefined : await findClient(store.objects, signIn.clientId)
  const entry = toEntry(visit, signIn, client?.displayName ?? null)
  call.door.signIns.record(tenant.id, entry, signIn.outcome === 'success' ? 'granted' : 'refused')
}

function toEntry({ request, tenant, now }: Visit, signIn: PersonSignIn, appDisplayName: string | null): AuditEntry {
  const { user, username, clientId, isInteractive } = signIn
  const basics = { ...signIn, id: randomUUID(), at: now, tenantId: tenant.id, ipAddress: request.remoteAddress }
  return toSignInEntry(basics, {
    userId: user?.id ?? '00000000-0000-0000-0000-000000000000',
    userDisplayName: user?.properties.displayName ?? '',
    userPrincipalName: user?.properties.userPrincipalName ?? username.slice(0, 256),
    appId: clientId ?? '',
    appDisplayName,
    resourceId: graphAppId,
    resourceDisplayName: 'Microsoft Graph',
    clientAppUsed: 'Browser',
    isInteractive,
    signInEventTypes: [isInteractive ? 'interactiveUser' : 'nonInteractiveUser'],
    deviceDetail: { browser: request.header('user-agent')?.slice(0, 256) ?? '', operatingSystem: '' },
  })
}
