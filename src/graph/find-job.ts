import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { JobsStore } from '../contracts/store-jobs.ts'
import { alternateKeyOf } from '../http/match-route.ts'
import type { ServicePrincipal } from '../model/application.ts'
import type { SynchronizationJob } from '../model/synchronization-job.ts'
import { resourceNotFound } from './not-found.ts'

/** Where jobs hang in the tree. */
export const jobsPath = '/servicePrincipals/{id}/synchronization/jobs'
export const jobPath = `${jobsPath}/{jobId}`

type Finders = Pick<ApplicationsStore, 'findServicePrincipal' | 'findServicePrincipalByAppId'>

/** By object id or by the alternate key `appId`. Refuses with `notFound`. */
export async function findServicePrincipal(applications: Finders, key: string): Promise<ServicePrincipal> {
  const alternate = alternateKeyOf(key)
  const found =
    alternate === undefined
      ? await applications.findServicePrincipal(key)
      : alternate.name === 'appId'
        ? await applications.findServicePrincipalByAppId(alternate.value)
        : undefined
  if (found === undefined) throw resourceNotFound(alternate?.value ?? key)
  return found
}

/** The job of a path. A job of another service principal is as absent as one that never was: `notFound`. */
export async function findJob(
  tenant: { readonly applications: Finders; readonly jobs: Pick<JobsStore, 'find'> },
  { id = '', jobId = '' }: Readonly<Record<string, string>>,
): Promise<SynchronizationJob> {
  const servicePrincipal = await findServicePrincipal(tenant.applications, id)
  const job = await tenant.jobs.find(jobId)
  if (job?.servicePrincipalId.toLowerCase() !== servicePrincipal.id.toLowerCase()) throw resourceNotFound(jobId)
  return job
}
