import type { Clock } from '../../contracts/clock.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { ServicePrincipal } from '../../model/application.ts'
import { EntrainError } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import type { JobTemplate } from '../../sync/lifecycle.ts'
import { auditsOf } from '../audit-call.ts'
import { findJob, findServicePrincipal } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { entityResponse } from '../odata-response.ts'
import { requireApplication } from '../schema/application-template.ts'
import type { SecretBox } from '../secret-box.ts'
import { changeSettings, findSecrets, mergeSecrets, toJobSettings } from '../secrets/kept-secrets.ts'
import { parseSecrets, type SecretChanges } from '../secrets/parse-secrets.ts'
import { toProvisioningAudit } from '../synchronization-audit.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationSecretParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'jobs' | 'objects' | 'provisioning'>
  readonly findTemplate: (templateId: string) => JobTemplate | undefined
  readonly secretBox: SecretBox
  readonly clock: Clock
  /** Tells the engine that the job has something to do. */
  readonly wake: (tenantId: string, jobId: string) => void
}

const bodyBytesMax = 256 * 1024

/**
 * What a connector signs in with, and what is set beside jobs (graph-resources 10.3). Values go in and never come out.
 * The connectors of this service need no credentials, so checking them asks only whether they can be understood.
 */
export function synchronizationSecretRoutes(parts: SynchronizationSecretParts): Handlers {
  const validating = (call: Call) => validateCredentials(call, parts)
  return {
    'GET /servicePrincipals/{id}/synchronization': (call) => getSynchronization(call, parts),
    'PUT /servicePrincipals/{id}/synchronization/secrets': (call) => putSecrets(call, parts),
    'PATCH /servicePrincipals/{id}/synchronization/connectivityParameters': (call) => putSecrets(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/validateCredentials': validating,
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/validateCredentials': validating,
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/validateConnectivity': validating,
    'POST /servicePrincipals/{id}/synchronization/acquireAccessToken': (call) => refuseToken(call, parts),
    'POST /applications/{id}/synchronization/acquireAccessToken': (call) => refuseApplicationToken(call, parts),
  }
}

async function getSynchronization(call: Call, parts: SynchronizationSecretParts): Promise<HttpResponse> {
  const { tenant, servicePrincipal } = await open(call, parts)
  const { id } = servicePrincipal
  const secrets = [...(await findSecrets(tenant.objects, id)).keys()].map((key) => ({ key, value: '' }))
  return entityResponse(call, `servicePrincipals('${id}')/synchronization/$entity`, { id, secrets })
}

async function putSecrets(call: Call, parts: SynchronizationSecretParts): Promise<HttpResponse> {
  const { tenant, servicePrincipal } = await open(call, parts)
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  const changes = isJsonObject(body) ? parseSecrets(body) : undefined
  if (changes === undefined)
    throw new EntrainError('invalidValue', 'The body must be { "value": [ { "key": "…", "value": "…" } ] }.')
  await keep(call, parts, { servicePrincipal, changes })
  const settings = toJobSettings(changes)
  if (settings.size === 0) return noContent()
  for (const job of await tenant.jobs.list(servicePrincipal.id)) {
    await tenant.jobs.saveSettings(job.id, { settings: changeSettings(job.settings, settings), options: job.options })
    parts.wake(tenant.tenantId, job.id)
  }
  return noContent()
}

interface Keeping {
  readonly servicePrincipal: ServicePrincipal
  readonly changes: SecretChanges
}

/** The log names keys, never values. */
async function keep(call: Call, parts: SynchronizationSecretParts, { servicePrincipal, changes }: Keeping) {
  const tenant = parts.forTenant(call.principal.tenantId)
  const { id, displayName } = servicePrincipal
  const audit = await auditsOf(call, tenant, parts.clock)
  const named = (isRemoved: boolean) =>
    [...changes].flatMap(([key, value]) => ((value === null) === isRemoved ? key : []))
  const details = { Set: named(false).join(', '), Removed: named(true).join(', ') }
  const what = toProvisioningAudit(
    {
      activity: 'Add/Update provisioning setting or credentials',
      servicePrincipalId: id,
      jobId: null,
      details: Object.fromEntries(Object.entries(details).filter(([, names]) => names !== '')),
    },
    displayName,
  )
  await tenant.provisioning.transaction(async ({ objects, audits }) => {
    await mergeSecrets(objects, id, { changes, box: parts.secretBox })
    await audits.append([audit(what)])
  })
}

async function validateCredentials(call: Call, parts: SynchronizationSecretParts): Promise<HttpResponse> {
  const { tenant, servicePrincipal } = await open(call, parts)
  if (call.params.jobId !== undefined) await findJob(tenant, call.params)
  const body = (await readJsonBody(call, bodyBytesMax)) ?? {}
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body must be a JSON object, or nothing at all.')
  requireTemplate(body, parts)
  const given = parseSecrets(body, ['credentials', 'value'])
  if (given === undefined || ownProperty(body, 'useSavedCredentials') === true) {
    const unreadable = [...(await findSecrets(tenant.objects, servicePrincipal.id))].flatMap(([key, sealed]) =>
      parts.secretBox.open(sealed) === undefined ? key : [],
    )
    if (unreadable.length > 0)
      throw new EntrainError(
        'invalidValue',
        `The saved values of ${unreadable.join(', ')} were sealed with another installation's key. Set them again.`,
      )
  }
  return noContent()
}

function requireTemplate(body: JsonObject, { findTemplate }: SynchronizationSecretParts): void {
  const templateId = ownProperty(body, 'templateId') ?? null
  if (templateId === null || (typeof templateId === 'string' && findTemplate(templateId) !== undefined)) return
  throw new EntrainError('invalidValue', `There is no synchronization template '${templateId}'.`)
}

async function refuseToken(call: Call, parts: SynchronizationSecretParts): Promise<never> {
  await open(call, parts)
  throw noCodeToExchange()
}

async function refuseApplicationToken(call: Call, { forTenant }: SynchronizationSecretParts): Promise<never> {
  await requireApplication(forTenant(call.principal.tenantId).objects, call.params.id ?? '')
  throw noCodeToExchange()
}

function noCodeToExchange(): EntrainError {
  return new EntrainError(
    'invalidValue',
    'There is no authorization code to exchange: no template of this service signs in to another system with OAuth.',
  )
}

async function open({ principal, params }: Call, { forTenant }: SynchronizationSecretParts) {
  const tenant = forTenant(principal.tenantId)
  return { tenant, servicePrincipal: await findServicePrincipal(tenant.applications, params.id ?? '') }
}
