import { readHeldRoles } from '../../auth/directory-roles.ts'
import type { Permission } from '../../auth/permissions.ts'
import { mayWrite } from '../../auth/property-rules.ts'
import { type RoleName, roleTemplates } from '../../auth/role-templates.ts'
import type { ObjectsReader } from '../../contracts/store-objects.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { User } from '../../model/user.ts'
import { holdsAny } from '../caller.ts'
import { isSelf } from './find-user.ts'

/** Writers of everything that has no rule of its own (auth/property-rules.ts). */
const fullWriters: readonly Permission[] = ['User.ReadWrite.All', 'Directory.ReadWrite.All']

/** Permissions that write single properties, and nothing else of a user. */
const narrowWriters: Readonly<Record<string, readonly Permission[]>> = {
  accountEnabled: ['User.EnableDisableAccount.All'],
  passwordProfile: ['User-PasswordProfile.ReadWrite.All'],
  businessPhones: ['User-Phone.ReadWrite.All'],
  mobilePhone: ['User-Phone.ReadWrite.All'],
  otherMails: ['User-Mail.ReadWrite.All'],
  identities: ['User.ManageIdentities.All'],
  employeeLeaveDateTime: ['User-LifeCycleInfo.ReadWrite.All'],
  customSecurityAttributes: ['CustomSecAttributeAssignment.ReadWrite.All'],
}

/** They decide about administrators (graph-resources 3.3). */
const rankedAbove: readonly RoleName[] = ['Global Administrator', 'Privileged Authentication Administrator']
/** Of administrators, only somebody ranked above changes these, although no rule of their own names them. */
const sensitive: ReadonlySet<string> = new Set(['userPrincipalName', 'onPremisesImmutableId'])

type Objects = Pick<ObjectsReader, 'listLinking' | 'findMany'>

export interface Writing {
  /** Undefined for a new user. */
  readonly user: Pick<User, 'id'> | undefined
  /** Names of the properties that would be written. */
  readonly names: readonly string[]
}

/**
 * Refuses with `accessDenied` a caller who may write users, but not these properties of this user. The route's own
 * permissions and roles have been asked before.
 */
export async function requireMayWrite(
  { principal }: Pick<Call, 'principal'>,
  objects: Objects,
  { user, names }: Writing,
): Promise<void> {
  const self = isSelf(principal, user)
  const isOwn = self && holdsAny(principal, ['User.ReadWrite'])
  const narrow = names.find((name) => !isOwn && !holdsAny(principal, [...fullWriters, ...(narrowWriters[name] ?? [])]))
  if (narrow !== undefined) throw denied(narrow, [...(narrowWriters[narrow] ?? []), ...fullWriters].join(', '))
  const targetRoles = user === undefined ? [] : await readEveryRole(objects, user.id)
  const writing = { on: user === undefined ? 'create' : 'update', isSelf: self, targetRoles } as const
  const refused = names.find((name) => !mayWrite(principal, 'user', name, writing))
  if (refused !== undefined) throw denied(refused, (narrowWriters[refused] ?? fullWriters).join(', '))
  if (names.some((name) => sensitive.has(name)) && !self) requireRank({ principal }, targetRoles)
}

/** Template ids of all roles of a user: whoever administers a part of the tenant is an administrator, too. */
export async function readEveryRole(objects: Objects, id: string): Promise<readonly string[]> {
  const { directoryRoles, scopedRoles } = await readHeldRoles(objects, id)
  return [...directoryRoles, ...scopedRoles.map(({ roleTemplateId }) => roleTemplateId)]
}

/** Refuses with `accessDenied` signed-in callers who are not ranked above the holder of these roles. */
export function requireRank({ principal }: Pick<Call, 'principal'>, targetRoles: readonly string[]): void {
  if (principal.kind === 'application' || targetRoles.length === 0) return
  if (rankedAbove.some((name) => principal.directoryRoles.includes(roleTemplates[name]))) return
  const message = `Administrators are changed by ${rankedAbove.join(' and ')} only.`
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'DirectoryRoleMissing', message }],
  })
}

function denied(property: string, permissions: string): EntrainError {
  const message = `Writing '${property}' takes ${permissions}, and a directory role that allows it.`
  return new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'PermissionMissing', message, target: property }],
  })
}
