import { mayRead } from '../../auth/property-rules.ts'
import { listLinkedIds, listLinkingIds } from '../../directory/membership.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import type { Query } from '../../odata/query.ts'
import { findAddedColumns } from '../added-columns.ts'
import type { CollectionView, EntityJson } from '../collection.ts'
import { pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import { showLinked } from '../linked-collection.ts'
import { toObjectJson } from '../object-json.ts'
import { findTyped, listContained, listObjects } from '../objects-of-type.ts'
import { showAssignments, showPermissionGrants } from './grant-json.ts'
import { keepVisible, withKeys } from './owned-only.ts'
import type { ApplicationTenant } from './parts.ts'
import { type Relation, toExpands, withRelations } from './relations.ts'
import { toServicePrincipalJson } from './service-principal-json.ts'
import { sharedOf, showServicePrincipal } from './show-service-principal.ts'

/** A single link that lies with the service principal itself. */
const desktop = 'remoteDesktopSecurityConfiguration'

/** Lists and shows service principals as the caller may see them. */
export async function servicePrincipalView(call: Call, tenant: ApplicationTenant): Promise<CollectionView> {
  const { version } = call
  const { url } = call.request
  const added = await findAddedColumns(tenant.objects, { url, target: 'Application' })
  const relations = relationsOf(call, tenant)
  const links = [...relations.map(({ name }) => name), desktop]
  const entity = entityOf('servicePrincipal', version, { links, added })
  return {
    entity,
    fragment: 'servicePrincipals',
    searchable: entity.searchable,
    expand: toExpands({
      call,
      relations,
      expandable: [...entity.expandable.values()],
      find: (id) => findTyped(tenant.objects, 'servicePrincipal', id),
    }),
    load: async (query) => {
      requireReadable(call, query)
      const all = await keepVisible(call, tenant.objects, await listObjects(tenant.objects, 'servicePrincipal'))
      const applications = await applicationsByAppId(tenant)
      const shared = sharedOf(call, tenant)
      return Promise.all(
        all.map((object) => {
          const application = applications.get(String(object.properties.appId).toLowerCase())
          const json = toServicePrincipalJson(object, { ...shared, application }, version)
          return withRelations(object, { ...json, [desktop]: object.properties[desktop] }, { query, relations })
        }),
      )
    },
  }
}

/** What a caller may not see, it cannot find out by searching either. */
function requireReadable({ principal }: Call, { filter }: Query): void {
  const hidden = filter?.uses.find(({ property }) => !mayRead(principal, 'servicePrincipal', property))
  if (hidden === undefined) return
  const message = `The token does not allow to search by '${hidden.property}'.`
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'PermissionMissing', message, target: hidden.property }],
  })
}

async function applicationsByAppId({ objects }: ApplicationTenant): Promise<ReadonlyMap<string, DirectoryObject>> {
  const all = await listObjects(objects, 'application')
  return new Map(all.map((application) => [String(application.properties.appId).toLowerCase(), application]))
}

/** What is answered to whoever made or changed a service principal: what a GET without `$select` sends. */
export async function answerServicePrincipal(
  call: Call,
  tenant: ApplicationTenant,
  object: DirectoryObject,
): Promise<object> {
  const { version } = call
  const shown = await showServicePrincipal(call, tenant, object)
  return pick(shown, entityOf('servicePrincipal', version).defaultSet(version))
}

/** One service principal, with the bytes of its keys when they are selected. */
export async function showSelected(
  call: Call,
  tenant: ApplicationTenant,
  { object, query }: { readonly object: DirectoryObject; readonly query: Query },
): Promise<EntityJson> {
  return withKeys(await showServicePrincipal(call, tenant, object), object, query)
}

function relationsOf(call: Call, tenant: ApplicationTenant): readonly Relation[] {
  const { objects } = tenant
  const { version } = call
  const linked = (list: (id: string) => Promise<readonly string[]>) => (object: DirectoryObject) =>
    showLinked(call, { tenant, listIds: () => list(object.id) })
  const contained =
    (type: 'delegatedPermissionClassification' | 'federatedIdentityCredential') =>
    async ({ id }: DirectoryObject) =>
      (await listContained(objects, type, { id })).map((object) => toObjectJson(object, entityOf(type, version)))
  const policies =
    (type: 'claimsMappingPolicy' | 'homeRealmDiscoveryPolicy') =>
    async ({ id }: DirectoryObject) => {
      const found = await objects.findMany(await listLinkedIds(objects, 'policies', id))
      return found.flatMap((object) => (object?.type === type ? toObjectJson(object, entityOf(type, version)) : []))
    }
  const assignments =
    (relation: 'principal' | 'resource') =>
    async ({ id }: DirectoryObject) =>
      showAssignments(tenant, await listContained(objects, 'appRoleAssignment', { relation, id }), version)
  return [
    { name: 'owners', read: linked((id) => listLinkedIds(objects, 'owners', id)) },
    { name: 'ownedObjects', read: linked((id) => listLinkingIds(objects, 'owners', id)) },
    { name: 'createdObjects', read: linked((id) => listLinkingIds(objects, 'creator', id)) },
    { name: 'memberOf', read: linked((id) => listLinkingIds(objects, 'members', id)) },
    { name: 'appRoleAssignedTo', read: assignments('resource') },
    { name: 'appRoleAssignments', read: assignments('principal') },
    {
      name: 'oauth2PermissionGrants',
      read: async ({ id }) => {
        const grants = await listContained(objects, 'oAuth2PermissionGrant', { relation: 'client', id })
        return showPermissionGrants(tenant, grants, version)
      },
    },
    { name: 'delegatedPermissionClassifications', read: contained('delegatedPermissionClassification') },
    { name: 'federatedIdentityCredentials', read: contained('federatedIdentityCredential') },
    { name: 'claimsMappingPolicies', read: policies('claimsMappingPolicy') },
    { name: 'homeRealmDiscoveryPolicies', read: policies('homeRealmDiscoveryPolicy') },
  ]
}
