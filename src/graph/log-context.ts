import type { ServicePrincipal } from '../model/application.ts'
import type { SynchronizationJob } from '../model/synchronization-job.ts'
import type { JobProgram } from '../sync/job-program.ts'

/** What no entry stores: what all those of a job have in common, and what can be read again of a single one. */
export interface LogContext {
  readonly tenantId: string
  readonly jobId: string
  readonly servicePrincipalId: string
  readonly servicePrincipalDisplayName: string
  readonly appId: string
  readonly sourceSystemId: string
  readonly sourceSystemName: string
  readonly sourceObjectName: string
  readonly targetSystemId: string
  readonly targetSystemName: string
  readonly targetObjectName: string
  /** The schema version of one entry, compiled; left out when it is not known. */
  readonly program?: JobProgram | undefined
  /** Source attributes of one entry that the mappings read, as texts; what must not be shown is hidden. */
  readonly received?: Readonly<Record<string, string>> | undefined
}

const enterpriseUser = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/**
 * Reads the context off the job's schema; what cannot be found there, or belonged to a job that is gone, has the names of
 * the standard template.
 */
export function toLogContext(
  tenantId: string,
  jobId: string,
  found: { readonly job?: SynchronizationJob | undefined; readonly servicePrincipal?: ServicePrincipal | undefined },
): LogContext {
  const { job, servicePrincipal } = found
  const rule = job?.schema.synchronizationRules[0]
  const mapping = rule?.objectMappings[0]
  const sourceSystemName = rule?.sourceDirectoryName ?? 'API'
  const targetSystemName = rule?.targetDirectoryName ?? 'Microsoft Entra ID'
  const directoryId = (name: string) => job?.schema.directories.find((directory) => directory.name === name)?.id ?? ''
  return {
    tenantId,
    jobId,
    servicePrincipalId: servicePrincipal?.id ?? job?.servicePrincipalId ?? '',
    servicePrincipalDisplayName: servicePrincipal?.displayName ?? '',
    appId: servicePrincipal?.appId ?? '',
    sourceSystemId: directoryId(sourceSystemName),
    sourceSystemName,
    sourceObjectName: mapping?.sourceObjectName ?? enterpriseUser,
    targetSystemId: directoryId(targetSystemName),
    targetSystemName,
    targetObjectName: mapping?.targetObjectName ?? 'User',
  }
}
