import { readDirectoryRoles } from '../auth/directory-roles.ts'
import { grantedAppRoles } from '../auth/granted-app-roles.ts'
import { grantedPermissions } from '../auth/granted-permissions.ts'
import { type IssuedToken, issueAppOnlyToken } from '../auth/tokens/issue.ts'
import type { ServicePrincipal } from '../model/application.ts'
import type { OAuthDoor, TokenApplications, TokenObjects } from './endpoint.ts'
import { OAuthError } from './error.ts'
import type { FoundResource } from './find-resource.ts'

export interface ApplicationTokenWish {
  readonly tenantId: string
  readonly servicePrincipal: ServicePrincipal
  readonly resource: FoundResource
  /** `1` a secret, `2` a certificate or an assertion (claims `appidacr`, `azpacr`). */
  readonly clientAuthentication: '1' | '2'
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

/**
 * Makes an app-only token with what the application was granted on the resource. Refuses with 501051 when the resource
 * takes assigned applications only, and with 500011 when it is disabled.
 */
export async function issueApplicationToken(
  wish: ApplicationTokenWish,
  door: Pick<OAuthDoor, 'applicationsOf' | 'objectsOf' | 'keys' | 'origin'>,
): Promise<IssuedToken> {
  const { tenantId, servicePrincipal, resource, clientAuthentication, now } = wish
  const roles = await rolesOn(resource, servicePrincipal, {
    applications: door.applicationsOf(tenantId),
    objects: door.objectsOf(tenantId),
  })
  const directoryRoles = await readDirectoryRoles(door.objectsOf(tenantId), servicePrincipal.id)
  const { signing } = await door.keys.current()
  const { audience } = resource
  return issueAppOnlyToken(
    {
      tenantId,
      servicePrincipal,
      audience,
      roles,
      directoryRoles,
      clientAuthentication,
      origin: door.origin,
      issuedAt: now,
    },
    signing,
  )
}

async function rolesOn(
  { isGraph, servicePrincipal: resource, audience }: FoundResource,
  { id, appId }: ServicePrincipal,
  { applications, objects }: { readonly applications: TokenApplications; readonly objects: TokenObjects },
): Promise<readonly string[]> {
  if (resource?.properties.accountEnabled === false) {
    throw new OAuthError(500011, `The resource '${audience}' is disabled in the tenant.`)
  }
  if (isGraph || resource === undefined) return grantedPermissions(applications, id)
  const key = { name: 'appId', value: String(resource.properties.appId) }
  const application = await objects.findByKey('application', key)
  if (application?.properties.isDisabled === true) {
    throw new OAuthError(500011, `The resource '${audience}' is disabled.`)
  }
  const { roles, isAssigned } = await grantedAppRoles(applications, id, { servicePrincipal: resource, application })
  if (isAssigned || resource.properties.appRoleAssignmentRequired !== true) return roles
  const message = `The application '${appId}' is not assigned to the resource '${audience}', which requires an assignment.`
  throw new OAuthError(501051, message)
}
