import type { AuditEntry } from '../../contracts/store-audits.ts'
import type { IdentityStore } from '../../contracts/store-identity.ts'
import type { DirectoryWrites } from '../../contracts/store-writes.ts'
import { changeUser } from '../../model/changed-user.ts'
import type { User } from '../../model/user.ts'
import { hashPassword } from './password-hash.ts'

export interface OwnPassword {
  readonly user: Pick<User, 'id'>
  readonly password: string
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** What the audit log says about it; the user is as it is afterwards. */
  readonly toAudit: (user: User) => AuditEntry
}

interface Places {
  readonly identity: Pick<IdentityStore, 'artifacts'>
  readonly provisioning: DirectoryWrites
}

/**
 * Sets the password that a user chose. All that was signed in with the former one ends: sessions and refresh tokens at
 * once, access tokens because they are from before `signInSessionsValidFromDateTime`.
 */
export async function replacePassword(
  { identity, provisioning }: Places,
  { user: { id }, password, now, toAudit }: OwnPassword,
): Promise<void> {
  const hash = await hashPassword(password)
  await provisioning.transaction(async ({ users, passwords, audits }) => {
    const [user] = await users.findByIds([id])
    if (user === undefined) return
    const changed = { ...user, properties: withNewPassword(user.properties, new Date(now).toISOString()) }
    await users.replace([changeUser(user, changed)])
    await passwords.put([{ userId: id, hash, isHardened: true }])
    await audits.append([toAudit(changed)])
  })
  await identity.artifacts.revokeUser(id)
}

function withNewPassword(properties: User['properties'], at: string): User['properties'] {
  const { passwordProfile } = properties
  const former = typeof passwordProfile === 'object' && passwordProfile !== null ? { ...passwordProfile } : {}
  const withMfa =
    'forceChangePasswordNextSignInWithMfa' in former ? { forceChangePasswordNextSignInWithMfa: false } : {}
  return {
    ...properties,
    passwordProfile: { ...former, ...withMfa, forceChangePasswordNextSignIn: false },
    lastPasswordChangeDateTime: at,
    signInSessionsValidFromDateTime: at,
  }
}
