import type { Permission } from '../../auth/permissions.ts'
import type { Clock } from '../../contracts/clock.ts'
import type { UploadsReader } from '../../contracts/staging.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { Call, Route } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import {
  createJob,
  type JobTemplate,
  type LifecycleParts,
  pauseJob,
  restartJob,
  startJob,
} from '../../sync/lifecycle.ts'
import { pick } from '../entity.ts'
import { synchronizationJobEntity } from '../entity-synchronization-job.ts'
import { findJob, findServicePrincipal, jobPath, jobsPath } from '../find-job.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { readQuery } from '../odata-query.ts'
import { collectionResponse, contextUrl, entityResponse, selected } from '../odata-response.ts'
import { parseRestart } from '../reset-scope.ts'
import { readSynchronization, writeSynchronization } from '../synchronization-access.ts'
import { toJobJson } from '../synchronization-job-json.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationJobParts {
  readonly forTenant: ForTenant<'applications' | 'jobs'>
  readonly uploads: Pick<UploadsReader, 'lastSequence'>
  readonly wake: LifecycleParts['wake']
  readonly clock: Clock
  readonly newId: () => string
  /** Template ids compare exactly. */
  readonly findTemplate: (templateId: string) => JobTemplate | undefined
}

const bodyBytesMax = 64 * 1024
const { names, filterable, name: typeName } = synchronizationJobEntity
const rules = { typeName, properties: names, filterable }

/** Jobs below a service principal: reading, creating and their life cycle (graph-resources 10.3). */
export function synchronizationJobRoutes(parts: SynchronizationJobParts): readonly Route<Permission>[] {
  const reading = { permissions: readSynchronization, throttle: 'none' } as const
  const writing = { permissions: writeSynchronization, throttle: 'none' } as const
  return [
    { ...reading, method: 'GET', path: jobsPath, handle: (call) => listJobs(call, parts) },
    { ...writing, method: 'POST', path: jobsPath, handle: (call) => postJob(call, parts) },
    { ...reading, method: 'GET', path: jobPath, handle: (call) => getJob(call, parts) },
    { ...writing, method: 'POST', path: `${jobPath}/start`, handle: (call) => start(call, parts) },
    { ...writing, method: 'POST', path: `${jobPath}/pause`, handle: (call) => pause(call, parts) },
    { ...writing, method: 'POST', path: `${jobPath}/restart`, handle: (call) => restart(call, parts) },
  ]
}

async function listJobs(call: Call, { forTenant }: SynchronizationJobParts) {
  const { filter, select } = readQuery(call, rules)
  const tenant = forTenant(call.principal.tenantId)
  const servicePrincipal = await findServicePrincipal(tenant.applications, call.params.id ?? '')
  const jobs = (await tenant.jobs.list(servicePrincipal.id)).map(toJobJson)
  const found = filter === undefined ? jobs : jobs.filter(toPredicate(filter.condition))
  const value = select === undefined ? found : found.map((job) => pick(job, select))
  return collectionResponse(call, selected(jobsContext(servicePrincipal.id), select), { value })
}

async function getJob(call: Call, { forTenant }: SynchronizationJobParts) {
  const { select } = readQuery(call, rules)
  const job = await findJob(forTenant(call.principal.tenantId), call.params)
  const fragment = `${selected(jobsContext(job.servicePrincipalId), select)}/$entity`
  return entityResponse(call, fragment, select === undefined ? toJobJson(job) : pick(toJobJson(job), select))
}

async function postJob(call: Call, parts: SynchronizationJobParts) {
  const tenant = parts.forTenant(call.principal.tenantId)
  const { id: servicePrincipalId } = await findServicePrincipal(tenant.applications, call.params.id ?? '')
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  const templateId = isJsonObject(body) ? ownProperty(body, 'templateId') : undefined
  if (typeof templateId !== 'string' || templateId === '') {
    const details = [{ code: 'MissingValue', message: 'Name the template.', target: 'templateId' }]
    throw new EntrainError(
      'invalidValue',
      "A value is required for property 'templateId' of resource 'synchronizationJob'.",
      { details },
    )
  }
  const template = parts.findTemplate(templateId)
  if (template === undefined)
    throw new EntrainError('invalidValue', `There is no synchronization template '${templateId}'.`)

  const job = await createJob(tenant, { servicePrincipalId, template }, parts)
  const location = `${call.origin}/${call.version}/servicePrincipals/${servicePrincipalId}/synchronization/jobs/${job.id}`
  const context = contextUrl(call, `${jobsContext(servicePrincipalId)}/$entity`)
  return created({ '@odata.context': context, ...toJobJson(job) }, location)
}

async function start(call: Call, parts: SynchronizationJobParts) {
  const { job, lifecycle } = await openJob(call, parts)
  await startJob(lifecycle, job)
  return noContent()
}

async function pause(call: Call, parts: SynchronizationJobParts) {
  const { job, lifecycle } = await openJob(call, parts)
  await pauseJob(lifecycle, job)
  return noContent()
}

async function restart(call: Call, parts: SynchronizationJobParts) {
  const { job, lifecycle } = await openJob(call, parts)
  await restartJob(lifecycle, job, parseRestart(await readJsonBody(call, bodyBytesMax)))
  return noContent()
}

interface OpenJob {
  readonly job: SynchronizationJob
  readonly lifecycle: LifecycleParts
}

async function openJob(call: Call, { forTenant, uploads, wake }: SynchronizationJobParts): Promise<OpenJob> {
  const tenant = forTenant(call.principal.tenantId)
  return { job: await findJob(tenant, call.params), lifecycle: { tenant, uploads, wake } }
}

function jobsContext(servicePrincipalId: string): string {
  return `servicePrincipals('${servicePrincipalId}')/synchronization/jobs`
}
