import type { Permission } from '../auth/permissions.ts'
import { mayRead } from '../auth/property-rules.ts'
import { identitiesOf } from '../directory/identities.ts'
import type { Principal } from '../model/principal.ts'
import type { User } from '../model/user.ts'
import { directoryExtensionPattern } from '../model/user-attributes.ts'
import type { JsonObject } from '../std/json-object.ts'
import { holdsAny } from './caller.ts'
import { entityDefinition, propertiesOf } from './model/find-type.ts'

/** Collections are sent empty, never null (graph-conventions 4.2). */
const nothing = Object.fromEntries(
  propertiesOf(entityDefinition('user'), 'beta').map(({ name, collection }) => [name, collection ? [] : null]),
)

const extensionAttributes = Object.fromEntries(
  Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, null]),
)

/**
 * Graph's JSON of a user, all properties. What is not in the property table, passwords above all, never gets out;
 * directory extensions do.
 */
export function toUserJson({ id, properties }: User): Record<string, unknown> {
  const known = Object.entries(properties).filter(([name, value]) => value !== undefined && isShown(name))
  const set = Object.fromEntries(known)
  return {
    ...nothing,
    ...set,
    id,
    identities: identitiesOf(set.identities, properties.userPrincipalName),
    onPremisesExtensionAttributes: { ...extensionAttributes, ...asObject(set.onPremisesExtensionAttributes) },
    passwordProfile: toPasswordProfile(set.passwordProfile),
    customSecurityAttributes: toCustomSecurityAttributes(set.customSecurityAttributes),
  }
}

/** What is not kept but made of another property, and changes with it. */
export const madeOfProperty: Readonly<Record<string, readonly string[]>> = { userPrincipalName: ['identities'] }

function isShown(name: string): boolean {
  return Object.hasOwn(nothing, name) || directoryExtensionPattern.test(name)
}

function toPasswordProfile(value: unknown) {
  if (typeof value !== 'object' || value === null) return null
  const { password: _, ...flags } = value as JsonObject
  return { password: null, forceChangePasswordNextSignIn: null, forceChangePasswordNextSignInWithMfa: null, ...flags }
}

const setType = '#Microsoft.DirectoryServices.CustomSecurityAttributeValue'

/** Each set of values says what it is (graph-resources 13). */
export function toCustomSecurityAttributes(value: unknown) {
  const sets = Object.entries(asObject(value))
  if (sets.length === 0) return null
  return Object.fromEntries(sets.map(([name, values]) => [name, { '@odata.type': setType, ...asObject(values) }]))
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

const fullReaders: readonly Permission[] = [
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
]
const ownReaders: readonly Permission[] = ['User.Read', 'User.ReadWrite']
const basicProfile = ['id', 'displayName', 'givenName', 'mail', 'surname', 'userPrincipalName']

/** Which properties a caller may see the values of; paths into complex values go by their first segment. */
export type Sees = (path: string) => boolean

/**
 * `User.ReadBasic.All` shows the basic profile, `User.Read` the whole of oneself; what has rules of its own
 * (property-rules.ts) follows them, and custom security attributes nothing else. Without a user it is about searching, which touches everybody.
 */
export function seesOf(principal: Principal, user?: Pick<User, 'id'>): Sees {
  const isSelf = principal.kind === 'user' && user?.id.toLowerCase() === principal.userId.toLowerCase()
  const full = holdsAny(principal, fullReaders) || (isSelf && holdsAny(principal, ownReaders))
  return (path) => {
    const name = path.split('/')[0] ?? path
    if (!mayRead(principal, 'user', name)) return false
    return full || basicProfile.includes(name) || name === 'customSecurityAttributes'
  }
}

/** The same JSON with null in place of what the caller may not see. */
export function hide(json: Record<string, unknown>, sees: Sees): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, sees(name) ? value : Array.isArray(value) ? [] : null]),
  )
}
