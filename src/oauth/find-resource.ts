import { graphAppId } from '../auth/permissions.ts'
import type { ToAudience } from '../auth/resource-identifiers.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import type { TokenObjects } from './registrations.ts'

/** What a token can be for. */
export interface FoundResource {
  /** `aud` of the token: the identifier that was asked for. */
  readonly audience: string
  /** This service's Graph, as against an API of the tenant's own. */
  readonly isGraph: boolean
  /** The resource's service principal; Graph's may be missing from a tenant. */
  readonly servicePrincipal: DirectoryObject | undefined
}

/**
 * Finds a resource by any of its names: Graph by its identifiers and by this service's host, everything else by the
 * `servicePrincipalNames` of a service principal (appId, identifierUris). A slash at the end does not matter, because
 * libraries add and remove it.
 */
export async function findResource(
  name: string,
  objects: Pick<TokenObjects, 'findByKey'>,
  toGraphAudience: ToAudience,
): Promise<FoundResource | undefined> {
  const audience = toGraphAudience(name)
  if (audience !== undefined) {
    const servicePrincipal = await objects.findByKey('servicePrincipal', { name: 'appId', value: graphAppId })
    return { audience, isGraph: true, servicePrincipal }
  }
  const bare = name.replace(/\/+$/, '')
  for (const value of new Set([name, bare, `${bare}/`])) {
    const servicePrincipal = await objects.findByKey('servicePrincipal', { name: 'servicePrincipalNames', value })
    if (servicePrincipal === undefined) continue
    // A name that Graph's own service principal was given means Graph, and Graph knows its audiences only.
    const isGraph = servicePrincipal.properties.appId === graphAppId
    return { audience: isGraph ? graphAppId : name, isGraph, servicePrincipal }
  }
  return undefined
}
