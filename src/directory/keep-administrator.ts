import type { DirectoryTransaction } from '../contracts/store-writes.ts'
import { EntrainError } from '../model/error.ts'
import { isRoleAssignable } from './membership.ts'

type Writing = Pick<DirectoryTransaction, 'objects' | 'users'>

/**
 * Does what may take a directory role from somebody, and refuses with `invalidValue` when nobody would have it afterwards
 * although somebody had it before: a tenant without Global Administrator could not be managed any more. To be called
 * inside the transaction, which is undone by the refusal. Only users who may sign in count, also as direct members of
 * role-assignable groups.
 */
export async function keepingHolder<T>(
  transaction: Writing,
  roleTemplateId: string,
  work: () => Promise<T>,
): Promise<T> {
  const hadHolder = await hasHolder(transaction, roleTemplateId)
  const result = await work()
  if (hadHolder && !(await hasHolder(transaction, roleTemplateId))) {
    const message = 'The last Global Administrator of the tenant cannot be removed or disabled.'
    throw new EntrainError('invalidValue', message)
  }
  return result
}

async function hasHolder({ objects, users }: Writing, roleTemplateId: string): Promise<boolean> {
  const role = await objects.findByKey('directoryRole', { name: 'roleTemplateId', value: roleTemplateId })
  if (role === undefined) return false
  const hasUser = async (ids: readonly string[]) =>
    (await users.findByIds(ids)).some((user) => user !== undefined && user.properties.accountEnabled !== false)
  const memberIds = await objects.listLinked('members', role.id)
  if (await hasUser(memberIds)) return true
  for (const id of memberIds) {
    const group = await objects.find(id)
    if (group?.type !== 'group' || !isRoleAssignable(group)) continue
    if (await hasUser(await objects.listLinked('members', group.id))) return true
  }
  return false
}
