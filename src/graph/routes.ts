import type { Permission } from '../auth/permissions.ts'
import { roleTemplates } from '../auth/role-templates.ts'
import type { Call, Route } from '../http/route.ts'
import type { Handlers } from './handlers.ts'
import * as resources from './resources/index.ts'
import { routeTable } from './route-table/index.ts'
import type { Grants, RouteRow } from './route-table/route-row.ts'

type Resource = (typeof resources)[keyof typeof resources]

/** Everything that the resources need, each its own part of it. */
export type GraphParts = Intersection<Parameters<Resource>[0]>

type Intersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer Both) => void
  ? Both
  : never

/** The routes of the Graph API, of all resources. */
export function graphRoutes(parts: GraphParts): readonly Route<Permission>[] {
  return Object.values(resources).flatMap((resource) => {
    const served: readonly Route<Permission>[] | Handlers = resource(parts)
    return isList(served) ? served : toRoutes(served)
  })
}

function isList(served: readonly Route<Permission>[] | Handlers): served is readonly Route<Permission>[] {
  return Array.isArray(served)
}

function toRoutes(handlers: Handlers): readonly Route<Permission>[] {
  const byKey = new Map<string, Route['handle']>(Object.entries(handlers))
  return routeTable.flatMap((row) => {
    const handle = byKey.get(`${row.method} ${row.path}`)
    return handle === undefined ? [] : [toRoute(row, handle)]
  })
}

function toRoute(row: RouteRow, handle: (call: Call) => ReturnType<Route['handle']>): Route<Permission> {
  const { method, path, throttle = 'none', delegatedRoles = [] } = row
  const permissions = {
    application: toGrants(row.application),
    delegated: toGrants(row.delegated),
    delegatedRoles: delegatedRoles.map((name) => roleTemplates[name]),
  }
  return { method, path, throttle, permissions, handle }
}

function toGrants(grants: Grants | 'any' | 'none') {
  if (grants === 'any') return grants
  return grants === 'none' ? [] : [...grants.least, ...(grants.higher ?? [])]
}
