import type { DirectoryStore } from '../../contracts/store-directory.ts'
import type { IdentityStore } from '../../contracts/store-identity.ts'
import type { User } from '../../model/user.ts'
import type { AddressGuard } from './address-guard.ts'
import { harden, hashQuickly, verifyPassword } from './password-hash.ts'

/** Failures in a row that lock an account. */
const failuresMax = 10
const firstLockMs = 60_000
/** Each further failure doubles the time, up to this. */
const lockMsMax = 3_600_000

/** Somebody who shows something secret of an account, wherever that is. */
export interface Attempt {
  readonly store: {
    readonly directory: Pick<DirectoryStore, 'findUserByPrincipalName'>
    readonly identity: Pick<IdentityStore, 'passwords' | 'failures' | 'totp'>
  }
  readonly addresses: AddressGuard
  readonly remoteAddress: string
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

export type PasswordFinding =
  | { readonly kind: 'right'; readonly user: User }
  /** `locked`: nothing was looked at. `unknown`: there is no such user. */
  | { readonly kind: 'locked' | 'unknown' | 'wrong'; readonly user: User | undefined }

/**
 * Checks a password. An account that is not there costs the same work as a wrong password; too many failures of an
 * account, or of an address, are refused before anything is looked at.
 */
export async function checkPassword(attempt: Attempt, username: string, password: string): Promise<PasswordFinding> {
  const { directory, identity } = attempt.store
  const user = await directory.findUserByPrincipalName(username.trim())
  const account = user?.properties.userPrincipalName ?? username.trim()
  if (await isLocked(attempt, account)) return { kind: 'locked', user }
  const stored = user === undefined ? undefined : await identity.passwords.find(user.id)
  const isRight = await verifyPassword(password, stored?.hash ?? (await nobodysHash()))
  if (user === undefined || stored === undefined || !isRight) {
    await countFailure(attempt, account)
    return { kind: user === undefined ? 'unknown' : 'wrong', user }
  }
  // Of guesses that are sent all at once, the right one comes too late.
  if (await isLocked(attempt, account)) return { kind: 'locked', user }
  // Whoever knows the password must not try codes of the second factor without end: only the code clears them.
  if ((await identity.totp.find(user.id)) === undefined) await identity.failures.remove(account)
  if (!stored.isHardened) {
    await identity.passwords.harden({ ...stored, hash: await harden(stored.hash), isHardened: true }, stored.hash)
  }
  return { kind: 'right', user }
}

/** Whether nothing of an account is looked at now, because too much was tried on it or from this address. */
export async function isLocked({ store, addresses, remoteAddress, now }: Attempt, account: string): Promise<boolean> {
  if (addresses.isBlocked(remoteAddress)) return true
  const failures = await store.identity.failures.find(account)
  return failures !== undefined && failures.lockedUntil > now
}

export async function countFailure(attempt: Attempt, account: string): Promise<void> {
  const { store, addresses, remoteAddress, now } = attempt
  addresses.failed(remoteAddress)
  const { failures } = store.identity
  await failures.update(account, (former) => {
    const count = (former?.count ?? 0) + 1
    const lockMs = count < failuresMax ? 0 : Math.min(firstLockMs * 2 ** (count - failuresMax), lockMsMax)
    return { count, lastAt: now, lockedUntil: now + lockMs }
  })
}

let nobody: Promise<string> | undefined

/** Something to compare with when there is no account. */
function nobodysHash(): Promise<string> {
  nobody ??= harden(hashQuickly(''))
  return nobody
}
