import { listLinkedIds } from '../../directory/membership.ts'
import { newObjectId } from '../../directory/new-object-id.ts'
import { completeUnit, isDynamicUnit, refuseUnit } from '../../directory/unit-rules.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { findUnit, refusedUnit, toUnitJson, unitTarget } from '../administrative-units/unit.ts'
import { atUnitPaths } from '../administrative-units/unit-paths.ts'
import { answerUpdate } from '../answer-update.ts'
import { auditsOf, changesOf } from '../audit-call.ts'
import { type CollectionView, countEntities, listEntities, showEntity } from '../collection.ts'
import { pick } from '../entity.ts'
import { entityOf, extensionsIn } from '../entity-of.ts'
import { mergeOpenChanges } from '../extension-values.ts'
import type { Handlers } from '../handlers.ts'
import { seesMembers } from '../hidden-members.ts'
import { keepUsersOnly } from '../link-objects.ts'
import { expandLinked } from '../linked-collection.ts'
import { resourceNotFound } from '../not-found.ts'
import { listObjects } from '../objects-of-type.ts'
import { contextUrl, entityResponse } from '../odata-response.ts'
import { readOpenBody } from '../open-body.ts'
import type { EntityBody } from '../parse-entity-body.ts'
import type { ForTenant } from '../tenant-part.ts'
import { writableTypeOf } from '../writable-type.ts'

export interface AdministrativeUnitParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: { now(): number }
}

const set = 'administrativeUnits'

/** Administrative units (graph-resources 4.4). */
export function administrativeUnitRoutes(parts: AdministrativeUnitParts): Handlers {
  return atUnitPaths({
    'GET ': (call) => listEntities(call, toView(call, parts)),
    'GET /$count': (call) => countEntities(call, toView(call, parts)),
    'POST ': (call) => create(call, parts),
    'GET /{id}': (call) =>
      showEntity(call, toView(call, parts), async () => toUnitJson(await findUnit(call, objectsOf(call, parts)), call)),
    'PATCH /{id}': (call) => update(call, parts),
    'DELETE /{id}': (call) => remove(call, parts),
  })
}

function objectsOf({ principal }: Call, { forTenant }: AdministrativeUnitParts) {
  return forTenant(principal.tenantId).objects
}

function toView(call: Call, { forTenant }: AdministrativeUnitParts): CollectionView {
  const tenant = forTenant(call.principal.tenantId)
  const { objects } = tenant
  const entity = entityOf('administrativeUnit', call.version, { extensions: extensionsIn(call.request.url) })
  return {
    entity,
    fragment: set,
    searchable: entity.searchable,
    load: async () => (await listObjects(objects, 'administrativeUnit')).map((unit) => toUnitJson(unit, call)),
    expand: {
      members: async (unit, expansion) => {
        if (!(await seesMembers(call, { id: unit.id, properties: unit }, objects))) return []
        return expandLinked(call, { tenant, listIds: () => listLinkedIds(objects, 'members', unit.id) }, expansion)
      },
    },
  }
}

function readBody(call: Call, parts: AdministrativeUnitParts, use: 'create' | 'update'): Promise<EntityBody> {
  const type = writableTypeOf('administrativeUnit', call.version)
  return readOpenBody(call, { objects: objectsOf(call, parts), target: 'AdministrativeUnit', type }, use)
}

async function create(call: Call, parts: AdministrativeUnitParts): Promise<HttpResponse> {
  const { clock } = parts
  const tenant = parts.forTenant(call.principal.tenantId)
  const properties = completeUnit((await readBody(call, parts, 'create')).properties)
  const refusal = refuseUnit(properties)
  if (refusal !== null) throw refusedUnit(refusal)
  const id = newObjectId(clock.now())
  const unit = { id, type: 'administrativeUnit', version: 1, deletedDateTime: null, properties } as const
  const audit = await auditsOf(call, tenant, clock)
  await tenant.provisioning.transaction(async ({ objects, audits }) => {
    await objects.insert({ id, type: 'administrativeUnit', properties, keys: [] })
    await audits.append([
      audit({ ...about('Add', unit), operationType: 'Add', modifiedProperties: changesOf({}, properties) }),
    ])
  })
  const location = `${call.origin}/${call.version}/directory/${set}/${id}`
  return created({ '@odata.context': contextUrl(call, `${set}/$entity`), ...shown(unit, call) }, location)
}

async function update(call: Call, parts: AdministrativeUnitParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const { id } = await findUnit(call, tenant.objects)
  const body = await readBody(call, parts, 'update')
  const audit = await auditsOf(call, tenant, parts.clock)
  const changed = await tenant.provisioning.transaction(async (transaction) => {
    const { objects, audits } = transaction
    const current = await objects.find(id)
    if (current?.type !== 'administrativeUnit') throw resourceNotFound(id)
    const properties = completeUnit(mergeOpenChanges(current.properties, body.properties))
    const refusal = refuseUnit(properties)
    if (refusal !== null) throw refusedUnit(refusal)
    await objects.replace({ id, properties, keys: [] })
    if (isDynamicUnit(properties) && !isDynamicUnit(current.properties)) await keepUsersOnly(transaction, id)
    const unit = { ...current, properties }
    const modifiedProperties = changesOf(current.properties, properties)
    await audits.append([audit({ ...about('Update', unit), operationType: 'Update', modifiedProperties })])
    return unit
  })
  return answerUpdate(call, () => entityResponse(call, `${set}/$entity`, shown(changed, call)))
}

/** To the deleted items; who is in it, and who has roles over it, is known again when it is restored. */
async function remove(call: Call, parts: AdministrativeUnitParts): Promise<HttpResponse> {
  const { clock } = parts
  const tenant = parts.forTenant(call.principal.tenantId)
  const unit = await findUnit(call, tenant.objects)
  const audit = await auditsOf(call, tenant, clock)
  await tenant.provisioning.transaction(async ({ objects, audits }) => {
    const outcome = await objects.softDelete(unit.id, new Date(clock.now()).toISOString())
    if (outcome.kind === 'gone') throw resourceNotFound(unit.id)
    await audits.append([audit({ ...about('Delete', unit), operationType: 'Delete' })])
  })
  return noContent()
}

function about(verb: 'Add' | 'Update' | 'Delete', unit: DirectoryObject) {
  return {
    activity: `${verb} administrative unit`,
    category: 'AdministrativeUnit',
    targets: [unitTarget(unit)],
  } as const
}

/** As an answer to what made or changed it: without what is only sent when it is asked for. */
function shown(unit: DirectoryObject, call: Call): object {
  const json = toUnitJson(unit, call)
  const extensions = Object.keys(json).filter((name) => name.startsWith('extension_'))
  return pick(json, [...entityOf('administrativeUnit', call.version).defaultSet(call.version), ...extensions])
}
