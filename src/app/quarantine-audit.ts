import type { AuditEntry } from '../contracts/store-audits.ts'
import { directoryAudit } from '../directory/audit-entry.ts'
import { newObjectId } from '../directory/new-object-id.ts'
import type { QuarantineChange } from '../sync/cycle.ts'

/** The entry of a job that entered, changed or left its quarantine by itself (provisioning-engine section 13.3). */
export function quarantineAudit({ at, cycleId, job, before, after }: QuarantineChange): AuditEntry {
  return directoryAudit({
    at,
    id: newObjectId(at),
    activity: 'Quarantine',
    operationType: after === null ? 'Leave' : 'Enter',
    category: 'ProvisioningManagement',
    initiatedBy: { kind: 'service', displayName: 'Account Provisioning' },
    targets: [
      { id: job.servicePrincipalId, type: 'ServicePrincipal' },
      { id: job.id, type: 'Other', displayName: job.id },
    ],
    modifiedProperties: [
      { name: 'status.quarantine', oldValue: before?.reason ?? null, newValue: after?.reason ?? null },
    ],
    correlationId: cycleId,
    result: after === null ? 'success' : 'failure',
    resultReason: after?.error.message ?? '',
    additionalDetails: { JobId: job.id },
  })
}
