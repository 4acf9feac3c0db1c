import type { DirectoryStore } from '../contracts/store-directory.ts'
import type { DirectoryChangesReader, ObjectsReader } from '../contracts/store-objects.ts'
import type { DirectoryTransaction, DirectoryWrites } from '../contracts/store-writes.ts'
import { compileRule, type MembershipTest } from '../membership/compile-rule.ts'
import { RuleError } from '../membership/rule-error.ts'
import type { DirectoryObject, ObjectType } from '../model/directory-object.ts'
import type { User } from '../model/user.ts'
import { isDynamicGroup } from './group-rules.ts'
import { listLinkingIds } from './membership.ts'
import { isDynamicUnit } from './unit-rules.ts'

/** Users whose memberships are worked out and written in one piece; after each piece everything else has its turn. */
export const dynamicUsersPerPieceMax = 100
/** Questions of rules in one piece: with many rules it has fewer users. */
const testsPerPieceMax = 5_000
const changesPerPageMax = 1_000
const objectsPerPageMax = 500
/** Kinds of objects whose members can follow from a rule. */
const followedTypes = ['group', 'administrativeUnit'] as const satisfies readonly ObjectType[]

export interface RuleTenant {
  readonly objects: Pick<ObjectsReader, 'list' | 'findMany' | 'listLinking'>
  readonly directory: Pick<DirectoryStore, 'findUsers' | 'listUsers'>
  readonly changes: Pick<DirectoryChangesReader, 'latest' | 'list'>
  readonly provisioning: Pick<DirectoryWrites, 'transaction'>
}

/** A group, or administrative unit, whose rule is followed. */
interface Followed {
  readonly rule: string
  readonly isMember: MembershipTest
}

/** A link that is to be made or ended. */
interface Correction {
  readonly objectId: string
  readonly userId: string
  readonly isMember: boolean
}

/**
 * Keeps the members of a tenant's groups and administrative units with dynamic membership as their rules say. It follows
 * the change feed: users that changed are asked every rule, a rule that changed is asked of every user. What it knows is in
 * memory; at its start it asks every rule of every user once. A tenant without rules costs a look at the feed.
 */
export class DynamicMembership {
  readonly #tenant: RuleTenant
  /** Called after each piece. Rejects to end the work early. */
  readonly #rest: () => Promise<void>
  readonly #followed = new Map<string, Followed>()
  /** Of those that are followed: whose rule has not been asked of everybody yet. */
  readonly #pending = new Set<string>()
  #seen: number | undefined
  readonly #rulesSeen = new Map<ObjectType, number>()
  #usersSeen = 0

  constructor(tenant: RuleTenant, rest: () => Promise<void>) {
    this.#tenant = tenant
    this.#rest = rest
  }

  /** Catches up with what has changed before the call. Rejects when the store does; the next call does what is left over. */
  async catchUp(): Promise<void> {
    // Read before the state: what changes meanwhile is looked at twice rather than never.
    const latest = await this.#tenant.changes.latest()
    if (latest === this.#seen) return
    if (this.#seen === undefined) await this.#begin(latest)
    else for (const type of followedTypes) await this.#followRules(type)
    await this.#askPending()
    await this.#followUsers(latest)
    this.#seen = latest
  }

  async #begin(latest: number): Promise<void> {
    this.#followed.clear()
    this.#pending.clear()
    for (const type of followedTypes) {
      await this.#readRules(type)
      this.#rulesSeen.set(type, latest)
    }
    this.#usersSeen = latest
  }

  async #readRules(type: ObjectType): Promise<void> {
    for (let afterId: string | undefined, isMore = true; isMore; ) {
      const page = await this.#tenant.objects.list(type, { limit: objectsPerPageMax, afterId })
      for (const object of page) this.#consider(object.id, object)
      afterId = page.at(-1)?.id
      isMore = page.length === objectsPerPageMax
      if (isMore) await this.#rest()
    }
  }

  /** Changes of members are in the feed as well, this service's own among them; they change no rule. */
  async #followRules(type: ObjectType): Promise<void> {
    for (let isMore = true; isMore; ) {
      const after = this.#rulesSeen.get(type) ?? 0
      const page = await this.#tenant.changes.list(type, { after, limit: changesPerPageMax })
      const ids = [...new Set(page.filter(({ link }) => link === null).map(({ id }) => id))]
      const objects = await this.#tenant.objects.findMany(ids)
      for (const [index, id] of ids.entries()) this.#consider(id, objects[index])
      this.#rulesSeen.set(type, page.at(-1)?.sequence ?? after)
      isMore = page.length === changesPerPageMax
      if (isMore) await this.#rest()
    }
  }

  #consider(id: string, object: DirectoryObject | undefined): void {
    const rule = object === undefined ? undefined : ruleOf(object)
    if (rule === undefined) {
      this.#followed.delete(id)
      this.#pending.delete(id)
      return
    }
    if (this.#followed.get(id)?.rule === rule) return
    const isMember = readRule(rule)
    this.#followed.delete(id)
    if (isMember === undefined) return
    this.#followed.set(id, { rule, isMember })
    this.#pending.add(id)
  }

  /** Rules that are new are asked of everybody, all of them in one go. */
  async #askPending(): Promise<void> {
    const asked = [...this.#pending]
    const limit = usersPerPiece(asked.length)
    for (let after: string | null = null, isMore = asked.length > 0; isMore; ) {
      const users: readonly User[] = await this.#tenant.directory.listUsers({
        filter: null,
        orderBy: { property: 'id', descending: false },
        limit,
        after: after === null ? null : { sortValue: after, id: after },
      })
      await this.#settle(users, asked)
      after = users.at(-1)?.id ?? after
      isMore = users.length === limit
      await this.#rest()
    }
    for (const id of asked) this.#pending.delete(id)
  }

  async #followUsers(latest: number): Promise<void> {
    if (this.#followed.size === 0) this.#usersSeen = latest
    const limit = usersPerPiece(this.#followed.size)
    while (this.#usersSeen < latest) {
      const page = await this.#tenant.changes.list('user', { after: this.#usersSeen, limit })
      const ids = [...new Set(page.map(({ id }) => id))]
      const users = await this.#tenant.directory.findUsers(ids)
      await this.#settle(
        users.filter((user) => user !== undefined),
        [...this.#followed.keys()],
      )
      const reached = page.at(-1)?.sequence ?? latest
      this.#usersSeen = page.length < limit ? Math.max(latest, reached) : reached
      await this.#rest()
    }
  }

  async #settle(users: readonly User[], objectIds: readonly string[]): Promise<void> {
    const corrections: Correction[] = []
    for (const user of users) corrections.push(...(await this.#compare(user, objectIds)))
    if (corrections.length === 0) return
    await this.#tenant.provisioning.transaction((transaction) => apply(transaction, corrections))
  }

  async #compare(user: User, objectIds: readonly string[]): Promise<readonly Correction[]> {
    const memberships = new Set(await listLinkingIds(this.#tenant.objects, 'members', user.id))
    return objectIds.flatMap((objectId) => {
      const isMember = this.#followed.get(objectId)?.isMember(user)
      if (isMember === undefined || isMember === memberships.has(objectId)) return []
      return { objectId, userId: user.id, isMember }
    })
  }
}

function usersPerPiece(rules: number): number {
  return Math.max(1, Math.min(dynamicUsersPerPieceMax, Math.floor(testsPerPieceMax / Math.max(1, rules))))
}

/** The rule that is to be followed: not while it is paused. */
function ruleOf({ type, properties }: DirectoryObject): string | undefined {
  const { membershipRule, membershipRuleProcessingState: state } = properties
  const isDynamic = type === 'group' ? isDynamicGroup(properties) : isDynamicUnit(properties)
  return isDynamic && state === 'On' && typeof membershipRule === 'string' ? membershipRule : undefined
}

/** Rules were read before they were written; one that is not understood any more leaves the members as they are. */
function readRule(rule: string): MembershipTest | undefined {
  try {
    return compileRule(rule)
  } catch (error) {
    if (error instanceof RuleError) return undefined
    throw error
  }
}

/** Objects and users that went meanwhile are left out, and rules that ended; what changed meanwhile is in the feed again. */
async function apply(
  { objects, users }: Pick<DirectoryTransaction, 'objects' | 'users'>,
  corrections: readonly Correction[],
): Promise<void> {
  const userIds = [...new Set(corrections.map(({ userId }) => userId))]
  const present = new Set((await users.findByIds(userIds)).flatMap((user) => user?.id ?? []))
  const ruled = new Map<string, boolean>()
  for (const { objectId, userId, isMember } of corrections) {
    const isRuled = ruled.get(objectId) ?? hasRule(await objects.find(objectId))
    ruled.set(objectId, isRuled)
    if (!isRuled || !present.has(userId)) continue
    if (isMember) await objects.link('members', objectId, userId)
    else await objects.unlink('members', objectId, userId)
  }
}

function hasRule(object: DirectoryObject | undefined): boolean {
  return object !== undefined && ruleOf(object) !== undefined
}
