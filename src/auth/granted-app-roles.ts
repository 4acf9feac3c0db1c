import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { isJsonObject } from '../std/json-object.ts'

export interface GrantedAppRoles {
  /** `value`s of the enabled app roles of the resource that were assigned, sorted. */
  readonly roles: readonly string[]
  /** Whether there is any assignment on the resource, also one that gives no role. */
  readonly isAssigned: boolean
}

export interface AppRoleOwner {
  readonly servicePrincipal: DirectoryObject
  /** The resource's registration: when it is in the tenant, its roles are those that count. */
  readonly application: DirectoryObject | undefined
}

type Assignment = Readonly<Record<'resourceId' | 'appRoleId', string>>

/** What a service principal was granted on a resource of the tenant's own (Graph `appRoleAssignment`). */
export async function grantedAppRoles(
  applications: Pick<ApplicationsStore, 'listAppRoleAssignments'>,
  principalId: string,
  owner: AppRoleOwner,
): Promise<GrantedAppRoles> {
  return toGrantedAppRoles(await applications.listAppRoleAssignments(principalId), owner)
}

/** What assignments of one principal, or of several that stand for one, give on a resource. */
export function toGrantedAppRoles(
  assignments: readonly Assignment[],
  { servicePrincipal, application }: AppRoleOwner,
): GrantedAppRoles {
  const resourceId = servicePrincipal.id.toLowerCase()
  const ids = new Set(
    assignments
      .filter((assignment) => assignment.resourceId.toLowerCase() === resourceId)
      .map(({ appRoleId }) => appRoleId.toLowerCase()),
  )
  return {
    roles: appRolesOf(application ?? servicePrincipal, ids),
    isAssigned: ids.size > 0,
  }
}

function appRolesOf({ properties }: DirectoryObject, ids: ReadonlySet<string>): readonly string[] {
  const listed: readonly unknown[] = Array.isArray(properties.appRoles) ? properties.appRoles : []
  const values = listed.filter(isJsonObject).flatMap(({ id, value, isEnabled }) => {
    const isGranted = typeof id === 'string' && ids.has(id.toLowerCase()) && isEnabled !== false
    return isGranted && typeof value === 'string' && value !== '' ? [value] : []
  })
  return [...new Set(values)].sort()
}
