import type { Permission } from '../auth/permissions.ts'
import { type RoleName, roleTemplates } from '../auth/role-templates.ts'
import type { Route } from '../http/route.ts'
import type { Handlers } from './handlers.ts'
import { notSupported } from './not-served.ts'
import * as resources from './resources/index.ts'
import { routeTable } from './route-table/index.ts'
import { baseCostOf } from './route-table/resource-units.ts'
import type { Grants, RouteRow } from './route-table/route-row.ts'

type Resource = (typeof resources)[keyof typeof resources]

/** Everything that the resources need, each its own part of it. */
export type GraphParts = Intersection<Parameters<Resource>[0]>

type Intersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer Both) => void
  ? Both
  : never

/** What an installation may set about routes. */
export interface RouteSettings {
  /** Directory roles of which a signed-in user needs one to upload people. Default: those of the table. */
  readonly bulkUploadRoles?: readonly RoleName[]
}

/**
 * The routes of the Graph API: every row of the table. A row of Graph's that nothing answers yet refuses with
 * `notSupported` whoever may call it; one of ours is left out (the clock's, when it cannot be moved).
 */
export function graphRoutes(parts: GraphParts, settings: RouteSettings = {}): readonly Route<Permission>[] {
  const served = collectHandlers(parts)
  return routeTable.flatMap((row) => {
    // Public rows are answered before anybody is asked who they are (public-routes.ts).
    if (row.isPublic) return []
    const handle = served.get(keyOf(row)) ?? (row.isOurs ? undefined : notSupported)
    return handle === undefined ? [] : [toRoute(row, handle, settings)]
  })
}

/** What is answered, by row. Throws when two resources answer the same row, or one that the table does not have. */
export function collectHandlers(parts: GraphParts): ReadonlyMap<string, Route['handle']> {
  const known = new Set(routeTable.map(keyOf))
  const served = new Map<string, Route['handle']>()
  for (const [key, handle] of Object.values(resources).flatMap((resource) => Object.entries(resource(parts)))) {
    if (served.has(key)) throw new Error(`two handlers for ${key}`)
    if (!known.has(key)) throw new Error(`${key} is not in the route table`)
    served.set(key, handle)
  }
  return served
}

/** The routes of some rows, for callers that open one resource only. */
export function toRoutes(handlers: Handlers): readonly Route<Permission>[] {
  const byKey = new Map<string, Route['handle']>(Object.entries(handlers))
  return routeTable.flatMap((row) => {
    const handle = byKey.get(keyOf(row))
    return handle === undefined ? [] : [toRoute(row, handle)]
  })
}

function keyOf({ method, path }: Pick<RouteRow, 'method' | 'path'>): string {
  return `${method} ${path}`
}

function toRoute(row: RouteRow, handle: Route['handle'], settings: RouteSettings = {}): Route<Permission> {
  const { method, path, versions, rolesAreSet } = row
  const throttle = row.throttle ?? (row.isOurs ? 'none' : 'directory')
  const roles = (rolesAreSet === undefined ? undefined : settings[rolesAreSet]) ?? row.delegatedRoles ?? []
  const permissions = {
    application: toGrants(row.application),
    delegated: toGrants(row.delegated),
    delegatedRoles: roles.map((name) => roleTemplates[name]),
  }
  return {
    method,
    path,
    throttle,
    cost: baseCostOf(row),
    permissions,
    handle,
    ...(versions === undefined ? {} : { versions }),
  }
}

function toGrants(grants: Grants | 'any' | 'none') {
  if (grants === 'any') return grants
  return grants === 'none' ? [] : [...grants.least, ...(grants.higher ?? [])]
}
