import type { RouteRow } from './route-row.ts'

/** JSON batching (Graph page "Combine multiple HTTP requests using JSON batching"). Each item asks for its own permissions. */
export const batchTable = [
  {
    method: 'POST',
    path: '/$batch',
    delegated: 'any',
    application: 'any',
    success: 200,
    takes: 'batchRequestContent',
    // Its requests are counted one by one.
    throttle: 'none',
    returns: 'batchResponseContent',
  },
] as const satisfies readonly RouteRow[]
