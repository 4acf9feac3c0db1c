import type { Permission } from '../../auth/permissions.ts'
import type { DirectoryStore } from '../../contracts/store-directory.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { User } from '../../model/user.ts'
import { holdsAny } from '../caller.ts'
import { resourceNotFound } from '../not-found.ts'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Permissions that reach the signed-in user only. */
const ownPermissions: readonly Permission[] = ['User.Read', 'User.ReadWrite']

type Finders = Pick<DirectoryStore, 'findUser' | 'findUserByPrincipalName'>

/**
 * The user of a path: by object id or userPrincipalName, or the caller where the path says `me`. Refuses with `notFound`,
 * and with `accessDenied` who may only see itself, so that nobody learns who else there is.
 */
export async function findUser(call: Call, directory: Finders): Promise<User> {
  const { params, principal } = call
  const { id: key } = params
  if (key === undefined) return findSelf(principal, directory)
  const alternate = alternateKeyOf(key)
  const name = alternate === undefined ? key : alternate.value
  const isName = alternate?.name === 'userPrincipalName' || (alternate === undefined && !guid.test(key))
  const user = isName ? await directory.findUserByPrincipalName(name) : await directory.findUser(name)
  if (principal.kind === 'user' && !isSelf(principal, user) && reachesOnlyItself(call)) {
    throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.')
  }
  if (user === undefined) throw resourceNotFound(name)
  return user
}

export function isSelf(principal: Call['principal'], user: Pick<User, 'id'> | undefined): boolean {
  return principal.kind === 'user' && user?.id.toLowerCase() === principal.userId.toLowerCase()
}

async function findSelf(principal: Call['principal'], directory: Finders): Promise<User> {
  if (principal.kind === 'application') {
    throw new EntrainError('badRequest', '/me request is only valid with delegated authentication flow.')
  }
  const user = await directory.findUser(principal.userId)
  if (user === undefined) throw resourceNotFound(principal.userId)
  return user
}

/** Whether everything about users that the token carries is about the signed-in user; what only writes shows nobody. */
function reachesOnlyItself({ request, principal }: Pick<Call, 'request' | 'principal'>): boolean {
  if (principal.kind === 'application') return false
  if (request.method === 'GET' || request.method === 'HEAD') return !holdsAny(principal, readersOfOthers)
  const others = principal.scopes.filter((scope) => /^(User|Directory|CustomSecAttributeAssignment)[.-]/.test(scope))
  return !others.some((scope) => !ownPermissions.some((own) => own === scope))
}

/** Readers of everybody, not of the basic profile alone. */
const fullReaders: readonly Permission[] = [
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  'User.Read.All',
  'User.ReadWrite.All',
]

const readersOfOthers: readonly Permission[] = [
  ...fullReaders,
  'User.ReadBasic.All',
  'CustomSecAttributeAssignment.Read.All',
  'CustomSecAttributeAssignment.ReadWrite.All',
]
