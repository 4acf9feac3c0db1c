import { randomUUID } from 'node:crypto'
import { graphAppId, type Permission, permissions } from '../auth/permissions.ts'
import type { Clock } from '../contracts/clock.ts'
import type { TenantStore } from '../contracts/store.ts'
import { insertAppRoleAssignment } from '../directory/applications/app-role-assignment.ts'
import { insertObject, servicePrincipalKeys } from '../directory/applications/application-object.ts'
import { EntrainError } from '../model/error.ts'

export interface ManagedIdentityWish {
  readonly name: string
  /** Permissions of Graph that it gets. */
  readonly granted: readonly Permission[]
}

/** Makes the service principal of a managed identity: it has no application and no credentials. Answers its id. */
export async function createManagedIdentity(
  { applications, provisioning }: Pick<TenantStore, 'applications' | 'provisioning'>,
  { name, granted }: ManagedIdentityWish,
  clock: Clock,
): Promise<string> {
  const id = randomUUID()
  const appId = randomUUID()
  const createdDateTime = new Date(clock.now()).toISOString()
  const graph = await applications.findServicePrincipalByAppId(graphAppId)
  const appRoleIds = [...new Set(granted.map(toAppRole))]
  if (graph === undefined && appRoleIds.length > 0) {
    throw new EntrainError('notFound', 'The tenant has no service principal of Microsoft Graph.')
  }
  const properties = {
    appId,
    displayName: name,
    accountEnabled: true,
    servicePrincipalType: 'ManagedIdentity',
    servicePrincipalNames: [appId],
    tags: [],
    createdDateTime,
  }
  await provisioning.transaction(async ({ objects }) => {
    await insertObject(objects, { id, type: 'servicePrincipal', properties, keys: servicePrincipalKeys(properties) })
    const grant = { principalId: id, principalType: 'ServicePrincipal', createdDateTime } as const
    for (const appRoleId of appRoleIds) {
      await insertAppRoleAssignment(objects, { ...grant, resourceId: graph?.id ?? '', appRoleId })
    }
  })
  return id
}

function toAppRole(permission: Permission): string {
  const appRoleId = permissions[permission].application
  if (appRoleId !== null) return appRoleId
  throw new EntrainError('invalidValue', `${permission} is not a permission of applications.`)
}
