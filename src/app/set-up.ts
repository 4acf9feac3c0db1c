import { randomUUID } from 'node:crypto'
import { createClientSecret } from '../auth/client-secrets.ts'
import { graphAppId, type Permission, permissions } from '../auth/permissions.ts'
import type { Clock } from '../contracts/clock.ts'
import type { Store, TenantStore } from '../contracts/store.ts'
import type { ServicePrincipal } from '../model/application.ts'
import { createJob } from '../sync/lifecycle.ts'
import { directoryTemplate } from '../sync/templates/directory-template.ts'

/** What the first client of a new tenant may do. */
export const firstClientPermissions: readonly Permission[] = [
  'SynchronizationData-User.Upload',
  'Synchronization.ReadWrite.All',
  'ProvisioningLog.Read.All',
  'AuditLog.Read.All',
  'Application.Read.All',
  'User.Read.All',
]

const secretLifetimeMs = 2 * 365 * 86_400_000
const provisioningTags = [
  'WindowsAzureActiveDirectoryIntegratedApp',
  'WindowsAzureActiveDirectoryCustomSingleSignOnApplication',
]

export interface SetUpWish {
  readonly tenantName: string
  /** Verified domains; the first is the default. */
  readonly domains: readonly string[]
}

/** What was made. The secret is not kept anywhere in readable form. */
export interface SetUp {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly servicePrincipalId: string
  readonly jobId: string
}

/** A tenant, its first client, a provisioning application and its job, started. Refuses with `conflict` when a domain is taken. */
export async function setUpTenant(store: Store, wish: SetUpWish, clock: Clock): Promise<SetUp> {
  const tenantId = randomUUID()
  const createdDateTime = new Date(clock.now()).toISOString()
  const domains = wish.domains.map((name, index) => ({ name: name.toLowerCase(), isDefault: index === 0 }))
  await store.tenants.create({ id: tenantId, displayName: wish.tenantName, createdDateTime, domains })
  const tenant = store.forTenant(tenantId)
  const graph = await createServicePrincipal(tenant, { appId: graphAppId, displayName: 'Microsoft Graph', tags: [] })
  const client = await createClient(tenant, { graph, createdDateTime }, clock)
  const provisioning = await createServicePrincipal(tenant, {
    appId: randomUUID(),
    displayName: 'API-driven provisioning to Microsoft Entra ID',
    tags: provisioningTags,
  })
  const jobId = await createStartedJob(tenant, provisioning.id, clock)
  return { tenantId, ...client, servicePrincipalId: provisioning.id, jobId }
}

async function createServicePrincipal(
  tenant: TenantStore,
  { appId, displayName, tags }: Pick<ServicePrincipal, 'appId' | 'displayName' | 'tags'>,
): Promise<ServicePrincipal> {
  const servicePrincipal = { id: randomUUID(), appId, displayName, accountEnabled: true, tags, ownerIds: [] }
  await tenant.applications.createServicePrincipal(servicePrincipal)
  return servicePrincipal
}

interface ClientPlace {
  readonly graph: ServicePrincipal
  readonly createdDateTime: string
}

async function createClient(
  tenant: TenantStore,
  { graph, createdDateTime }: ClientPlace,
  clock: Clock,
): Promise<Pick<SetUp, 'clientId' | 'clientSecret'>> {
  const clientId = randomUUID()
  const displayName = 'Entrain connector'
  const { applications } = tenant
  await applications.createApplication({ id: randomUUID(), appId: clientId, displayName, createdDateTime })
  const principal = await createServicePrincipal(tenant, { appId: clientId, displayName, tags: [] })
  const { credential, secretText } = createClientSecret({
    displayName: 'made by init',
    startsAt: clock.now(),
    endsAt: clock.now() + secretLifetimeMs,
  })
  await applications.addPassword(clientId, credential)
  for (const name of firstClientPermissions) {
    const appRoleId = permissions[name].application
    if (appRoleId === null) throw new Error(`${name} is not an application permission`)
    await applications.assignAppRole({
      id: randomUUID(),
      principalId: principal.id,
      resourceId: graph.id,
      appRoleId,
      createdDateTime,
    })
  }
  return { clientId, clientSecret: secretText }
}

async function createStartedJob(tenant: TenantStore, servicePrincipalId: string, clock: Clock): Promise<string> {
  const job = await createJob(tenant, { servicePrincipalId, template: directoryTemplate }, { clock, newId: randomUUID })
  await tenant.jobs.setScheduleState(job.id, 'Active')
  return job.id
}
