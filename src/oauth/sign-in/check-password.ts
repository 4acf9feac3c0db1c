import { harden, hashQuickly, verifyPassword } from '../../auth/passwords/password-hash.ts'
import type { User } from '../../model/user.ts'
import { OAuthError } from '../error.ts'
import { refuseUser } from './check-user.ts'
import type { Visit } from './visit.ts'

/** Failures in a row that lock an account. */
const failuresMax = 10
const firstLockMs = 60_000
/** Each further failure doubles the time, up to this. */
const lockMsMax = 3_600_000

export type PasswordVerdict =
  | { readonly kind: 'right'; readonly user: User }
  /** `told` is what the person may know, `logged` what happened. */
  | {
      readonly kind: 'refused'
      readonly told: OAuthError
      readonly logged: OAuthError
      readonly user: User | undefined
    }

/**
 * Checks a password. An account that is not there is refused with the same words and after the same work as a wrong
 * password; too many failures of an account, or of an address, are refused before anything is looked at.
 */
export async function checkPassword(visit: Visit, username: string, password: string): Promise<PasswordVerdict> {
  const { store, call, request } = visit
  const account = username.trim()
  const known = await store.directory.findUserByPrincipalName(account)
  if (call.door.people.addresses.isBlocked(request.remoteAddress) || (await isLocked(visit, account))) {
    return refused(lockedError(), lockedError(), known)
  }
  const stored = known === undefined ? undefined : await store.identity.passwords.find(known.id)
  const isRight = await verifyPassword(password, stored?.hash ?? (await nobodysHash()))
  if (known === undefined || stored === undefined || !isRight) {
    await countFailure(visit, account)
    const logged = known === undefined ? new OAuthError(50034, 'There is no such user.') : wrongError()
    return refused(wrongError(), logged, known)
  }
  await store.identity.failures.remove(account)
  if (!stored.isHardened) {
    await store.identity.passwords.harden({ ...stored, hash: await harden(stored.hash), isHardened: true }, stored.hash)
  }
  // Told only to who knows the password. What ended earlier sign-ins does not end this one.
  const refusal = refuseUser(known, Number.POSITIVE_INFINITY)
  return refusal === undefined ? { kind: 'right', user: known } : refused(refusal, refusal, known)
}

function refused(told: OAuthError, logged: OAuthError, user: User | undefined): PasswordVerdict {
  return { kind: 'refused', told, logged, user }
}

export async function isLocked({ store, now }: Visit, account: string): Promise<boolean> {
  const failures = await store.identity.failures.find(account)
  return failures !== undefined && failures.lockedUntil > now
}

export async function countFailure({ store, call, request, now }: Visit, account: string): Promise<void> {
  call.door.people.addresses.failed(request.remoteAddress)
  const { failures } = store.identity
  const count = ((await failures.find(account))?.count ?? 0) + 1
  const lockMs = count < failuresMax ? 0 : Math.min(firstLockMs * 2 ** (count - failuresMax), lockMsMax)
  await failures.put(account, { count, lastAt: now, lockedUntil: now + lockMs })
}

export function lockedError(): OAuthError {
  return new OAuthError(50053, 'There were too many wrong attempts. Wait a minute or longer, then try again.')
}

function wrongError(): OAuthError {
  return new OAuthError(50126, 'The user name or the password is wrong.')
}

let nobody: Promise<string> | undefined

/** Something to compare with when there is no account. */
function nobodysHash(): Promise<string> {
  nobody ??= harden(hashQuickly(''))
  return nobody
}
