import { checkApplication } from '../../directory/applications/check-application.ts'
import { checkEnabledRemain } from '../../directory/applications/check-entitlements.ts'
import { deleteApplication } from '../../directory/applications/delete-application.ts'
import { listOf } from '../../directory/applications/invalid-property.ts'
import { parseKeyCredentials } from '../../directory/applications/key-credentials.ts'
import { created, noContent } from '../../http/json-response.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { answerUpdate } from '../answer-update.ts'
import { toApplicationJson } from '../applications/application-json.ts'
import { answerApplication, applicationView, showApplication } from '../applications/application-view.ts'
import { type ApplicationParts, tenantOf } from '../applications/parts.ts'
import { targetOf } from '../applications/targets.ts'
import {
  type ApplicationContext,
  applicationContextOf,
  changeApplication,
  checkLogo,
  keepLogoUrl,
  type Registered,
  registerApplication,
  withoutOrigins,
  writableApplication,
} from '../applications/write-application.ts'
import { countEntities, listEntities, showEntity } from '../collection.ts'
import { mergeOpenChanges } from '../extension-values.ts'
import type { Handlers } from '../handlers.ts'
import { findByPathKey, requireByPathKey } from '../objects-of-type.ts'
import { contextUrl, entityResponse } from '../odata-response.ts'
import { readOpenBody } from '../open-body.ts'
import type { EntityBody } from '../parse-entity-body.ts'
import { prefers } from '../prefer.ts'
import { type Writing, writeAs } from '../write-as.ts'

/** App registrations (graph-resources section 2). There are some hundreds per tenant, so queries run in memory. */
export function applicationRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /applications': async (call) => listEntities(call, await applicationView(call, tenantOf(call, parts))),
    'GET /applications/$count': async (call) => countEntities(call, await applicationView(call, tenantOf(call, parts))),
    'POST /applications': (call) => create(call, parts),
    'GET /applications/{id}': (call) => get(call, parts),
    'PATCH /applications/{id}': (call) => update(call, parts),
    'DELETE /applications/{id}': (call) => remove(call, parts),
  }
}

async function get(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const tenant = tenantOf(call, parts)
  return showEntity(call, await applicationView(call, tenant), async (query) =>
    showApplication(call, { object: await requireByPathKey(tenant.objects, 'application', call), query }),
  )
}

async function create(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const body = await readBody(call, parts, 'create')
  const context = await applicationContextOf(call, parts)
  const registered = await writeAs(call, parts, (writing) =>
    registerApplication(call, writing, { body, context, newId: parts.newId }),
  )
  return createdApplication(call, registered)
}

function readBody(call: Call, parts: ApplicationParts, use: 'create' | 'update'): Promise<EntityBody> {
  const { objects } = tenantOf(call, parts)
  return readOpenBody(call, { objects, target: 'Application', type: writableApplication(call) }, use)
}

function createdApplication(call: Call, { application, secrets }: Registered): HttpResponse {
  const { passwordCredentials } = toApplicationJson(application, call.version)
  const passwords = listOf(passwordCredentials).filter(isJsonObject)
  const body = {
    '@odata.context': contextUrl(call, 'applications/$entity'),
    ...answerApplication(call, application),
    passwordCredentials: passwords.map((password) => ({
      ...password,
      secretText: secrets.get(String(password.keyId)) ?? null,
    })),
  }
  return created(body, `${call.origin}/${call.version}/applications/${application.id}`)
}

/** An update, or with `Prefer: create-if-missing` below `(uniqueName='…')` an upsert (graph-conventions section 11). */
async function update(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { id = '' } = call.params
  const context = await applicationContextOf(call, parts)
  const key = alternateKeyOf(id)
  const mayCreate = key?.name === 'uniqueName' && prefers(call, 'create-if-missing')
  const isMissing = mayCreate && (await findByPathKey(tenantOf(call, parts).objects, 'application', id)) === undefined
  const body = await readBody(call, parts, isMissing ? 'create' : 'update')
  const outcome = await writeAs(call, parts, async (writing) => {
    const found = await findByPathKey(writing.objects, 'application', id)
    if (found === undefined && mayCreate) {
      const named = { ...body, properties: { ...body.properties, uniqueName: key.value } }
      return registerApplication(call, writing, { body: named, context, newId: parts.newId })
    }
    const before = found ?? (await requireByPathKey(writing.objects, 'application', call))
    return change(writing, before, { body, context, newId: parts.newId })
  })
  if ('secrets' in outcome) return createdApplication(call, outcome)
  return answerUpdate(call, () => entityResponse(call, 'applications/$entity', answerApplication(call, outcome)))
}

interface Change {
  readonly body: EntityBody
  readonly context: ApplicationContext
  readonly newId: () => string
}

async function change(
  writing: Writing,
  application: DirectoryObject,
  { body, context, newId }: Change,
): Promise<DirectoryObject> {
  const before = application.properties
  const { keyCredentials, ...rest } = withoutOrigins(body.properties)
  const stored = listOf(before.keyCredentials).filter(isJsonObject)
  const keys =
    keyCredentials === undefined
      ? {}
      : { keyCredentials: parseKeyCredentials(listOf(keyCredentials), stored, { now: writing.now, newId }) }
  const after: JsonObject = { ...keepLogoUrl(before, mergeOpenChanges(before, rest)), ...keys }
  checkLogo(rest)
  checkApplication(after, context)
  checkEnabledRemain(before, after)
  await changeApplication(writing, application, after)
  return { ...application, properties: after }
}

/** Its service principal of this tenant goes with it. */
async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  await writeAs(call, parts, async (writing) => {
    const application = await requireByPathKey(writing.objects, 'application', call)
    const deleted = await deleteApplication(writing.objects, application, writing.at)
    for (const object of deleted) {
      const activity = object.type === 'application' ? 'Delete application' : 'Remove service principal'
      await writing.audit({ activity, category: 'ApplicationManagement', targets: [targetOf(object)] })
    }
  })
  return noContent()
}
