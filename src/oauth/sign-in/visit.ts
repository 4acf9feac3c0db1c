import type { Clock } from '../../contracts/clock.ts'
import type { TenantStore } from '../../contracts/store.ts'
import type { TenantsStore } from '../../contracts/store-tenants.ts'
import type { HttpRequest } from '../../http/message.ts'
import type { Tenant } from '../../model/tenant.ts'
import type { EndpointCall } from '../endpoint.ts'
import { type AddressGuard, createAddressGuard } from './address-guard.ts'
import { createFlowSeal, type FlowSeal } from './flow-seal.ts'

/** What signing in reads and writes of a tenant. */
export type PeopleStore = Pick<TenantStore, 'tenantId' | 'objects' | 'directory' | 'identity' | 'provisioning'>

/** What the pages for people need. */
export interface PeopleDoor {
  readonly tenants: Pick<TenantsStore, 'find' | 'list'>
  readonly peopleOf: (tenantId: string) => PeopleStore
  readonly seal: FlowSeal
  readonly addresses: AddressGuard
}

export function createPeopleDoor(
  parts: Pick<PeopleDoor, 'tenants' | 'peopleOf'> & { readonly clock: Clock },
): PeopleDoor {
  const { clock, ...rest } = parts
  return { ...rest, seal: createFlowSeal(clock), addresses: createAddressGuard(clock) }
}

/** One request of a browser, once its tenant is known. */
export interface Visit {
  readonly request: HttpRequest
  readonly call: EndpointCall
  readonly tenant: Tenant
  readonly store: PeopleStore
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

export function toVisit(call: EndpointCall, tenant: Tenant): Visit {
  const { request, door } = call
  return { request, call, tenant, store: door.people.peopleOf(tenant.id), now: door.clock.now() }
}
