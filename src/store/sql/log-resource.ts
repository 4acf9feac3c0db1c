import type { StoredLogEntry } from '../../model/provisioning-log.ts'

/** What an entry itself says, in the words of Graph's provisioningObjectSummary. */
export async function toLogResources(
  entries: readonly StoredLogEntry[],
  tenantId: string,
): Promise<readonly unknown[]> {
  return entries.map((entry) => toLogResource(entry, tenantId))
}

function toLogResource(entry: StoredLogEntry, tenantId: string): unknown {
  const statusInfo = {
    status: entry.result,
    errorInformation: entry.error && { ...entry.error, errorCode: entry.error.code },
  }
  return {
    tenantId,
    jobId: entry.jobId,
    cycleId: entry.cycleId,
    activityDateTime: new Date(entry.at).toISOString(),
    durationInMilliseconds: entry.durationMs,
    provisioningAction: entry.action,
    action: entry.action,
    provisioningStatusInfo: statusInfo,
    statusInfo,
    sourceIdentity: { id: entry.sourceAnchor, displayName: entry.sourceDisplayName },
    targetIdentity: { id: entry.targetId ?? '', displayName: entry.targetDisplayName },
  }
}
