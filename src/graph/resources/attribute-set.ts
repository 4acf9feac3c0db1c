import { refuseAttributeSet } from '../../directory/attribute-definition-rules.ts'
import { securityAttributeLimits } from '../../directory/security-attributes.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import {
  findNamed,
  insertNamed,
  refusedDefinition,
  replaceNamed,
  requireNamed,
  toAttributeAudit,
  toNamedJson,
} from '../attribute-objects.ts'
import { auditsOf } from '../audit-call.ts'
import { type CollectionView, listEntities, showEntity } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { listObjects } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { mergeChanges, readEntityBody } from '../parse-entity-body.ts'
import type { ForTenant } from '../tenant-part.ts'
import { writableTypeOf } from '../writable-type.ts'

export interface AttributeSetParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: { now(): number }
}

/** Sets of custom security attributes (graph-resources 13). They are never removed. */
export function attributeSetRoutes(parts: AttributeSetParts): Handlers {
  return {
    'GET /directory/attributeSets': (call) => listEntities(call, toView(call, parts)),
    'GET /directory/attributeSets/{id}': (call) =>
      showEntity(call, toView(call, parts), async () => {
        const { objects } = parts.forTenant(call.principal.tenantId)
        return toNamedJson(await requireNamed(objects, 'attributeSet', call.params.id ?? ''), namesOf(call))
      }),
    'POST /directory/attributeSets': (call) => create(call, parts),
    'PATCH /directory/attributeSets/{id}': (call) => update(call, parts),
  }
}

function toView(call: Call, { forTenant }: AttributeSetParts): CollectionView {
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

async function create(call: Call, { forTenant, clock }: AttributeSetParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const { properties } = await readEntityBody(call, writableTypeOf('attributeSet', call.version), 'create')
  const refusal = refuseAttributeSet(properties)
  if (refusal !== null) throw refusedDefinition(refusal)
  const { attributeSetsMax } = securityAttributeLimits
  if ((await listObjects(tenant.objects, 'attributeSet')).length >= attributeSetsMax) {
    throw refusedDefinition({ property: 'id', reason: `A tenant has at most ${attributeSetsMax} attribute sets.` })
  }
  const audit = await auditsOf(call, tenant, clock)
  await tenant.provisioning.transaction(async ({ objects, audits }) => {
    await insertNamed(objects, 'attributeSet', { properties, now: clock.now() })
    await audits.append([audit(toAttributeAudit('Add attribute set', properties))])
  })
  const body = { '@odata.context': contextUrl(call, 'directory/attributeSets/$entity') }
  const location = `${call.origin}/${call.version}/directory/attributeSets/${String(properties.id)}`
  return created({ ...body, ...toNamedJson({ properties }, namesOf(call)) }, location)
}

async function update(call: Call, { forTenant, clock }: AttributeSetParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const { id } = (await requireNamed(tenant.objects, 'attributeSet', call.params.id ?? '')).properties
  const { properties: changes } = await readEntityBody(call, writableTypeOf('attributeSet', call.version), 'update')
  const audit = await auditsOf(call, tenant, clock)
  await tenant.provisioning.transaction(async ({ objects, audits }) => {
    const set = await findNamed(objects, 'attributeSet', String(id))
    const properties = mergeChanges(set?.properties ?? {}, changes)
    const refusal = refuseAttributeSet(properties)
    if (refusal !== null) throw refusedDefinition(refusal)
    if (set !== undefined) await replaceNamed(objects, set, properties)
    await audits.append([audit(toAttributeAudit('Update attribute set', properties))])
  })
  return noContent()
}
