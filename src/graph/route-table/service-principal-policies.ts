import type { RouteAccess, RouteRow } from './route-row.ts'

const applicationReadWriteAll = {
  delegated: {
    least: [['Application.ReadWrite.All', 'Policy.Read.All']],
    higher: [
      ['Policy.Read.All', 'Application.ReadWrite.All'],
      ['Policy.ReadWrite.ApplicationConfiguration', 'Application.ReadWrite.All'],
    ],
  },
  application: {
    least: [['Application.ReadWrite.OwnedBy', 'Policy.Read.All']],
    higher: [
      ['Application.ReadWrite.All', 'Policy.Read.All'],
      ['Policy.Read.All', 'Application.ReadWrite.OwnedBy'],
      ['Policy.ReadWrite.ApplicationConfiguration', 'Application.ReadWrite.OwnedBy'],
    ],
  },
} as const satisfies RouteAccess

const applicationReadWriteAllOrOwner = {
  delegated: {
    least: [['Application.ReadWrite.All', 'Policy.Read.All']],
    higher: [
      ['Policy.Read.All', 'Application.ReadWrite.All'],
      ['Policy.ReadWrite.ApplicationConfiguration', 'Application.ReadWrite.All'],
    ],
  },
  application: {
    least: [['Application.ReadWrite.OwnedBy', 'Policy.Read.All']],
    higher: [
      ['Application.ReadWrite.All', 'Policy.Read.All'],
      ['Policy.Read.All', 'Application.ReadWrite.All'],
      ['Policy.ReadWrite.ApplicationConfiguration', 'Application.ReadWrite.OwnedBy'],
    ],
  },
} as const satisfies RouteAccess

const applicationReadWriteAllOr2 = {
  delegated: { least: [], higher: ['Application.ReadWrite.All', 'Directory.ReadWrite.All'] },
  application: { least: [], higher: ['Application.ReadWrite.All', 'Directory.ReadWrite.All'] },
} as const satisfies RouteAccess

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const servicePrincipalPoliciesTable = [
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/claimsMappingPolicies',
    ...applicationReadWriteAll,
    success: 200,
    returns: 'claimsMappingPolicy collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/claimsMappingPolicies/$ref',
    ...applicationReadWriteAll,
    success: 204,
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{id}/claimsMappingPolicies/{policyId}/$ref',
    ...applicationReadWriteAllOrOwner,
    success: 204,
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/homeRealmDiscoveryPolicies',
    ...applicationReadWriteAll,
    success: 200,
    returns: 'homeRealmDiscoveryPolicy collection',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/tokenLifetimePolicies',
    ...applicationReadWriteAllOrOwner,
    success: 200,
    returns: 'tokenLifetimePolicy collection',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/remoteDesktopSecurityConfiguration',
    delegated: {
      least: ['Application.Read.All'],
      higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    },
    application: {
      least: ['Application.Read.All'],
      higher: [
        'Application.ReadWrite.All',
        'Application.ReadWrite.OwnedBy',
        'Directory.Read.All',
        'Directory.ReadWrite.All',
      ],
    },
    success: 200,
    returns: 'remoteDesktopSecurityConfiguration',
  },
  {
    method: 'PATCH',
    path: '/servicePrincipals/{id}/remoteDesktopSecurityConfiguration',
    ...applicationReadWriteAllOr2,
    success: 200,
    returns: 'remoteDesktopSecurityConfiguration',
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{id}/remoteDesktopSecurityConfiguration/$ref',
    ...applicationReadWriteAllOr2,
    success: 204,
  },
] as const satisfies readonly RouteRow[]
