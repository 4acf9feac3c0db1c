import { roleTemplates } from '../../auth/role-templates.ts'
import type { DirectoryTransaction } from '../../contracts/store-writes.ts'
import { keepingHolder } from '../../directory/keep-administrator.ts'
import { listLinkedIds, listTransitiveMemberIds } from '../../directory/membership.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import { auditsOf } from '../audit-call.ts'
import { groupTarget } from '../group-writes.ts'
import type { Handlers } from '../handlers.ts'
import { requireSeeingMembers } from '../hidden-members.ts'
import {
  findLinkTarget,
  type LinkTarget,
  linkToGroup,
  requireAssignedMembers,
  toAuditTarget,
  unlinkFrom,
} from '../link-objects.ts'
import {
  countCast,
  countLinkedObjects,
  type Linked,
  listCast,
  listLinkedObjects,
  listReferences,
} from '../linked-collection.ts'
import { resourceNotFound } from '../not-found.ts'
import { requireByPathKey } from '../objects-of-type.ts'
import { readReference } from '../references.ts'
import { requireGroupAccess } from '../role-management-access.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface GroupLinkParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: { now(): number }
}

type Relation = 'members' | 'owners'

/** Members and owners of groups (graph-resources 4.1, graph-conventions section 12). */
export function groupLinkRoutes(parts: GroupLinkParts): Handlers {
  const members = (call: Call) => linkedOf(call, parts, 'members')
  const owners = (call: Call) => linkedOf(call, parts, 'owners')
  const everybody = (call: Call) => transitiveOf(call, parts)
  return {
    'GET /groups/{id}/members': (call) => listLinkedObjects(call, members(call)),
    'GET /groups/{id}/members/$count': (call) => countLinkedObjects(call, members(call)),
    'GET /groups/{id}/members/$ref': (call) => listReferences(call, members(call)),
    'GET /groups/{id}/members/{type}': (call) => listCast(call, members(call)),
    'GET /groups/{id}/members/{type}/$count': (call) => countCast(call, members(call)),
    'POST /groups/{id}/members/$ref': (call) => add(call, parts, 'members'),
    'DELETE /groups/{id}/members/{memberId}/$ref': (call) => remove(call, parts, 'members'),
    'GET /groups/{id}/transitiveMembers': (call) => listLinkedObjects(call, everybody(call)),
    'GET /groups/{id}/transitiveMembers/$count': (call) => countLinkedObjects(call, everybody(call)),
    'GET /groups/{id}/transitiveMembers/{type}': (call) => listCast(call, everybody(call)),
    'GET /groups/{id}/transitiveMembers/{type}/$count': (call) => countCast(call, everybody(call)),
    'GET /groups/{id}/owners': (call) => listLinkedObjects(call, owners(call)),
    'GET /groups/{id}/owners/$count': (call) => countLinkedObjects(call, owners(call)),
    'GET /groups/{id}/owners/$ref': (call) => listReferences(call, owners(call)),
    'GET /groups/{id}/owners/{type}': (call) => listCast(call, owners(call)),
    'GET /groups/{id}/owners/{type}/$count': (call) => countCast(call, owners(call)),
    'POST /groups/{id}/owners/$ref': (call) => add(call, parts, 'owners'),
    'DELETE /groups/{id}/owners/{ownerId}/$ref': (call) => remove(call, parts, 'owners'),
  }
}

function linkedOf(call: Call, { forTenant }: GroupLinkParts, relation: Relation): Linked {
  const tenant = forTenant(call.principal.tenantId)
  return {
    tenant,
    async listIds() {
      const group = await findGroup(call, tenant)
      if (relation === 'members') await requireSeeingMembers(call, group, tenant.objects)
      return listLinkedIds(tenant.objects, relation, group.id)
    },
  }
}

function transitiveOf(call: Call, { forTenant }: GroupLinkParts): Linked {
  const tenant = forTenant(call.principal.tenantId)
  return {
    tenant,
    async listIds() {
      const group = await findGroup(call, tenant)
      await requireSeeingMembers(call, group, tenant.objects)
      return listTransitiveMemberIds(tenant.objects, group.id)
    },
  }
}

async function add(call: Call, parts: GroupLinkParts, relation: Relation): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const group = await findGroup(call, tenant)
  requireGroupAccess(call, group)
  const id = await readReference(call)
  const audit = await auditsOf(call, tenant, parts.clock)
  await tenant.provisioning.transaction(async (transaction) => {
    const target = await linkToGroup(transaction, await requireLiving(transaction, group), { relation, id })
    await transaction.audits.append([audit(toAudit('Add', { relation, group, target }))])
  })
  return noContent()
}

async function remove(call: Call, parts: GroupLinkParts, relation: Relation): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const group = await findGroup(call, tenant)
  requireGroupAccess(call, group)
  if (relation === 'members') requireAssignedMembers(group)
  const toId = call.params[relation === 'members' ? 'memberId' : 'ownerId'] ?? ''
  const audit = await auditsOf(call, tenant, parts.clock)
  await tenant.provisioning.transaction((transaction) =>
    keepingHolder(transaction, roleTemplates['Global Administrator'], async () => {
      await requireLiving(transaction, group)
      const target = await findLinkTarget(transaction, toId)
      await unlinkFrom(transaction, { relation, fromId: group.id, toId: target.id })
      if (relation === 'owners' && target.type === 'user') await requireOwner(transaction, group)
      await transaction.audits.append([audit(toAudit('Remove', { relation, group, target }))])
    }),
  )
  return noContent()
}

/** Graph page "Remove group owner": once a group has an owner, the last one, a user, cannot be removed. */
async function requireOwner(
  { objects, users }: Pick<DirectoryTransaction, 'objects' | 'users'>,
  group: DirectoryObject,
): Promise<void> {
  const owners = await users.findByIds(await objects.listLinked('owners', group.id))
  if (owners.some((owner) => owner !== undefined)) return
  throw new EntrainError('invalidValue', 'The group must have at least one owner, hence this owner cannot be removed.')
}

interface Linking {
  readonly relation: Relation
  readonly group: DirectoryObject
  readonly target: LinkTarget
}

/** The real log puts the member first and the group behind it. */
function toAudit(verb: 'Add' | 'Remove', { relation, group, target }: Linking) {
  const noun = relation === 'members' ? 'member' : 'owner'
  const activity = verb === 'Add' ? `Add ${noun} to group` : `Remove ${noun} from group`
  return {
    activity,
    category: 'GroupManagement',
    targets: [toAuditTarget(target), groupTarget(group)],
    operationType: verb === 'Add' ? 'Assign' : 'Unassign',
  } as const
}

async function requireLiving({ objects }: Pick<DirectoryTransaction, 'objects'>, { id }: DirectoryObject) {
  const group = await objects.find(id)
  if (group?.type !== 'group') throw resourceNotFound(id)
  return group
}

function findGroup(call: Call, { objects }: ReturnType<GroupLinkParts['forTenant']>): Promise<DirectoryObject> {
  return requireByPathKey(objects, 'group', call)
}
