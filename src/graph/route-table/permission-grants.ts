import type { RouteAccess, RouteRow } from './route-row.ts'

const directoryReadAll = {
  delegated: {
    least: ['Directory.Read.All'],
    higher: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
  application: {
    least: ['Directory.Read.All'],
    higher: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const delegatedPermissionGrantReadWriteAll = {
  delegated: { least: ['DelegatedPermissionGrant.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
  application: { least: ['DelegatedPermissionGrant.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
} as const satisfies RouteAccess

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const permissionGrantsTable = [
  {
    method: 'GET',
    path: '/oauth2PermissionGrants',
    ...directoryReadAll,
    success: 200,
    returns: 'oAuth2PermissionGrant collection',
  },
  {
    method: 'POST',
    path: '/oauth2PermissionGrants',
    ...delegatedPermissionGrantReadWriteAll,
    success: 201,
    returns: 'oAuth2PermissionGrant',
  },
  {
    method: 'GET',
    path: '/oauth2PermissionGrants/{id}',
    ...directoryReadAll,
    success: 200,
    returns: 'oAuth2PermissionGrant',
  },
  { method: 'PATCH', path: '/oauth2PermissionGrants/{id}', ...delegatedPermissionGrantReadWriteAll, success: 204 },
  { method: 'DELETE', path: '/oauth2PermissionGrants/{id}', ...delegatedPermissionGrantReadWriteAll, success: 204 },
  {
    method: 'GET',
    path: '/oauth2PermissionGrants/delta',
    delegated: { least: ['Directory.Read.All'], higher: ['Directory.ReadWrite.All'] },
    application: {
      least: ['Directory.Read.All'],
      higher: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    success: 200,
    returns: 'delta',
  },
] as const satisfies readonly RouteRow[]
