import type { Route } from '../http/route.ts'
import type { RouteKey } from './route-table/index.ts'

/** What answers which rows of the route table: `{ 'GET /users/{id}': (call) => … }`. */
export type Handlers = { readonly [Key in RouteKey]?: Route['handle'] }
