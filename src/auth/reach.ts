import type { ObjectsReader } from '../contracts/store-objects.ts'
import { alternateKeyOf } from '../http/match-route.ts'
import { toObjectId } from '../model/directory-object.ts'
import type { Principal, ScopedRole } from '../model/principal.ts'
import { findTarget, type OwnershipTenant } from './ownership.ts'
import type { FindRestrictedUnits } from './restricted-units.ts'
import { type RoleName, roleTemplates } from './role-templates.ts'

/** How far roles reach over the object that the first parameter of a route names. */
export interface Reach {
  /** Template ids of the caller's scoped roles that reach it. */
  readonly roles: readonly string[]
  /** A restricted administrative unit that it is in: roles in the whole tenant do not reach it. Null: none. */
  readonly restrictedBy: string | null
}

/** What is asked; `isWriting` asks about restricted units, too, whose members everybody may read. */
export interface Reaching {
  readonly routePath: string
  readonly id: string
  readonly isWriting: boolean
}

export type FindReach = (principal: Principal, reaching: Reaching) => Promise<Reach>

export interface ReachDeps {
  readonly tenantOf: (tenantId: string) => ReachTenant
  readonly findRestrictedUnits: FindRestrictedUnits
}

export interface ReachTenant extends OwnershipTenant {
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
  [/^\/me$/i, 'user', overPeople],
  [/^\/groups\/\{/i, 'group', overPeople],
  [/^\/applications\/\{/i, 'application', overApplications],
  [/^\/serviceprincipals\/\{/i, 'servicePrincipal', overApplications],
  // Who administers the groups of a unit creates groups in it; the unit itself stays as it is.
  [/^\/(directory\/)?administrativeunits\/\{id\}\/members$/i, 'administrativeUnit', overPeople],
]

/** App roles are the resource's to give: whoever administers the client alone does not help it to them. */
const rolesOfOthers = /^\/serviceprincipals\/\{id\}\/approleassignments(\/|$)/i

const nothing: Reach = { roles: [], restrictedBy: null }
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const unitScope = /^\/administrativeUnits\/(.+)$/

export function createFindReach({ tenantOf, findRestrictedUnits }: ReachDeps): FindReach {
  return async ({ tenantId, scopedRoles = [] }, { routePath, id, isWriting }) => {
    const [, type, names = []] = scopedPaths.find(([path]) => path.test(routePath)) ?? []
    if (type === undefined || (isWriting && rolesOfOthers.test(routePath))) return nothing
    const fitting = names.map((name): string => roleTemplates[name])
    const candidates = scopedRoles.filter(({ roleTemplateId }) => fitting.includes(roleTemplateId))
    const canBeRestricted = isWriting && (type === 'user' || type === 'group')
    const restricted = canBeRestricted ? [...(await findRestrictedUnits(tenantId))] : []
    if (candidates.length === 0 && restricted.length === 0) return nothing

    const tenant = tenantOf(tenantId)
    const targetId = await findTargetId(tenant, type, id)
    if (targetId === undefined) return nothing
    const units = await listUnitsOf(tenant, restricted, targetId)
    const counting =
      units.length === 0 ? candidates : candidates.filter(({ scope }) => units.some((id) => id === unitOf(scope)))
    return { roles: await rolesThatReach(tenant, counting, targetId), restrictedBy: units[0] ?? null }
  }
}

async function rolesThatReach(
  tenant: ReachTenant,
  candidates: readonly ScopedRole[],
  targetId: string,
): Promise<readonly string[]> {
  const reached = new Map<string, Promise<boolean>>()
  for (const { scope } of candidates) reached.set(scope, reached.get(scope) ?? reaches(tenant, scope, targetId))
  const found = await Promise.all(
    candidates.map(async ({ roleTemplateId, scope }) => ((await reached.get(scope)) ? [roleTemplateId] : [])),
  )
  return [...new Set(found.flat())]
}

/** A unit in the deleted items gives nobody anything. */
async function reaches({ objects }: ReachTenant, scope: string, targetId: string): Promise<boolean> {
  const unitId = unitOf(scope)
  if (unitId === undefined) return scope === `/${targetId}`
  const unit = await objects.find(unitId)
  if (unit?.type !== 'administrativeUnit') return false
  return unit.id === targetId || objects.isLinked('members', unit.id, targetId)
}

async function listUnitsOf(
  { objects }: ReachTenant,
  unitIds: readonly string[],
  memberId: string,
): Promise<readonly string[]> {
  const isIn = await Promise.all(unitIds.map((unitId) => objects.isLinked('members', unitId, memberId)))
  return unitIds.filter((_, index) => isIn[index])
}

function unitOf(scope: string): string | undefined {
  return unitScope.exec(scope)?.[1]
}

async function findTargetId(tenant: ReachTenant, type: ScopedType, id: string): Promise<string | undefined> {
  if (type !== 'user') return (await findTarget(tenant.objects, type, id))?.id
  const alternate = alternateKeyOf(id)
  if (alternate === undefined && guid.test(id)) return toObjectId(id)
  return (await tenant.directory.findUserByPrincipalName(alternate?.value ?? id))?.id
}
