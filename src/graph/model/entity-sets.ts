import type { EntitySetDefinition } from './definition.ts'

/** What the service document lists: where paths begin. */
export const entitySets: readonly EntitySetDefinition[] = [
  { kind: 'entitySet', name: 'applications', type: 'application' },
  { kind: 'entitySet', name: 'applicationTemplates', type: 'applicationTemplate' },
  { kind: 'entitySet', name: 'directoryObjects', type: 'directoryObject' },
  { kind: 'entitySet', name: 'directoryRoles', type: 'directoryRole' },
  { kind: 'entitySet', name: 'directoryRoleTemplates', type: 'directoryRoleTemplate' },
  { kind: 'entitySet', name: 'domains', type: 'domain' },
  { kind: 'entitySet', name: 'groups', type: 'group' },
  { kind: 'entitySet', name: 'oauth2PermissionGrants', type: 'oAuth2PermissionGrant' },
  { kind: 'entitySet', name: 'organization', type: 'organization' },
  { kind: 'entitySet', name: 'servicePrincipals', type: 'servicePrincipal' },
  { kind: 'entitySet', name: 'users', type: 'user' },
  { kind: 'singleton', name: 'auditLogs', type: 'auditLogRoot' },
  { kind: 'singleton', name: 'directory', type: 'directory' },
  { kind: 'singleton', name: 'me', type: 'user' },
  { kind: 'singleton', name: 'policies', type: 'policyRoot' },
  { kind: 'singleton', name: 'roleManagement', type: 'roleManagement' },
]
