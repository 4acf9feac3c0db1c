import { isJsonObject, type JsonObject, textAt } from '../json-value.ts'
import { withoutAnnotations } from '../schema/schema-file.ts'
import type { ActualApplication, ActualJob, DeclaredApplication } from './declaration.ts'
import { roleNames, type TenantClient } from './tenant-client.ts'

type Named = Pick<DeclaredApplication, 'uniqueName' | 'appId'>

/** An application by its appId, which is exact, or by its uniqueName; undefined when the tenant has neither. */
export async function findApplication(
  tenant: TenantClient,
  { uniqueName, appId }: Named,
): Promise<JsonObject | undefined> {
  const found = appId === null ? undefined : await tenant.find(`/applications(appId='${quoted(appId)}')`)
  if (found !== undefined || uniqueName === null) return found
  return tenant.find(`/applications(uniqueName='${quoted(uniqueName)}')`)
}

/** An application of the tenant with everything that a declaration can say of it; undefined when it is not there. */
export async function readApplication(tenant: TenantClient, named: Named): Promise<ActualApplication | undefined> {
  const found = await findApplication(tenant, named)
  return found && readDetails(tenant, found)
}

/** Every application of the tenant. */
export async function readApplications(tenant: TenantClient): Promise<readonly ActualApplication[]> {
  const all = await tenant.list('/applications?$top=999')
  return Promise.all(all.map((application) => readDetails(tenant, application)))
}

async function readDetails(tenant: TenantClient, application: JsonObject): Promise<ActualApplication> {
  const id = textAt(application, 'id') ?? ''
  const appId = textAt(application, 'appId') ?? ''
  const servicePrincipal = (await tenant.find(`/servicePrincipals(appId='${quoted(appId)}')`)) ?? null
  const servicePrincipalId = textAt(servicePrincipal, 'id') ?? null
  const [owners, federatedIdentityCredentials] = await Promise.all([
    readOwners(tenant, `/applications/${id}`),
    tenant.list(`/applications/${id}/federatedIdentityCredentials`),
  ])
  const empty = { applicationGrants: new Map<string, string>(), delegatedGrant: null, jobs: [] }
  const ofPrincipal = servicePrincipalId === null ? empty : await readPrincipal(tenant, servicePrincipalId)
  return {
    id,
    appId,
    uniqueName: textAt(application, 'uniqueName') ?? null,
    application,
    servicePrincipal,
    servicePrincipalId,
    owners,
    federatedIdentityCredentials,
    ...ofPrincipal,
  }
}

async function readPrincipal(
  tenant: TenantClient,
  id: string,
): Promise<Pick<ActualApplication, 'applicationGrants' | 'delegatedGrant' | 'jobs'>> {
  const graphId = await tenant.graphPrincipalId()
  const assignments = await tenant.list(`/servicePrincipals/${id}/appRoleAssignments`)
  const ofGraph = assignments.filter((assignment) => textAt(assignment, 'resourceId') === graphId)
  const grants = await tenant.list(`/servicePrincipals/${id}/oauth2PermissionGrants`)
  const grant = grants.find(
    (candidate) => textAt(candidate, 'resourceId') === graphId && textAt(candidate, 'consentType') === 'AllPrincipals',
  )
  const scopes = (textAt(grant, 'scope') ?? '').split(' ').filter((scope) => scope !== '')
  return {
    applicationGrants: new Map(
      ofGraph.flatMap((assignment) => {
        const name = roleNames.get(textAt(assignment, 'appRoleId') ?? '')
        return name === undefined ? [] : [[name, textAt(assignment, 'id') ?? ''] as const]
      }),
    ),
    delegatedGrant: grant === undefined ? null : { id: textAt(grant, 'id') ?? '', scopes },
    jobs: await readJobs(tenant, id),
  }
}

async function readJobs(tenant: TenantClient, servicePrincipalId: string): Promise<readonly ActualJob[]> {
  const path = `/servicePrincipals/${servicePrincipalId}/synchronization/jobs`
  const jobs = await tenant.list(path)
  return Promise.all(
    jobs.map(async (job) => {
      const id = textAt(job, 'id') ?? ''
      const schema = (await tenant.find(`${path}/${id}/schema`)) ?? {}
      return { id, template: textAt(job, 'templateId') ?? '', job, schema: withoutAnnotations(schema) }
    }),
  )
}

/** Owners by the name that a declaration uses: a user's userPrincipalName, an application's uniqueName or appId. */
export async function readOwners(tenant: TenantClient, path: string): Promise<ReadonlyMap<string, string>> {
  const owners = await tenant.list(`${path}/owners`)
  const named = await Promise.all(
    owners
      .filter(isJsonObject)
      .map(async (owner) => [await nameOwner(tenant, owner), textAt(owner, 'id') ?? ''] as const),
  )
  return new Map(named)
}

async function nameOwner(tenant: TenantClient, owner: JsonObject): Promise<string> {
  const name = textAt(owner, 'userPrincipalName')
  if (name !== undefined) return name
  const appId = textAt(owner, 'appId')
  if (appId === undefined) return textAt(owner, 'id') ?? ''
  const application = await tenant.find(`/applications(appId='${quoted(appId)}')`)
  return textAt(application, 'uniqueName') ?? appId
}

/** For a key in quotes inside of a path. */
export function quoted(text: string): string {
  return encodeURIComponent(text.replaceAll("'", "''"))
}
