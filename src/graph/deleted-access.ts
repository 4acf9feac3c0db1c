import { holdsRole } from '../auth/directory-roles.ts'
import type { Permission } from '../auth/permissions.ts'
import { applicationWriters, groupWriters, userRemovers } from '../auth/role-rights.ts'
import type { RoleName } from '../auth/role-templates.ts'
import type { ObjectType } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { holdsAny } from './caller.ts'

export type DeletedType = ObjectType | 'user'

type Use = 'read' | 'restore' | 'purge'

const ofApplications: Readonly<Record<Use, readonly Permission[]>> = {
  read: ['Application.Read.All'],
  restore: ['Application.ReadWrite.All'],
  purge: ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'],
}

/** Which of the route's permissions are meant for which type (graph-resources section 7). */
const permissionsOf: Readonly<Partial<Record<DeletedType, Readonly<Record<Use, readonly Permission[]>>>>> = {
  user: {
    read: ['User.Read.All'],
    restore: ['User.DeleteRestore.All', 'User.ReadWrite.All'],
    purge: ['User.DeleteRestore.All', 'User.ReadWrite.All'],
  },
  group: { read: ['Group.Read.All'], restore: ['Group.ReadWrite.All'], purge: ['Group.ReadWrite.All'] },
  administrativeUnit: {
    read: ['AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All'],
    restore: ['AdministrativeUnit.ReadWrite.All'],
    purge: ['AdministrativeUnit.ReadWrite.All'],
  },
  application: ofApplications,
  servicePrincipal: ofApplications,
}

/** The route takes permissions of several types; refuses with `accessDenied` a caller who holds none for this one. */
export function requireDeletedAccess(principal: Principal, type: DeletedType, use: Use): void {
  const accepted = [...(permissionsOf[type]?.[use] ?? []), ...(use === 'read' ? readsAll : [])]
  if (holdsAny(principal, accepted)) return
  const message = `For a deleted ${type} the token needs one of the permissions ${accepted.join(', ')}.`
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'PermissionMissing', message }],
  })
}

const readsAll: readonly Permission[] = ['Directory.Read.All']

const rolesOf: Readonly<Partial<Record<DeletedType, readonly RoleName[]>>> = {
  user: userRemovers,
  group: groupWriters,
  application: applicationWriters,
  servicePrincipal: applicationWriters,
}

/**
 * So it takes the roles of several types; refuses with `accessDenied` a signed-in user whose roles say nothing of this one
 * and who does not own it.
 */
export function requireDeletedRole(principal: Principal, type: DeletedType, isOwner: boolean): void {
  const roles = rolesOf[type] ?? ['Global Administrator']
  if (principal.kind === 'application' || isOwner || holdsRole(principal.directoryRoles, roles)) return
  const message = `For a deleted ${type} the signed-in user needs one of the directory roles ${roles.join(', ')}.`
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'DirectoryRoleMissing', message }],
  })
}
