import type { Route } from '../../http/route.ts'
import type { Handlers } from '../handlers.ts'

type Handle = Route['handle']

/** Where Graph has administrative units: the second path exists in beta only. */
const unitPaths = ['/directory/administrativeUnits', '/administrativeUnits'] as const

/** Answers the same rows below both paths. Keys are methods and what follows: `GET /{id}`, `POST ` for the set itself. */
export function atUnitPaths(handlers: Readonly<Record<string, Handle>>): Handlers {
  const entries = unitPaths.flatMap((path) =>
    Object.entries(handlers).map(([key, handle]): readonly [string, Handle] => {
      const [method = '', rest = ''] = key.split(' ')
      return [`${method} ${path}${rest}`, handle]
    }),
  )
  // Keys that the table does not have are refused when the routes are put together.
  return Object.fromEntries(entries) as Handlers
}
