import type { ServicePrincipal } from '../model/application.ts'

/** Graph's JSON of a service principal, all properties. `tenantId` is the tenant that owns its application. */
export function toServicePrincipalJson(servicePrincipal: ServicePrincipal, tenantId: string) {
  const { id, appId, displayName, accountEnabled, tags } = servicePrincipal
  return {
    id,
    accountEnabled,
    appDisplayName: displayName,
    appId,
    appOwnerOrganizationId: tenantId,
    appRoleAssignmentRequired: false,
    displayName,
    servicePrincipalNames: [appId],
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMyOrg',
    tags,
  }
}
