import type { KeyRing } from '../auth/tokens/key-ring.ts'
import type { Clock } from '../contracts/clock.ts'
import type { TenantsStore } from '../contracts/store-tenants.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import type { Events } from '../telemetry/events.ts'
import type { TokenApplications, TokenObjects } from './registrations.ts'
import type { SignInLog } from './sign-in-log.ts'
import type { AssertionRules } from './verify-client-assertion.ts'

export type { TokenApplications, TokenObjects } from './registrations.ts'

import type { PeopleDoor } from './people-door.ts'

/** What the token side needs; everything is handed in. */
export interface OAuthDoor {
  readonly tenants: Pick<TenantsStore, 'find'>
  readonly applicationsOf: (tenantId: string) => TokenApplications
  readonly objectsOf: (tenantId: string) => TokenObjects
  readonly people: PeopleDoor
  readonly keys: KeyRing
  readonly assertions: AssertionRules
  readonly signIns: Pick<SignInLog, 'record'>
  readonly clock: Clock
  /** Origin that clients use, without a trailing slash. */
  readonly origin: string
  readonly events: Pick<Events, 'tokenIssued' | 'tokenRefused' | 'unexpectedError'>
}

export interface EndpointCall {
  readonly request: HttpRequest
  /** First segment of the path, decoded, as sent. */
  readonly tenantName: string
  readonly correlationId: string
  readonly door: OAuthDoor
}

/** One endpoint of the token side. Refuses with `OAuthError`. */
export type Endpoint = (call: EndpointCall) => Promise<HttpResponse>

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const type = { 'Content-Type': 'application/json; charset=utf-8' }
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(body) }
}
