import type { Permission } from '../auth/permissions.ts'
import { roleTemplates } from '../auth/role-templates.ts'
import type { RoutePermissions } from '../http/route.ts'

/** Directory roles of which a signed-in user needs one on synchronization routes (permissions.json, `delegatedRoles`). */
const delegatedRoles = [
  roleTemplates['Application Administrator'],
  roleTemplates['Cloud Application Administrator'],
  roleTemplates['Hybrid Identity Administrator'],
  roleTemplates['Global Administrator'],
]

/** Reading jobs. */
export const readSynchronization = {
  application: ['Application.ReadWrite.OwnedBy', 'Synchronization.Read.All', 'Synchronization.ReadWrite.All'],
  delegated: ['Synchronization.Read.All', 'Synchronization.ReadWrite.All'],
  delegatedRoles,
} as const satisfies RoutePermissions<Permission>

/** Changing jobs and schemas. */
export const writeSynchronization = {
  application: ['Application.ReadWrite.OwnedBy', 'Synchronization.ReadWrite.All'],
  delegated: ['Synchronization.ReadWrite.All'],
  delegatedRoles,
} as const satisfies RoutePermissions<Permission>

/** Reading what became of uploads: whoever reads jobs, and the uploader. */
export const readUploads = {
  application: [
    'SynchronizationData-User.Upload.OwnedBy',
    'SynchronizationData-User.Upload',
    ...readSynchronization.application,
  ],
  delegated: ['SynchronizationData-User.Upload', ...readSynchronization.delegated],
  delegatedRoles,
} as const satisfies RoutePermissions<Permission>
