import type { TenantsStore } from '../../contracts/store-tenants.ts'
import type { Call } from '../../http/route.ts'
import type { Tenant } from '../../model/tenant.ts'
import { type CollectionView, type EntityJson, listEntities, showEntity } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { toObjectJson } from '../object-json.ts'

export interface OrganizationParts {
  readonly tenants: Pick<TenantsStore, 'find'>
}

/** The tenant as its people see it, and its domains (graph-resources 8). */
export function organizationRoutes({ tenants }: OrganizationParts): Handlers {
  return {
    'GET /organization': (call) => listEntities(call, organizationView(call, tenants)),
    'GET /organization/{id}': (call) =>
      showEntity(call, organizationView(call, tenants), async () => {
        const tenant = await findTenant(call, tenants)
        if (tenant.id.toLowerCase() !== call.params.id?.toLowerCase()) throw resourceNotFound(call.params.id ?? '')
        return toOrganizationJson(tenant, call)
      }),
    'GET /domains': (call) => listEntities(call, domainView(call, tenants)),
    'GET /domains/{id}': (call) =>
      showEntity(call, domainView(call, tenants), async () => {
        const { id = '' } = call.params
        const domains = toDomainsJson(await findTenant(call, tenants))
        const domain = domains.find((candidate) => candidate.id === id.toLowerCase())
        if (domain === undefined) throw resourceNotFound(id)
        return domain
      }),
  }
}

function organizationView(call: Call, tenants: OrganizationParts['tenants']): CollectionView {
  return {
    entity: entityOf('organization', call.version),
    fragment: 'organization',
    load: async () => [toOrganizationJson(await findTenant(call, tenants), call)],
  }
}

function domainView(call: Call, tenants: OrganizationParts['tenants']): CollectionView {
  return {
    entity: entityOf('domain', call.version),
    fragment: 'domains',
    load: async () => toDomainsJson(await findTenant(call, tenants)),
  }
}

async function findTenant({ principal }: Call, tenants: OrganizationParts['tenants']): Promise<Tenant> {
  const tenant = await tenants.find(principal.tenantId)
  if (tenant === undefined) throw resourceNotFound(principal.tenantId)
  return tenant
}

const services = ['Email', 'OfficeCommunicationsOnline']

function toOrganizationJson({ id, displayName, createdDateTime, domains }: Tenant, { version }: Call): EntityJson {
  const properties = {
    displayName,
    createdDateTime,
    tenantType: 'AAD',
    mobileDeviceManagementAuthority: 'unknown',
    verifiedDomains: domains.map(({ name, isDefault }, index) => ({
      capabilities: services.join(', '),
      isDefault,
      isInitial: index === 0,
      name,
      type: 'Managed',
    })),
  }
  const object = { id, type: 'group', version: 0, deletedDateTime: null, properties } as const
  return toObjectJson(object, entityOf('organization', version))
}

/** The domain with which the tenant began is its initial one. */
function toDomainsJson({ domains }: Tenant): readonly EntityJson[] {
  return domains.map(({ name, isDefault }, index) => ({
    id: name,
    authenticationType: 'Managed',
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault,
    isInitial: index === 0,
    isRoot: !domains.some((other) => name.endsWith(`.${other.name}`)),
    isVerified: true,
    manufacturer: null,
    model: null,
    passwordNotificationWindowInDays: null,
    passwordValidityPeriodInDays: null,
    state: null,
    supportedServices: services,
  }))
}
