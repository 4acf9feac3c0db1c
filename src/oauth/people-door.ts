import type { Authenticate } from '../auth/authenticate.ts'
import type { AddressGuard } from '../auth/passwords/address-guard.ts'
import type { Clock } from '../contracts/clock.ts'
import type { TenantStore } from '../contracts/store.ts'
import type { TenantsStore } from '../contracts/store-tenants.ts'
import type { UserConsentPolicy } from './consent/user-consent.ts'
import { createPollGuard, type PollGuard } from './poll-guard.ts'
import { createFlowSeal, type FlowSeal } from './sign-in/flow-seal.ts'

/** What signing in reads and writes of a tenant. */
export type PeopleStore = Pick<TenantStore, 'tenantId' | 'objects' | 'directory' | 'identity' | 'provisioning'>

/** What an installation may set about people who sign in. */
export interface PeopleRules {
  /** How long after a sign-in tokens of applications can be renewed, however often that is done. */
  readonly renewalMsMax: number
  readonly userConsent: UserConsentPolicy
}

/** What the pages for people need. */
export interface PeopleDoor {
  readonly tenants: Pick<TenantsStore, 'find' | 'list'>
  readonly peopleOf: (tenantId: string) => PeopleStore
  /** Who calls with an access token for this service's Graph. */
  readonly authenticate: Authenticate
  readonly seal: FlowSeal
  readonly addresses: AddressGuard
  readonly rules: PeopleRules
  readonly polls: PollGuard
}

export function createPeopleDoor(parts: Omit<PeopleDoor, 'seal' | 'polls'> & { readonly clock: Clock }): PeopleDoor {
  const { clock, ...rest } = parts
  return { ...rest, seal: createFlowSeal(clock), polls: createPollGuard(clock) }
}
