import { appIdKey } from '../../directory/applications/application-object.ts'
import { alreadyExists, invalidProperty } from '../../directory/applications/invalid-property.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { countWithin, createdWithin, insertWithin, listWithin } from '../applications/contained.ts'
import type { ApplicationParts } from '../applications/parts.ts'
import { scopesOfResource } from '../applications/service-principal-json.ts'
import { targetOf } from '../applications/targets.ts'
import type { EntityJson } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { toObjectJson } from '../object-json.ts'
import { requireByPathKey, requireTyped } from '../objects-of-type.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'
import { type Writing, writeAs } from '../write-as.ts'

const type = 'delegatedPermissionClassification'

/** Which delegated permissions of a resource users may consent to themselves. */
export function delegatedPermissionClassificationRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/delegatedPermissionClassifications': (call) => listWithin(call, parts, kind),
    'GET /servicePrincipals/{id}/delegatedPermissionClassifications/$count': (call) => countWithin(call, parts, kind),
    'POST /servicePrincipals/{id}/delegatedPermissionClassifications': (call) => create(call, parts),
    'DELETE /servicePrincipals/{id}/delegatedPermissionClassifications/{classificationId}': (call) =>
      remove(call, parts),
  }
}

function toJson({ version }: Call, object: DirectoryObject): EntityJson {
  const { deletedDateTime: _, ...json } = toObjectJson(object, entityOf(type, version))
  return { ...json, id: object.id }
}

const kind = { type, holder: 'servicePrincipal', link: 'delegatedPermissionClassifications', toJson } as const

async function create(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { properties } = await readEntityBody(call, writableTypeOf(type, call.version), 'create')
  const made = await writeAs(call, parts, async (writing) => {
    const resource = await requireByPathKey(writing.objects, 'servicePrincipal', call)
    const permission = await requireScope(writing, resource, properties)
    const { classification } = properties
    const stored = { classification, permissionId: permission.id, permissionName: permission.value }
    const keys = [{ name: 'permissionId', value: `${resource.id} ${permission.id}` }]
    const classified = { id: parts.newId(), type, properties: stored, keys } as const
    const object = await insertWithin(writing.objects, resource, { object: classified, refuse: alreadyExists })
    await writing.audit({
      activity: 'Add delegated permission classification',
      category: 'Policy',
      targets: [targetOf(resource)],
      modifiedProperties: [{ name: String(permission.value), oldValue: null, newValue: classification }],
    })
    return { holder: resource, object }
  })
  return createdWithin(call, kind, made)
}

/** The permission that the body names by id, by value or by both. */
async function requireScope({ objects }: Writing, resource: DirectoryObject, wanted: JsonObject): Promise<JsonObject> {
  const { permissionId, permissionName } = wanted
  const application = await objects.findByKey('application', appIdKey(resource.properties.appId))
  const found = scopesOfResource(resource, application).find(
    ({ id, value }) => (permissionId ?? id) === id && (permissionName ?? value) === value,
  )
  if (found !== undefined && (permissionId ?? permissionName) !== undefined) return found
  const message = 'The permissionId and permissionName have to name a delegated permission of this service principal.'
  throw invalidProperty({ target: 'permissionId', message })
}

async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { classificationId = '' } = call.params
  await writeAs(call, parts, async ({ objects, audit }) => {
    const resource = await requireByPathKey(objects, 'servicePrincipal', call)
    const { id, properties } = await requireTyped(objects, type, classificationId)
    if (!(await objects.isLinked('parent', id, resource.id))) throw resourceNotFound(classificationId)
    await objects.purge(id)
    await audit({
      activity: 'Remove delegated permission classification',
      category: 'Policy',
      targets: [targetOf(resource)],
      modifiedProperties: [
        { name: String(properties.permissionName), oldValue: properties.classification, newValue: null },
      ],
    })
  })
  return noContent()
}
