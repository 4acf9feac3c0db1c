import type { RouteAccess, RouteRow } from './route-row.ts'

const applicationReadWriteAll = {
  delegated: { least: ['Application.ReadWrite.All'] },
  application: { least: ['Application.ReadWrite.OwnedBy'], higher: ['Application.ReadWrite.All'] },
} as const satisfies RouteAccess

const applicationReadAll = {
  delegated: {
    least: ['Application.Read.All'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  application: {
    least: ['Application.Read.All', 'Application.ReadWrite.OwnedBy'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const applicationReadWriteAllOrOwner = {
  delegated: { least: ['Application.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
  application: {
    least: ['Application.ReadWrite.OwnedBy'],
    higher: ['Application.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
} as const satisfies RouteAccess

/** Nobody else vouches for a publisher here, so that an administrator has to. */
const publisherVerification = {
  delegated: { least: ['Application.ReadWrite.All'] },
  application: 'none',
  delegatedRoles: ['Application Administrator', 'Cloud Application Administrator', 'Global Administrator'],
} as const satisfies RouteAccess

const anyToken = { delegated: 'any', application: 'any' } as const satisfies RouteAccess

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const applicationsTable = [
  {
    method: 'GET',
    path: '/applications',
    delegated: {
      least: ['Application.Read.All'],
      higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    },
    application: {
      least: ['Application.Read.All', 'Application.ReadWrite.OwnedBy'],
      higher: ['Application.ReadWrite.All', 'Directory.Read.All'],
    },
    success: 200,
    returns: 'application collection',
  },
  {
    method: 'GET',
    path: '/applications/$count',
    delegated: {
      least: ['Application.Read.All'],
      higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    },
    application: {
      least: ['Application.Read.All', 'Application.ReadWrite.OwnedBy'],
      higher: ['Application.ReadWrite.All', 'Directory.Read.All'],
    },
    success: 200,
    returns: 'Edm.Int32',
  },
  { method: 'POST', path: '/applications', ...applicationReadWriteAll, success: 201, returns: 'application' },
  { method: 'GET', path: '/applications/{id}', ...applicationReadAll, success: 200, returns: 'application' },
  { method: 'PATCH', path: '/applications/{id}', ...applicationReadWriteAll, success: 204 },
  { method: 'DELETE', path: '/applications/{id}', ...applicationReadWriteAll, success: 204 },
  { method: 'GET', path: '/applications/delta', ...applicationReadAll, success: 200, returns: 'delta' },
  {
    method: 'POST',
    path: '/applications/{id}/addPassword',
    ...applicationReadWriteAllOrOwner,
    success: 200,
    returns: 'passwordCredential',
  },
  { method: 'POST', path: '/applications/{id}/removePassword', ...applicationReadWriteAllOrOwner, success: 204 },
  {
    method: 'POST',
    path: '/applications/{id}/addKey',
    ...applicationReadWriteAllOrOwner,
    success: 200,
    returns: 'keyCredential',
  },
  { method: 'POST', path: '/applications/{id}/removeKey', ...applicationReadWriteAllOrOwner, success: 204 },
  {
    method: 'GET',
    path: '/applications/{id}/logo',
    ...applicationReadAll,
    success: 200,
    returns: 'Edm.Stream',
  },
  {
    method: 'PUT',
    path: '/applications/{id}/logo',
    ...applicationReadWriteAll,
    success: 204,
    takes: 'Edm.Stream',
  },
  { method: 'DELETE', path: '/applications/{id}/logo', ...applicationReadWriteAll, success: 204 },
  {
    method: 'POST',
    path: '/applications/{id}/setVerifiedPublisher',
    ...publisherVerification,
    success: 204,
  },
  { method: 'POST', path: '/applications/{id}/unsetVerifiedPublisher', ...publisherVerification, success: 204 },
  {
    method: 'GET',
    path: '/applications/{id}/owners',
    ...applicationReadAll,
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'POST',
    path: '/applications/{id}/owners/$ref',
    delegated: { least: [['Application.ReadWrite.All', 'Directory.Read.All']], higher: ['Directory.ReadWrite.All'] },
    application: {
      least: [['Application.ReadWrite.OwnedBy', 'Directory.Read.All']],
      higher: [['Application.ReadWrite.All', 'Directory.Read.All'], 'Directory.ReadWrite.All'],
    },
    success: 204,
  },
  {
    method: 'DELETE',
    path: '/applications/{id}/owners/{ownerId}/$ref',
    ...applicationReadWriteAllOrOwner,
    success: 204,
  },
  {
    method: 'GET',
    path: '/applications/{id}/extensionProperties',
    ...applicationReadAll,
    success: 200,
    returns: 'extensionProperty collection',
  },
  {
    method: 'POST',
    path: '/applications/{id}/extensionProperties',
    ...applicationReadWriteAllOrOwner,
    success: 201,
    returns: 'extensionProperty',
  },
  {
    method: 'GET',
    path: '/applications/{id}/extensionProperties/{extensionPropertyId}',
    delegated: { least: ['Application.Read.All'], higher: ['Application.ReadWrite.All', 'Directory.Read.All'] },
    application: {
      least: ['Application.Read.All', 'Application.ReadWrite.OwnedBy'],
      higher: ['Application.ReadWrite.All'],
    },
    success: 200,
    returns: 'extensionProperty',
  },
  {
    method: 'DELETE',
    path: '/applications/{id}/extensionProperties/{extensionPropertyId}',
    ...applicationReadWriteAllOrOwner,
    success: 204,
  },
  {
    method: 'GET',
    path: '/applications/{id}/federatedIdentityCredentials',
    delegated: { least: ['Application.Read.All'], higher: ['Application.ReadWrite.All'] },
    application: {
      least: ['Application.Read.All', 'Application.ReadWrite.OwnedBy'],
      higher: ['Application.ReadWrite.All'],
    },
    success: 200,
    returns: 'federatedIdentityCredential collection',
  },
  {
    method: 'POST',
    path: '/applications/{id}/federatedIdentityCredentials',
    ...applicationReadWriteAll,
    success: 201,
    returns: 'federatedIdentityCredential',
  },
  {
    method: 'GET',
    path: '/applications/{id}/federatedIdentityCredentials/{federatedIdentityCredentialId}',
    ...applicationReadWriteAll,
    success: 200,
    returns: 'federatedIdentityCredential',
  },
  {
    method: 'PATCH',
    path: '/applications/{id}/federatedIdentityCredentials/{federatedIdentityCredentialId}',
    ...applicationReadWriteAll,
    success: 204,
  },
  {
    method: 'DELETE',
    path: '/applications/{id}/federatedIdentityCredentials/{federatedIdentityCredentialId}',
    ...applicationReadWriteAll,
    success: 204,
  },
  {
    method: 'GET',
    path: '/applicationTemplates',
    ...anyToken,
    success: 200,
    returns: 'applicationTemplate collection',
  },
  { method: 'GET', path: '/applicationTemplates/{id}', ...anyToken, success: 200, returns: 'applicationTemplate' },
  {
    method: 'POST',
    path: '/applicationTemplates/{id}/instantiate',
    ...applicationReadWriteAllOrOwner,
    success: 201,
    returns: 'applicationServicePrincipal',
  },
] as const satisfies readonly RouteRow[]
