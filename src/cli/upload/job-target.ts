import type { GraphClient } from '../client.ts'
import { CommandError } from '../command-error.ts'
import type { ConnectionSettings } from '../connection-settings.ts'
import { GraphError } from '../graph-error.ts'
import { type JsonObject, objectAt, textAt } from '../json-value.ts'

/** The job that people are sent to. */
export interface JobTarget {
  readonly jobId: string
  /** Path below the API's version. */
  readonly path: string
  /** `schedule.state`; null when the application may upload but not look at the job. */
  readonly state: string | null
}

type JobSettings = Pick<ConnectionSettings, 'servicePrincipalId' | 'jobId'>

/** Where the jobs of the configured service principal are. */
export function jobsPath({ servicePrincipalId }: JobSettings): string {
  if (servicePrincipalId !== null)
    return `/servicePrincipals/${encodeURIComponent(servicePrincipalId)}/synchronization/jobs`
  const hint = "It is the enterprise application's object id (not its appId)."
  throw new CommandError('usage', 'Missing: --service-principal or ENTRAIN_SERVICE_PRINCIPAL_ID.', hint)
}

/** The configured job, or the only API-driven one that the service principal has. */
export async function findJob(client: GraphClient, settings: JobSettings, signal: AbortSignal): Promise<JobTarget> {
  const path = jobsPath(settings)
  if (settings.jobId !== null) {
    const jobPath = `${path}/${encodeURIComponent(settings.jobId)}`
    return toTarget(path, settings.jobId, await readIfAllowed(client, jobPath, signal))
  }
  const jobs: JsonObject[] = []
  for await (const job of client.items(path, signal)) {
    if (textAt(job, 'id')?.startsWith('API2') === true) jobs.push(job)
  }
  const [job] = jobs
  if (job !== undefined && jobs.length === 1) return toTarget(path, textAt(job, 'id') ?? '', job)
  const message =
    jobs.length === 0
      ? 'The service principal has no API-driven job.'
      : 'The service principal has several jobs: choose one with --job.'
  throw new CommandError('usage', message, jobs.map((each) => textAt(each, 'id')).join('\n') || null)
}

function toTarget(path: string, jobId: string, job: JsonObject | null): JobTarget {
  const state = textAt(objectAt(job, 'schedule'), 'state') ?? null
  return { jobId, path: `${path}/${encodeURIComponent(jobId)}`, state }
}

async function readIfAllowed(client: GraphClient, path: string, signal: AbortSignal): Promise<JsonObject | null> {
  try {
    return await client.getJson(path, { signal })
  } catch (error) {
    if (error instanceof GraphError && error.status === 403) return null
    throw error
  }
}
