import { refuseAttributeSet } from '../../directory/attribute-definition-rules.ts'
import { securityAttributeLimits } from '../../directory/security-attributes.ts'
import { created } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { answerUpdate } from '../answer-update.ts'
import {
  findNamed,
  insertNamed,
  refusedDefinition,
  replaceNamed,
  requireNamed,
  toAttributeAudit,
  toNamedJson,
} from '../attribute-objects.ts'
import { type CollectionView, listEntities, showEntity } from '../collection.ts'
import type { DefinitionParts } from '../definition-writes.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { listObjects } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { mergeChanges, readEntityBody } from '../parse-entity-body.ts'
import { writableTypeOf } from '../writable-type.ts'
import { writeAs } from '../write-as.ts'

/** Sets of custom security attributes (graph-resources 13). They are never removed. */
export function attributeSetRoutes(parts: DefinitionParts): Handlers {
  return {
    'GET /directory/attributeSets': (call) => listEntities(call, toView(call, parts)),
    'GET /directory/attributeSets/{id}': (call) => get(call, parts),
    'POST /directory/attributeSets': (call) => create(call, parts),
    'PATCH /directory/attributeSets/{id}': (call) => update(call, parts),
  }
}

function get(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  return showEntity(call, toView(call, parts), async () => {
    const { objects } = parts.forTenant(call.principal.tenantId)
    return toNamedJson(await requireNamed(objects, 'attributeSet', call.params.id ?? ''), namesOf(call))
  })
}

function toView(call: Call, { forTenant }: DefinitionParts): CollectionView {
  const { objects } = forTenant(call.principal.tenantId)
  return {
    entity: entityOf('attributeSet', call.version),
    fragment: 'directory/attributeSets',
    load: async () => (await listObjects(objects, 'attributeSet')).map((set) => toNamedJson(set, namesOf(call))),
  }
}

function namesOf({ version }: Call): readonly string[] {
  return entityOf('attributeSet', version).defaultSet(version)
}

async function create(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const { properties } = await readEntityBody(call, writableTypeOf('attributeSet', call.version), 'create')
  const refusal = refuseAttributeSet(properties)
  if (refusal !== null) throw refusedDefinition(refusal)
  const { attributeSetsMax } = securityAttributeLimits
  if ((await listObjects(tenant.objects, 'attributeSet')).length >= attributeSetsMax) {
    throw refusedDefinition({ property: 'id', reason: `A tenant has at most ${attributeSetsMax} attribute sets.` })
  }
  await writeAs(call, parts, async ({ objects, now, audit }) => {
    await insertNamed(objects, 'attributeSet', { properties, now })
    await audit(toAttributeAudit('Add attribute set', properties))
  })
  const body = { '@odata.context': contextUrl(call, 'directory/attributeSets/$entity') }
  const location = `${call.origin}/${call.version}/directory/attributeSets/${String(properties.id)}`
  return created({ ...body, ...toNamedJson({ properties }, namesOf(call)) }, location)
}

async function update(call: Call, parts: DefinitionParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const { id } = (await requireNamed(tenant.objects, 'attributeSet', call.params.id ?? '')).properties
  const { properties: changes } = await readEntityBody(call, writableTypeOf('attributeSet', call.version), 'update')
  await writeAs(call, parts, async ({ objects, audit }) => {
    const set = await findNamed(objects, 'attributeSet', String(id))
    const properties = mergeChanges(set?.properties ?? {}, changes)
    const refusal = refuseAttributeSet(properties)
    if (refusal !== null) throw refusedDefinition(refusal)
    if (set !== undefined) await replaceNamed(objects, set, properties)
    await audit(toAttributeAudit('Update attribute set', properties))
  })
  return answerUpdate(call, () => get(call, parts))
}
