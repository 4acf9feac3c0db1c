import type { TenantStore } from '../contracts/store.ts'
import type { StoredLogEntry } from '../model/provisioning-log.ts'
import { type LogContext, toLogContext } from './log-context.ts'

export type LogContexts = ReadonlyMap<string, LogContext>

type Tenant = Pick<TenantStore, 'tenantId' | 'applications' | 'jobs'>

/** What the entries of each job of a tenant have in common, by job id. */
export async function loadLogContexts({ tenantId, applications, jobs }: Tenant): Promise<LogContexts> {
  const servicePrincipals = await applications.listServicePrincipals()
  const byId = new Map(servicePrincipals.map((each) => [each.id.toLowerCase(), each]))
  const contexts = (await jobs.list()).map((job) =>
    toLogContext(tenantId, job.id, { job, servicePrincipal: byId.get(job.servicePrincipalId.toLowerCase()) }),
  )
  return new Map(contexts.map((context) => [context.jobId, context]))
}

export function contextOf({ jobId }: StoredLogEntry, contexts: LogContexts, tenantId: string): LogContext {
  return contexts.get(jobId) ?? toLogContext(tenantId, jobId, {})
}
