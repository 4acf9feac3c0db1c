import type { RouteRow } from './route-row.ts'
import { discoversDirectories, readsSynchronization, writesSynchronization } from './synchronization-access.ts'

/** Routes of synchronization that Graph's reference does not list but its metadata or clients know (graph-resources 10, inferred). */
export const synchronizationMoreTable = [
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/synchronization',
    ...readsSynchronization,
    success: 200,
    returns: 'synchronization',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/synchronization/jobs/validateCredentials',
    ...writesSynchronization,
    success: 204,
  },
  {
    method: 'PATCH',
    path: '/applications/{id}/synchronization/templates/{templateId}/schema',
    ...writesSynchronization,
    success: 204,
  },
  {
    method: 'POST',
    path: '/applications/{id}/synchronization/templates/{templateId}/schema/parseExpression',
    ...writesSynchronization,
    success: 200,
    returns: 'parseExpressionResponse',
  },
  {
    method: 'GET',
    path: '/applications/{id}/synchronization/templates/{templateId}/schema/directories',
    ...readsSynchronization,
    success: 200,
    returns: 'directoryDefinition collection',
  },
  {
    method: 'GET',
    path: '/applications/{id}/synchronization/templates/{templateId}/schema/directories/{directoryId}',
    ...readsSynchronization,
    success: 200,
    returns: 'directoryDefinition',
  },
  {
    method: 'POST',
    path: '/applications/{id}/synchronization/templates/{templateId}/schema/directories/{directoryId}/discover',
    ...discoversDirectories,
    success: 200,
    returns: 'directoryDefinition',
  },
] as const satisfies readonly RouteRow[]
