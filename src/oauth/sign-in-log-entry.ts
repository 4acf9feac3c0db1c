import type { AuditEntry } from '../contracts/store-audits.ts'
import { OAuthError } from './error.ts'

/** What every attempt to sign in has, a person's or a program's. */
export interface SignInBasics {
  readonly id: string
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly tenantId: string
  /** A refusal; anything else is a success. */
  readonly outcome: unknown
  readonly ipAddress: string
  readonly correlationId: string
}

/**
 * An entry of the sign-in log (Graph `signIn`): `own` properties, and those that are the same for everybody. There is no
 * conditional access and no reckoning of risk.
 */
export function toSignInEntry(basics: SignInBasics, own: Readonly<Record<string, unknown>>): AuditEntry {
  const { id, at, tenantId, outcome, ipAddress, correlationId } = basics
  const refusal = outcome instanceof OAuthError ? outcome : undefined
  const properties = {
    id,
    createdDateTime: new Date(at).toISOString(),
    ipAddress,
    correlationId,
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
    deviceDetail: null,
    location: null,
    homeTenantId: tenantId,
    resourceTenantId: tenantId,
    ...own,
  }
  return { kind: 'signIn', id, at, properties }
}
