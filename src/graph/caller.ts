import type { Permission } from '../auth/permissions.ts'
import type { Call } from '../http/route.ts'
import type { Principal } from '../model/principal.ts'

/** Whether the caller's token carries at least one of the permissions, application or delegated. */
export function holdsAny(principal: Principal, permissions: readonly Permission[]): boolean {
  const held: readonly string[] = principal.kind === 'application' ? principal.roles : principal.scopes
  return permissions.some((permission) => held.includes(permission))
}

/** Whoever may only upload sees only what it uploaded itself. */
export function maySeeUpload({ principal }: Pick<Call, 'principal'>, { appId }: { readonly appId: string }): boolean {
  return (
    holdsAny(principal, [
      'Synchronization.Read.All',
      'Synchronization.ReadWrite.All',
      'Application.ReadWrite.OwnedBy',
    ]) || isOwn(principal, appId)
  )
}

/** What somebody else uploads may be changed only by whoever may change jobs. */
export function mayChangeUpload(
  { principal }: Pick<Call, 'principal'>,
  { appId }: { readonly appId: string },
): boolean {
  return holdsAny(principal, ['Synchronization.ReadWrite.All']) || isOwn(principal, appId)
}

function isOwn(principal: Principal, appId: string): boolean {
  return appId.toLowerCase() === principal.appId.toLowerCase()
}
