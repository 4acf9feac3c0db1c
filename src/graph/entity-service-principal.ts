import type { ServicePrincipal } from '../model/application.ts'
import type { FilterOperator } from '../odata/filterable.ts'
import { defineEntity, type EntityProperty } from './entity.ts'

const equality: readonly FilterOperator[] = ['eq', 'ne', 'not', 'in']
const byValue: readonly FilterOperator[] = ['eq', 'in']
const byPrefix: readonly FilterOperator[] = ['eq', 'in', 'startsWith']

function text(
  name: string,
  filter: readonly FilterOperator[] = [],
  extras: Partial<EntityProperty> = {},
): EntityProperty {
  return { name, type: 'String', filter, basic: byPrefix, ...extras }
}

/** Graph's `servicePrincipal`, as far as one is kept here (graph-resources 1.1). */
export const servicePrincipalEntity = defineEntity('servicePrincipal', [
  text('id', equality, { basic: byValue }),
  { name: 'accountEnabled', type: 'Boolean', filter: equality, basic: byValue },
  text('appDisplayName'),
  text('appId', [...equality, 'startsWith'], { basic: byValue }),
  text('appOwnerOrganizationId', ['eq', 'ne', 'not'], { basic: [] }),
  { name: 'appRoleAssignmentRequired', type: 'Boolean', filter: ['eq', 'ne', 'not'] },
  text('displayName', [...equality, 'ge', 'le', 'startsWith', 'eq null'], { orderby: 'advanced' }),
  text('servicePrincipalNames', ['eq', 'not', 'ge', 'le', 'startsWith'], { collection: true }),
  text('servicePrincipalType', ['eq', 'ne', 'not'], { basic: ['eq'] }),
  text('signInAudience'),
  text('tags', ['eq', 'not', 'ge', 'le', 'startsWith'], { collection: true }),
])

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
