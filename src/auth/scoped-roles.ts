import type { ObjectsReader } from '../contracts/store-objects.ts'
import { alternateKeyOf } from '../http/match-route.ts'
import { toObjectId } from '../model/directory-object.ts'
import type { Principal } from '../model/principal.ts'
import { findTarget, type OwnershipTenant } from './ownership.ts'
import { type RoleName, roleTemplates } from './role-templates.ts'

/**
 * Template ids of the caller's scoped roles that reach the object which the first parameter of a route names. None where a
 * route names nothing that can be administered in parts.
 */
export type FindRolesInScope = (principal: Principal, routePath: string, id: string) => Promise<readonly string[]>

export interface ScopedRolesTenant extends OwnershipTenant {
  readonly objects: OwnershipTenant['objects'] & Pick<ObjectsReader, 'find'>
}

/** Graph page "Assign Microsoft Entra roles with administrative unit scope": the roles that say something there. */
const overPeople: readonly RoleName[] = [
  'Authentication Administrator',
  'Groups Administrator',
  'Helpdesk Administrator',
  'License Administrator',
  'Password Administrator',
  'Privileged Authentication Administrator',
  'User Administrator',
]
const overApplications: readonly RoleName[] = ['Application Administrator', 'Cloud Application Administrator']

type ScopedType = 'user' | 'group' | 'application' | 'servicePrincipal' | 'administrativeUnit'

/** Where the first parameter names something that roles can be scoped to. */
const scopedPaths: readonly (readonly [path: RegExp, type: ScopedType, roles: readonly RoleName[]])[] = [
  [/^\/users\/\{/i, 'user', overPeople],
  [/^\/groups\/\{/i, 'group', overPeople],
  [/^\/applications\/\{/i, 'application', overApplications],
  [/^\/serviceprincipals\/\{/i, 'servicePrincipal', overApplications],
  // Who administers the groups of a unit creates groups in it; the unit itself stays as it is.
  [/^\/(directory\/)?administrativeunits\/\{id\}\/members$/i, 'administrativeUnit', overPeople],
]

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const unitScope = /^\/administrativeUnits\/(.+)$/

export function createFindRolesInScope(tenantOf: (tenantId: string) => ScopedRolesTenant): FindRolesInScope {
  return async ({ tenantId, scopedRoles = [] }, routePath, id) => {
    const [, type, names = []] = scopedPaths.find(([path]) => path.test(routePath)) ?? []
    const fitting = names.map((name): string => roleTemplates[name])
    const candidates = scopedRoles.filter(({ roleTemplateId }) => fitting.includes(roleTemplateId))
    if (type === undefined || candidates.length === 0) return []
    const tenant = tenantOf(tenantId)
    const targetId = await findTargetId(tenant, type, id)
    if (targetId === undefined) return []
    const reached = new Map<string, Promise<boolean>>()
    for (const { scope } of candidates) reached.set(scope, reached.get(scope) ?? reaches(tenant, scope, targetId))
    const found = await Promise.all(
      candidates.map(async ({ roleTemplateId, scope }) => ((await reached.get(scope)) ? [roleTemplateId] : [])),
    )
    return [...new Set(found.flat())]
  }
}

/** A unit in the deleted items gives nobody anything. */
async function reaches({ objects }: ScopedRolesTenant, scope: string, targetId: string): Promise<boolean> {
  const unitId = unitScope.exec(scope)?.[1]
  if (unitId === undefined) return scope === `/${targetId}`
  const unit = await objects.find(unitId)
  if (unit?.type !== 'administrativeUnit') return false
  return unit.id === targetId || objects.isLinked('members', unit.id, targetId)
}

async function findTargetId(tenant: ScopedRolesTenant, type: ScopedType, id: string): Promise<string | undefined> {
  if (type !== 'user') return (await findTarget(tenant.objects, type, id))?.id
  const alternate = alternateKeyOf(id)
  if (alternate === undefined && guid.test(id)) return toObjectId(id)
  return (await tenant.directory.findUserByPrincipalName(alternate?.value ?? id))?.id
}
