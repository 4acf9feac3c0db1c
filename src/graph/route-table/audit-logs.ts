import type { RouteAccess, RouteRow } from './route-row.ts'

const auditLogReadAll = {
  delegated: { least: ['AuditLog.Read.All'], higher: ['Directory.Read.All'] },
  application: { least: ['AuditLog.Read.All'], higher: ['Directory.Read.All'] },
  delegatedRoles: [
    'Reports Reader',
    'Security Reader',
    'Security Administrator',
    'Security Operator',
    'Global Reader',
    'Global Administrator',
  ],
  throttle: 'reports',
} as const satisfies RouteAccess & { throttle: string }

const auditLogReadAllOr2 = {
  delegated: { least: ['AuditLog.Read.All'] },
  application: { least: ['AuditLog.Read.All'] },
  delegatedRoles: [
    'Reports Reader',
    'Security Reader',
    'Security Administrator',
    'Security Operator',
    'Global Reader',
    'Global Administrator',
  ],
  throttle: 'reports',
} as const satisfies RouteAccess & { throttle: string }

/** Reading the provisioning log (provisioning-logs section 1). */
export const readsProvisioningLog = {
  delegated: { least: ['ProvisioningLog.Read.All'], higher: ['AuditLog.Read.All', 'Directory.Read.All'] },
  application: { least: ['ProvisioningLog.Read.All'], higher: ['AuditLog.Read.All', 'Directory.Read.All'] },
  delegatedRoles: [
    'Reports Reader',
    'Security Reader',
    'Security Administrator',
    'Security Operator',
    'Global Reader',
    'Application Administrator',
    'Cloud Application Administrator',
    'Global Administrator',
  ],
  throttle: 'reports',
} as const satisfies RouteAccess & { throttle: string }

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const auditLogsTable = [
  {
    method: 'GET',
    path: '/auditLogs/provisioning',
    ...readsProvisioningLog,
    success: 200,
    returns: 'provisioningObjectSummary collection',
  },
  {
    method: 'GET',
    path: '/auditLogs/provisioning/{entryId}',
    ...readsProvisioningLog,
    success: 200,
    returns: 'provisioningObjectSummary',
    isOurs: true,
  },
  {
    method: 'GET',
    path: '/auditLogs/refusals/{requestId}',
    ...auditLogReadAll,
    success: 200,
    returns: 'refusal',
    isOurs: true,
  },
  {
    method: 'GET',
    path: '/auditLogs/directoryAudits',
    ...auditLogReadAll,
    success: 200,
    returns: 'directoryAudit collection',
  },
  {
    method: 'GET',
    path: '/auditLogs/directoryAudits/{id}',
    ...auditLogReadAll,
    success: 200,
    returns: 'directoryAudit',
  },
  { method: 'GET', path: '/auditLogs/signIns', ...auditLogReadAllOr2, success: 200, returns: 'signIn collection' },
  { method: 'GET', path: '/auditLogs/signIns/{id}', ...auditLogReadAllOr2, success: 200, returns: 'signIn' },
] as const satisfies readonly RouteRow[]
