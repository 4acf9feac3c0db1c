import type { HttpRequest } from '../../http/message.ts'
import type { Tenant } from '../../model/tenant.ts'
import type { EndpointCall } from '../endpoint.ts'
import type { PeopleStore } from '../people-door.ts'

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
