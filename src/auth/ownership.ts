import type { ApplicationsStore } from '../contracts/store-applications.ts'
import { alternateKeyOf } from '../http/match-route.ts'
import type { ServicePrincipal } from '../model/application.ts'
import type { ApplicationPrincipal } from '../model/principal.ts'

/** Whether the calling application owns the object that the first parameter of a route names. */
export type Owns = (principal: ApplicationPrincipal, routePath: string, id: string) => Promise<boolean>

type Applications = Pick<ApplicationsStore, 'findServicePrincipal' | 'findServicePrincipalByAppId'>

/** Ownership is kept with service principals; what does not exist is owned by nobody, and neither is anything else. */
export function createOwns(applicationsOf: (tenantId: string) => Applications): Owns {
  return async ({ tenantId, servicePrincipalId }, routePath, id) => {
    const target = await findTarget(applicationsOf(tenantId), routePath.toLowerCase(), id)
    const own = servicePrincipalId.toLowerCase()
    return target?.ownerIds.some((ownerId) => ownerId.toLowerCase() === own) ?? false
  }
}

async function findTarget(store: Applications, path: string, id: string): Promise<ServicePrincipal | undefined> {
  const key = alternateKeyOf(id)
  if (key?.name === 'appId' && /^\/(serviceprincipals|applications)\//.test(path)) {
    return store.findServicePrincipalByAppId(key.value)
  }
  return path.startsWith('/serviceprincipals/') ? store.findServicePrincipal(id) : undefined
}
