import { randomUUID } from 'node:crypto'
import type { DirectoryTransaction } from '../../contracts/store-writes.ts'
import type { JsonObject } from '../../std/json-object.ts'
import type { ClientRegistration } from '../client-registration.ts'
import { addToGrant } from './grants.ts'

/** What somebody agreed to. */
export interface Agreement {
  readonly tenantId: string
  readonly client: ClientRegistration
  readonly by: { readonly id: string; readonly userPrincipalName: string }
  readonly forOrganization: boolean
  /** Scopes by the id of the resource's service principal. */
  readonly scopes: ReadonlyMap<string, readonly string[]>
  /** App role ids by the id of the resource's service principal. */
  readonly appRoles?: ReadonlyMap<string, readonly string[]>
  readonly now: number
}

/** Writes grants and assignments, and makes the client's service principal when the tenant has none yet. Answers its id. */
export async function recordConsent(
  { objects, audits }: Pick<DirectoryTransaction, 'objects' | 'audits'>,
  agreement: Agreement,
): Promise<string> {
  const clientId = await ensureServicePrincipal(objects, agreement)
  const principalId = agreement.forOrganization ? null : agreement.by.id
  for (const [resourceId, scopes] of agreement.scopes) {
    if (scopes.length > 0) await addToGrant(objects, { clientId, resourceId, principalId }, scopes)
  }
  for (const [resourceId, appRoleIds] of agreement.appRoles ?? []) {
    for (const appRoleId of appRoleIds) await assign(objects, { clientId, resourceId, appRoleId, agreement })
  }
  await audits.append([auditOf(agreement, clientId)])
  return clientId
}

/** The service principal of an application of this tenant, or of a well-known client. */
export async function ensureServicePrincipal(
  objects: DirectoryTransaction['objects'],
  { client, tenantId }: Pick<Agreement, 'client' | 'tenantId'>,
): Promise<string> {
  const { appId, displayName } = client
  const keys = [
    { name: 'appId', value: appId },
    { name: 'servicePrincipalNames', value: appId },
  ]
  const known = await objects.findByKey('servicePrincipal', { name: 'appId', value: appId })
  if (known !== undefined) return known.id
  const id = randomUUID()
  const properties: JsonObject = {
    appId,
    displayName,
    accountEnabled: true,
    appOwnerOrganizationId: client.application === undefined ? null : tenantId,
    servicePrincipalType: 'Application',
    servicePrincipalNames: [appId],
    replyUrls: client.redirects.map(({ uri }) => uri),
    tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
  }
  await objects.insert({ id, type: 'servicePrincipal', properties, keys })
  return id
}

interface Assignment {
  readonly clientId: string
  readonly resourceId: string
  readonly appRoleId: string
  readonly agreement: Agreement
}

async function assign(
  objects: DirectoryTransaction['objects'],
  { clientId, resourceId, appRoleId, agreement }: Assignment,
): Promise<void> {
  const key = { name: 'grant', value: `${clientId} ${resourceId} ${appRoleId}` }
  if ((await objects.findByKey('appRoleAssignment', key)) !== undefined) return
  const id = randomUUID()
  const createdDateTime = new Date(agreement.now).toISOString()
  const properties = {
    principalId: clientId,
    principalType: 'ServicePrincipal',
    principalDisplayName: agreement.client.displayName,
    resourceId,
    appRoleId,
    createdDateTime,
  }
  await objects.insert({ id, type: 'appRoleAssignment', properties, keys: [key] })
  await objects.link('principal', id, clientId)
  await objects.link('resource', id, resourceId)
}

function auditOf({ client, by, forOrganization, scopes, now }: Agreement, clientId: string) {
  const id = randomUUID()
  const granted = [...scopes.values()].flat().join(' ')
  const properties = {
    id,
    activityDateTime: new Date(now).toISOString(),
    activityDisplayName: 'Consent to application',
    category: 'ApplicationManagement',
    operationType: 'Assign',
    result: 'success',
    initiatedBy: { user: { id: by.id, userPrincipalName: by.userPrincipalName }, app: null },
    targetResources: [{ id: clientId, displayName: client.displayName, type: 'ServicePrincipal' }],
    additionalDetails: [
      { key: 'ConsentType', value: forOrganization ? 'AllPrincipals' : 'Principal' },
      { key: 'Scope', value: granted },
    ],
  }
  return { kind: 'directoryAudit', id, at: now, properties } as const
}
