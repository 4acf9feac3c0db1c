import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { checkFederatedCredential, federatedKeys } from '../../directory/applications/federated-credential.ts'
import { alreadyExists, invalidProperty } from '../../directory/applications/invalid-property.ts'
import { created, noContent } from '../../http/json-response.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { JsonObject } from '../../std/json-object.ts'
import {
  type ApplicationParts,
  type ApplicationTenant,
  tenantOf,
  type Writing,
  writeAs,
} from '../applications/parts.ts'
import { targetOf } from '../applications/targets.ts'
import { type CollectionView, type EntityJson, listEntities, showEntity } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { toObjectJson } from '../object-json.ts'
import { type Finds, findTyped, listContained, requireByPathKey } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { mergeChanges, readEntityBody } from '../parse-entity-body.ts'
import { prefers } from '../prefer.ts'
import { writableTypeOf } from '../writable-type.ts'

const type = 'federatedIdentityCredential'
const path = '/applications/{id}/federatedIdentityCredentials'
const onePath = `${path}/{federatedIdentityCredentialId}` as const
const perApplicationMax = 20

/** Tokens of other issuers that an application may sign in with (graph-resources section 2). */
export function federatedIdentityCredentialRoutes(parts: ApplicationParts): Handlers {
  return {
    [`GET ${path}` as const]: (call: Call) => list(call, parts),
    [`POST ${path}` as const]: (call: Call) => create(call, parts),
    [`GET ${onePath}` as const]: (call: Call) => get(call, parts),
    [`PATCH ${onePath}` as const]: (call: Call) => update(call, parts),
    [`DELETE ${onePath}` as const]: (call: Call) => remove(call, parts),
  }
}

function viewOf(call: Call, { objects }: ApplicationTenant, application: DirectoryObject): CollectionView {
  return {
    entity: entityOf(type, call.version),
    fragment: fragmentOf(application),
    load: async () =>
      (await listContained(objects, type, { id: application.id })).map((object) => toJson(call, object)),
  }
}

function fragmentOf({ id }: DirectoryObject): string {
  return `applications('${id}')/federatedIdentityCredentials`
}

function toJson({ version }: Call, object: DirectoryObject): EntityJson {
  const { deletedDateTime: _, ...json } = toObjectJson(object, entityOf(type, version))
  return { ...json, id: object.id }
}

async function list(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const application = await requireByPathKey(tenant.objects, 'application', call)
  return listEntities(call, viewOf(call, tenant, application))
}

async function get(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  const application = await requireByPathKey(tenant.objects, 'application', call)
  return showEntity(call, viewOf(call, tenant, application), async () =>
    toJson(call, await requireOf(tenant.objects, application, call)),
  )
}

type FindsLinks = Finds & Pick<ObjectsReader, 'isLinked'>

/** By id or by its name, which is an alternate key below the application. */
async function findOf(
  objects: FindsLinks,
  application: DirectoryObject,
  call: Call,
): Promise<DirectoryObject | undefined> {
  const key = keyOf(call)
  const found = await findTyped(objects, type, key)
  if (found !== undefined && (await objects.isLinked('parent', found.id, application.id))) return found
  return objects.findByKey(type, { name: 'name', value: `${application.id} ${key}` })
}

function keyOf({ params: { federatedIdentityCredentialId: key = '' } }: Call): string {
  return alternateKeyOf(key)?.value ?? key
}

async function requireOf(objects: FindsLinks, application: DirectoryObject, call: Call): Promise<DirectoryObject> {
  const found = await findOf(objects, application, call)
  if (found === undefined) throw resourceNotFound(keyOf(call))
  return found
}

async function create(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { properties } = await readEntityBody(call, writableTypeOf(type, call.version), 'create')
  const { credential, application } = await writeAs(call, parts, async (writing) => {
    const application = await requireByPathKey(writing.objects, 'application', call)
    return { credential: await insert(writing, application, { id: parts.newId(), properties }), application }
  })
  return createdCredential(call, application, credential)
}

function createdCredential(call: Call, application: DirectoryObject, credential: DirectoryObject): HttpResponse {
  const fragment = `${fragmentOf(application)}/$entity`
  const location = `${call.origin}/${call.version}/applications/${application.id}/federatedIdentityCredentials/${credential.id}`
  return created({ '@odata.context': contextUrl(call, fragment), ...toJson(call, credential) }, location)
}

async function insert(
  { objects, audit }: Writing,
  application: DirectoryObject,
  { id, properties }: Pick<DirectoryObject, 'id' | 'properties'>,
): Promise<DirectoryObject> {
  checkFederatedCredential(properties)
  if ((await objects.listLinking('parent', application.id)).length >= perApplicationMax) {
    await requireRoom({ objects }, application)
  }
  const credential = { id, type, properties, keys: federatedKeys(application.id, properties) } as const
  const outcome = await objects.insert(credential)
  if (outcome.kind === 'taken') throw alreadyExists(outcome.property)
  await objects.link('parent', id, application.id)
  await audit({
    activity: 'Update application',
    category: 'ApplicationManagement',
    targets: [targetOf(application)],
    modifiedProperties: [{ name: 'FederatedIdentityCredentials', oldValue: null, newValue: properties }],
  })
  return { ...credential, version: 1, deletedDateTime: null }
}

async function requireRoom({ objects }: Pick<Writing, 'objects'>, { id }: DirectoryObject): Promise<void> {
  const contained = await Promise.all((await objects.listLinking('parent', id)).map((child) => objects.find(child)))
  if (contained.filter((child) => child?.type === type).length < perApplicationMax) return
  const message = `An application has at most ${perApplicationMax} federated identity credentials.`
  throw invalidProperty({ target: 'federatedIdentityCredentials', message })
}

async function update(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { params } = call
  const isNamed = alternateKeyOf(params.federatedIdentityCredentialId ?? '')?.name === 'name'
  const mayCreate = isNamed && prefers(call, 'create-if-missing')
  const { properties } = await readEntityBody(call, writableTypeOf(type, call.version), 'update')
  const made = await writeAs(call, parts, async (writing) => {
    const application = await requireByPathKey(writing.objects, 'application', call)
    const found = await findOf(writing.objects, application, call)
    if (found === undefined && mayCreate) {
      const named = { id: parts.newId(), properties: { ...properties, name: keyOf(call) } }
      return { application, credential: await insert(writing, application, named) }
    }
    await change(writing, application, {
      before: found ?? (await requireOf(writing.objects, application, call)),
      properties,
    })
    return undefined
  })
  return made === undefined ? noContent() : createdCredential(call, made.application, made.credential)
}

async function change(
  { objects, audit }: Writing,
  application: DirectoryObject,
  { before, properties }: { readonly before: DirectoryObject; readonly properties: JsonObject },
): Promise<void> {
  const after = mergeChanges(before.properties, properties)
  checkFederatedCredential(after)
  const keys = federatedKeys(application.id, after)
  const outcome = await objects.replace({ id: before.id, properties: after, keys })
  if (outcome.kind === 'taken') throw alreadyExists(outcome.property)
  await audit({
    activity: 'Update application',
    category: 'ApplicationManagement',
    targets: [targetOf(application)],
    modifiedProperties: [{ name: 'FederatedIdentityCredentials', oldValue: before.properties, newValue: after }],
  })
}

async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  await writeAs(call, parts, async ({ objects, audit }) => {
    const application = await requireByPathKey(objects, 'application', call)
    const { id, properties } = await requireOf(objects, application, call)
    await objects.purge(id)
    await audit({
      activity: 'Update application',
      category: 'ApplicationManagement',
      targets: [targetOf(application)],
      modifiedProperties: [{ name: 'FederatedIdentityCredentials', oldValue: properties, newValue: null }],
    })
  })
  return noContent()
}
