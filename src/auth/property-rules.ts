import type { Principal } from '../model/principal.ts'
import { holdsRole } from './directory-roles.ts'
import type { Permission } from './permissions.ts'
import { userWriters } from './role-rights.ts'
import type { RoleName } from './role-templates.ts'

/** Types with properties that need a permission of their own. */
export type RuledType = 'user' | 'servicePrincipal'

/** What a property asks for beyond the route. `open`: nothing more; `nobody`: it is not written at all. */
interface Need {
  /** Any one of them. */
  readonly permissions: readonly Permission[]
  /** A signed-in user needs one of these as well; left out: none. */
  readonly roles?: readonly RoleName[]
  /** So does an application. */
  readonly rolesForApplications?: readonly RoleName[]
}

interface PropertyRule {
  readonly types: readonly RuledType[]
  readonly properties: readonly string[]
  readonly read: Need | 'open'
  readonly write: Need | 'nobody'
  /** Whoever may create the object may set it then. */
  readonly isFreeOnCreate: boolean
}

/** Roles whose holders may set passwords and other sensitive properties of users without an administrator's role. */
export const sensitiveWriters: readonly RoleName[] = [
  'Global Administrator',
  'Privileged Authentication Administrator',
  'User Administrator',
  'Authentication Administrator',
]
const passwordWriters: readonly RoleName[] = [...sensitiveWriters, 'Helpdesk Administrator', 'Password Administrator']
/** Who may do so for administrators, too. */
const privilegedWriters: readonly RoleName[] = ['Global Administrator', 'Privileged Authentication Administrator']

/** Properties with rules of their own (permissions.json, `propertyRules`). */
export const propertyRules: readonly PropertyRule[] = [
  {
    types: ['user', 'servicePrincipal'],
    properties: ['customSecurityAttributes'],
    read: {
      permissions: ['CustomSecAttributeAssignment.Read.All', 'CustomSecAttributeAssignment.ReadWrite.All'],
      roles: ['Attribute Assignment Administrator', 'Attribute Assignment Reader'],
    },
    write: {
      permissions: ['CustomSecAttributeAssignment.ReadWrite.All'],
      roles: ['Attribute Assignment Administrator'],
    },
    isFreeOnCreate: false,
  },
  {
    types: ['user'],
    properties: ['employeeLeaveDateTime'],
    read: {
      permissions: ['User-LifeCycleInfo.Read.All', 'User-LifeCycleInfo.ReadWrite.All'],
      roles: ['Lifecycle Workflows Administrator', 'Global Reader'],
    },
    write: { permissions: ['User-LifeCycleInfo.ReadWrite.All'], roles: ['Global Administrator'] },
    isFreeOnCreate: false,
  },
  {
    types: ['user'],
    properties: ['signInActivity'],
    read: { permissions: ['AuditLog.Read.All'] },
    write: 'nobody',
    isFreeOnCreate: false,
  },
  {
    types: ['user'],
    properties: ['accountEnabled'],
    read: 'open',
    write: { permissions: ['User.EnableDisableAccount.All', 'User.ReadWrite.All'], roles: sensitiveWriters },
    isFreeOnCreate: true,
  },
  {
    types: ['user'],
    properties: ['passwordProfile'],
    read: 'open',
    write: {
      permissions: ['User-PasswordProfile.ReadWrite.All'],
      roles: passwordWriters,
      rolesForApplications: passwordWriters,
    },
    isFreeOnCreate: true,
  },
  {
    types: ['user'],
    properties: ['businessPhones', 'mobilePhone'],
    read: 'open',
    write: { permissions: ['User-Phone.ReadWrite.All', 'User.ReadWrite.All'], roles: sensitiveWriters },
    isFreeOnCreate: true,
  },
  {
    types: ['user'],
    properties: ['otherMails'],
    read: 'open',
    write: { permissions: ['User-Mail.ReadWrite.All', 'User.ReadWrite.All'], roles: sensitiveWriters },
    isFreeOnCreate: true,
  },
  {
    types: ['user'],
    properties: ['identities'],
    read: 'open',
    write: { permissions: ['User.ManageIdentities.All'], roles: sensitiveWriters },
    isFreeOnCreate: true,
  },
]

/** What an ordinary user may change of itself (identity-platform section 6, "own contact fields"). */
export const ownContactFields: ReadonlySet<string> = new Set([
  'aboutMe',
  'birthday',
  'businessPhones',
  'city',
  'country',
  'faxNumber',
  'hobbies',
  'interests',
  'mobilePhone',
  'mySite',
  'officeLocation',
  'pastProjects',
  'postalCode',
  'preferredLanguage',
  'responsibilities',
  'schools',
  'skills',
  'state',
  'streetAddress',
])

/** Whether the caller may see the values of a property; paths into complex values go by their first segment. */
export function mayRead(principal: Principal, type: RuledType, property: string): boolean {
  const read = ruleOf(type, property)?.read ?? 'open'
  return read === 'open' || meets(principal, read)
}

/** What is written, and to whom. */
export interface Writing {
  readonly on: 'create' | 'update'
  /** The caller changes itself. */
  readonly isSelf?: boolean
  /** Template ids of the directory roles that the changed user holds. */
  readonly targetRoles?: readonly string[]
}

/**
 * Whether the caller, whom the route already let in, may set a property. An ordinary user that changes itself may set its
 * contact fields and nothing else; who may reset passwords and the like does not write the rest of a user; sensitive
 * properties of administrators are for few roles only.
 */
export function mayWrite(
  principal: Principal,
  type: RuledType,
  property: string,
  { on, isSelf = false, targetRoles = [] }: Writing = { on: 'update' },
): boolean {
  const name = firstOf(property)
  const rule = ruleOf(type, name)
  if (isSelf && principal.kind === 'user') {
    if (ownContactFields.has(name)) return true
    if (!holdsRole(principal.directoryRoles, sensitiveWriters)) return false
  }
  if (on === 'create' && (rule === undefined || rule.isFreeOnCreate)) return true
  if (rule === undefined) {
    return type !== 'user' || principal.kind === 'application' || holdsRole(principal.directoryRoles, userWriters)
  }
  if (rule.write === 'nobody' || !meets(principal, rule.write)) return false
  return (
    !rule.isFreeOnCreate || targetRoles.length === 0 || holdsRole(principal.directoryRoles ?? [], privilegedWriters)
  )
}

function meets(principal: Principal, { permissions, roles, rolesForApplications }: Need): boolean {
  const isApplication = principal.kind === 'application'
  const held: readonly string[] = isApplication ? principal.roles : principal.scopes
  const needed = isApplication ? rolesForApplications : roles
  if (!permissions.some((permission) => held.includes(permission))) return false
  return needed === undefined || holdsRole(principal.directoryRoles ?? [], needed)
}

function ruleOf(type: RuledType, property: string): PropertyRule | undefined {
  const name = firstOf(property)
  return propertyRules.find(({ types, properties }) => types.includes(type) && properties.includes(name))
}

function firstOf(path: string): string {
  return path.split('/')[0] ?? path
}
