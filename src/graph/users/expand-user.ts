import type { DirectoryStore } from '../../contracts/store-directory.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { User } from '../../model/user.ts'
import type { Expansion } from '../../odata/expand.ts'
import type { Query } from '../../odata/query.ts'
import { parseSelect } from '../../odata/select.ts'
import { expandedMax } from '../collection.ts'
import { isEventual, refusing } from '../odata-query.ts'
import { toRelatedUser, userRulesFor } from './user-view.ts'

type Finders = Pick<DirectoryStore, 'findUsers' | 'listDirectReportIds'>

/** Managers above one another that are followed at most (`$levels=max`). */
const levelsMax = 1_000

/**
 * What `$expand` adds to users, one answer for each. Refuses with `unsupportedQuery` a chain of managers for a whole list
 * or outside the advanced mode (graph-conventions section 8).
 */
export async function expandUsers(
  call: Call,
  users: readonly User[],
  { query, directory }: { readonly query: Query; readonly directory: Finders },
): Promise<readonly object[]> {
  const { expand } = query
  if (expand === undefined) return users.map(() => ({}))
  const { entity } = userRulesFor(call)
  const select = refusing(() => parseSelect((expand.select ?? ['*']).join(','), entity.names, entity.name))
  const reading = { call, query: { select } }
  if (expand.property === 'directReports') {
    return Promise.all(
      users.map(async ({ id }) => {
        const ids = (await directory.listDirectReportIds(id)).slice(0, expandedMax)
        const reports = (await directory.findUsers(ids)).filter((report) => report !== undefined)
        return { directReports: reports.map((report) => toRelatedUser(report, reading)) }
      }),
    )
  }
  const [only, ...others] = users
  if (expand.levels !== undefined && only !== undefined) {
    requireChainMode(call, query, others.length)
    const chain = await findChain(only, expand, directory)
    let nested: object = {}
    for (const manager of chain.toReversed()) nested = { manager: { ...toRelatedUser(manager, reading), ...nested } }
    return [nested]
  }
  const managers = await directory.findUsers(users.flatMap(({ managerId }) => managerId ?? []))
  const byId = new Map(managers.flatMap((manager) => (manager === undefined ? [] : [[manager.id, manager]])))
  return users.map(({ managerId }) => {
    const manager = managerId === null ? undefined : byId.get(managerId)
    return manager === undefined ? {} : { manager: toRelatedUser(manager, reading) }
  })
}

function requireChainMode(call: Call, { count }: Query, others: number): void {
  if (others > 0) throw new EntrainError('unsupportedQuery', '$levels is supported for a single user only.')
  if (isEventual(call) && count) return
  const hint = 'Try adding $count=true query parameter and ConsistencyLevel:eventual header.'
  throw new EntrainError('unsupportedQuery', `$levels is not supported because parameters might be missing. ${hint}`)
}

/** From the nearest manager upwards; a circle ends where it closes. */
async function findChain(user: User, { levels }: Expansion, directory: Finders): Promise<readonly User[]> {
  const chain: User[] = []
  const seen = new Set([user.id])
  const depth = typeof levels === 'number' ? levels : levelsMax
  for (let managerId = user.managerId; managerId !== null && chain.length < depth; ) {
    const [manager]: readonly (User | undefined)[] = await directory.findUsers([managerId])
    if (manager === undefined || seen.has(manager.id)) break
    seen.add(manager.id)
    chain.push(manager)
    managerId = manager.managerId
  }
  return chain
}
