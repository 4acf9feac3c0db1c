import type { Permission } from '../../auth/permissions.ts'
import type { RoleName } from '../../auth/role-templates.ts'
import type { Grant, Method } from '../../http/route.ts'
import type { ThrottleProfile } from '../../http/throttle.ts'

/** What opens a route to one kind of caller, least privileged first. Any single one is enough. */
export interface Grants {
  readonly least: readonly Grant<Permission>[]
  readonly higher?: readonly Grant<Permission>[]
}

/** Who may call a route. `any`: every valid token; `none`: that kind of caller never. */
export interface RouteAccess {
  readonly delegated: Grants | 'any' | 'none'
  readonly application: Grants | 'any' | 'none'
  /** Directory roles of which a signed-in user needs one. Left out: the rules of the object decide. */
  readonly delegatedRoles?: readonly RoleName[]
}

/** One route of the API, as data: whatever is served, authorized, documented and generated comes from these rows. */
export interface RouteRow extends RouteAccess {
  readonly method: Method
  /** Graph's path without the version; `{name}` stands for one segment. */
  readonly path: string
  /** Left out: both. */
  readonly versions?: readonly ('v1.0' | 'beta')[]
  readonly success: 200 | 201 | 202 | 204
  /** Type of the answer: `user`, `user collection`, `delta`, `reference`, a primitive `Edm.…`; left out for none. */
  readonly returns?: string
  /** Type of the body: a model type, or the name of an action's parameters; left out for none. */
  readonly takes?: string
  /** Which limit counts the request; left out: that of directory objects, and none for routes of our own. */
  readonly throttle?: keyof ThrottleProfile | 'none'
  /** Answered without a token; then nothing else of the access counts. */
  readonly isPublic?: true
  /** The setting that replaces `delegatedRoles`. */
  readonly rolesAreSet?: 'bulkUploadRoles'
  /** Not Graph's but this service's own. */
  readonly isOurs?: true
}
