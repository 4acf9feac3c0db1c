import { mayRead } from '../../auth/property-rules.ts'
import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { appIdKey } from '../../directory/applications/application-object.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { EntityJson } from '../collection.ts'
import { type Mirrored, toServicePrincipalJson } from './service-principal-json.ts'

export interface ServicePrincipalTenant {
  readonly tenantId: string
  readonly objects: Pick<ObjectsReader, 'findByKey'>
}

export type ServicePrincipalCall = Pick<Call, 'origin' | 'principal' | 'version'>

/** What the JSON of all service principals of a call has in common. */
export function sharedOf(
  { origin, principal }: ServicePrincipalCall,
  { tenantId }: Pick<ServicePrincipalTenant, 'tenantId'>,
): Omit<Mirrored, 'application'> {
  const showsSecurityAttributes = mayRead(principal, 'servicePrincipal', 'customSecurityAttributes')
  return { tenantId, origin, showsSecurityAttributes }
}

/** One service principal as the caller may see it, with what it mirrors of its application. */
export async function showServicePrincipal(
  call: ServicePrincipalCall,
  tenant: ServicePrincipalTenant,
  object: DirectoryObject,
): Promise<EntityJson> {
  const application = await tenant.objects.findByKey('application', appIdKey(object.properties.appId))
  return toServicePrincipalJson(object, { ...sharedOf(call, tenant), application }, call.version)
}
