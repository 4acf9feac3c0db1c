import { checkFederatedCredential, federatedKeys } from '../../directory/applications/federated-credential.ts'
import { alreadyExists, invalidProperty } from '../../directory/applications/invalid-property.ts'
import { noContent } from '../../http/json-response.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { answerUpdate } from '../answer-update.ts'
import {
  auditWithin,
  countWithin,
  createdWithin,
  type FindsContained,
  insertWithin,
  listWithin,
  showWithin,
} from '../applications/contained.ts'
import type { ApplicationParts } from '../applications/parts.ts'
import type { EntityJson } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { toObjectJson } from '../object-json.ts'
import { findTyped, requireByPathKey } from '../objects-of-type.ts'
import { mergeChanges, readEntityBody } from '../parse-entity-body.ts'
import { prefers } from '../prefer.ts'
import { writableTypeOf } from '../writable-type.ts'
import { type Writing, writeAs } from '../write-as.ts'

const type = 'federatedIdentityCredential'
const link = 'federatedIdentityCredentials'
const path = `/applications/{id}/${link}` as const
const onePath = `${path}/{federatedIdentityCredentialId}` as const
const perApplicationMax = 20

/** Tokens of other issuers that an application may sign in with (graph-resources section 2). */
export function federatedIdentityCredentialRoutes(parts: ApplicationParts): Handlers {
  return {
    [`GET ${path}` as const]: (call: Call) => listWithin(call, parts, kind),
    [`GET ${path}/$count` as const]: (call: Call) => countWithin(call, parts, kind),
    [`POST ${path}` as const]: (call: Call) => create(call, parts),
    [`GET ${onePath}` as const]: (call: Call) => showWithin(call, parts, kind),
    [`PATCH ${onePath}` as const]: (call: Call) => update(call, parts),
    [`DELETE ${onePath}` as const]: (call: Call) => remove(call, parts),
  }
}

const kind = { type, holder: 'application', link, toJson, require: requireOf } as const

function toJson({ version }: Call, object: DirectoryObject): EntityJson {
  const { deletedDateTime: _, ...json } = toObjectJson(object, entityOf(type, version))
  return { ...json, id: object.id }
}

/** By id or by its name, which is an alternate key below the application. */
async function findOf(
  objects: FindsContained,
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

async function requireOf(objects: FindsContained, application: DirectoryObject, call: Call): Promise<DirectoryObject> {
  const found = await findOf(objects, application, call)
  if (found === undefined) throw resourceNotFound(keyOf(call))
  return found
}

async function create(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { properties } = await readEntityBody(call, writableTypeOf(type, call.version), 'create')
  const made = await writeAs(call, parts, async (writing) => {
    const holder = await requireByPathKey(writing.objects, 'application', call)
    return { holder, object: await insert(writing, holder, { id: parts.newId(), properties }) }
  })
  return createdWithin(call, kind, made)
}

async function insert(
  writing: Writing,
  application: DirectoryObject,
  { id, properties }: Pick<DirectoryObject, 'id' | 'properties'>,
): Promise<DirectoryObject> {
  const { objects } = writing
  checkFederatedCredential(properties)
  if ((await objects.listLinking('parent', application.id)).length >= perApplicationMax) {
    await requireRoom(writing, application)
  }
  const keys = federatedKeys(application.id, properties)
  const object = { id, type, properties, keys } as const
  const made = await insertWithin(objects, application, { object, refuse: alreadyExists })
  await auditWithin(writing, application, { link, oldValue: null, newValue: properties })
  return made
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
      return { holder: application, object: await insert(writing, application, named) }
    }
    await change(writing, application, {
      before: found ?? (await requireOf(writing.objects, application, call)),
      properties,
    })
    return undefined
  })
  if (made !== undefined) return createdWithin(call, kind, made)
  return answerUpdate(call, () => showWithin(call, parts, kind))
}

async function change(
  writing: Writing,
  application: DirectoryObject,
  { before, properties }: { readonly before: DirectoryObject; readonly properties: JsonObject },
): Promise<void> {
  const after = mergeChanges(before.properties, properties)
  checkFederatedCredential(after)
  const keys = federatedKeys(application.id, after)
  const outcome = await writing.objects.replace({ id: before.id, properties: after, keys })
  if (outcome.kind === 'taken') throw alreadyExists(outcome.property)
  await auditWithin(writing, application, { link, oldValue: before.properties, newValue: after })
}

async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  await writeAs(call, parts, async (writing) => {
    const application = await requireByPathKey(writing.objects, 'application', call)
    const { id, properties } = await requireOf(writing.objects, application, call)
    await writing.objects.purge(id)
    await auditWithin(writing, application, { link, oldValue: properties, newValue: null })
  })
  return noContent()
}
