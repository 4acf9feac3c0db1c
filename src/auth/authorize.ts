import type { Grant } from '../http/route.ts'
import type { Admission, Admitted } from '../http/server.ts'
import { EntrainError, type ErrorDetail } from '../model/error.ts'
import type { ApplicationPrincipal, Principal, UserPrincipal } from '../model/principal.ts'
import { toRoleNames } from './directory-roles.ts'
import { type IsSelf, namesOwned, type Owns } from './ownership.ts'
import { isOwnedBy, type Permission } from './permissions.ts'
import type { FindReach, Reach } from './reach.ts'
import { isReading, type Rights, rightsOf } from './role-rights.ts'
import { roleTemplates } from './role-templates.ts'

export type Authorize = (admission: Admission<Permission>) => Promise<Admitted>

export interface AuthorizeDeps {
  readonly owns: Owns
  readonly isSelf: IsSelf
  readonly findReach: FindReach
}

/** May pass, with how far that reaches, or why it may not. */
type Judgement = Admitted | { readonly obstacle: ErrorDetail }

/**
 * Asks whether a caller may use a route (identity-platform section 6): an application by its roles, where `.OwnedBy`
 * holds only for what it owns; a user by the scopes of the application and, besides, a directory role, or what everybody
 * may do. Refuses with `accessDenied`, below `/auditLogs` with `permissionMissing`, which names what would do, and an
 * application below `/me` with `badRequest`.
 */
export function createAuthorize(deps: AuthorizeDeps): Authorize {
  return async ({ principal, ...target }) => {
    const reach = await reachOf(principal, target, deps)
    const asHere = reach === undefined ? principal : withReach(principal, reach)
    const judgement =
      asHere.kind === 'application'
        ? await judgeApplication(asHere, target, deps)
        : await judgeUser(asHere, target, deps)
    const obstacle = 'obstacle' in judgement ? judgement.obstacle : undefined
    const details = [obstacle, reach && restriction(asHere, reach, obstacle)].filter((detail) => detail !== undefined)
    if ('obstacle' in judgement || details.length > 0) throw refusal(target.route.path, details)
    return asHere === principal ? judgement : { ...judgement, principal: asHere }
  }
}

/** Undefined for who holds roles in the whole tenant only and reads: nothing has to be found out. */
function reachOf(principal: Principal, target: Target, deps: AuthorizeDeps): Promise<Reach> | undefined {
  const isWriting = !isReading(target.route)
  const isAsked = principal.scopedRoles !== undefined || isWriting
  const id = isAsked ? (firstParameter(target) ?? ownIdOf(principal, target)) : undefined
  return id === undefined ? undefined : deps.findReach(principal, { routePath: target.route.path, id, isWriting })
}

/** `/me` is reached as far as the same user under its id. */
function ownIdOf(principal: Principal, { route }: Target): string | undefined {
  return principal.kind === 'user' && route.path === '/me' ? principal.userId : undefined
}

/** Over a member of a restricted unit only roles over that unit count. */
function withReach(principal: Principal, { roles, restrictedBy }: Reach): Principal {
  if (restrictedBy !== null) return { ...principal, directoryRoles: roles }
  return roles.length === 0
    ? principal
    : { ...principal, directoryRoles: [...(principal.directoryRoles ?? []), ...roles] }
}

/** Entra page "Restricted management administrative units": what tenant-wide administrators and applications are told. */
function restriction(
  principal: Principal,
  { roles, restrictedBy }: Reach,
  obstacle: ErrorDetail | undefined,
): ErrorDetail | undefined {
  if (restrictedBy === null) return undefined
  const isOpen =
    principal.kind === 'application'
      ? roles.length > 0 || principal.roles.includes('Directory.Write.Restricted')
      : obstacle === undefined
  const unit = `The object is in the restricted management administrative unit '${restrictedBy}'`
  const message = `${unit}: a directory role over that unit, or for an application Directory.Write.Restricted, is needed.`
  return isOpen ? undefined : { code: 'RestrictedManagement', message }
}

type Target = Pick<Admission<Permission>, 'route' | 'params'>

async function judgeApplication(
  principal: ApplicationPrincipal,
  { route, params }: Target,
  { owns }: AuthorizeDeps,
): Promise<Judgement> {
  if (/^\/me(\/|$)/.test(route.path)) {
    throw new EntrainError('badRequest', '/me request is only valid with delegated authentication flow.')
  }
  const { application } = route.permissions
  if (application === 'any') return { ownedOnly: false }
  const held = application.filter((grant) => holds(principal.roles, grant))
  if (held.some((grant) => !coversOwnedOnly(principal.roles, grant))) return { ownedOnly: false }
  if (held.length === 0) return missingPermission('application', application)

  const id = firstParameter({ route, params })
  if (id === undefined || !namesOwned(route.path) || (await owns(principal, route.path, id))) {
    return { ownedOnly: true }
  }
  const message = `${held.map(toGrantText).join(', ')} covers only what the calling application owns. Make its service principal '${principal.servicePrincipalId}' an owner of '${id}'.`
  return { obstacle: { code: 'OwnershipMissing', message } }
}

async function judgeUser(principal: UserPrincipal, target: Target, deps: AuthorizeDeps): Promise<Judgement> {
  const { delegated, delegatedRoles } = target.route.permissions
  if (delegated !== 'any' && !delegated.some((grant) => holds(principal.scopes, grant))) {
    return missingPermission('delegated', delegated)
  }
  const admitted = { ownedOnly: false }
  if (delegatedRoles.length > 0) {
    const isHeld = delegatedRoles.some((role) => principal.directoryRoles.includes(role))
    return isHeld ? admitted : missingRole(principal, toRoleNames(delegatedRoles), [])
  }
  const rights = rightsOf(target.route)
  // A route for every valid token asks for no role either, unless its path has rules.
  if (rights === undefined) return delegated === 'any' ? admitted : missingRole(principal, [], [])
  if (rights.roles.some((name) => principal.directoryRoles.includes(roleTemplates[name]))) return admitted
  if (await isInCircle(principal, rights, target, deps)) return admitted
  return missingRole(principal, rights.roles, rights.circles)
}

async function isInCircle(
  principal: UserPrincipal,
  { circles }: Rights,
  target: Target,
  { owns, isSelf }: AuthorizeDeps,
): Promise<boolean> {
  if (circles.includes(principal.isGuest === true ? 'guests' : 'members')) return true
  const id = firstParameter(target)
  if (id === undefined) return false
  const { path } = target.route
  if (circles.includes('self') && (await isSelf(principal, path, id))) return true
  return circles.includes('owners') && (await owns(principal, path, id))
}

function firstParameter({ route, params }: Target): string | undefined {
  const name = /\{(\w+)\}/.exec(route.path)?.[1]
  return name === undefined ? undefined : params[name]
}

/** Whether a grant that is held reaches over owned objects only: by its first permission, or by all companions that are held. */
export function coversOwnedOnly(held: readonly string[], grant: Grant<Permission>): boolean {
  if (typeof grant === 'string') return isOwnedBy(grant)
  const [first, ...companions] = grant
  const present = companions.filter((permission) => held.includes(permission))
  return isOwnedBy(first) || (present.length > 0 && present.every(isOwnedBy))
}

/** Whether the permissions make up a grant: its first one, with one of its companions when it has some. */
export function holds(held: readonly string[], grant: Grant<Permission>): boolean {
  if (typeof grant === 'string') return held.includes(grant)
  const [first, ...companions] = grant
  return held.includes(first) && (companions.length === 0 || companions.some((permission) => held.includes(permission)))
}

/** A grant in words. */
export function toGrantText(grant: Grant<Permission>): string {
  if (typeof grant === 'string') return grant
  const [first, ...companions] = grant
  return companions.length === 0 ? first : `${first} (together with ${companions.join(' or ')})`
}

function missingPermission(kind: 'application' | 'delegated', accepted: readonly Grant<Permission>[]): Judgement {
  const message =
    accepted.length === 0
      ? `No ${kind} permission opens this route.`
      : `The token has none of the ${kind} permissions that open this route: ${accepted.map(toGrantText).join(', ')}.`
  return { obstacle: { code: 'PermissionMissing', message } }
}

function missingRole(
  { scopedRoles = [] }: UserPrincipal,
  roles: readonly string[],
  circles: readonly string[],
): Judgement {
  const besides = circles.length === 0 ? '' : ` Without a role it is open to: ${circles.join(' or ')}.`
  const elsewhere = scopedRoles
    .map(({ roleTemplateId, scope }) => ({ name: toRoleNames([roleTemplateId])[0] ?? roleTemplateId, scope }))
    .filter(({ name }) => roles.includes(name))
    .map(({ name, scope }) => ` ${name} over '${scope}' does not reach this.`)
  const message =
    roles.length === 0
      ? `No directory role opens this to the signed-in user.${besides}`
      : `The signed-in user needs one of the directory roles ${roles.join(', ')}.${elsewhere.join('')}${besides}`
  return { obstacle: { code: 'DirectoryRoleMissing', message } }
}

function refusal(path: string, details: readonly ErrorDetail[]): EntrainError {
  if (path.toLowerCase().startsWith('/auditlogs')) {
    return new EntrainError('permissionMissing', details[0]?.message ?? '', { details })
  }
  return new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', { details })
}
