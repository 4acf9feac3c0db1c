import type { DirectoryTransaction } from '../contracts/store-writes.ts'
import { proxyAddressesAfter } from '../directory/mail-addresses.ts'
import { type DirectoryObject, type ObjectType, toObjectId } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import type { DeletedUser, UserProperties } from '../model/user.ts'
import { resourceNotFound } from './not-found.ts'
import { objectConflict } from './users/refuse-properties.ts'

export interface RestoreOptions {
  /** Take away an address that somebody else has meanwhile, instead of refusing. */
  readonly autoReconcileProxyConflict: boolean
  readonly newUserPrincipalName: string | undefined
}

type Writers = Pick<DirectoryTransaction, 'users' | 'deletedUsers' | 'objects'>

/** Brings a user back. Refuses with `invalidValue` when its name or address belongs to somebody else. */
export async function restoreUser(
  { users, deletedUsers }: Writers,
  { id, properties }: DeletedUser,
  { autoReconcileProxyConflict, newUserPrincipalName }: RestoreOptions,
): Promise<UserProperties> {
  let restored: UserProperties = {
    ...properties,
    ...(newUserPrincipalName !== undefined && { userPrincipalName: newUserPrincipalName }),
  }
  const { mail } = properties
  const [holders = []] = typeof mail === 'string' ? await users.findBy('mail', [mail]) : []
  if (holders.length > 0) {
    if (!autoReconcileProxyConflict) throw objectConflict('proxyAddresses')
    restored = withoutMail(restored)
  }
  const outcome = await deletedUsers.restore({ id, properties: restored })
  if (outcome.kind === 'taken') throw objectConflict(outcome.property)
  if (outcome.kind === 'gone') throw resourceNotFound(id)
  return restored
}

function withoutMail({ mail, ...rest }: UserProperties): UserProperties {
  const address = `smtp:${String(mail)}`.toLowerCase()
  const proxyAddresses = proxyAddressesAfter(null, rest.proxyAddresses).filter(
    (candidate) => candidate.toLowerCase() !== address,
  )
  // Only the address was taken out.
  return { ...rest, proxyAddresses } as UserProperties
}

/**
 * Brings an object back, and with an application the service principal that was deleted by the same request. Refuses with
 * `sameKeyValue` or `invalidValue` when a key is in use meanwhile.
 */
export async function restoreObject(
  { objects }: Writers,
  object: DirectoryObject,
  companion: DirectoryObject | undefined,
): Promise<void> {
  for (const { id, type } of [object, ...(companion === undefined ? [] : [companion])]) {
    const outcome = await objects.restore(id)
    if (outcome.kind === 'taken') throw keyInUse(type, outcome.property, object)
    if (outcome.kind === 'gone') throw resourceNotFound(id)
  }
}

function keyInUse(type: ObjectType, property: string, { properties }: DirectoryObject): EntrainError {
  if (type !== 'servicePrincipal') return objectConflict(property)
  const message = `The service principal cannot be created, updated, or restored because the service principal name ${String(properties.appId)} is already in use.`
  return new EntrainError('sameKeyValue', message, { details: [{ code: 'ObjectConflict', message, target: property }] })
}

/** Of the service principals in the deleted items the one that went with an application. */
export function isCompanion(application: DirectoryObject, candidate: DirectoryObject): boolean {
  return (
    candidate.deletedDateTime === application.deletedDateTime &&
    toObjectId(String(candidate.properties.appId)) === toObjectId(String(application.properties.appId))
  )
}
