import { replaceServicePrincipal } from '../../directory/applications/application-object.ts'
import { listOf } from '../../directory/applications/invalid-property.ts'
import { parseKeyCredentials } from '../../directory/applications/key-credentials.ts'
import { created, json, noContent } from '../../http/json-response.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { answerUpdate } from '../answer-update.ts'
import { type ApplicationParts, tenantOf } from '../applications/parts.ts'
import { isGraphItself } from '../applications/service-principal-json.ts'
import { answerServicePrincipal, servicePrincipalView, showSelected } from '../applications/service-principal-view.ts'
import { changesBetween, targetOf } from '../applications/targets.ts'
import {
  checkServicePrincipal,
  createServicePrincipal,
  keysOf,
  requireMayWrite,
  writableServicePrincipal,
} from '../applications/write-service-principal.ts'
import { countEntities, listEntities, showEntity } from '../collection.ts'
import { mergeOpenChanges } from '../extension-values.ts'
import type { Handlers } from '../handlers.ts'
import { findByPathKey, requireByPathKey } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { type AttributedBody, readAttributedBody, securityAttributesAfter } from '../open-body.ts'
import { prefers } from '../prefer.ts'
import { type Writing, writeAs } from '../write-as.ts'

/** Enterprise applications (graph-resources section 1). There are some hundreds per tenant, so queries run in memory. */
export function servicePrincipalRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /servicePrincipals': async (call) =>
      listEntities(call, await servicePrincipalView(call, tenantOf(call, parts))),
    'GET /servicePrincipals/$count': async (call) =>
      countEntities(call, await servicePrincipalView(call, tenantOf(call, parts))),
    'POST /servicePrincipals': (call) => create(call, parts),
    'GET /servicePrincipals/{id}': (call) => get(call, parts),
    'PATCH /servicePrincipals/{id}': (call) => update(call, parts),
    'DELETE /servicePrincipals/{id}': (call) => remove(call, parts),
  }
}

async function get(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  return showEntity(call, await servicePrincipalView(call, tenant), async (query) => {
    const object = await requireByPathKey(tenant.objects, 'servicePrincipal', call)
    return showSelected(call, tenant, { object, query })
  })
}

async function create(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const body = await readBody(call, parts, 'create')
  const { tenantId } = call.principal
  const object = await writeAs(call, parts, (writing) =>
    createServicePrincipal(call, writing, { body, tenantId, newId: parts.newId }),
  )
  return createdServicePrincipal(call, parts, object)
}

function readBody(call: Call, parts: ApplicationParts, use: 'create' | 'update'): Promise<AttributedBody> {
  const { objects } = tenantOf(call, parts)
  return readAttributedBody(call, { objects, target: 'Application', type: writableServicePrincipal(call) }, use)
}

async function createdServicePrincipal(
  call: Call,
  parts: ApplicationParts,
  object: DirectoryObject,
): Promise<HttpResponse> {
  const location = `${call.origin}/${call.version}/servicePrincipals/${object.id}`
  return created(await withContext(call, parts, object), location)
}

async function withContext(call: Call, parts: ApplicationParts, object: DirectoryObject): Promise<object> {
  const shown = await answerServicePrincipal(call, tenantOf(call, parts), object)
  return { '@odata.context': contextUrl(call, 'servicePrincipals/$entity'), ...shown }
}

/** An update, or with `Prefer: create-if-missing` below `(appId='…')` an upsert (graph-conventions section 11). */
async function update(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { id = '' } = call.params
  const { tenantId } = call.principal
  const key = alternateKeyOf(id)
  const mayCreate = key?.name === 'appId' && prefers(call, 'create-if-missing')
  const body = await readBody(call, parts, 'update')
  requireMayWrite(call, body)
  const outcome = await writeAs(call, parts, async (writing) => {
    const found = await findByPathKey(writing.objects, 'servicePrincipal', id)
    if (found === undefined && mayCreate) {
      const named = { ...body, properties: { ...body.properties, appId: key.value } }
      const object = await createServicePrincipal(call, writing, { body: named, tenantId, newId: parts.newId })
      return { object, isNew: true }
    }
    const before = found ?? (await requireByPathKey(writing.objects, 'servicePrincipal', call))
    return { object: await change(writing, before, { body, newId: parts.newId }), isNew: false }
  })
  if (outcome.isNew) return createdServicePrincipal(call, parts, outcome.object)
  return answerUpdate(call, async () => json(await withContext(call, parts, outcome.object)))
}

interface Change {
  readonly body: AttributedBody
  readonly newId: () => string
}

async function change(
  writing: Writing,
  servicePrincipal: DirectoryObject,
  { body, newId }: Change,
): Promise<DirectoryObject> {
  const before = servicePrincipal.properties
  const { keyCredentials, ...rest } = body.properties
  const context = { now: writing.now, newId }
  const keys =
    keyCredentials === undefined
      ? {}
      : { keyCredentials: parseKeyCredentials(listOf(keyCredentials), keysOf(before), context) }
  const named = { servicePrincipalNames: [before.appId], ...before }
  const after: JsonObject = { ...mergeOpenChanges(named, rest), ...keys, ...securityAttributesAfter(before, body) }
  checkServicePrincipal(after)
  await replaceServicePrincipal(writing.objects, servicePrincipal, after)
  await writing.audit({
    activity: 'Update service principal',
    category: 'ApplicationManagement',
    targets: [targetOf(servicePrincipal)],
    modifiedProperties: changesBetween(before, after),
  })
  return { ...servicePrincipal, properties: after }
}

async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  await writeAs(call, parts, async (writing) => {
    const servicePrincipal = await requireByPathKey(writing.objects, 'servicePrincipal', call)
    if (isGraphItself(servicePrincipal)) {
      const message = 'The service principal of Microsoft Graph cannot be deleted: every permission hangs off it.'
      throw new EntrainError('invalidValue', message)
    }
    await writing.objects.softDelete(servicePrincipal.id, writing.at)
    await writing.audit({
      activity: 'Remove service principal',
      category: 'ApplicationManagement',
      targets: [targetOf(servicePrincipal)],
    })
  })
  return noContent()
}
