import type { ObjectsReader } from '../../contracts/store-objects.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { type DirectoryObject, toObjectId } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { findUnit } from '../administrative-units/unit.ts'
import { atUnitPaths } from '../administrative-units/unit-paths.ts'
import { auditsOf } from '../audit-call.ts'
import { type CollectionView, type EntityJson, listEntities, showEntity } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import { findSubject } from '../find-subject.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { findLinked } from '../object-json.ts'
import { listObjects, requireByPathKey } from '../objects-of-type.ts'
import { contextUrl } from '../odata-response.ts'
import { readEntityBody } from '../parse-entity-body.ts'
import { findRoleTemplate, type RoleTemplate } from '../role-catalogue.ts'
import { insertScoped, objectOfScope, removeScoped } from '../scoped-assignments.ts'
import type { ForTenant } from '../tenant-part.ts'
import { writableTypeOf } from '../writable-type.ts'

export interface ScopedRoleMemberParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: { now(): number }
}

type Tenant = ReturnType<ScopedRoleMemberParts['forTenant']>

const set = 'scopedRoleMemberships'
const unitScope = '/administrativeUnits/'

/**
 * Roles over administrative units: the assignments of `/roleManagement/directory/roleAssignments` whose scope is a unit,
 * in their older form (Graph page "scopedRoleMembership resource type").
 */
export function scopedRoleMemberRoutes(parts: ScopedRoleMemberParts): Handlers {
  const tenantOf = (call: Call) => parts.forTenant(call.principal.tenantId)
  const ofSubject = (kind: 'user' | 'me') => (call: Call) =>
    list(call, tenantOf(call), async (tenant) => {
      const principalId = await findSubject(call, tenant, kind)
      return ({ properties }) => properties.principalId === principalId
    })
  return {
    ...atUnitPaths({
      'GET /{id}/scopedRoleMembers': (call) =>
        list(call, tenantOf(call), async ({ objects }) => isOver(await findUnit(call, objects))),
      'POST /{id}/scopedRoleMembers': (call) => add(call, parts),
      'GET /{id}/scopedRoleMembers/{membershipId}': (call) => {
        const tenant = tenantOf(call)
        const load = async () => toJson(await findMembership(call, tenant), tenant)
        return showEntity(call, viewOf(call), load)
      },
      'DELETE /{id}/scopedRoleMembers/{membershipId}': (call) => remove(call, parts),
    }),
    'GET /users/{id}/scopedRoleMemberOf': ofSubject('user'),
    'GET /me/scopedRoleMemberOf': ofSubject('me'),
    'GET /directoryRoles/{id}/scopedMembers': (call) =>
      list(call, tenantOf(call), async ({ objects }) => {
        const role = await requireByPathKey(objects, 'directoryRole', call)
        return ({ properties }) => properties.roleDefinitionId === role.properties.roleTemplateId
      }),
  }
}

type IsAsked = (assignment: DirectoryObject) => boolean

const isOver =
  ({ id }: DirectoryObject): IsAsked =>
  ({ properties }) =>
    properties.directoryScopeId === `${unitScope}${id}`

function viewOf({ version }: Call) {
  return { entity: entityOf('scopedRoleMembership', version), fragment: set }
}

function list(call: Call, tenant: Tenant, asking: (tenant: Tenant) => Promise<IsAsked>): Promise<HttpResponse> {
  const view: CollectionView = {
    ...viewOf(call),
    async load() {
      const isAsked = await asking(tenant)
      const found = (await listObjects(tenant.objects, 'unifiedRoleAssignment')).filter(
        (assignment) => String(assignment.properties.directoryScopeId).startsWith(unitScope) && isAsked(assignment),
      )
      return Promise.all(found.map((assignment) => toJson(assignment, tenant)))
    },
  }
  return listEntities(call, view)
}

async function findMembership({ params }: Call, { objects }: Tenant): Promise<DirectoryObject> {
  const { id = '', membershipId = '' } = params
  const found = await objects.find(membershipId)
  const isOfUnit = found?.properties.directoryScopeId === `${unitScope}${toObjectId(id)}`
  if (found?.type !== 'unifiedRoleAssignment' || !isOfUnit) throw resourceNotFound(membershipId)
  return found
}

async function add(call: Call, { forTenant, clock }: ScopedRoleMemberParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const unit = await findUnit(call, tenant.objects)
  const { properties } = await readEntityBody(call, writableTypeOf('scopedRoleMembership', call.version), 'create')
  const { roleId, roleMemberInfo } = properties
  const principalId = isJsonObject(roleMemberInfo) ? roleMemberInfo.id : undefined
  if (typeof principalId !== 'string') throw refuse('roleMemberInfo', 'It takes {"id": "…"} of a user.')
  const template = await findRole(String(roleId), tenant.objects)
  const audit = await auditsOf(call, tenant, clock)
  const wish = { scope: `${unitScope}${unit.id}`, template, principalId, now: clock.now(), audit }
  const made = await tenant.provisioning.transaction((transaction) => insertScoped(transaction, wish))
  const body = { '@odata.context': contextUrl(call, `${set}/$entity`), ...(await toJson(made, tenant)) }
  const path = `directory/administrativeUnits/${unit.id}/scopedRoleMembers`
  return created(body, `${call.origin}/${call.version}/${path}/${made.id}`)
}

async function remove(call: Call, { forTenant, clock }: ScopedRoleMemberParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  await findUnit(call, tenant.objects)
  const membership = await findMembership(call, tenant)
  const audit = await auditsOf(call, tenant, clock)
  await tenant.provisioning.transaction((transaction) => removeScoped(transaction, membership, audit))
  return noContent()
}

/** By the id of the activated role, or of its template, which clients send as well. */
async function findRole(id: string, objects: Pick<ObjectsReader, 'find'>): Promise<RoleTemplate> {
  const role = await objects.find(id)
  const template = findRoleTemplate(role?.type === 'directoryRole' ? String(role.properties.roleTemplateId) : id)
  if (template === undefined) throw resourceNotFound(id)
  return template
}

async function toJson({ id, properties }: DirectoryObject, tenant: Tenant): Promise<EntityJson> {
  const value = String(properties.roleDefinitionId)
  const role = await tenant.objects.findByKey('directoryRole', { name: 'roleTemplateId', value })
  const principalId = String(properties.principalId)
  const [principal] = await findLinked(tenant, [principalId])
  const names =
    principal?.kind === 'user'
      ? {
          displayName: principal.user.properties.displayName ?? null,
          userPrincipalName: principal.user.properties.userPrincipalName,
        }
      : { displayName: principal?.object.properties.displayName ?? null }
  return {
    id,
    administrativeUnitId: objectOfScope(String(properties.directoryScopeId)),
    roleId: role?.id ?? value,
    roleMemberInfo: { id: principalId, ...names },
  }
}

function refuse(target: string, reason: string): EntrainError {
  const message = `Invalid value specified for property '${target}' of resource 'ScopedRoleMembership'. ${reason}`
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target }] })
}
