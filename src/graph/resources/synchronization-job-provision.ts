import type { Permission } from '../../auth/permissions.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call, Route } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { findJob, jobPath } from '../find-job.ts'
import { toInitiator } from '../initiator.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { contextOf, loadLogContexts } from '../load-log-contexts.ts'
import { logFilter } from '../log-filter.ts'
import { entityResponse } from '../odata-response.ts'
import { toOnDemandResult } from '../on-demand-json.ts'
import type { OrderJob } from '../order-job.ts'
import { parseProvisionOnDemand } from '../parse-provision-on-demand.ts'
import { writeSynchronization } from '../synchronization-access.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationJobProvisionParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'jobs' | 'provisioningLog' | 'sourceEntries'>
  readonly order: OrderJob
}

const bodyBytesMax = 256 * 1024
/** The people of a request stand first in their cycle; references that healed come after them. */
const entriesMax = 1_000

/** Provisioning some people at once, also while the job is paused (Graph "synchronizationJob: provisionOnDemand"). */
export function synchronizationJobProvisionRoutes(
  parts: SynchronizationJobProvisionParts,
): readonly Route<Permission>[] {
  return [
    {
      method: 'POST',
      path: `${jobPath}/provisionOnDemand`,
      permissions: writeSynchronization,
      throttle: 'provisionOnDemand',
      handle: (call) => provision(call, parts),
    },
  ]
}

async function provision(call: Call, { forTenant, order }: SynchronizationJobProvisionParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  const anchors = await findAnchors(tenant, job.id, parseProvisionOnDemand(body, job.schema))
  const initiator = await toInitiator(call.principal, tenant)
  const { cycleId } = await order(tenant.tenantId, job.id, { kind: 'provision', anchors, initiator })
  const entries = await readEntries(tenant, cycleId, anchors)
  const contexts = await loadLogContexts(tenant)
  const results = entries.map((entry) => toOnDemandResult(entry, contextOf(entry, contexts, tenant.tenantId)))
  const [first] = results
  return entityResponse(call, 'microsoft.graph.stringKeyStringValuePair', {
    key: JSON.stringify(first?.key),
    value: JSON.stringify(first?.value),
    // Ours: every subject, in the order of the request, as JSON.
    results,
  })
}

type Tenant = ReturnType<SynchronizationJobProvisionParts['forTenant']>

/** By externalId, else by the id of the account. Each person once. */
async function findAnchors(
  { sourceEntries }: Tenant,
  jobId: string,
  objectIds: readonly string[],
): Promise<readonly string[]> {
  const anchors = new Map<string, string>()
  const unknown: string[] = []
  for (const objectId of objectIds) {
    const entry =
      (await sourceEntries.find(jobId, objectId)) ?? (await sourceEntries.findByTarget(jobId, objectId.toLowerCase()))
    if (entry === undefined) unknown.push(objectId)
    else anchors.set(foldCase(entry.anchor), entry.anchor)
  }
  if (unknown.length === 0) return [...anchors.values()]
  const names = unknown.map((objectId) => `'${objectId}'`).join(', ')
  throw new EntrainError(
    'notFound',
    `The job has no record of ${names}. Upload the person first; who was never uploaded cannot be provisioned.`,
  )
}

/** What was written about each person last, in the order asked for. */
async function readEntries(
  { provisioningLog }: Tenant,
  cycleId: string,
  anchors: readonly string[],
): Promise<readonly StoredLogEntry[]> {
  const filter = logFilter({ cycleId })
  const entries = await provisioningLog.list({ filter, descending: false, limit: entriesMax, after: null })
  const own = entries.filter(({ cause }) => cause !== 'reference')
  const byAnchor = new Map(own.map((entry) => [foldCase(entry.sourceAnchor), entry]))
  return anchors.flatMap((anchor) => byAnchor.get(foldCase(anchor)) ?? [])
}
