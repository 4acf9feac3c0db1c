import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { User } from '../../model/user.ts'
import type { Query, QueryRules } from '../../odata/query.ts'
import { nameTable } from '../../odata/select.ts'
import { type Entity, type EntityProperty, pick } from '../entity.ts'
import { entityOf, extensionsIn } from '../entity-of.ts'
import { withRestriction } from '../management-restricted.ts'
import { hide, type Sees, seesOf, toUserJson } from '../user-json.ts'

/** What beta sends only when it is asked for; directory extensions are sent there always. */
const selectOnly: ReadonlySet<string> = new Set(
  entityOf('user', 'beta').properties.flatMap(({ name, returned }) => (returned === 'select' ? name : [])),
)

/** What the store can order by. */
const sortable = nameTable(['displayName', 'userPrincipalName'])
const expandable = nameTable(['manager', 'directReports'])
export const pageSizeMax = 999
export const pageSizeDefault = 100

export interface UserRules {
  readonly entity: Entity
  readonly single: QueryRules
  readonly list: QueryRules
  readonly count: QueryRules
  readonly related: QueryRules
}

/** The rules of a call: its own, because a query may name what tenants have added to users. */
export function userRulesFor({ request, version }: Call, added: readonly EntityProperty[] = []): UserRules {
  const entity = entityOf('user', version, { links: ['manager'], extensions: extensionsIn(request.url), added })
  const { names, filterable } = entity
  const named = { typeName: entity.name, properties: names }
  return {
    entity,
    single: { ...named, expandable },
    list: { ...named, filterable, sortable, expandable, searches: true, topMax: pageSizeMax },
    count: { ...named, filterable, searches: true },
    related: { ...named, topMax: pageSizeMax },
  }
}

export interface Reading {
  readonly call: Call
  readonly query: Pick<Query, 'select'>
  /** Ids of users that are in a unit of restricted management; left out: it is not told. */
  readonly restricted?: ReadonlySet<string>
}

/** What a caller gets to see of a user: what was selected, or the default set. */
export function toVisibleUser(user: User, { call, query, restricted }: Reading): Record<string, unknown> {
  const json = withRestriction(toUserJson(user), restricted?.has(user.id) === true)
  const shown = hide(json, seesOf(call.principal, user))
  if (query.select !== undefined) return pick(shown, query.select)
  if (call.version === 'v1.0') return pick(shown, entityOf('user', 'v1.0').defaultSet('v1.0'))
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !selectOnly.has(name)))
}

/** The same as an item of a collection of `directoryObject`. */
export function toRelatedUser(user: User, reading: Reading): object {
  return { '@odata.type': '#microsoft.graph.user', ...toVisibleUser(user, reading) }
}

/** What a caller may not see, it cannot find out by searching either. */
export function requireVisible({ filter, orderby }: Query, sees: Sees): void {
  const asked = [...(filter?.uses ?? []), ...orderby].map(({ property }) => property)
  const hidden = asked.find((property) => !sees(property))
  if (hidden === undefined) return
  const details = [
    { code: 'PermissionMissing', message: `The token does not allow to search by '${hidden}'.`, target: hidden },
  ]
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', { details })
}
