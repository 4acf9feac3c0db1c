import type { Permission } from '../../auth/permissions.ts'
import { type RoleName, roleTemplates } from '../../auth/role-templates.ts'
import type { ObjectsReader } from '../../contracts/store-objects.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { Principal } from '../../model/principal.ts'
import type { User } from '../../model/user.ts'
import { holdsAny } from '../caller.ts'
import { isSelf } from './find-user.ts'

const fullWriters: readonly Permission[] = ['User.ReadWrite.All', 'Directory.ReadWrite.All']

/** Permissions that write single properties, whatever else the caller holds. */
const writersOf: Readonly<Record<string, readonly Permission[]>> = {
  accountEnabled: ['User.EnableDisableAccount.All'],
  businessPhones: ['User-Phone.ReadWrite.All'],
  mobilePhone: ['User-Phone.ReadWrite.All'],
  otherMails: ['User-Mail.ReadWrite.All'],
}

/** Properties that writing users in general does not include (permissions.json, propertyRules). */
const ownWritersOf: Readonly<Record<string, readonly Permission[]>> = {
  passwordProfile: ['User-PasswordProfile.ReadWrite.All'],
  identities: ['User.ManageIdentities.All'],
  employeeLeaveDateTime: ['User-LifeCycleInfo.ReadWrite.All'],
  customSecurityAttributes: ['CustomSecAttributeAssignment.ReadWrite.All'],
}

/** What a new user has in any case. */
const partsOfNewUsers: ReadonlySet<string> = new Set(['passwordProfile', 'identities'])

/** What people may change of themselves. */
const ownProperties: ReadonlySet<string> = new Set([
  'businessPhones',
  'mobilePhone',
  'otherMails',
  'preferredLanguage',
  'officeLocation',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
  'faxNumber',
])

/** Of administrators, only somebody ranked above may change these (graph-resources 3.3). */
const sensitive: ReadonlySet<string> = new Set([
  'accountEnabled',
  'passwordProfile',
  'businessPhones',
  'mobilePhone',
  'otherMails',
  'userPrincipalName',
  'identities',
  'onPremisesImmutableId',
])

const rankedAbove: readonly RoleName[] = ['Global Administrator', 'Privileged Authentication Administrator']
const passwordSetters: readonly RoleName[] = [
  ...rankedAbove,
  'User Administrator',
  'Authentication Administrator',
  'Password Administrator',
  'Helpdesk Administrator',
]

export interface Writing {
  readonly use: 'create' | 'update'
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
  objects: Pick<ObjectsReader, 'listLinking' | 'findMany'>,
  { use, user, names }: Writing,
): Promise<void> {
  const refused = names.find((name) => !mayWrite(principal, name, { use, user }))
  if (refused !== undefined) throw denied(refused, permissionsFor(refused))
  if (use === 'create' || user === undefined) return
  const roles = await rolesOf(principal, objects)
  if (names.includes('passwordProfile') && !isSelf(principal, user) && !holdsRole(roles, passwordSetters)) {
    throw roleMissing('passwordProfile', passwordSetters)
  }
  const isSensitive = names.some((name) => sensitive.has(name)) && principal.kind === 'user'
  if (isSensitive) await requireRank({ principal }, objects, user)
}

/** Refuses with `accessDenied` signed-in callers who are not ranked above an administrator. */
export async function requireRank(
  { principal }: Pick<Call, 'principal'>,
  objects: Pick<ObjectsReader, 'listLinking' | 'findMany'>,
  user: Pick<User, 'id'>,
): Promise<void> {
  if (principal.kind === 'application' || isSelf(principal, user)) return
  if (holdsRole(principal.directoryRoles, rankedAbove)) return
  if ((await readRoles(objects, user.id)).length > 0) throw roleMissing(undefined, rankedAbove)
}

function mayWrite(principal: Principal, name: string, { use, user }: Pick<Writing, 'use' | 'user'>): boolean {
  const exclusive = ownWritersOf[name]
  if (exclusive !== undefined && !(use === 'create' && partsOfNewUsers.has(name))) return holdsAny(principal, exclusive)
  if (isSelf(principal, user) && ownProperties.has(name) && holdsAny(principal, ['User.ReadWrite'])) return true
  return holdsAny(principal, [...fullWriters, ...(writersOf[name] ?? [])])
}

function permissionsFor(name: string): readonly Permission[] {
  return ownWritersOf[name] ?? [...(writersOf[name] ?? []), ...fullWriters]
}

async function rolesOf(
  principal: Principal,
  objects: Pick<ObjectsReader, 'listLinking' | 'findMany'>,
): Promise<readonly string[]> {
  return principal.kind === 'user' ? principal.directoryRoles : readRoles(objects, principal.servicePrincipalId)
}

const membershipsMax = 1_000

/** Template ids of the directory roles that somebody is a member of. */
async function readRoles(objects: Pick<ObjectsReader, 'listLinking' | 'findMany'>, id: string) {
  const ids = await objects.listLinking('members', id, { limit: membershipsMax })
  const found = await objects.findMany(ids)
  return found.flatMap((object) => (object?.type === 'directoryRole' ? String(object.properties.roleTemplateId) : []))
}

function holdsRole(held: readonly string[], roles: readonly RoleName[]): boolean {
  return roles.some((name) => held.includes(roleTemplates[name]))
}

function denied(property: string, permissions: readonly Permission[]): EntrainError {
  const message = `Writing '${property}' takes one of the permissions ${permissions.join(', ')}.`
  return new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'PermissionMissing', message, target: property }],
  })
}

function roleMissing(property: string | undefined, roles: readonly RoleName[]): EntrainError {
  const message = `The caller needs one of the directory roles ${roles.join(', ')}.`
  return new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'DirectoryRoleMissing', message, ...(property !== undefined && { target: property }) }],
  })
}
