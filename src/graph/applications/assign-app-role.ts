import { holdsRole } from '../../auth/directory-roles.ts'
import { applicationPermissionGranters } from '../../auth/role-rights.ts'
import {
  insertAppRoleAssignment,
  type NewAppRoleAssignment,
  noRoleId,
} from '../../directory/applications/app-role-assignment.ts'
import { appIdKey } from '../../directory/applications/application-object.ts'
import { invalidProperty, textsOf } from '../../directory/applications/invalid-property.ts'
import type { AuditTarget } from '../../directory/audit-entry.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import { resourceNotFound } from '../not-found.ts'
import { requireTyped } from '../objects-of-type.ts'
import type { Writing } from '../write-as.ts'
import { appRolesOf, isGraphItself } from './service-principal-json.ts'
import { targetOf } from './targets.ts'

export interface WantedAssignment {
  readonly principalId: string
  readonly resourceId: string
  readonly appRoleId: string
}

interface AssignedPrincipal {
  readonly type: NewAppRoleAssignment['principalType']
  readonly target: AuditTarget
}

/** Assigns a role of a resource to a user, group or service principal. */
export async function assignAppRole(call: Call, writing: Writing, wanted: WantedAssignment): Promise<DirectoryObject> {
  const { objects } = writing
  const principal = await requirePrincipal(writing, wanted.principalId)
  const resource = await requireTyped(objects, 'servicePrincipal', wanted.resourceId)
  await requireRole(writing, { wanted, resource, principal })
  requireGraphRole(call, { resource, principal })
  const grant = { name: 'grant', value: `${wanted.principalId} ${wanted.resourceId} ${wanted.appRoleId}` }
  if ((await objects.findByKey('appRoleAssignment', grant)) !== undefined) {
    const message = 'Permission being assigned already exists on the object'
    throw invalidProperty({ target: 'appRoleId', message, code: 'InvalidUpdate' })
  }
  const assignment = await insertAppRoleAssignment(objects, {
    principalId: principal.target.id,
    principalType: principal.type,
    resourceId: resource.id,
    appRoleId: wanted.appRoleId.toLowerCase(),
    createdDateTime: writing.at,
  })
  await writing.audit({
    activity: activityOf(principal.type, 'Add'),
    category: principal.type === 'ServicePrincipal' ? 'ApplicationManagement' : 'UserManagement',
    operationType: 'Assign',
    targets: [targetOf(resource), principal.target],
    modifiedProperties: [{ name: 'AppRole.Id', oldValue: null, newValue: wanted.appRoleId }],
  })
  return { ...assignment, version: 1, deletedDateTime: null }
}

/** As the audit log of the reference directory names it. */
export function activityOf(principalType: unknown, what: 'Add' | 'Remove'): string {
  const verb = what === 'Add' ? 'Add app role assignment' : 'Remove app role assignment'
  if (principalType === 'ServicePrincipal') return `${verb} ${what === 'Add' ? 'to' : 'from'} service principal`
  if (principalType === 'Group') return `${verb} ${what === 'Add' ? 'to' : 'from'} group`
  return what === 'Add' ? 'Add app role assignment grant to user' : 'Remove app role assignment from user'
}

async function requirePrincipal({ objects, users }: Writing, id: string): Promise<AssignedPrincipal> {
  const [user] = await users.findByIds([id])
  if (user !== undefined) {
    const { displayName, userPrincipalName } = user.properties
    return { type: 'User', target: { id: user.id, type: 'User', displayName, userPrincipalName } }
  }
  const found = await objects.find(id)
  if (found?.type === 'group') return { type: 'Group', target: targetOf(found) }
  if (found?.type === 'servicePrincipal') return { type: 'ServicePrincipal', target: targetOf(found) }
  throw resourceNotFound(id)
}

interface Assigning {
  readonly wanted: WantedAssignment
  readonly resource: DirectoryObject
  readonly principal: AssignedPrincipal
}

/** The role has to be an enabled one of the resource, for this kind of principal; the all-zero one always is. */
async function requireRole({ objects }: Writing, { wanted, resource, principal }: Assigning): Promise<void> {
  if (wanted.appRoleId === noRoleId) return
  const application = await objects.findByKey('application', appIdKey(resource.properties.appId))
  const role = appRolesOf(resource, application).find(({ id }) => isSame(id, wanted.appRoleId))
  const memberType = principal.type === 'ServicePrincipal' ? 'Application' : 'User'
  if (role !== undefined && role.isEnabled !== false && textsOf(role.allowedMemberTypes).includes(memberType)) return
  const name = String(resource.properties.displayName)
  const message = `Permission being assigned was not found on application '${name}'. It needs an enabled app role '${wanted.appRoleId}' for members of type ${memberType}.`
  throw invalidProperty({ target: 'appRoleId', message })
}

/** Application permissions of Graph reach over the whole tenant: only two roles may hand them out. */
function requireGraphRole({ principal: caller }: Call, { resource, principal }: Omit<Assigning, 'wanted'>): void {
  if (caller.kind === 'application' || principal.type !== 'ServicePrincipal' || !isGraphItself(resource)) return
  if (holdsRole(caller.directoryRoles, applicationPermissionGranters)) return
  const message = `Application permissions of Microsoft Graph are granted by a user with the directory role ${applicationPermissionGranters.join(' or ')}.`
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'DirectoryRoleMissing', message }],
  })
}

function isSame(one: unknown, other: string): boolean {
  return String(one).toLowerCase() === other.toLowerCase()
}
