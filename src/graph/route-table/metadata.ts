import type { RouteRow } from './route-row.ts'

/** What the service says of itself. */
export const metadataTable = [
  {
    method: 'GET',
    path: '/',
    delegated: 'any',
    application: 'any',
    success: 200,
    returns: 'serviceDocument',
    throttle: 'none',
  },
  {
    method: 'GET',
    path: '/$metadata',
    delegated: 'any',
    application: 'any',
    success: 200,
    returns: 'Edm.Stream',
    isPublic: true,
    throttle: 'none',
  },
  {
    method: 'GET',
    path: '/openapi.json',
    delegated: 'any',
    application: 'any',
    success: 200,
    returns: 'Edm.Stream',
    isPublic: true,
    throttle: 'none',
    isOurs: true,
  },
] as const satisfies readonly RouteRow[]
