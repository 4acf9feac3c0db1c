import type { User } from '../../model/user.ts'
import type { FlowUser } from './flow.ts'

/** Whoever has shown everything that was asked for. */
export interface SignedIn {
  readonly user: User
  readonly flowUser: FlowUser
  /** A cookie that the browser must be given with the next answer. */
  readonly cookie: string | undefined
}

export const secondFactorText =
  'An authenticator app is set up for your account. From now on you are asked for its code when you sign in.'
