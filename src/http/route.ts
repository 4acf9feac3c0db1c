import type { Principal } from '../model/principal.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import type { Version } from './path.ts'
import type { RequestCost } from './resource-units.ts'
import type { ThrottleProfile } from './throttle.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * A permission that opens a route, by itself or, as a list, only together with one of those behind the first:
 * `['AppRoleAssignment.ReadWrite.All', 'Application.Read.All', 'Directory.Read.All']`.
 */
export type Grant<Permission extends string> = Permission | readonly [Permission, ...Permission[]]

/** Who may call a route: any one of the grants, or with `any` every valid token. An empty list closes the route to that kind of caller. */
export interface RoutePermissions<Permission extends string> {
  /** Application permissions (token claim `roles`). */
  readonly application: readonly Grant<Permission>[] | 'any'
  /** Delegated permissions (token claim `scp`). */
  readonly delegated: readonly Grant<Permission>[] | 'any'
  /** Directory role template ids of which a delegated caller needs one; empty = the rules of the object decide. */
  readonly delegatedRoles: readonly string[]
}

/** One row of the route table. Paths are Graph's, without the version; `{name}` stands for one segment. */
export interface Route<Permission extends string = string> {
  readonly method: Method
  readonly path: string
  /** Versions that have the route; left out: both. */
  readonly versions?: readonly Version[]
  readonly permissions: RoutePermissions<Permission>
  /** Which limit counts the request; `none` for routes that are not throttled. */
  readonly throttle: keyof ThrottleProfile | 'none'
  /** What it takes from the limits of directory objects before its query is looked at; left out: one unit and no write. */
  readonly cost?: RequestCost
  readonly handle: (call: Call) => Promise<HttpResponse>
}

/** A route that is answered without a token. */
export interface PublicRoute {
  readonly method: Method
  readonly path: string
  readonly handle: (call: PublicCall) => Promise<HttpResponse>
}

/** A request by whomever. */
export type PublicCall = Omit<Call, 'principal'>

/** A request that has passed the door: known caller, allowed to be here. */
export interface Call {
  readonly request: HttpRequest
  readonly version: Version
  /** Values of the path's `{name}` segments, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly principal: Principal
  /** What opened the route covers only what the calling application owns: lists leave out all the rest. */
  readonly ownedOnly?: boolean
  /** Origin that clients use, without a trailing slash, e.g. `https://localhost:8443`. */
  readonly origin: string
}
