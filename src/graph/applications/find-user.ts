import type { DirectoryStore } from '../../contracts/store-directory.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { Call } from '../../http/route.ts'
import type { User } from '../../model/user.ts'
import { resourceNotFound } from '../not-found.ts'

/** The user of a path, by object id or userPrincipalName. Refuses with `notFound`. */
export async function requireUser(
  directory: Pick<DirectoryStore, 'findUser' | 'findUserByPrincipalName'>,
  { params: { id = '' } }: Pick<Call, 'params'>,
): Promise<User> {
  const name = alternateKeyOf(id)?.value ?? id
  const found = name.includes('@') ? await directory.findUserByPrincipalName(name) : await directory.findUser(name)
  if (found === undefined) throw resourceNotFound(name)
  return found
}
