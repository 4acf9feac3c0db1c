import type { TenantsStore } from '../../contracts/store-tenants.ts'
import type { DirectoryTransaction } from '../../contracts/store-writes.ts'
import { listLinkedIds } from '../../directory/membership.ts'
import { refuseUnitMember } from '../../directory/unit-rules.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { findUnit, refusedUnit, unitTarget } from '../administrative-units/unit.ts'
import { atUnitPaths } from '../administrative-units/unit-paths.ts'
import { auditsOf, type CalledAudit } from '../audit-call.ts'
import { toVisibleJson } from '../directory-object-view.ts'
import { pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import { createGroup } from '../group-writes.ts'
import type { Handlers } from '../handlers.ts'
import { requireSeeingMembers } from '../hidden-members.ts'
import { findLinkTarget, type LinkTarget, requireAssignedMembers, toAuditTarget, unlinkFrom } from '../link-objects.ts'
import {
  countCast,
  countLinkedObjects,
  type Linked,
  listCast,
  listLinkedObjects,
  listReferences,
  toItem,
} from '../linked-collection.ts'
import { resourceNotFound } from '../not-found.ts'
import { findLinked, toObjectJson } from '../object-json.ts'
import { contextUrl, entityResponse } from '../odata-response.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { alreadyLinked, readReference } from '../references.ts'
import type { ForTenant } from '../tenant-part.ts'
import { writableTypeOf } from '../writable-type.ts'

export interface AdministrativeUnitMemberParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly tenants: Pick<TenantsStore, 'find'>
  readonly clock: { now(): number }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Members of administrative units (Graph pages "administrativeUnit: List members", "Add a member" and its siblings). */
export function administrativeUnitMemberRoutes(parts: AdministrativeUnitMemberParts): Handlers {
  const members = (call: Call) => membersOf(call, parts)
  return atUnitPaths({
    'GET /{id}/members': (call) => listLinkedObjects(call, members(call)),
    'GET /{id}/members/$count': (call) => countLinkedObjects(call, members(call)),
    'GET /{id}/members/$ref': (call) => listReferences(call, members(call)),
    // Graph has a single member in the place of the cast.
    'GET /{id}/members/{type}': (call) =>
      guid.test(call.params.type ?? '') ? showMember(call, parts) : listCast(call, members(call)),
    'GET /{id}/members/{type}/$count': (call) => countCast(call, members(call)),
    'POST /{id}/members': (call) => createMember(call, parts),
    'POST /{id}/members/$ref': (call) => add(call, parts),
    'DELETE /{id}/members/{memberId}/$ref': (call) => remove(call, parts),
  })
}

function membersOf(call: Call, { forTenant }: AdministrativeUnitMemberParts): Linked {
  const tenant = forTenant(call.principal.tenantId)
  return {
    tenant,
    async listIds() {
      const unit = await findUnit(call, tenant.objects)
      await requireSeeingMembers(call, unit, tenant.objects)
      return listLinkedIds(tenant.objects, 'members', unit.id)
    },
  }
}

async function showMember(call: Call, { forTenant }: AdministrativeUnitMemberParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const unit = await findUnit(call, tenant.objects)
  await requireSeeingMembers(call, unit, tenant.objects)
  const id = (call.params.type ?? '').toLowerCase()
  const isMember = await tenant.objects.isLinked('members', unit.id, id)
  const [member] = isMember ? await findLinked(tenant, [id]) : []
  if (member === undefined) throw resourceNotFound(id)
  const shown = { ...toItem(await toVisibleJson(call, tenant, member), call, undefined) }
  return entityResponse(call, 'directoryObjects/$entity', shown)
}

async function add(call: Call, parts: AdministrativeUnitMemberParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const unit = await findUnit(call, tenant.objects)
  const id = await readReference(call)
  const audit = await auditsOf(call, tenant, parts.clock)
  await tenant.provisioning.transaction(async (transaction) => {
    await requireAssignable(transaction, unit)
    const target = await findLinkTarget(transaction, id)
    const refusal = refuseUnitMember(unit.properties, await withProperties(transaction, target))
    if (refusal !== null) throw refusedUnit(refusal)
    if (!(await transaction.objects.link('members', unit.id, target.id))) throw alreadyLinked('members')
    await transaction.audits.append([audit(toAudit('Add', unit, target))])
  })
  return noContent()
}

async function remove(call: Call, parts: AdministrativeUnitMemberParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const unit = await findUnit(call, tenant.objects)
  const audit = await auditsOf(call, tenant, parts.clock)
  await tenant.provisioning.transaction(async (transaction) => {
    await requireAssignable(transaction, unit)
    const target = await findLinkTarget(transaction, call.params.memberId ?? '')
    await unlinkFrom(transaction, { relation: 'members', fromId: unit.id, toId: target.id })
    await transaction.audits.append([audit(toAudit('Remove', unit, target))])
  })
  return noContent()
}

/** A new group that is in the unit from the start, in one transaction. */
async function createMember(call: Call, parts: AdministrativeUnitMemberParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const unit = await findUnit(call, tenant.objects)
  const body = await readEntityBody(call, writableTypeOf('group', call.version), 'create')
  const audit = await auditsOf(call, tenant, parts.clock)
  const group = await createGroup(call, body, parts, async (transaction, made) => {
    await requireAssignable(transaction, unit)
    const refusal = refuseUnitMember(unit.properties, made)
    if (refusal !== null) throw refusedUnit(refusal)
    await transaction.objects.link('members', unit.id, made.id)
    await transaction.audits.append([audit(toAudit('Add', unit, await findLinkTarget(transaction, made.id)))])
  })
  const entity = entityOf('group', call.version)
  const shown = pick(toObjectJson(group, entity), entity.defaultSet(call.version))
  const location = `${call.origin}/${call.version}/groups/${group.id}`
  return created({ '@odata.context': contextUrl(call, 'groups/$entity'), ...shown }, location)
}

async function withProperties({ objects }: Pick<DirectoryTransaction, 'objects'>, { id, type }: LinkTarget) {
  return { type, properties: type === 'group' ? (await objects.find(id))?.properties : undefined }
}

/** The unit is there, and its members are assigned by hand. */
async function requireAssignable(
  { objects }: Pick<DirectoryTransaction, 'objects'>,
  { id }: DirectoryObject,
): Promise<void> {
  const unit = await objects.find(id)
  if (unit?.type !== 'administrativeUnit') throw resourceNotFound(id)
  requireAssignedMembers(unit)
}

/** The real log puts the member first and the unit behind it. */
function toAudit(verb: 'Add' | 'Remove', unit: DirectoryObject, member: LinkTarget): CalledAudit {
  return {
    activity: verb === 'Add' ? 'Add member to administrative unit' : 'Remove member from administrative unit',
    category: 'AdministrativeUnit',
    targets: [toAuditTarget(member), unitTarget(unit)],
    operationType: verb === 'Add' ? 'Assign' : 'Unassign',
  }
}
