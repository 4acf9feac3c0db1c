import { randomUUID } from 'node:crypto'
import { graphAppId, type Permission, permissions } from '../auth/permissions.ts'
import type { Clock } from '../contracts/clock.ts'
import type { TenantStore } from '../contracts/store.ts'
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
  const appRoleIds = granted.map(toAppRole)
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
  const keys = [
    { name: 'appId', value: appId },
    { name: 'servicePrincipalNames', value: appId },
  ]
  await provisioning.transaction(({ objects }) => objects.insert({ id, type: 'servicePrincipal', properties, keys }))
  for (const appRoleId of appRoleIds) {
    const resourceId = graph?.id ?? ''
    await applications.assignAppRole({ id: randomUUID(), principalId: id, resourceId, appRoleId, createdDateTime })
  }
  return id
}

function toAppRole(permission: Permission): string {
  const appRoleId = permissions[permission].application
  if (appRoleId !== null) return appRoleId
  throw new EntrainError('invalidValue', `${permission} is not a permission of applications.`)
}
