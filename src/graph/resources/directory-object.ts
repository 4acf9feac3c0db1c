import { refuseMailNickname } from '../../directory/group-rules.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { type DirectoryObject, toObjectId } from '../../model/directory-object.ts'
import { EntrainError, type ErrorDetail } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { type EntityJson, showEntity } from '../collection.ts'
import {
  castEntity,
  directoryObjectEntity,
  directoryObjectTypes,
  readCast,
  toVisibleJson,
  typeOf,
} from '../directory-object-view.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { toItem } from '../linked-collection.ts'
import { resourceNotFound } from '../not-found.ts'
import { findLinked, type LinkedObject, toObjectJson } from '../object-json.ts'
import { listObjects } from '../objects-of-type.ts'
import { collectionResponse } from '../odata-response.ts'
import { readIdsAndTypes } from '../parse-membership-query.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface DirectoryObjectParts {
  readonly forTenant: ForTenant<'directory' | 'objects'>
}

type Tenant = ReturnType<DirectoryObjectParts['forTenant']>

/** Objects of the directory whatever their type, and questions about them (graph-resources 7). */
export function directoryObjectRoutes(parts: DirectoryObjectParts): Handlers {
  return {
    'GET /directoryObjects/{id}': (call) => show(call, parts),
    'GET /directoryObjects/{id}/{type}': (call) => showCast(call, parts),
    'POST /directoryObjects/getByIds': (call) => getByIds(call, parts),
    'POST /directoryObjects/validateProperties': (call) => validateProperties(call, parts),
    'POST /directoryObjects/getAvailableExtensionProperties': (call) => listExtensionProperties(call, parts),
  }
}

function show(call: Call, parts: DirectoryObjectParts): Promise<HttpResponse> {
  const view = {
    entity: directoryObjectEntity(call),
    fragment: 'directoryObjects',
    isPolymorphic: true,
    show: (item: EntityJson, select: readonly string[] | undefined) => toItem(item, call, select),
  } as const
  const tenant = parts.forTenant(call.principal.tenantId)
  return showEntity(call, view, async () => toVisibleJson(call, tenant, await find(call, tenant)))
}

function showCast(call: Call, parts: DirectoryObjectParts): Promise<HttpResponse> {
  const type = readCast(call.params.type ?? '')
  const tenant = parts.forTenant(call.principal.tenantId)
  return showEntity(call, { entity: castEntity(type, call), fragment: `${type}s` }, async () => {
    const linked = await find(call, tenant)
    if (typeOf(linked) !== type) throw resourceNotFound(call.params.id ?? '')
    const { '@odata.type': _, ...item } = await toVisibleJson(call, tenant, linked)
    return item
  })
}

async function find({ params }: Call, tenant: Tenant): Promise<LinkedObject> {
  const { id = '' } = params
  const [linked] = await findLinked(tenant, [toObjectId(id)])
  if (linked === undefined || !isDirectoryObject(linked)) throw resourceNotFound(id)
  return linked
}

async function getByIds(call: Call, { forTenant }: DirectoryObjectParts): Promise<HttpResponse> {
  const { ids, types } = await readIdsAndTypes(call)
  const wanted = new Set(types ?? [])
  const tenant = forTenant(call.principal.tenantId)
  const found = (await findLinked(tenant, [...new Set(ids.map(toObjectId))])).filter(
    (linked) =>
      isDirectoryObject(linked) &&
      (wanted.size === 0 || wanted.has('directoryobject') || wanted.has(typeOf(linked).toLowerCase())),
  )
  const shown = await Promise.all(found.map((linked) => toVisibleJson(call, tenant, linked)))
  const value = shown.map((item) => toItem(item, call, undefined))
  return collectionResponse(call, 'directoryObjects', { value })
}

/** Kinds of objects that are kept as others are, but have no place among the directory objects: assignments, grants, definitions. */
function isDirectoryObject(linked: LinkedObject): boolean {
  const types: readonly string[] = directoryObjectTypes
  return types.includes(typeOf(linked))
}

const bodyBytesMax = 16 * 1024
const displayNameLengthMax = 256

/**
 * Whether a group could be named so (Graph page "directoryObject: validateProperties"). Refuses with `unprocessable`,
 * all findings at once.
 */
async function validateProperties(call: Call, { forTenant }: DirectoryObjectParts): Promise<HttpResponse> {
  const { entityType, displayName, mailNickname } = await readObject(call)
  if (typeof entityType !== 'string' || entityType.toLowerCase() !== 'group') {
    const message = "Invalid value specified for property 'entityType'. It takes Group."
    throw new EntrainError('invalidValue', message, {
      details: [{ code: 'InvalidValue', message, target: 'entityType' }],
    })
  }
  const { objects } = forTenant(call.principal.tenantId)
  const details: ErrorDetail[] = []
  if (displayName !== undefined && displayName !== null && !isName(displayName)) {
    const message = `The display name takes 1 to ${displayNameLengthMax} characters.`
    details.push({ code: 'InvalidValue', message, target: 'displayName' })
  }
  if (mailNickname !== undefined && mailNickname !== null) {
    const refusal = refuseMailNickname(mailNickname)
    if (refusal) details.push({ code: 'InvalidValue', message: refusal.reason, target: 'mailNickname' })
    else if ((await objects.findByKey('group', { name: 'mailNickname', value: String(mailNickname) })) !== undefined) {
      const message = 'Another object with the same value for property mailNickname already exists.'
      details.push({ code: 'ObjectConflict', message, target: 'mailNickname' })
    }
  }
  if (details.length === 0) return noContent()
  throw new EntrainError('unprocessable', 'One or more properties contains invalid values.', { details })
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= displayNameLengthMax
}

/** Directory extensions of all applications (graph-resources 12). */
async function listExtensionProperties(call: Call, { forTenant }: DirectoryObjectParts): Promise<HttpResponse> {
  const { isSyncedFromOnPremises = null } = await readObject(call, {})
  if (isSyncedFromOnPremises !== null && typeof isSyncedFromOnPremises !== 'boolean') {
    const message = "Invalid value specified for property 'isSyncedFromOnPremises'. It takes true, false or null."
    throw new EntrainError('invalidValue', message)
  }
  const all = await listObjects(forTenant(call.principal.tenantId).objects, 'extensionProperty')
  const isAsked = ({ properties }: DirectoryObject) =>
    isSyncedFromOnPremises === null || (properties.isSyncedFromOnPremises === true) === isSyncedFromOnPremises
  const entity = entityOf('extensionProperty', call.version)
  const value = all.filter(isAsked).map((object) => toObjectJson(object, entity))
  return collectionResponse(call, 'Collection(extensionProperty)', { value })
}

async function readObject(call: Call, whenEmpty?: JsonObject): Promise<JsonObject> {
  const body = (await readJsonBody(call, bodyBytesMax)) ?? whenEmpty
  if (body === undefined) throw emptyPayload()
  if (isJsonObject(body)) return body
  throw new EntrainError('badRequest', 'The body has to be a JSON object.')
}
