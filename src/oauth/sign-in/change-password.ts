import { verifyPassword } from '../../auth/passwords/password-hash.ts'
import { refusePassword } from '../../auth/passwords/password-rules.ts'
import { replacePassword } from '../../auth/passwords/replace-password.ts'
import type { User } from '../../model/user.ts'
import { personAudit } from './person-audit.ts'
import type { Visit } from './visit.ts'

export interface NewPassword {
  readonly user: User
  readonly password: string
  readonly repeated: string
}

/** Sets a user's own new password; earlier sign-ins end with it. Answers what is wrong with it, or null when it is set. */
export async function changePassword(visit: Visit, { user, password, repeated }: NewPassword): Promise<string | null> {
  const { store, now } = visit
  const stored = await store.identity.passwords.find(user.id)
  if (password !== repeated) return 'The two passwords differ.'
  if (stored !== undefined && (await verifyPassword(password, stored.hash))) return 'This is the password you had.'
  const weak = refusePassword(password, user.properties.userPrincipalName)
  if (weak !== null) return weak
  const toAudit = (changed: User) =>
    personAudit(visit, changed, { activity: 'Change user password', category: 'UserManagement' })
  await replacePassword(store, { user, password, now, toAudit })
  return null
}
