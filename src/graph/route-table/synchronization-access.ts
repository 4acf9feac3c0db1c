import type { RouteAccess } from './route-row.ts'

/** Directory roles of which a signed-in user needs one on synchronization routes. */
const delegatedRoles = [
  'Application Administrator',
  'Cloud Application Administrator',
  'Hybrid Identity Administrator',
  'Global Administrator',
] as const

/** Reading jobs, schemas and templates. */
export const readsSynchronization = {
  delegated: { least: ['Synchronization.Read.All'], higher: ['Synchronization.ReadWrite.All'] },
  application: {
    least: ['Application.ReadWrite.OwnedBy'],
    higher: ['Synchronization.Read.All', 'Synchronization.ReadWrite.All'],
  },
  delegatedRoles,
} as const satisfies RouteAccess

/** Reading what a job knows of people, for whoever reads the provisioning log, too: the answer tells from both. */
export const readsRecords = {
  ...readsSynchronization,
  delegatedRoles: ['Application Administrator', 'Cloud Application Administrator', 'Global Administrator'],
} as const satisfies RouteAccess

/** Changing jobs and schemas. */
export const writesSynchronization = {
  delegated: { least: ['Synchronization.ReadWrite.All'] },
  application: { least: ['Application.ReadWrite.OwnedBy'], higher: ['Synchronization.ReadWrite.All'] },
  delegatedRoles,
} as const satisfies RouteAccess

/** Changing how jobs and the service work: owning an application is not enough. */
export const writesSettings = {
  delegated: { least: ['Synchronization.ReadWrite.All'] },
  application: { least: ['Synchronization.ReadWrite.All'] },
  delegatedRoles,
} as const satisfies RouteAccess

/** Published with `Directory.ReadWrite.All`; whoever changes schemas may as well (graph-resources 10.3). */
export const discoversDirectories = {
  delegated: { least: ['Synchronization.ReadWrite.All', 'Directory.ReadWrite.All'] },
  application: {
    least: ['Application.ReadWrite.OwnedBy'],
    higher: ['Synchronization.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
  delegatedRoles,
} as const satisfies RouteAccess

/** Uploading people. The roles are those of the setting ENTRAIN_BULK_UPLOAD_ROLES when it is given. */
export const uploadsPeople = {
  delegated: { least: ['SynchronizationData-User.Upload'] },
  application: { least: ['SynchronizationData-User.Upload.OwnedBy'], higher: ['SynchronizationData-User.Upload'] },
  delegatedRoles: ['Global Administrator'],
  throttle: 'bulkUpload',
  rolesAreSet: 'bulkUploadRoles',
} as const satisfies RouteAccess & { throttle: string; rolesAreSet: string }

/** Reading what became of uploads: whoever reads jobs, and the uploader. */
export const readsUploads = {
  delegated: {
    least: ['SynchronizationData-User.Upload'],
    higher: ['Synchronization.Read.All', 'Synchronization.ReadWrite.All'],
  },
  application: {
    least: ['SynchronizationData-User.Upload.OwnedBy', 'Application.ReadWrite.OwnedBy'],
    higher: ['SynchronizationData-User.Upload', 'Synchronization.Read.All', 'Synchronization.ReadWrite.All'],
  },
  delegatedRoles,
} as const satisfies RouteAccess
