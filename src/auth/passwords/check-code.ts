import type { User } from '../../model/user.ts'
import { matchTotp } from '../totp.ts'
import { type Attempt, countFailure, isLocked } from './check-password.ts'

/** `locked`: the code was not believed, right or not. `notSetUp`: there is nothing to compare with. */
export type CodeFinding = 'right' | 'wrong' | 'locked' | 'notSetUp'

/** Checks a code of a user's second factor, which is good once. The right one forgives what failed before. */
export async function checkCode(attempt: Attempt, { id, properties }: User, code: string): Promise<CodeFinding> {
  const { totp, failures } = attempt.store.identity
  const account = properties.userPrincipalName
  const known = await totp.find(id)
  if (known === undefined) return 'notSetUp'
  if (await isLocked(attempt, account)) return 'locked'
  const step = matchTotp(known.secret, code, attempt.now)
  if (step === undefined || !(await totp.takeStep(id, step))) {
    await countFailure(attempt, account)
    return 'wrong'
  }
  // Of guesses that are sent all at once, the right one comes too late.
  if (await isLocked(attempt, account)) return 'locked'
  await failures.remove(account)
  return 'right'
}
