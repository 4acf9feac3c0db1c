import type { ObjectsReader } from '../contracts/store-objects.ts'
import type { LinkRelation } from '../model/directory-object.ts'
import type { ScopedRole } from '../model/principal.ts'
import { type RoleName, roleTemplates } from './role-templates.ts'

/** Objects that one look reads at a time. */
const pageObjects = 500
/** Groups and roles of one principal; what lies beyond gives no roles. */
const memberOfMax = 10_000

export type MembershipReader = Pick<ObjectsReader, 'listLinking' | 'findMany'>

/** The directory roles that a principal holds now. What a token says of roles (`wids`) is not asked. */
export interface HeldRoles {
  /** Template ids of those that are held in the whole tenant. */
  readonly directoryRoles: readonly string[]
  readonly scopedRoles: readonly ScopedRole[]
}

/**
 * Roles at "/": as a member of the role, or as a direct member of a role-assignable group that is; and roles over parts of
 * the tenant, assigned to the principal or to such a group (graph-resources 4.3).
 */
export async function readHeldRoles(objects: MembershipReader, principalId: string): Promise<HeldRoles> {
  const own = await readLinking(objects, 'members', principalId)
  const groups = own.filter(({ type, properties }) => type === 'group' && properties.isAssignableToRole === true)
  const roles = new Set(templatesOf(own))
  const scopedRoles = scopedRolesIn(await readLinking(objects, 'principal', principalId))
  for (const { id } of groups) {
    for (const role of templatesOf(await readLinking(objects, 'members', id))) roles.add(role)
    scopedRoles.push(...scopedRolesIn(await readLinking(objects, 'principal', id)))
  }
  return { directoryRoles: [...roles].sort(), scopedRoles }
}

/** Template ids of the directory roles that a principal holds in the whole tenant now. */
export async function readDirectoryRoles(objects: MembershipReader, principalId: string): Promise<readonly string[]> {
  return (await readHeldRoles(objects, principalId)).directoryRoles
}

type Membership = NonNullable<Awaited<ReturnType<MembershipReader['findMany']>>[number]>

/** Objects that link to this one; 10,000 at most. */
export async function readLinking(
  objects: MembershipReader,
  relation: LinkRelation,
  memberId: string,
): Promise<readonly Membership[]> {
  const found: Membership[] = []
  let afterId: string | undefined
  for (let read = 0; read < memberOfMax; read += pageObjects) {
    const ids = await objects.listLinking(relation, memberId, { limit: pageObjects, afterId })
    found.push(...(await objects.findMany(ids)).filter((object) => object !== undefined))
    if (ids.length < pageObjects) return found
    afterId = ids.at(-1)
  }
  return found
}

function templatesOf(memberships: readonly Membership[]): readonly string[] {
  return memberships
    .filter(({ type }) => type === 'directoryRole')
    .map(({ properties }) => properties.roleTemplateId)
    .filter((id) => typeof id === 'string')
    .map((id) => id.toLowerCase())
}

function scopedRolesIn(assignments: readonly Membership[]): ScopedRole[] {
  return assignments
    .filter(({ type }) => type === 'unifiedRoleAssignment')
    .map(({ properties }) => ({
      roleTemplateId: String(properties.roleDefinitionId).toLowerCase(),
      scope: String(properties.directoryScopeId),
    }))
}

/** Whether one of the roles is held; `held` are template ids. */
export function holdsRole(held: readonly string[], roles: readonly RoleName[]): boolean {
  return roles.some((name) => held.includes(roleTemplates[name]))
}

/** Names of template ids, for people to read; an id of no known role stays as it is. */
export function toRoleNames(templateIds: readonly string[]): readonly string[] {
  return templateIds.map((id) => Object.entries(roleTemplates).find(([, known]) => known === id)?.[0] ?? id)
}
