import { checkExtensionProperty, extensionName } from '../../directory/applications/extension-property.ts'
import { invalidProperty } from '../../directory/applications/invalid-property.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { toExtensionPropertyJson } from '../applications/extension-property-json.ts'
import { type ApplicationParts, type ApplicationTenant, tenantOf, writeAs } from '../applications/parts.ts'
import { targetOf } from '../applications/targets.ts'
import { type CollectionView, listEntities, showEntity } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { type Finds, listContained, requireByPathKey, requireTyped } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'

/** Properties that an application adds to the objects of the directory (graph-resources section 12). */
export function extensionPropertyRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /applications/{id}/extensionProperties': (call) => list(call, parts),
    'POST /applications/{id}/extensionProperties': (call) => create(call, parts),
    'GET /applications/{id}/extensionProperties/{extensionPropertyId}': (call) => get(call, parts),
    'DELETE /applications/{id}/extensionProperties/{extensionPropertyId}': (call) => remove(call, parts),
  }
}

function viewOf(call: Call, { objects }: ApplicationTenant, application: DirectoryObject): CollectionView {
  return {
    entity: entityOf('extensionProperty', call.version),
    fragment: fragmentOf(application),
    load: async () => {
      const found = await listContained(objects, 'extensionProperty', { id: application.id })
      return found.map((object) => toExtensionPropertyJson(object, application, call.version))
    },
  }
}

function fragmentOf({ id }: DirectoryObject): string {
  return `applications('${id}')/extensionProperties`
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
    toExtensionPropertyJson(await requireOf(tenant.objects, application, call), application, call.version),
  )
}

async function requireOf(objects: Finds, application: DirectoryObject, call: Call): Promise<DirectoryObject> {
  const { extensionPropertyId: key = '' } = call.params
  const found = await requireTyped(objects, 'extensionProperty', key)
  const prefix = extensionName(String(application.properties.appId), '')
  if (String(found.properties.name).startsWith(prefix)) return found
  throw resourceNotFound(key)
}

async function create(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { properties } = await readEntityBody(call, writableTypeOf('extensionProperty', call.version), 'create')
  checkExtensionProperty(properties)
  const { definition, application } = await writeAs(call, parts, async ({ objects, audit }) => {
    const application = await requireByPathKey(objects, 'application', call)
    const name = extensionName(String(application.properties.appId), String(properties.name))
    const stored = { ...properties, isMultiValued: properties.isMultiValued ?? false, name }
    const definition = {
      id: parts.newId(),
      type: 'extensionProperty',
      properties: stored,
      keys: [{ name: 'name', value: name }],
    } as const
    if ((await objects.insert(definition)).kind === 'taken') {
      const message = `An extension property exists with the name ${name}.`
      throw invalidProperty({ target: 'name', message, code: 'ObjectConflict' })
    }
    await objects.link('parent', definition.id, application.id)
    await audit({
      activity: 'Update application',
      category: 'ApplicationManagement',
      targets: [targetOf(application)],
      modifiedProperties: [{ name: 'ExtensionProperties', oldValue: null, newValue: name }],
    })
    return { definition: { ...definition, version: 1, deletedDateTime: null }, application }
  })
  const shown = toExtensionPropertyJson(definition, application, call.version)
  const location = `${call.origin}/${call.version}/applications/${application.id}/extensionProperties/${definition.id}`
  return created({ '@odata.context': contextUrl(call, `${fragmentOf(application)}/$entity`), ...shown }, location)
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
      modifiedProperties: [{ name: 'ExtensionProperties', oldValue: properties.name, newValue: null }],
    })
  })
  return noContent()
}
