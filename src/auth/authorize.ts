import type { Grant, RoutePermissions } from '../http/route.ts'
import type { Admission } from '../http/server.ts'
import { EntrainError, type ErrorDetail } from '../model/error.ts'
import type { ApplicationPrincipal, UserPrincipal } from '../model/principal.ts'
import type { Owns } from './ownership.ts'
import { isOwnedBy, type Permission } from './permissions.ts'

export type Authorize = (admission: Admission<Permission>) => Promise<void>

/** Why a caller may not pass; undefined when it may. */
type Obstacle = ErrorDetail | undefined

/**
 * Asks whether a caller may use a route (identity-platform section 6): an application by its roles, where `.OwnedBy`
 * holds only for what it owns; a user by the scopes of the application and a directory role of its own. Refuses with
 * `accessDenied`, below `/auditLogs` with `permissionMissing`, which names what would do.
 */
export function createAuthorize({ owns }: { readonly owns: Owns }): Authorize {
  return async ({ principal, route, params }) => {
    const obstacle =
      principal.kind === 'application'
        ? await applicationObstacle(principal, { route, params }, owns)
        : userObstacle(principal, route.permissions)
    if (obstacle !== undefined) throw refusal(route.path, obstacle)
  }
}

async function applicationObstacle(
  principal: ApplicationPrincipal,
  { route, params }: Pick<Admission<Permission>, 'route' | 'params'>,
  owns: Owns,
): Promise<Obstacle> {
  const { application } = route.permissions
  if (application === 'any') return undefined
  const held = application.filter((grant) => holds(principal.roles, grant)).map(nameOf)
  if (held.some((permission) => !isOwnedBy(permission))) return undefined
  if (held.length === 0) return missingPermission('application', application)

  const name = /\{(\w+)\}/.exec(route.path)?.[1]
  const id = name === undefined ? undefined : params[name]
  if (id === undefined || (await owns(principal, route.path, id))) return undefined
  const message = `${held.join(', ')} covers only what the calling application owns. Make its service principal '${principal.servicePrincipalId}' an owner of '${id}'.`
  return { code: 'OwnershipMissing', message }
}

function userObstacle(principal: UserPrincipal, { delegated, delegatedRoles }: RoutePermissions<Permission>): Obstacle {
  if (delegated !== 'any' && !delegated.some((grant) => holds(principal.scopes, grant))) {
    return missingPermission('delegated', delegated)
  }
  if (delegatedRoles.length === 0 || delegatedRoles.some((role) => principal.directoryRoles.includes(role))) {
    return undefined
  }
  const message = `The signed-in user needs one of the directory roles ${delegatedRoles.join(', ')}.`
  return { code: 'DirectoryRoleMissing', message }
}

function nameOf(grant: Grant<Permission>): Permission {
  return typeof grant === 'string' ? grant : grant[0]
}

function holds(held: readonly string[], grant: Grant<Permission>): boolean {
  if (typeof grant === 'string') return held.includes(grant)
  const [first, ...companions] = grant
  return held.includes(first) && companions.some((permission) => held.includes(permission))
}

function toText(grant: Grant<Permission>): string {
  if (typeof grant === 'string') return grant
  const [first, ...companions] = grant
  return `${first} (together with ${companions.join(' or ')})`
}

function missingPermission(kind: 'application' | 'delegated', accepted: readonly Grant<Permission>[]): ErrorDetail {
  const message =
    accepted.length === 0
      ? `No ${kind} permission opens this route.`
      : `The token has none of the ${kind} permissions that open this route: ${accepted.map(toText).join(', ')}.`
  return { code: 'PermissionMissing', message }
}

function refusal(path: string, obstacle: ErrorDetail): EntrainError {
  if (path.toLowerCase().startsWith('/auditlogs')) return new EntrainError('permissionMissing', obstacle.message)
  const message = 'Insufficient privileges to complete the operation.'
  return new EntrainError('accessDenied', message, { details: [obstacle] })
}
