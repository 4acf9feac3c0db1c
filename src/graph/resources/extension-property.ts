import { checkExtensionProperty, extensionName } from '../../directory/applications/extension-property.ts'
import { invalidProperty } from '../../directory/applications/invalid-property.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import {
  auditWithin,
  countWithin,
  createdWithin,
  insertWithin,
  listWithin,
  showWithin,
} from '../applications/contained.ts'
import { toExtensionPropertyJson } from '../applications/extension-property-json.ts'
import type { ApplicationParts } from '../applications/parts.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { type Finds, requireByPathKey, requireTyped } from '../objects-of-type.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'
import { writeAs } from '../write-as.ts'

/** Properties that an application adds to the objects of the directory (graph-resources section 12). */
export function extensionPropertyRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /applications/{id}/extensionProperties': (call) => listWithin(call, parts, kind),
    'GET /applications/{id}/extensionProperties/$count': (call) => countWithin(call, parts, kind),
    'POST /applications/{id}/extensionProperties': (call) => create(call, parts),
    'GET /applications/{id}/extensionProperties/{extensionPropertyId}': (call) => showWithin(call, parts, kind),
    'DELETE /applications/{id}/extensionProperties/{extensionPropertyId}': (call) => remove(call, parts),
  }
}

const link = 'extensionProperties'

const kind = {
  type: 'extensionProperty',
  holder: 'application',
  link,
  toJson: ({ version }: Call, object: DirectoryObject, application: DirectoryObject) =>
    toExtensionPropertyJson(object, application, version),
  require: requireOf,
} as const

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
  const made = await writeAs(call, parts, async (writing) => {
    const holder = await requireByPathKey(writing.objects, 'application', call)
    const name = extensionName(String(holder.properties.appId), String(properties.name))
    const stored = { ...properties, isMultiValued: properties.isMultiValued ?? false, name }
    const keys = [{ name: 'name', value: name }]
    const object = await insertWithin(writing.objects, holder, {
      object: { id: parts.newId(), type: 'extensionProperty', properties: stored, keys },
      refuse() {
        const message = `An extension property exists with the name ${name}.`
        return invalidProperty({ target: 'name', message, code: 'ObjectConflict' })
      },
    })
    await auditWithin(writing, holder, { link, oldValue: null, newValue: name })
    return { holder, object }
  })
  return createdWithin(call, kind, made)
}

async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  await writeAs(call, parts, async (writing) => {
    const application = await requireByPathKey(writing.objects, 'application', call)
    const { id, properties } = await requireOf(writing.objects, application, call)
    await writing.objects.purge(id)
    await auditWithin(writing, application, { link, oldValue: properties.name, newValue: null })
  })
  return noContent()
}
