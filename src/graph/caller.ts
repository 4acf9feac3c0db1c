import type { Permission } from '../auth/permissions.ts'
import type { Principal } from '../model/principal.ts'

/** Whether the caller's token carries at least one of the permissions, application or delegated. */
export function holdsAny(principal: Principal, permissions: readonly Permission[]): boolean {
  const held: readonly string[] = principal.kind === 'application' ? principal.roles : principal.scopes
  return permissions.some((permission) => held.includes(permission))
}
