import { randomUUID } from 'node:crypto'
import { graphAppId } from '../../auth/permissions.ts'
import type { AuditEntry } from '../../contracts/store-audits.ts'
import type { User } from '../../model/user.ts'
import { findClient } from '../client-registration.ts'
import { OAuthError } from '../error.ts'
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
  const { user, username, clientId, outcome, isInteractive, correlationId } = signIn
  const refusal = outcome instanceof OAuthError ? outcome : undefined
  const id = randomUUID()
  const properties = {
    id,
    createdDateTime: new Date(now).toISOString(),
    userId: user?.id ?? '00000000-0000-0000-0000-000000000000',
    userDisplayName: user?.properties.displayName ?? '',
    userPrincipalName: user?.properties.userPrincipalName ?? username.slice(0, 256),
    appId: clientId ?? '',
    appDisplayName,
    resourceId: graphAppId,
    resourceDisplayName: 'Microsoft Graph',
    ipAddress: request.remoteAddress,
    clientAppUsed: 'Browser',
    correlationId,
    isInteractive,
    signInEventTypes: [isInteractive ? 'interactiveUser' : 'nonInteractiveUser'],
    conditionalAccessStatus: 'notApplied',
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    riskEventTypes: [],
    riskEventTypes_v2: [],
    status: {
      errorCode: refusal?.number ?? 0,
      failureReason: refusal?.message ?? null,
      additionalDetails: null,
    },
    deviceDetail: { browser: request.header('user-agent')?.slice(0, 256) ?? '', operatingSystem: '' },
    location: null,
    homeTenantId: tenant.id,
    resourceTenantId: tenant.id,
  }
  return { kind: 'signIn', id, at: now, properties }
}
