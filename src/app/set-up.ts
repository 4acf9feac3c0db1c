import { randomUUID } from 'node:crypto'
import { createClientSecret } from '../auth/client-secrets.ts'
import { graphAppId, type Permission, permissions } from '../auth/permissions.ts'
import type { Clock } from '../contracts/clock.ts'
import type { Store, TenantStore } from '../contracts/store.ts'
import type { ObjectsWriter } from '../contracts/store-objects.ts'
import { insertAppRoleAssignment } from '../directory/applications/app-role-assignment.ts'
import { insertObject, newApplication, newServicePrincipal } from '../directory/applications/application-object.ts'
import { applicationTemplates, tagsOf } from '../graph/applications/application-templates.ts'
import type { JsonObject } from '../std/json-object.ts'
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

/** What the commands that administer a tenant may do. */
export const administrationPermissions: readonly Permission[] = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'Directory.Read.All',
  'Synchronization.ReadWrite.All',
  'ProvisioningLog.Read.All',
  'AuditLog.Read.All',
]

const secretLifetimeMs = 2 * 365 * 86_400_000

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
  /** The client of the commands that administer the tenant. */
  readonly administration: { readonly clientId: string; readonly clientSecret: string }
}

/** A tenant, its first client, a provisioning application and its job, started. Refuses with `conflict` when a domain is taken. */
export async function setUpTenant(store: Store, wish: SetUpWish, clock: Clock): Promise<SetUp> {
  const tenantId = randomUUID()
  const createdDateTime = new Date(clock.now()).toISOString()
  const domains = wish.domains.map((name, index) => ({ name: name.toLowerCase(), isDefault: index === 0 }))
  await store.tenants.create({ id: tenantId, displayName: wish.tenantName, createdDateTime, domains })
  const tenant = store.forTenant(tenantId)
  const place = { tenantId, createdDateTime, publisherDomain: domains[0]?.name ?? null, startsAt: clock.now() }
  const made = await tenant.provisioning.transaction(({ objects }) => createApplications(objects, place))
  const jobId = await createStartedJob(tenant, made.servicePrincipalId, clock)
  return { tenantId, ...made, jobId }
}

interface Place {
  readonly tenantId: string
  /** ISO 8601, UTC. */
  readonly createdDateTime: string
  readonly publisherDomain: string | null
  /** Milliseconds since 1970, UTC. */
  readonly startsAt: number
}

/** Microsoft Graph, the first client with its permissions, and the application that provisioning jobs hang off. */
async function createApplications(objects: ObjectsWriter, place: Place): Promise<Omit<SetUp, 'tenantId' | 'jobId'>> {
  const graphId = await createServicePrincipal(objects, { appId: graphAppId, displayName: 'Microsoft Graph' }, place)
  const connector = { displayName: 'Entrain connector', granted: firstClientPermissions }
  const client = await createClient(objects, { ...connector, graphId }, place)
  const administrator = { displayName: 'Entrain administration', granted: administrationPermissions }
  const administration = await createClient(objects, { ...administrator, graphId }, place)
  const [template] = applicationTemplates
  if (template === undefined) throw new Error('there is no template of an application for provisioning')
  const provisioning = await createApplication(
    objects,
    {
      displayName: template.displayName,
      properties: { applicationTemplateId: template.id, tags: tagsOf(template) },
    },
    place,
  )
  return { ...client, servicePrincipalId: provisioning.servicePrincipalId, administration }
}

interface Client {
  readonly displayName: string
  readonly granted: readonly Permission[]
  readonly graphId: string
}

/** An application with a secret and permissions of Microsoft Graph. */
async function createClient(
  objects: ObjectsWriter,
  { displayName, granted, graphId }: Client,
  place: Place,
): Promise<{ readonly clientId: string; readonly clientSecret: string }> {
  const { credential, secretText } = createClientSecret({
    displayName: 'made by init',
    startsAt: place.startsAt,
    endsAt: place.startsAt + secretLifetimeMs,
  })
  const properties = { passwordCredentials: [credential] }
  const client = await createApplication(objects, { displayName, properties }, place)
  for (const name of granted) {
    const appRoleId = permissions[name].application
    if (appRoleId === null) throw new Error(`${name} is not an application permission`)
    await insertAppRoleAssignment(objects, {
      principalId: client.servicePrincipalId,
      principalType: 'ServicePrincipal',
      resourceId: graphId,
      appRoleId,
      createdDateTime: place.createdDateTime,
    })
  }
  return { clientId: client.appId, clientSecret: secretText }
}

interface Wanted {
  readonly displayName: string
  readonly properties?: JsonObject
}

/** An application and its service principal. */
async function createApplication(
  objects: ObjectsWriter,
  { displayName, properties = {} }: Wanted,
  place: Place,
): Promise<{ readonly appId: string; readonly servicePrincipalId: string }> {
  const appId = randomUUID()
  const { createdDateTime, publisherDomain } = place
  const application = newApplication({
    id: randomUUID(),
    appId,
    displayName,
    createdDateTime,
    publisherDomain,
    createdByAppId: null,
    properties,
  })
  await insertObject(objects, application)
  const { tags = [], applicationTemplateId = null } = properties
  const own = { appId, displayName, properties: { tags, applicationTemplateId } }
  return { appId, servicePrincipalId: await createServicePrincipal(objects, own, place) }
}

async function createServicePrincipal(
  objects: ObjectsWriter,
  { appId, displayName, properties = {} }: Wanted & { readonly appId: string },
  { tenantId, createdDateTime }: Place,
): Promise<string> {
  const id = randomUUID()
  await insertObject(
    objects,
    newServicePrincipal({
      id,
      appId,
      displayName,
      createdDateTime,
      createdByAppId: null,
      appOwnerOrganizationId: tenantId,
      properties,
    }),
  )
  return id
}

async function createStartedJob(tenant: TenantStore, servicePrincipalId: string, clock: Clock): Promise<string> {
  const job = await createJob(tenant, { servicePrincipalId, template: directoryTemplate }, { clock, newId: randomUUID })
  await tenant.jobs.setScheduleState(job.id, 'Active')
  return job.id
}
