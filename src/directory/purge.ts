import type { DirectoryTransaction } from '../contracts/store-writes.ts'
import type { LinkRelation } from '../model/directory-object.ts'

/** What only exists together with the object at the other end of the link. */
const dependent: readonly LinkRelation[] = ['parent', 'principal', 'resource', 'client']

type Writers = Pick<DirectoryTransaction, 'objects' | 'deletedUsers'>

/**
 * Removes an object from the deleted items for good, with its links, what it contains, and the assignments and grants that
 * name it. Answers whether it was there; what somebody else has brought back meanwhile stays.
 */
export async function purgeDeleted({ objects, deletedUsers }: Writers, id: string, isUser: boolean): Promise<boolean> {
  const isDeleted = isUser ? (await deletedUsers.find(id)) !== undefined : (await objects.find(id)) === undefined
  if (!isDeleted) return false
  for (const relation of dependent) {
    for (const dependentId of await objects.listLinking(relation, id)) await objects.purge(dependentId)
  }
  // Of a user nothing but its links lies among the objects.
  const outcome = await objects.purge(id)
  return (isUser ? await deletedUsers.purge(id) : outcome).kind === 'written'
}
