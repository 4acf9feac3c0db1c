import { listLinkedIds } from '../../directory/membership.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject, ObjectType } from '../../model/directory-object.ts'
import type { Query } from '../../odata/query.ts'
import { findAddedColumns } from '../added-columns.ts'
import type { CollectionView, EntityJson } from '../collection.ts'
import { pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import { showLinked } from '../linked-collection.ts'
import { toObjectJson } from '../object-json.ts'
import { findTyped, listContained, listObjects } from '../objects-of-type.ts'
import { toApplicationJson } from './application-json.ts'
import { toExtensionPropertyJson } from './extension-property-json.ts'
import { keepVisible, withKeys } from './owned-only.ts'
import type { ApplicationTenant } from './parts.ts'
import { type Relation, toExpands, withRelations } from './relations.ts'

/** Lists and shows applications as the caller may see them. */
export async function applicationView(call: Call, tenant: ApplicationTenant): Promise<CollectionView> {
  const relations = relationsOf(call, tenant)
  const { url } = call.request
  const added = await findAddedColumns(tenant.objects, { url, target: 'Application' })
  const entity = entityOf('application', call.version, { links: relations.map(({ name }) => name), added })
  return {
    entity,
    fragment: 'applications',
    searchable: entity.searchable,
    expand: toExpands({
      call,
      relations,
      expandable: [...entity.expandable.values()],
      find: (id) => findTyped(tenant.objects, 'application', id),
    }),
    load: async (query) => {
      const all = await keepVisible(call, tenant.objects, await listObjects(tenant.objects, 'application'))
      return Promise.all(
        all.map((object) => withRelations(object, toApplicationJson(object, call.version), { query, relations })),
      )
    },
  }
}

/** What is answered to whoever made or changed an application: what a GET without `$select` sends. */
export function answerApplication({ version }: Pick<Call, 'version'>, object: DirectoryObject): object {
  return pick(toApplicationJson(object, version), entityOf('application', version).defaultSet(version))
}

/** One application, with the bytes of its keys when they are selected. */
export function showApplication(
  { version }: Pick<Call, 'version'>,
  { object, query }: { readonly object: DirectoryObject; readonly query?: Query },
): EntityJson {
  return withKeys(toApplicationJson(object, version), object, query)
}

const policyLinks = {
  appManagementPolicies: 'appManagementPolicy',
  homeRealmDiscoveryPolicies: 'homeRealmDiscoveryPolicy',
  tokenIssuancePolicies: 'tokenIssuancePolicy',
  tokenLifetimePolicies: 'tokenLifetimePolicy',
} as const satisfies Record<string, ObjectType>

function relationsOf(call: Call, tenant: ApplicationTenant): readonly Relation[] {
  const { objects } = tenant
  const { version } = call
  const policies = Object.entries(policyLinks).map(
    ([name, type]): Relation => ({
      name,
      read: async ({ id }) => {
        const found = await objects.findMany(await listLinkedIds(objects, 'policies', id))
        return found.flatMap((object) => (object?.type === type ? toObjectJson(object, entityOf(type, version)) : []))
      },
    }),
  )
  return [
    {
      name: 'owners',
      read: ({ id }) => showLinked(call, { tenant, listIds: () => listLinkedIds(objects, 'owners', id) }),
    },
    {
      name: 'extensionProperties',
      read: async (application) => {
        const found = await listContained(objects, 'extensionProperty', { id: application.id })
        return found.map((object) => toExtensionPropertyJson(object, application, version))
      },
    },
    {
      name: 'federatedIdentityCredentials',
      read: async ({ id }) => {
        const found = await listContained(objects, 'federatedIdentityCredential', { id })
        return found.map((object) => toObjectJson(object, entityOf('federatedIdentityCredential', version)))
      },
    },
    ...policies,
  ]
}
