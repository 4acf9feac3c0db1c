import type { DirectoryStore } from '../../contracts/store-directory.ts'
import { directoryExtensionPattern } from '../../model/user-attributes.ts'

/** Users that are looked at; extension attributes are usually on all of them or on none. */
const usersReadMax = 1_000

/** The directory extension attributes that users of the embedded directory carry, in alphabetical order. */
export async function findDirectoryExtensions(
  directory: Pick<DirectoryStore, 'listUsers'>,
): Promise<readonly string[]> {
  const users = await directory.listUsers({
    filter: null,
    orderBy: { property: 'id', descending: false },
    limit: usersReadMax,
    after: null,
  })
  const names = users.flatMap(({ properties }) => Object.keys(properties))
  return [...new Set(names.filter((name) => directoryExtensionPattern.test(name)))].toSorted()
}
