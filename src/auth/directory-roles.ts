import type { ObjectsReader } from '../contracts/store-objects.ts'
import { type RoleName, roleTemplates } from './role-templates.ts'

/** Objects that one look reads at a time. */
const pageObjects = 500
/** Groups and roles of one principal; what lies beyond gives no roles. */
const memberOfMax = 10_000

export type MembershipReader = Pick<ObjectsReader, 'listLinking' | 'findMany'>

/**
 * Template ids of the directory roles that a principal holds at "/" now: as a member of the role, or as a direct member
 * of a role-assignable group that is (graph-resources 4.3). What a token says of roles (`wids`) is not asked.
 */
export async function readDirectoryRoles(objects: MembershipReader, principalId: string): Promise<readonly string[]> {
  const own = await readMemberships(objects, principalId)
  const groups = own.filter(({ type, properties }) => type === 'group' && properties.isAssignableToRole === true)
  const roles = new Set(templatesOf(own))
  for (const { id } of groups) {
    for (const role of templatesOf(await readMemberships(objects, id))) roles.add(role)
  }
  return [...roles].sort()
}

type Membership = NonNullable<Awaited<ReturnType<MembershipReader['findMany']>>[number]>

async function readMemberships(objects: MembershipReader, memberId: string): Promise<readonly Membership[]> {
  const found: Membership[] = []
  let afterId: string | undefined
  for (let read = 0; read < memberOfMax; read += pageObjects) {
    const ids = await objects.listLinking('members', memberId, { limit: pageObjects, afterId })
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

/** Whether one of the roles is held; `held` are template ids. */
export function holdsRole(held: readonly string[], roles: readonly RoleName[]): boolean {
  return roles.some((name) => held.includes(roleTemplates[name]))
}

/** Names of template ids, for people to read; an id of no known role stays as it is. */
export function toRoleNames(templateIds: readonly string[]): readonly string[] {
  return templateIds.map((id) => Object.entries(roleTemplates).find(([, known]) => known === id)?.[0] ?? id)
}
