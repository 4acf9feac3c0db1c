/** A customer organization. Every other noun belongs to exactly one. */
export interface Tenant {
  /** GUID, lower case. */
  readonly id: string
  readonly displayName: string
  /** ISO 8601, UTC. */
  readonly createdDateTime: string
  /** All are verified; exactly one is the default. Names are lower case. */
  readonly domains: readonly Domain[]
}

export interface Domain {
  readonly name: string
  readonly isDefault: boolean
}

export function defaultDomainOf(tenant: Tenant): string {
  const domain = tenant.domains.find((candidate) => candidate.isDefault) ?? tenant.domains[0]
  if (domain === undefined) throw new Error(`tenant ${tenant.id} has no domain`)
  return domain.name
}
