import type { User } from '../../model/user.ts'
import { asObject } from '../client-registration.ts'
import type { Visit } from './visit.ts'

/** Sets a user's own new password; earlier sign-ins end with it. */
export async function changePassword({ store, now }: Visit, user: User, hash: string): Promise<void> {
  const passwordProfile = { ...asObject(user.properties.passwordProfile), forceChangePasswordNextSignIn: false }
  const lastPasswordChangeDateTime = new Date(now).toISOString()
  const cleared = 'forceChangePasswordNextSignInWithMfa' in passwordProfile
  const profile = cleared ? { ...passwordProfile, forceChangePasswordNextSignInWithMfa: false } : passwordProfile
  await store.provisioning.transaction(async ({ users, passwords }) => {
    const [current] = await users.findByIds([user.id])
    if (current === undefined) return
    const properties = { ...current.properties, passwordProfile: profile, lastPasswordChangeDateTime }
    await users.replace([{ ...current, properties }])
    await passwords.put([{ userId: user.id, hash, isHardened: true }])
  })
  await store.identity.artifacts.revokeUser(user.id)
}
