import type { Permission } from '../auth/permissions.ts'
import type { Route } from '../http/route.ts'
import * as resources from './resources/index.ts'

type Resource = (typeof resources)[keyof typeof resources]

/** Everything that the resources need, each its own part of it. */
export type GraphParts = Intersection<Parameters<Resource>[0]>

type Intersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer Both) => void
  ? Both
  : never

/** The route table of the Graph API, of all resources. */
export function graphRoutes(parts: GraphParts): readonly Route<Permission>[] {
  return Object.values(resources).flatMap((resource) => resource(parts))
}
