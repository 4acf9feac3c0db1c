import { isRoleAssignable, listLinkedIds, listMemberOf } from '../directory/membership.ts'
import type { Call } from '../http/route.ts'
import { type DirectoryObject, toObjectId } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import type { JsonObject } from '../std/json-object.ts'
import { auditsOf } from './audit-call.ts'
import type { EntityJson } from './collection.ts'
import { ensureRole } from './directory-role-object.ts'
import { resourceNotFound } from './not-found.ts'
import { listObjects } from './objects-of-type.ts'
import { parseAssignmentId, toAssignmentId } from './role-assignment-id.ts'
import { findRoleTemplate } from './role-catalogue.ts'
import { addToRole, removeFromRole } from './role-members.ts'
import { conflictingAssignment, insertScoped, removeScoped } from './scoped-assignments.ts'
import type { ForTenant } from './tenant-part.ts'

export interface RoleAssignmentParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: { now(): number }
}

type Tenant = ReturnType<RoleAssignmentParts['forTenant']>

const wholeTenant = '/'

/**
 * All role assignments. Those in the whole tenant are the members of the activated roles (graph-resources 4.3: one fact,
 * two views); those with another scope are objects of their own.
 */
export async function listAssignments({ objects, tenantId }: Tenant): Promise<readonly EntityJson[]> {
  const roles = await listObjects(objects, 'directoryRole')
  const ofRoles = await Promise.all(
    roles.map(async ({ id, properties }) => {
      const principalIds = await listLinkedIds(objects, 'members', id)
      return principalIds.map((principalId) => toTenantWide(tenantId, String(properties.roleTemplateId), principalId))
    }),
  )
  const scoped = (await listObjects(objects, 'unifiedRoleAssignment')).map((each) => toScoped(tenantId, each))
  return [...ofRoles.flat(), ...scoped]
}

/** By its id. Refuses with `notFound`. */
export async function findAssignment({ objects, tenantId }: Tenant, id: string): Promise<EntityJson> {
  const derived = parseAssignmentId(id)
  if (derived === undefined) {
    const object = await objects.find(id)
    if (object?.type !== 'unifiedRoleAssignment') throw resourceNotFound(id)
    return toScoped(tenantId, object)
  }
  const { roleTemplateId, principalId } = derived
  const role = await objects.findByKey('directoryRole', { name: 'roleTemplateId', value: roleTemplateId })
  if (role === undefined || !(await objects.isLinked('members', role.id, principalId))) throw resourceNotFound(id)
  return toTenantWide(tenantId, roleTemplateId, principalId)
}

/** The principal itself and the role-assignable groups that it is a direct member of, in whose name it has roles. */
export async function listNamesOf({ objects }: Tenant, principalId: string): Promise<ReadonlySet<string>> {
  const groups = (await listMemberOf(objects, principalId)).filter((group) => group.type === 'group')
  return new Set([toObjectId(principalId), ...groups.filter(isRoleAssignable).map(({ id }) => id)])
}

/** Assigns a role. Refuses with `notFound` and `invalidValue`. */
export async function createAssignment(
  call: Call,
  properties: JsonObject,
  { forTenant, clock }: RoleAssignmentParts,
): Promise<EntityJson> {
  const tenant = forTenant(call.principal.tenantId)
  const { principalId, roleDefinitionId, directoryScopeId, appScopeId = null, condition = null } = properties
  if (appScopeId !== null || condition !== null) {
    throw refuse('appScopeId', 'Assignments with an appScopeId or a condition are not supported.')
  }
  const template = findRoleTemplate(String(roleDefinitionId))
  if (template === undefined) throw resourceNotFound(String(roleDefinitionId))
  const audit = await auditsOf(call, tenant, clock)
  const scope = await readScope(tenant, String(directoryScopeId))
  return tenant.provisioning.transaction(async (transaction) => {
    if (scope !== wholeTenant) {
      const wish = { scope, template, principalId: String(principalId), now: clock.now(), audit }
      return toScoped(tenant.tenantId, await insertScoped(transaction, wish))
    }
    const { role } = await ensureRole(transaction.objects, template, clock.now())
    const isNew = await addToRole(transaction, { role, principalId: String(principalId), audit })
    if (!isNew) throw conflictingAssignment()
    return toTenantWide(tenant.tenantId, template.id, toObjectId(String(principalId)))
  })
}

/** Ends an assignment. Refuses with `notFound`, and with `invalidValue` to leave no Global Administrator. */
export async function deleteAssignment(
  call: Call,
  id: string,
  { forTenant, clock }: RoleAssignmentParts,
): Promise<void> {
  const tenant = forTenant(call.principal.tenantId)
  await findAssignment(tenant, id)
  const audit = await auditsOf(call, tenant, clock)
  const derived = parseAssignmentId(id)
  await tenant.provisioning.transaction(async (transaction) => {
    const { objects } = transaction
    if (derived === undefined) {
      const assignment = await objects.find(id)
      if (assignment?.type !== 'unifiedRoleAssignment') throw resourceNotFound(id)
      return removeScoped(transaction, assignment, audit)
    }
    const { roleTemplateId: value, principalId } = derived
    const role = await objects.findByKey('directoryRole', { name: 'roleTemplateId', value })
    if (role === undefined) throw resourceNotFound(id)
    await removeFromRole(transaction, { role, principalId, audit })
  })
}

function toTenantWide(tenantId: string, roleTemplateId: string, principalId: string): EntityJson {
  const scope = { directoryScopeId: wholeTenant, appScopeId: null, resourceScope: wholeTenant }
  const id = toAssignmentId(roleTemplateId, principalId)
  return {
    id,
    principalId,
    principalOrganizationId: tenantId,
    roleDefinitionId: roleTemplateId,
    ...scope,
    condition: null,
  }
}

function toScoped(principalOrganizationId: string, { id, properties }: DirectoryObject): EntityJson {
  const { directoryScopeId } = properties
  return {
    ...properties,
    principalOrganizationId,
    resourceScope: directoryScopeId,
    appScopeId: null,
    condition: null,
    id,
  }
}

const scopeForm = /^\/(?:administrativeUnits\/)?([0-9a-f-]{36})$/i

/** `/` for the whole tenant, or the path of an object that exists. */
async function readScope({ objects, directory }: Tenant, scope: string): Promise<string> {
  if (scope === wholeTenant) return scope
  const id = scopeForm.exec(scope)?.[1]
  if (id === undefined)
    throw refuse('directoryScopeId', "It takes '/', '/administrativeUnits/{id}' or '/{id of an object}'.")
  const [object, user] = await Promise.all([objects.find(id), directory.findUser(id)])
  if (object === undefined && user === undefined) throw resourceNotFound(id)
  const namesUnit = /^\/administrativeUnits\//i.test(scope)
  if (namesUnit && object?.type !== 'administrativeUnit') throw resourceNotFound(id)
  return scope.toLowerCase().replace('/administrativeunits/', '/administrativeUnits/')
}

function refuse(target: string, reason: string): EntrainError {
  const message = `Invalid value specified for property '${target}' of resource 'UnifiedRoleAssignment'. ${reason}`
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target }] })
}
