import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { AuditedProperty } from '../directory/audit-entry.ts'
import type { Call } from '../http/route.ts'
import type { AuditCall, CalledAudit } from './audit-call.ts'

/** What can be done to provisioning, as the log calls it (provisioning-logs section 6; the last two are ours). */
export type ProvisioningActivity =
  | 'Add provisioning configuration'
  | 'Delete provisioning configuration'
  | 'Enable/start provisioning'
  | 'Disable/pause provisioning'
  | 'Enable/restart provisioning'
  | 'Add/Update provisioning setting or credentials'
  | 'Update attribute mappings or scope'
  | 'Allow staged deletions'
  | 'Reject staged deletions'

const operations: Readonly<Record<ProvisioningActivity, string>> = {
  'Add provisioning configuration': 'Add',
  'Delete provisioning configuration': 'Delete',
  'Enable/start provisioning': 'Enable',
  'Disable/pause provisioning': 'Disable',
  'Enable/restart provisioning': 'Enable',
  'Add/Update provisioning setting or credentials': 'Update',
  'Update attribute mappings or scope': 'Update',
  'Allow staged deletions': 'Allow',
  'Reject staged deletions': 'Reject',
}

export interface ProvisioningAudit {
  readonly activity: ProvisioningActivity
  readonly servicePrincipalId: string
  /** Null for what concerns all jobs of the service principal. */
  readonly jobId: string | null
  readonly modifiedProperties?: readonly AuditedProperty[]
  readonly details?: Readonly<Record<string, string>>
}

export interface ProvisioningAuditParts {
  readonly applications: Pick<ApplicationsStore, 'findServicePrincipal'>
  readonly audit: AuditCall
}

/** Tells the audit log what a call did to provisioning. */
export async function auditProvisioning(
  call: Call,
  { applications, audit }: ProvisioningAuditParts,
  what: ProvisioningAudit,
): Promise<void> {
  const servicePrincipal = await applications.findServicePrincipal(what.servicePrincipalId)
  await audit(call, toProvisioningAudit(what, servicePrincipal?.displayName ?? null))
}

export function toProvisioningAudit(what: ProvisioningAudit, displayName: string | null): CalledAudit {
  const { activity, servicePrincipalId, jobId, modifiedProperties = [], details = {} } = what
  return {
    activity,
    operationType: operations[activity],
    category: 'ProvisioningManagement',
    targets: [
      { id: servicePrincipalId, type: 'ServicePrincipal', displayName },
      ...(jobId === null ? [] : [{ id: jobId, type: 'Other' as const, displayName: jobId }]),
    ],
    modifiedProperties,
    additionalDetails: { ...(jobId === null ? {} : { JobId: jobId }), ...details },
  }
}
