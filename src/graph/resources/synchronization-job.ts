import type { Clock } from '../../contracts/clock.ts'
import type { UploadsReader } from '../../contracts/staging.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { Call } from '../../http/route.ts'
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
import { answerUpdate } from '../answer-update.ts'
import type { AuditCall } from '../audit-call.ts'
import { pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import { findJob, findServicePrincipal } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { readQuery } from '../odata-query.ts'
import { collectionResponse, contextUrl, entityResponse, selected } from '../odata-response.ts'
import type { OrderJob } from '../order-job.ts'
import { parseJobChange } from '../parse-job-change.ts'
import { parseRestart } from '../reset-scope.ts'
import { findTemplateOf } from '../schema/application-template.ts'
import type { SecretBox } from '../secret-box.ts'
import { initialSettings } from '../secrets/kept-secrets.ts'
import { auditProvisioning, type ProvisioningAudit } from '../synchronization-audit.ts'
import { toJobJson } from '../synchronization-job-json.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationJobParts {
  readonly forTenant: ForTenant<'applications' | 'jobs' | 'objects' | 'sourceEntries'>
  readonly audit: AuditCall
  readonly secretBox: SecretBox
  readonly uploads: Pick<UploadsReader, 'lastSequence'>
  readonly wake: LifecycleParts['wake']
  readonly order: OrderJob
  /** Removes all that was uploaded for a job. */
  readonly removeUploads: (tenantId: string, jobId: string) => Promise<void>
  readonly clock: Clock
  readonly newId: () => string
  /** Template ids compare exactly. */
  readonly findTemplate: (templateId: string) => JobTemplate | undefined
}

const bodyBytesMax = 64 * 1024
const { names, filterable, name: typeName } = entityOf('synchronizationJob', 'v1.0')
const rules = { typeName, properties: names, filterable }

/** Jobs below a service principal: reading, creating and their life cycle (graph-resources 10.3). */
export function synchronizationJobRoutes(parts: SynchronizationJobParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs': (call) => listJobs(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs': (call) => postJob(call, parts),
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}': (call) => getJob(call, parts),
    'PATCH /servicePrincipals/{id}/synchronization/jobs/{jobId}': (call) => patchJob(call, parts),
    'DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}': (call) => deleteJob(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/start': (call) => start(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/pause': (call) => pause(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/restart': (call) => restart(call, parts),
  }
}

async function listJobs(call: Call, parts: SynchronizationJobParts) {
  const { filter, select } = readQuery(call, rules)
  const tenant = parts.forTenant(call.principal.tenantId)
  const servicePrincipal = await findServicePrincipal(tenant.applications, call.params.id ?? '')
  const jobs = await Promise.all((await tenant.jobs.list(servicePrincipal.id)).map((job) => show(job, tenant, parts)))
  const found = filter === undefined ? jobs : jobs.filter(toPredicate(filter.condition))
  const value = select === undefined ? found : found.map((job) => pick(job, select))
  return collectionResponse(call, selected(jobsContext(servicePrincipal.id), select), { value })
}

async function getJob(call: Call, parts: SynchronizationJobParts) {
  const { select } = readQuery(call, rules)
  const tenant = parts.forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const json = await show(job, tenant, parts)
  const fragment = `${selected(jobsContext(job.servicePrincipalId), select)}/$entity`
  return entityResponse(call, fragment, select === undefined ? json : pick(json, select))
}

async function show(
  job: SynchronizationJob,
  { sourceEntries }: Tenant,
  { clock }: SynchronizationJobParts,
): Promise<ReturnType<typeof toJobJson>> {
  return toJobJson(job, { now: clock.now(), waiting: await sourceEntries.countWaiting(job.id) })
}

/** Changes settings and options (ours; the reference names the route and does not document it). */
async function patchJob(call: Call, parts: SynchronizationJobParts) {
  const { job, lifecycle } = await openJob(call, parts)
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body must be a JSON object.')
  const change = parseJobChange(body, job)
  await lifecycle.tenant.jobs.saveSettings(job.id, change)
  parts.wake(lifecycle.tenant.tenantId, job.id)
  const modifiedProperties = [
    { name: 'synchronizationJobSettings', oldValue: job.settings, newValue: change.settings },
    { name: 'options', oldValue: job.options, newValue: change.options },
  ].filter(({ oldValue, newValue }) => JSON.stringify(oldValue) !== JSON.stringify(newValue))
  await tell(call, parts, job, { activity: 'Add/Update provisioning setting or credentials', modifiedProperties })
  return answerUpdate(call, () => getJob(call, parts))
}

/** The engine removes the job between two pieces of work, so that nothing of it is left. */
async function deleteJob(call: Call, parts: SynchronizationJobParts) {
  const { tenantId } = call.principal
  const { job } = await openJob(call, parts)
  await parts.order(tenantId, job.id, { kind: 'remove' })
  await parts.removeUploads(tenantId, job.id)
  await tell(call, parts, job, { activity: 'Delete provisioning configuration' })
  return noContent()
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
  const template = await findTemplateOf(tenant, { servicePrincipalId, templateId }, parts.findTemplate)
  if (template === undefined)
    throw new EntrainError('invalidValue', `There is no synchronization template '${templateId}'.`)

  const settings = await initialSettings(tenant.objects, servicePrincipalId, parts.secretBox)
  const job = await createJob(tenant, { servicePrincipalId, template, settings }, parts)
  await tell(call, parts, job, { activity: 'Add provisioning configuration', details: { TemplateId: template.id } })
  const location = `${call.origin}/${call.version}/servicePrincipals/${servicePrincipalId}/synchronization/jobs/${job.id}`
  const context = contextUrl(call, `${jobsContext(servicePrincipalId)}/$entity`)
  return created({ '@odata.context': context, ...(await show(job, tenant, parts)) }, location)
}

async function start(call: Call, parts: SynchronizationJobParts) {
  const { job, lifecycle } = await openJob(call, parts)
  await startJob(lifecycle, job)
  await tell(call, parts, job, { activity: 'Enable/start provisioning', modifiedProperties: statesOf(job, 'Active') })
  return noContent()
}

async function pause(call: Call, parts: SynchronizationJobParts) {
  const { job, lifecycle } = await openJob(call, parts)
  await pauseJob(lifecycle, job)
  await tell(call, parts, job, { activity: 'Disable/pause provisioning', modifiedProperties: statesOf(job, 'Paused') })
  return noContent()
}

async function restart(call: Call, parts: SynchronizationJobParts) {
  const { job, lifecycle } = await openJob(call, parts)
  const scope = parseRestart(await readJsonBody(call, bodyBytesMax))
  await restartJob(lifecycle, job, scope)
  const details = { ResetScope: scope.size === 0 ? 'None' : [...scope].join(', ') }
  await tell(call, parts, job, {
    activity: 'Enable/restart provisioning',
    modifiedProperties: statesOf(job, 'Active'),
    details,
  })
  return noContent()
}

/** Tells the audit log what was done to the job. */
function tell(
  call: Call,
  { forTenant, audit }: SynchronizationJobParts,
  { id: jobId, servicePrincipalId }: SynchronizationJob,
  what: Omit<ProvisioningAudit, 'jobId' | 'servicePrincipalId'>,
): Promise<void> {
  const { applications } = forTenant(call.principal.tenantId)
  return auditProvisioning(call, { applications, audit }, { ...what, jobId, servicePrincipalId })
}

/** What starting and pausing change, the quarantine that they end included. */
function statesOf({ scheduleState, progress: { quarantine } }: SynchronizationJob, state: 'Active' | 'Paused') {
  const left = { name: 'status.quarantine', oldValue: quarantine?.reason ?? null, newValue: null }
  return [
    ...(scheduleState === state ? [] : [{ name: 'schedule.state', oldValue: scheduleState, newValue: state }]),
    ...(quarantine === null || state === 'Paused' ? [] : [left]),
  ]
}

type Tenant = ReturnType<SynchronizationJobParts['forTenant']>

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
