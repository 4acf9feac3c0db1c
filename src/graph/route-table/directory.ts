import type { RouteAccess, RouteRow } from './route-row.ts'

const directoryReadAll = {
  delegated: { least: ['Directory.Read.All'] },
  application: { least: ['Directory.Read.All'] },
} as const satisfies RouteAccess

const applicationReadAll = {
  delegated: { least: ['Application.Read.All'], higher: ['Directory.Read.All'] },
  application: { least: ['Application.Read.All'], higher: ['Directory.Read.All'] },
} as const satisfies RouteAccess

const customSecAttributeDefinitionReadAll = {
  delegated: {
    least: ['CustomSecAttributeDefinition.Read.All'],
    higher: ['CustomSecAttributeDefinition.ReadWrite.All'],
  },
  application: {
    least: ['CustomSecAttributeDefinition.Read.All'],
    higher: ['CustomSecAttributeDefinition.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const customSecAttributeDefinitionReadWriteAll = {
  delegated: { least: ['CustomSecAttributeDefinition.ReadWrite.All'] },
  application: { least: ['CustomSecAttributeDefinition.ReadWrite.All'] },
} as const satisfies RouteAccess

const userRead = {
  delegated: {
    least: ['User.Read'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'Organization.Read.All', 'Organization.ReadWrite.All'],
  },
  application: {
    least: ['Organization.Read.All'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'Organization.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const domainReadAll = {
  delegated: { least: ['Domain.Read.All'], higher: ['Directory.Read.All', 'Domain.ReadWrite.All'] },
  application: { least: ['Domain.Read.All'], higher: ['Directory.Read.All', 'Domain.ReadWrite.All'] },
} as const satisfies RouteAccess

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const directoryTable = [
  { method: 'GET', path: '/directoryObjects/{id}', ...directoryReadAll, success: 200, returns: 'directoryObject' },
  {
    method: 'POST',
    path: '/directoryObjects/getByIds',
    ...directoryReadAll,
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'POST',
    path: '/directoryObjects/validateProperties',
    delegated: { least: ['Group.Read.All'], higher: ['Directory.Read.All', 'Directory.ReadWrite.All'] },
    application: {
      least: ['Group.Read.All'],
      higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'Group.ReadWrite.All'],
    },
    success: 204,
  },
  {
    method: 'POST',
    path: '/directoryObjects/getAvailableExtensionProperties',
    ...directoryReadAll,
    success: 200,
    returns: 'extensionProperty collection',
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.user',
    delegated: { least: ['User.Read.All'], higher: ['Directory.Read.All'] },
    application: { least: ['User.Read.All'], higher: ['Directory.Read.All'] },
    success: 200,
    returns: 'user collection',
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.group',
    delegated: { least: ['Group.Read.All'], higher: ['Directory.Read.All'] },
    application: { least: ['Group.Read.All'], higher: ['Directory.Read.All'] },
    success: 200,
    returns: 'group collection',
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.application',
    ...applicationReadAll,
    success: 200,
    returns: 'application collection',
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.servicePrincipal',
    ...applicationReadAll,
    success: 200,
    returns: 'servicePrincipal collection',
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.administrativeUnit',
    delegated: { least: ['AdministrativeUnit.Read.All'], higher: ['Directory.Read.All'] },
    application: { least: ['AdministrativeUnit.Read.All'], higher: ['Directory.Read.All'] },
    success: 200,
    returns: 'administrativeUnit collection',
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/{id}',
    delegated: {
      least: ['AdministrativeUnit.Read.All', 'Application.Read.All', 'Group.Read.All', 'User.Read.All'],
      higher: ['Directory.Read.All'],
    },
    application: {
      least: ['AdministrativeUnit.Read.All', 'Application.Read.All', 'Group.Read.All', 'User.Read.All'],
      higher: ['Directory.Read.All'],
    },
    success: 200,
    returns: 'directoryObject',
  },
  {
    method: 'POST',
    path: '/directory/deletedItems/{id}/restore',
    delegated: {
      least: [
        'User.DeleteRestore.All',
        'Group.ReadWrite.All',
        'Application.ReadWrite.All',
        'AdministrativeUnit.ReadWrite.All',
      ],
      higher: ['User.ReadWrite.All'],
    },
    application: {
      least: [
        'User.DeleteRestore.All',
        'Group.ReadWrite.All',
        'Application.ReadWrite.All',
        'AdministrativeUnit.ReadWrite.All',
      ],
      higher: ['User.ReadWrite.All'],
    },
    success: 200,
    returns: 'directoryObject',
  },
  {
    method: 'DELETE',
    path: '/directory/deletedItems/{id}',
    delegated: {
      least: [
        'User.DeleteRestore.All',
        'Group.ReadWrite.All',
        'Application.ReadWrite.All',
        'AdministrativeUnit.ReadWrite.All',
      ],
      higher: ['User.ReadWrite.All'],
    },
    application: {
      least: [
        'User.DeleteRestore.All',
        'Group.ReadWrite.All',
        'Application.ReadWrite.OwnedBy',
        'AdministrativeUnit.ReadWrite.All',
      ],
      higher: ['Application.ReadWrite.All'],
    },
    success: 204,
  },
  {
    method: 'GET',
    path: '/directory/attributeSets',
    ...customSecAttributeDefinitionReadAll,
    success: 200,
    returns: 'attributeSet collection',
  },
  {
    method: 'POST',
    path: '/directory/attributeSets',
    ...customSecAttributeDefinitionReadWriteAll,
    success: 201,
    returns: 'attributeSet',
  },
  {
    method: 'GET',
    path: '/directory/attributeSets/{id}',
    ...customSecAttributeDefinitionReadAll,
    success: 200,
    returns: 'attributeSet',
  },
  {
    method: 'GET',
    path: '/directory/customSecurityAttributeDefinitions/{id}',
    ...customSecAttributeDefinitionReadAll,
    success: 200,
    returns: 'customSecurityAttributeDefinition',
  },
  {
    method: 'GET',
    path: '/directory/customSecurityAttributeDefinitions/{id}/allowedValues/{valueId}',
    ...customSecAttributeDefinitionReadAll,
    success: 200,
    returns: 'allowedValue',
  },
  {
    method: 'PATCH',
    path: '/directory/customSecurityAttributeDefinitions/{id}/allowedValues/{valueId}',
    ...customSecAttributeDefinitionReadWriteAll,
    success: 204,
  },
  { method: 'PATCH', path: '/directory/attributeSets/{id}', ...customSecAttributeDefinitionReadWriteAll, success: 204 },
  {
    method: 'GET',
    path: '/directory/customSecurityAttributeDefinitions',
    ...customSecAttributeDefinitionReadAll,
    success: 200,
    returns: 'customSecurityAttributeDefinition collection',
  },
  {
    method: 'POST',
    path: '/directory/customSecurityAttributeDefinitions',
    ...customSecAttributeDefinitionReadWriteAll,
    success: 201,
    returns: 'customSecurityAttributeDefinition',
  },
  {
    method: 'PATCH',
    path: '/directory/customSecurityAttributeDefinitions/{id}',
    ...customSecAttributeDefinitionReadWriteAll,
    success: 204,
  },
  {
    method: 'GET',
    path: '/directory/customSecurityAttributeDefinitions/{id}/allowedValues',
    ...customSecAttributeDefinitionReadAll,
    success: 200,
    returns: 'allowedValue collection',
  },
  {
    method: 'POST',
    path: '/directory/customSecurityAttributeDefinitions/{id}/allowedValues',
    ...customSecAttributeDefinitionReadWriteAll,
    success: 201,
    returns: 'allowedValue',
  },
  { method: 'GET', path: '/organization', ...userRead, success: 200, returns: 'organization collection' },
  { method: 'GET', path: '/organization/{id}', ...userRead, success: 200, returns: 'organization' },
  { method: 'GET', path: '/domains', ...domainReadAll, success: 200, returns: 'domain collection' },
  { method: 'GET', path: '/domains/{id}', ...domainReadAll, success: 200, returns: 'domain' },
] as const satisfies readonly RouteRow[]
