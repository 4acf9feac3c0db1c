import type { User } from '../../model/user.ts'
import { asObject } from '../client-registration.ts'
import { OAuthError } from '../error.ts'

/** Why a sign-in of a user holds no longer: disabled (50057), or ended by an administrator or a new password (50173). */
export function refuseUser({ properties }: User, authTime: number): OAuthError | undefined {
  if (properties.accountEnabled === false) {
    return new OAuthError(50057, 'The account of the user is disabled.')
  }
  const validFrom = properties.signInSessionsValidFromDateTime
  // Seconds, because that is how exactly tokens tell time.
  const isOver = typeof validFrom === 'string' && Math.floor(Date.parse(validFrom) / 1000) > Math.floor(authTime / 1000)
  return isOver ? new OAuthError(50173, 'The sign-in was ended since. Sign in again.') : undefined
}

export function mustChangePassword({ properties }: User): boolean {
  const profile = asObject(properties.passwordProfile)
  return profile.forceChangePasswordNextSignIn === true || profile.forceChangePasswordNextSignInWithMfa === true
}
