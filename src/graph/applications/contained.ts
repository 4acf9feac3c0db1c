import type { NewObject, ObjectsReader, ObjectsWriter } from '../../contracts/store-objects.ts'
import { created } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { EntrainError } from '../../model/error.ts'
import { type CollectionView, countEntities, type EntityJson, listEntities, showEntity } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import { listContained, requireByPathKey } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import type { Writing } from '../write-as.ts'
import { type ApplicationParts, type ApplicationTenant, tenantOf } from './parts.ts'
import { targetOf } from './targets.ts'

/** A kind of object that lies within an application or a service principal and goes with it. */
export interface ContainedKind {
  readonly type: 'delegatedPermissionClassification' | 'extensionProperty' | 'federatedIdentityCredential'
  readonly holder: 'application' | 'servicePrincipal'
  /** The navigation property that leads to them, and the segment of their path. */
  readonly link: string
  toJson(call: Call, object: DirectoryObject, holder: DirectoryObject): EntityJson
}

export type FindsContained = Pick<ObjectsReader, 'find' | 'findByKey' | 'isLinked'>

/** Answers a GET of all that lie within the holder of the path. */
export async function listWithin(call: Call, parts: ApplicationParts, kind: ContainedKind): Promise<HttpResponse> {
  return listEntities(call, await findView(call, parts, kind))
}

/** Answers how many they are. */
export async function countWithin(call: Call, parts: ApplicationParts, kind: ContainedKind): Promise<HttpResponse> {
  return countEntities(call, await findView(call, parts, kind))
}

async function findView(call: Call, parts: ApplicationParts, kind: ContainedKind): Promise<CollectionView> {
  const tenant = tenantOf(call, parts)
  return viewOf(call, tenant, { kind, holder: await requireByPathKey(tenant.objects, kind.holder, call) })
}

interface ShownKind extends ContainedKind {
  /** The one that the path names. Refuses with `notFound`. */
  require(objects: FindsContained, holder: DirectoryObject, call: Call): Promise<DirectoryObject>
}

/** Answers a GET of one of them. */
export async function showWithin(call: Call, parts: ApplicationParts, kind: ShownKind): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const holder = await requireByPathKey(tenant.objects, kind.holder, call)
  return showEntity(call, viewOf(call, tenant, { kind, holder }), async () =>
    kind.toJson(call, await kind.require(tenant.objects, holder, call), holder),
  )
}

interface Contained {
  readonly holder: DirectoryObject
  readonly object: DirectoryObject
}

/** Answers whoever made one. */
export function createdWithin(call: Call, kind: ContainedKind, { holder, object }: Contained): HttpResponse {
  const context = contextUrl(call, `${fragmentOf(kind, holder)}/$entity`)
  const location = `${call.origin}/${call.version}/${kind.holder}s/${holder.id}/${kind.link}/${object.id}`
  return created({ '@odata.context': context, ...kind.toJson(call, object, holder) }, location)
}

/** Puts a new object into its holder. Refuses as `refuse` says of a key that another one has. */
export async function insertWithin(
  objects: Pick<ObjectsWriter, 'insert' | 'link'>,
  holder: DirectoryObject,
  { object, refuse }: { readonly object: NewObject; readonly refuse: (property: string) => EntrainError },
): Promise<DirectoryObject> {
  const outcome = await objects.insert(object)
  if (outcome.kind === 'taken') throw refuse(outcome.property)
  await objects.link('parent', object.id, holder.id)
  const { id, type, properties } = object
  return { id, type, properties, version: 1, deletedDateTime: null }
}

/** What lies within an application is part of it in the audit log. */
export function auditWithin(
  { audit }: Pick<Writing, 'audit'>,
  application: DirectoryObject,
  change: { readonly link: string; readonly oldValue: unknown; readonly newValue: unknown },
): Promise<void> {
  const { link, oldValue, newValue } = change
  return audit({
    activity: 'Update application',
    category: 'ApplicationManagement',
    targets: [targetOf(application)],
    modifiedProperties: [{ name: `${link.charAt(0).toUpperCase()}${link.slice(1)}`, oldValue, newValue }],
  })
}

interface Shelf {
  readonly kind: ContainedKind
  readonly holder: DirectoryObject
}

function viewOf(call: Call, { objects }: ApplicationTenant, { kind, holder }: Shelf): CollectionView {
  return {
    entity: entityOf(kind.type, call.version),
    fragment: fragmentOf(kind, holder),
    load: async () => {
      const found = await listContained(objects, kind.type, { id: holder.id })
      return found.map((object) => kind.toJson(call, object, holder))
    },
  }
}

function fragmentOf({ holder, link }: ContainedKind, { id }: DirectoryObject): string {
  return `${holder}s('${id}')/${link}`
}
