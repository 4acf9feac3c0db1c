import { listLinkedIds } from '../../directory/membership.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import { auditsOf } from '../audit-call.ts'
import { type CollectionView, type EntityJson, listEntities, showEntity } from '../collection.ts'
import { ensureGlobalAdministrator, ensureRole } from '../directory-role-object.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import {
  countCast,
  countLinkedObjects,
  expandLinked,
  type Linked,
  listCast,
  listLinkedObjects,
  listReferences,
} from '../linked-collection.ts'
import { resourceNotFound } from '../not-found.ts'
import { toObjectJson } from '../object-json.ts'
import { listObjects, requireByPathKey } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { alreadyLinked, readReference } from '../references.ts'
import { catalogue, findRoleTemplate } from '../role-catalogue.ts'
import { addToRole, removeFromRole } from '../role-members.ts'
import type { ForTenant } from '../tenant-part.ts'
import { writableTypeOf } from '../writable-type.ts'

export interface DirectoryRoleParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: { now(): number }
}

/** Activated directory roles and who has them, and the catalogue of roles (graph-resources 4.2). */
export function directoryRoleRoutes(parts: DirectoryRoleParts): Handlers {
  const members = (call: Call) => membersOf(call, parts)
  return {
    'GET /directoryRoles': (call) => listEntities(call, toView(call, parts)),
    'POST /directoryRoles': (call) => activate(call, parts),
    'GET /directoryRoles/{id}': (call) =>
      showEntity(call, toView(call, parts), async () => toJson(await findRole(call, parts), call)),
    'GET /directoryRoles/{id}/members': (call) => listLinkedObjects(call, members(call)),
    'GET /directoryRoles/{id}/members/$count': (call) => countLinkedObjects(call, members(call)),
    'GET /directoryRoles/{id}/members/$ref': (call) => listReferences(call, members(call)),
    'GET /directoryRoles/{id}/members/{type}': (call) => listCast(call, members(call)),
    'GET /directoryRoles/{id}/members/{type}/$count': (call) => countCast(call, members(call)),
    'POST /directoryRoles/{id}/members/$ref': (call) => addMember(call, parts),
    'DELETE /directoryRoles/{id}/members/{memberId}/$ref': (call) => removeMember(call, parts),
    'GET /directoryRoleTemplates': (call) => listEntities(call, templateView(call)),
    'GET /directoryRoleTemplates/{id}': (call) => showEntity(call, templateView(call), async () => findTemplate(call)),
  }
}

function toView(call: Call, { forTenant, clock }: DirectoryRoleParts): CollectionView {
  const tenant = forTenant(call.principal.tenantId)
  const entity = entityOf('directoryRole', call.version)
  return {
    entity,
    fragment: 'directoryRoles',
    searchable: entity.searchable,
    // The reference sends all of them at once.
    topMax: null,
    load: async () => {
      await ensureGlobalAdministrator(tenant, clock.now())
      return (await listObjects(tenant.objects, 'directoryRole')).map((role) => toJson(role, call))
    },
    expand: {
      members: ({ id }, expansion) =>
        expandLinked(call, { tenant, listIds: () => listLinkedIds(tenant.objects, 'members', id) }, expansion),
    },
  }
}

async function activate(call: Call, parts: DirectoryRoleParts): Promise<HttpResponse> {
  const { clock } = parts
  const tenant = parts.forTenant(call.principal.tenantId)
  const { properties } = await readEntityBody(call, writableTypeOf('directoryRole', call.version), 'create')
  const template = findRoleTemplate(String(properties.roleTemplateId))
  if (template === undefined) throw resourceNotFound(String(properties.roleTemplateId))
  await ensureGlobalAdministrator(tenant, clock.now())
  const audit = await auditsOf(call, tenant, clock)
  const role = await tenant.provisioning.transaction(async ({ objects, audits }) => {
    const { role: active, isNew } = await ensureRole(objects, template, clock.now())
    if (!isNew) throw conflicting()
    const target = { id: active.id, type: 'Role', displayName: template.displayName } as const
    await audits.append([audit({ activity: 'Add role from template', category: 'RoleManagement', targets: [target] })])
    return active
  })
  const location = `${call.origin}/${call.version}/directoryRoles/${role.id}`
  return created({ '@odata.context': contextUrl(call, 'directoryRoles/$entity'), ...toJson(role, call) }, location)
}

function conflicting(): EntrainError {
  const message = 'A conflicting object with one or more of the specified property values is present in the directory.'
  return new EntrainError('invalidValue', message, {
    details: [{ code: 'ConflictingObjects', message, target: 'roleTemplateId' }],
  })
}

function membersOf(call: Call, parts: DirectoryRoleParts): Linked {
  const tenant = parts.forTenant(call.principal.tenantId)
  return {
    tenant,
    listIds: async () => listLinkedIds(tenant.objects, 'members', (await findRole(call, parts)).id),
  }
}

async function addMember(call: Call, parts: DirectoryRoleParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const role = await findRole(call, parts)
  const principalId = await readReference(call)
  const audit = await auditsOf(call, tenant, parts.clock)
  await tenant.provisioning.transaction(async (transaction) => {
    if (!(await addToRole(transaction, { role, principalId, audit }))) throw alreadyLinked('members')
  })
  return noContent()
}

async function removeMember(call: Call, parts: DirectoryRoleParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const role = await findRole(call, parts)
  const audit = await auditsOf(call, tenant, parts.clock)
  const principalId = call.params.memberId ?? ''
  await tenant.provisioning.transaction((transaction) => removeFromRole(transaction, { role, principalId, audit }))
  return noContent()
}

async function findRole(call: Call, { forTenant, clock }: DirectoryRoleParts): Promise<DirectoryObject> {
  const tenant = forTenant(call.principal.tenantId)
  await ensureGlobalAdministrator(tenant, clock.now())
  return requireByPathKey(tenant.objects, 'directoryRole', call)
}

function toJson(role: DirectoryObject, { version }: Call): EntityJson {
  return toObjectJson(role, entityOf('directoryRole', version))
}

function templateView({ version }: Call): CollectionView {
  const entity = entityOf('directoryRoleTemplate', version)
  const load = async () => catalogue.map((template) => ({ deletedDateTime: null, ...template }))
  return { entity, fragment: 'directoryRoleTemplates', topMax: null, load }
}

function findTemplate({ params }: Call): EntityJson {
  const template = findRoleTemplate(params.id ?? '')
  if (template === undefined) throw resourceNotFound(params.id ?? '')
  return { deletedDateTime: null, ...template }
}
