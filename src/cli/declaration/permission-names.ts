import { isPermission, permissions } from '../../auth/permissions.ts'
import { CommandError } from '../command-error.ts'
import { findNearest } from '../people/nearest-name.ts'

const roleNames = Object.entries(permissions).flatMap(([name, { application }]) => (application === null ? [] : [name]))
const scopeNames = [
  ...['openid', 'profile', 'email', 'offline_access'],
  ...Object.entries(permissions).flatMap(([name, { delegated }]) => (delegated === null ? [] : [name])),
]

/** Id of the app role; refuses with `usage` what is not an application permission of Microsoft Graph. */
export function requireAppRoleId(permission: string): string {
  const id = isPermission(permission) ? permissions[permission].application : null
  if (id !== null) return id
  const hint = 'It exists for signed-in users only: --delegated, or "delegated" in entrain.yaml.'
  throw new CommandError(
    'usage',
    `'${permission}' is not an application permission.`,
    isPermission(permission) ? hint : nearestOf(permission, roleNames),
  )
}

/** A misspelt scope would be kept as it is, and open nothing. */
export function refuseUnknownScopes(names: readonly string[]): void {
  const unknown = names.find((name) => !scopeNames.includes(name))
  if (unknown === undefined) return
  const hint = 'It exists for applications only: leave --delegated out.'
  throw new CommandError(
    'usage',
    `'${unknown}' is not a delegated permission.`,
    isPermission(unknown) ? hint : nearestOf(unknown, scopeNames),
  )
}

function nearestOf(permission: string, names: readonly string[]): string {
  const nearest = findNearest(permission, names)
  return nearest === undefined ? 'All of them: docs/reference/routes.md.' : `Did you mean ${nearest}?`
}
