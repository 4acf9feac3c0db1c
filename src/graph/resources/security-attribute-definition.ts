import { created } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { answerUpdate } from '../answer-update.ts'
import { requireNamed, toNamedJson } from '../attribute-objects.ts'
import { type CollectionView, type EntityJson, listEntities, showEntity } from '../collection.ts'
import {
  changeDefinition,
  createDefinition,
  type DefinitionParts,
  toAllowedValues,
  withAllowedValue,
  withChanges,
} from '../definition-writes.ts'
import { pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { listObjects } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { readEntityBody, type WritableType } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'

const type = 'customSecurityAttributeDefinition'
const set = 'directory/customSecurityAttributeDefinitions'
const path = '/directory/customSecurityAttributeDefinitions'

/** Custom security attributes and their predefined values (graph-resources 13). They are deactivated, never removed. */
export function securityAttributeDefinitionRoutes(parts: DefinitionParts): Handlers {
  return {
    [`GET ${path}`]: (call: Call) => listEntities(call, toView(call, parts)),
    [`POST ${path}`]: (call: Call) => create(call, parts),
    [`GET ${path}/{id}`]: (call: Call) => get(call, parts),
    [`PATCH ${path}/{id}`]: (call: Call) => update(call, parts),
    [`GET ${path}/{id}/allowedValues`]: (call: Call) => listEntities(call, valuesView(call, parts)),
    [`POST ${path}/{id}/allowedValues`]: (call: Call) => addValue(call, parts),
    [`GET ${path}/{id}/allowedValues/{valueId}`]: (call: Call) => getValue(call, parts),
    [`PATCH ${path}/{id}/allowedValues/{valueId}`]: (call: Call) => changeValue(call, parts),
  }
}

function get(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  return showEntity(call, toView(call, parts), async () => toJson(await findProperties(call, parts), call))
}

function getValue(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  return showEntity(call, valuesView(call, parts), () => findValue(call, parts))
}

function toView(call: Call, { forTenant }: DefinitionParts): CollectionView {
  const { objects } = forTenant(call.principal.tenantId)
  return {
    entity: entityOf(type, call.version),
    fragment: set,
    load: async () =>
      (await listObjects(objects, type)).map(({ properties }) => ({
        ...toJson(properties, call),
        allowedValues: toAllowedValues(properties),
      })),
    expand: { allowedValues: async ({ allowedValues }, { select }) => expandValues(allowedValues, select) },
  }
}

function expandValues(values: unknown, select: readonly string[] | undefined): readonly JsonObject[] {
  const all = toAllowedValues({ allowedValues: values })
  return select === undefined ? all : all.map((value) => pick(value, select))
}

function toJson(properties: JsonObject, { version }: Call): EntityJson {
  const names = entityOf(type, version).defaultSet(version)
  return { ...toNamedJson({ properties }, names), allowedValues: toAllowedValues(properties) }
}

async function findProperties(call: Call, { forTenant }: DefinitionParts): Promise<JsonObject> {
  return (await requireNamed(forTenant(call.principal.tenantId).objects, type, call.params.id ?? '')).properties
}

async function create(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  const { properties } = await readEntityBody(call, withValues(writableTypeOf(type, call.version), call), 'create')
  const made = await createDefinition(call, properties, parts)
  const { allowedValues: _, ...shown } = toJson(made, call)
  const location = `${call.origin}/${call.version}${path}/${String(made.id)}`
  return created({ '@odata.context': contextUrl(call, `${set}/$entity`), ...shown }, location)
}

/** Predefined values may come with a new definition. */
function withValues(writable: WritableType, { version }: Call): WritableType {
  const values = { name: 'allowedValues', type: 'allowedValue', collection: true, write: 'create' } as const
  const { properties } = writableTypeOf('allowedValue', version)
  return {
    ...writable,
    properties: [...writable.properties, values],
    findComplex: (name) => (name === 'allowedValue' ? { properties } : writable.findComplex(name)),
  }
}

async function update(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  await findProperties(call, parts)
  const { properties } = await readEntityBody(call, writableTypeOf(type, call.version), 'update')
  await changeDefinition(call, withChanges(properties), parts)
  return answerUpdate(call, () => get(call, parts))
}

function valuesView(call: Call, parts: DefinitionParts): CollectionView {
  return {
    entity: entityOf('allowedValue', call.version),
    fragment: `${set}('${call.params.id ?? ''}')/allowedValues`,
    load: async () =>
      toAllowedValues(await findProperties(call, parts)).map((value) => ({ ...value, id: String(value.id) })),
  }
}

async function findValue(call: Call, parts: DefinitionParts): Promise<EntityJson> {
  const { valueId = '' } = call.params
  const value = toAllowedValues(await findProperties(call, parts)).find(({ id }) => id === valueId)
  if (value === undefined) throw resourceNotFound(valueId)
  return { ...value, id: valueId }
}

async function addValue(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  const { id } = await findProperties(call, parts)
  const { properties } = await readEntityBody(call, writableTypeOf('allowedValue', call.version), 'create')
  await changeDefinition(call, withAllowedValue(properties, 'create'), parts)
  const context = contextUrl(call, `${set}('${String(id)}')/allowedValues/$entity`)
  const location = `${call.origin}/${call.version}${path}/${String(id)}/allowedValues/${encodeURIComponent(String(properties.id))}`
  return created({ '@odata.context': context, ...properties }, location)
}

async function changeValue(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  const { id } = await findValue(call, parts)
  const { properties } = await readEntityBody(call, writableTypeOf('allowedValue', call.version), 'update')
  await changeDefinition(call, withAllowedValue({ ...properties, id }, 'update'), parts)
  return answerUpdate(call, () => getValue(call, parts))
}
