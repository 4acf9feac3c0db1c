import { type Attempt, checkPassword } from '../../auth/passwords/check-password.ts'
import type { User } from '../../model/user.ts'
import { OAuthError } from '../error.ts'
import { refuseUser } from './check-user.ts'
import type { Visit } from './visit.ts'

export type SignInVerdict =
  | { readonly kind: 'right'; readonly user: User }
  /** `told` is what the person may know, `logged` what happened. */
  | {
      readonly kind: 'refused'
      readonly told: OAuthError
      readonly logged: OAuthError
      readonly user: User | undefined
    }

/** Checks user name and password, then the account. An account that is not there is refused with the words of a wrong password. */
export async function checkSignIn(visit: Visit, username: string, password: string): Promise<SignInVerdict> {
  const found = await checkPassword(attemptOf(visit), username, password)
  const { user } = found
  switch (found.kind) {
    case 'locked':
      return { kind: 'refused', told: lockedError(), logged: lockedError(), user }
    case 'unknown':
      return { kind: 'refused', told: wrongError(), logged: new OAuthError(50034, 'There is no such user.'), user }
    case 'wrong':
      return { kind: 'refused', told: wrongError(), logged: wrongError(), user }
    case 'right': {
      // Told only to who knows the password. What ended earlier sign-ins does not end this one.
      const refusal = refuseUser(found.user, Number.POSITIVE_INFINITY)
      return refusal === undefined ? found : { kind: 'refused', told: refusal, logged: refusal, user }
    }
  }
}

/** Who shows a secret here, as the rules about guessing see it. */
export function attemptOf({ store, call, request, now }: Visit): Attempt {
  return { store, addresses: call.door.people.addresses, remoteAddress: request.remoteAddress, now }
}

export function lockedError(): OAuthError {
  return new OAuthError(50053, 'There were too many wrong attempts. Wait a minute or longer, then try again.')
}

export const wrongCodeText = 'The code is wrong, or was used already. Wait for the next one.'

function wrongError(): OAuthError {
  return new OAuthError(50126, 'The user name or the password is wrong.')
}
