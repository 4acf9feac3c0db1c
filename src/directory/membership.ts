import type { ObjectsReader } from '../contracts/store-objects.ts'
import type { DirectoryObject, LinkRelation } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'

/** What membership is found out from; `tenant.objects` fits. */
export type MembershipReader = Pick<ObjectsReader, 'findMany' | 'listLinked' | 'listLinking'>

/** Ids that one answer of the store may have. */
const linksPerPage = 1_000
/** Links that are followed to find all groups of an object, or all members of a group. */
export const membershipLinksMax = 200_000

/** Everything that the object is a direct member of: groups, directory roles, administrative units. In order of id. */
export async function listMemberOf(reader: MembershipReader, id: string): Promise<readonly DirectoryObject[]> {
  return present(reader, await listLinkingIds(reader, 'members', id))
}

/**
 * Everything that the object is a member of, directly or through groups. Roles come only from direct membership and from
 * role-assignable groups that the object is a direct member of: nesting confers no role (Graph page "Use Microsoft Entra
 * groups to manage role assignments"). A group in an administrative unit does not bring its members into it. In order of
 * id; groups that contain each other do no harm.
 */
export async function listTransitiveMemberOf(
  reader: MembershipReader,
  id: string,
): Promise<readonly DirectoryObject[]> {
  const found = new Map((await listMemberOf(reader, id)).map((object) => [object.id, object]))
  const budget = new LinkBudget(found.size)
  let level = [...found.values()].filter(isGroup)
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: DirectoryObject[] = []
    for (const group of level) {
      const above = await listMemberOf(reader, group.id)
      budget.spend(above.length)
      const conferred = above.filter(
        (object) => isGroup(object) || (object.type === 'directoryRole' && depth === 1 && isRoleAssignable(group)),
      )
      for (const object of conferred) {
        if (found.has(object.id) || object.id === id) continue
        found.set(object.id, object)
        if (isGroup(object)) next.push(object)
      }
    }
    level = next
  }
  return inOrder([...found.values()])
}

/** Ids of everybody who is in a group, directly or through groups in it; the groups in it are members, too. In order. */
export async function listTransitiveMemberIds(reader: MembershipReader, groupId: string): Promise<readonly string[]> {
  const found = new Set<string>()
  const budget = new LinkBudget(0)
  let level = [groupId]
  while (level.length > 0) {
    const next: string[] = []
    for (const id of level) {
      const members = await listLinkedIds(reader, 'members', id)
      budget.spend(members.length)
      next.push(...members.filter((member) => !found.has(member) && member !== groupId))
      for (const member of members) if (member !== groupId) found.add(member)
    }
    const groups = (await reader.findMany([...new Set(next)])).filter(
      (object) => object !== undefined && isGroup(object),
    )
    level = groups.flatMap((group) => group?.id ?? [])
  }
  return [...found].sort()
}

/** Ids at the other ends of a link, all of them, in order. Refuses to read more than `membershipLinksMax`. */
export function listLinkedIds(
  reader: Pick<ObjectsReader, 'listLinked'>,
  relation: LinkRelation,
  fromId: string,
): Promise<readonly string[]> {
  return readAll((afterId) => reader.listLinked(relation, fromId, { limit: linksPerPage, afterId }))
}

/** Ids of everything that links to an object, in order. Refuses to read more than `membershipLinksMax`. */
export function listLinkingIds(
  reader: Pick<ObjectsReader, 'listLinking'>,
  relation: LinkRelation,
  toId: string,
): Promise<readonly string[]> {
  return readAll((afterId) => reader.listLinking(relation, toId, { limit: linksPerPage, afterId }))
}

/** Whether a group can hold directory roles; decided when it was made. */
export function isRoleAssignable({ properties }: Pick<DirectoryObject, 'properties'>): boolean {
  return properties.isAssignableToRole === true
}

function isGroup({ type }: DirectoryObject): boolean {
  return type === 'group'
}

async function present(reader: MembershipReader, ids: readonly string[]): Promise<readonly DirectoryObject[]> {
  return (await reader.findMany(ids)).filter((object) => object !== undefined)
}

async function readAll(read: (afterId: string | undefined) => Promise<readonly string[]>): Promise<readonly string[]> {
  const ids: string[] = []
  const budget = new LinkBudget(0)
  let page: readonly string[]
  do {
    page = await read(ids.at(-1))
    budget.spend(page.length)
    ids.push(...page)
  } while (page.length === linksPerPage)
  return ids
}

function inOrder(objects: readonly DirectoryObject[]): readonly DirectoryObject[] {
  return objects.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** Keeps a directory whose groups contain each other many times over from taking the service's time. */
class LinkBudget {
  #spent: number

  constructor(spent: number) {
    this.#spent = spent
  }

  spend(links: number): void {
    this.#spent += links
    if (this.#spent <= membershipLinksMax) return
    throw new EntrainError('unsupportedQuery', `The answer needs more than ${membershipLinksMax} links to be followed.`)
  }
}
