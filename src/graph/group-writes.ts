import { roleTemplates } from '../auth/role-templates.ts'
import type { ObjectKey } from '../contracts/store-objects.ts'
import type { TenantsStore } from '../contracts/store-tenants.ts'
import type { DirectoryTransaction } from '../contracts/store-writes.ts'
import type { AuditTarget } from '../directory/audit-entry.ts'
import {
  completeGroup,
  completeRule,
  isDynamicGroup,
  isUnifiedGroup,
  refuseGroup,
  refuseGroupChange,
} from '../directory/group-rules.ts'
import { keepingHolder } from '../directory/keep-administrator.ts'
import { newObjectId } from '../directory/new-object-id.ts'
import type { Call } from '../http/route.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import { defaultDomainOf } from '../model/tenant.ts'
import type { JsonObject } from '../std/json-object.ts'
import { auditsOf, changesOf } from './audit-call.ts'
import { mergeOpenChanges } from './extension-values.ts'
import { readBinds, refused } from './group-body.ts'
import { concurrent, keepUsersOnly, linkToGroup } from './link-objects.ts'
import { resourceNotFound } from './not-found.ts'
import type { EntityBody } from './parse-entity-body.ts'
import { requireGroupAccess } from './role-management-access.ts'
import type { ForTenant } from './tenant-part.ts'

export interface GroupWriteParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly tenants: Pick<TenantsStore, 'find'>
  readonly clock: { now(): number }
}

/** What else a transaction does that creates a group. */
export type AfterCreating = (transaction: DirectoryTransaction, group: DirectoryObject) => Promise<void>

/** Creates a group with the members and owners that the body binds, all or nothing. Answers with the group. */
export async function createGroup(
  call: Call,
  body: EntityBody,
  parts: GroupWriteParts,
  afterCreating?: AfterCreating,
): Promise<DirectoryObject> {
  const { clock } = parts
  const tenant = parts.forTenant(call.principal.tenantId)
  const binds = readBinds(body)
  const id = newObjectId(clock.now())
  const properties = completeGroup(mergeOpenChanges({}, body.properties), {
    id,
    createdDateTime: new Date(clock.now()).toISOString(),
    domain: await domainOf(parts, tenant.tenantId),
  })
  const refusal = refuseGroup(properties)
  if (refusal !== null) throw refused(refusal)
  requireGroupAccess(call, { properties })
  const audit = await auditsOf(call, tenant, clock)
  return tenant.provisioning.transaction(async (transaction) => {
    const { objects, audits } = transaction
    requireWritten(await objects.insert({ id, type: 'group', properties, keys: keysOf(properties) }), id)
    const group = { id, type: 'group', version: 1, deletedDateTime: null, properties } as const
    await linkMaker(call, transaction, { group, hasOwners: binds.owners.length > 0 })
    for (const relation of ['owners', 'members'] as const) {
      for (const targetId of binds[relation]) await linkToGroup(transaction, group, { relation, id: targetId })
    }
    await afterCreating?.(transaction, group)
    await audits.append([
      audit({
        activity: 'Add group',
        category: 'GroupManagement',
        targets: [groupTarget(group)],
        modifiedProperties: changesOf({}, properties),
      }),
    ])
    return group
  })
}

/** Changes a group; what the body binds is added. Answers with the group as it is then. */
export async function updateGroup(
  call: Call,
  { group, body }: { readonly group: DirectoryObject; readonly body: EntityBody },
  parts: GroupWriteParts,
): Promise<DirectoryObject> {
  const tenant = parts.forTenant(call.principal.tenantId)
  requireGroupAccess(call, group)
  const binds = readBinds(body)
  const domain = await domainOf(parts, tenant.tenantId)
  const audit = await auditsOf(call, tenant, parts.clock)
  return tenant.provisioning.transaction(async (transaction) => {
    const { objects, audits } = transaction
    const current = await objects.find(group.id)
    if (current?.type !== 'group') throw resourceNotFound(group.id)
    const merged = completeRule(mergeOpenChanges(current.properties, body.properties))
    const properties = withAddress(merged, current.properties, domain)
    const refusal = refuseGroupChange(current.properties, properties)
    if (refusal !== null) throw refused(refusal)
    requireWritten(await objects.replace({ id: group.id, properties, keys: keysOf(properties) }), group.id)
    const changed = { ...current, properties }
    if (isDynamicGroup(properties) && !isDynamicGroup(current.properties)) await keepUsersOnly(transaction, group.id)
    for (const relation of ['owners', 'members'] as const) {
      for (const id of binds[relation]) await linkToGroup(transaction, changed, { relation, id })
    }
    await audits.append([
      audit({
        activity: 'Update group',
        category: 'GroupManagement',
        targets: [groupTarget(changed)],
        modifiedProperties: changesOf(current.properties, properties),
      }),
    ])
    return changed
  })
}

/** Removes a group: a Microsoft 365 group goes to the deleted items, a security group is gone (graph-resources 4.1). */
export async function deleteGroup(call: Call, group: DirectoryObject, parts: GroupWriteParts): Promise<void> {
  const { clock } = parts
  const tenant = parts.forTenant(call.principal.tenantId)
  requireGroupAccess(call, group)
  const audit = await auditsOf(call, tenant, clock)
  await tenant.provisioning.transaction((transaction) =>
    keepingHolder(transaction, roleTemplates['Global Administrator'], async () => {
      const { objects, audits } = transaction
      const outcome = isUnifiedGroup(group.properties)
        ? await objects.softDelete(group.id, new Date(clock.now()).toISOString())
        : await purgeWithAssignments(transaction, group.id)
      if (outcome.kind === 'gone') throw resourceNotFound(group.id)
      await audits.append([
        audit({ activity: 'Delete group', category: 'GroupManagement', targets: [groupTarget(group)] }),
      ])
    }),
  )
}

/** How the audit log names a group. */
export function groupTarget({ id, properties }: Pick<DirectoryObject, 'id' | 'properties'>): AuditTarget {
  const { displayName } = properties
  return {
    id,
    type: 'Group',
    displayName: typeof displayName === 'string' ? displayName : null,
    groupType: isUnifiedGroup(properties) ? 'unifiedGroups' : 'azureAD',
  }
}

/** What was assigned to a group that is gone for good is gone, too. */
async function purgeWithAssignments({ objects }: Pick<DirectoryTransaction, 'objects'>, groupId: string) {
  for (const id of await objects.listLinking('principal', groupId)) await objects.purge(id)
  return objects.purge(groupId)
}

/** A signed-in user owns the group that it makes, unless the request names owners (Graph page "Create group"). */
async function linkMaker(
  { principal }: Call,
  { objects }: Pick<DirectoryTransaction, 'objects'>,
  { group, hasOwners }: { readonly group: DirectoryObject; readonly hasOwners: boolean },
): Promise<void> {
  const makerId = principal.kind === 'user' ? principal.userId : principal.servicePrincipalId
  await objects.link('creator', group.id, makerId)
  if (principal.kind === 'user' && !hasOwners) await objects.link('owners', group.id, makerId)
}

async function domainOf({ tenants }: GroupWriteParts, tenantId: string): Promise<string> {
  const tenant = await tenants.find(tenantId)
  if (tenant === undefined) throw resourceNotFound(tenantId)
  return defaultDomainOf(tenant)
}

/** A new mail nickname gives a Microsoft 365 group a new address; the old one stays as an alias. */
function withAddress(after: JsonObject, before: JsonObject, domain: string): JsonObject {
  if (!isUnifiedGroup(after) || after.mailNickname === before.mailNickname) return after
  const mail = `${String(after.mailNickname)}@${domain}`
  const aliases = (Array.isArray(before.proxyAddresses) ? before.proxyAddresses : [])
    .map((address) => String(address).replace(/^SMTP:/, 'smtp:'))
    .filter((address) => address.toLowerCase() !== `smtp:${mail}`.toLowerCase())
  return { ...after, mail, proxyAddresses: [`SMTP:${mail}`, ...aliases] }
}

/** Mail nicknames are unique among Microsoft 365 groups, which have an address by them. */
function keysOf(properties: JsonObject): readonly ObjectKey[] {
  const { uniqueName, mailNickname } = properties
  return [
    ...(typeof uniqueName === 'string' ? [{ name: 'uniqueName', value: uniqueName }] : []),
    ...(isUnifiedGroup(properties) ? [{ name: 'mailNickname', value: String(mailNickname) }] : []),
  ]
}

type Outcome = Awaited<ReturnType<DirectoryTransaction['objects']['insert']>>

function requireWritten(outcome: Outcome, id: string): void {
  if (outcome.kind === 'written') return
  if (outcome.kind === 'gone') throw resourceNotFound(id)
  if (outcome.property === 'id') throw concurrent()
  const message = `Another object with the same value for property ${outcome.property} already exists.`
  throw new EntrainError('invalidValue', message, {
    details: [{ code: 'ObjectConflict', message, target: outcome.property }],
  })
}
