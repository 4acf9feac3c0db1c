import type { UploadsReader } from '../../contracts/staging.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import type { CheckedFilter } from '../../odata/condition.ts'
import { filterLimits } from '../../odata/filter.ts'
import type { Query } from '../../odata/query.ts'
import { pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { contextOf, type LogContexts, loadLogContexts } from '../load-log-contexts.ts'
import { type LogDetails, type LogDetailsParts, loadLogDetails } from '../load-log-details.ts'
import { readLogId } from '../log-id.ts'
import { resourceNotFound } from '../not-found.ts'
import { readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, entityResponse, selected } from '../odata-response.ts'
import { toProvisioningObjectSummary } from '../provisioning-object-summary.ts'
import { rewriteLogFilter } from '../rewrite-log-filter.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface ProvisioningLogParts {
  readonly forTenant: ForTenant<'applications' | 'jobs' | 'provisioningLog'>
  /** What was received, for the import step. */
  readonly uploads: Pick<UploadsReader, 'read'>
}

// The older names of beta are understood in both versions.
const { names, filterable, sortable, name: typeName } = entityOf('provisioningObjectSummary', 'beta')
const rules = {
  typeName,
  properties: names,
  filterable,
  filterLimits: { ...filterLimits, alternativesMax: 100 },
  sortable,
  topMax: 1_000,
}
const pageSize = 100
/** `$count` reads what it counts: at most this many entries, and a larger number is refused. */
const countEntriesMax = 100_000
const countChunkEntries = 1_000

/** What the engine did, entry by entry (provisioning-logs section 1). */
export function provisioningLogRoutes(parts: ProvisioningLogParts): Handlers {
  return {
    'GET /auditLogs/provisioning': (call) => listEntries(call, parts),
    'GET /auditLogs/provisioning/{entryId}': (call) => getEntry(call, parts),
  }
}

async function listEntries(call: Call, { forTenant, uploads }: ProvisioningLogParts): Promise<HttpResponse> {
  const query = readQuery(call, rules)
  const after = readPosition(query)
  const tenant = forTenant(call.principal.tenantId)
  const contexts = await loadLogContexts(tenant)
  const filter = toStoreFilter(query, tenant.tenantId, contexts)
  const { select } = query
  const fragment = selected('auditLogs/provisioning', select)
  if (filter === 'nothing') {
    return collectionResponse(call, fragment, { value: [], count: query.count ? 0 : undefined })
  }
  const top = query.top ?? pageSize
  const descending = query.orderby[0]?.direction !== 'asc'
  const found = await tenant.provisioningLog.list({ filter, descending, limit: top + 1, after })
  const page = found.slice(0, top)
  const last = page.at(-1)
  const details = await detailsFor(page, query, { tenant, uploads })
  return collectionResponse(call, fragment, {
    value: page.map((entry) => toJson(entry, { call, query, contexts, details })),
    nextLink: found.length > top && last !== undefined ? toNextLink(call, query, [last.sequence]) : undefined,
    count: query.count && after === null ? await countEntries(tenant.provisioningLog, filter, call) : undefined,
  })
}

async function getEntry(call: Call, { forTenant, uploads }: ProvisioningLogParts): Promise<HttpResponse> {
  const query = readQuery(call, { typeName, properties: names })
  const tenant = forTenant(call.principal.tenantId)
  const { entryId = '' } = call.params
  const sequence = readLogId('entry', tenant.tenantId, entryId)
  const entry = sequence === undefined ? undefined : await tenant.provisioningLog.find(sequence)
  if (entry === undefined) throw resourceNotFound(entryId)
  const contexts = await loadLogContexts(tenant)
  const details = await detailsFor([entry], query, { tenant, uploads })
  const fragment = `${selected('auditLogs/provisioning', query.select)}/$entity`
  return entityResponse(call, fragment, toJson(entry, { call, query, contexts, details }))
}

interface Reading {
  readonly call: Call
  readonly query: Query
  readonly contexts: LogContexts
  readonly details: LogDetails
}

const detailed: readonly string[] = ['provisioningSteps', 'modifiedProperties']

/** Nothing is read again for members that nobody asked for. */
async function detailsFor(
  entries: readonly StoredLogEntry[],
  { select }: Query,
  parts: LogDetailsParts,
): Promise<LogDetails> {
  const isWanted = select === undefined || select.some((name) => detailed.includes(name))
  return isWanted ? loadLogDetails(entries, parts) : () => ({})
}

function toJson(entry: StoredLogEntry, { call, query, contexts, details }: Reading): object {
  const context = { ...contextOf(entry, contexts, call.principal.tenantId), ...details(entry) }
  const json = toProvisioningObjectSummary(entry, context, call.version)
  return query.select === undefined ? json : pick(json, query.select)
}

function readPosition(query: Query): number | null {
  const key = readPageToken(query)
  if (key === null) return null
  const [sequence] = key
  if (typeof sequence === 'number' && Number.isSafeInteger(sequence)) return sequence
  throw new EntrainError('expiredPageToken', 'The page token is not understood. Ask for the first page again.')
}

function toStoreFilter({ filter }: Query, tenantId: string, contexts: LogContexts): CheckedFilter | null | 'nothing' {
  if (filter === undefined) return null
  const condition = rewriteLogFilter(filter.condition, { tenantId, contexts: [...contexts.values()] })
  if (condition === true) return null
  return condition === false ? 'nothing' : { ...filter, condition }
}

async function countEntries(
  log: ReturnType<ProvisioningLogParts['forTenant']>['provisioningLog'],
  filter: CheckedFilter | null,
  { request }: Call,
): Promise<number> {
  let count = 0
  let after: number | null = null
  while (count <= countEntriesMax) {
    request.signal.throwIfAborted()
    const entries: readonly StoredLogEntry[] = await log.list({
      filter,
      descending: true,
      limit: countChunkEntries,
      after,
    })
    count += entries.length
    const last = entries.at(-1)
    if (last === undefined || entries.length < countChunkEntries) return count
    after = last.sequence
  }
  const message = `More than ${countEntriesMax} entries match. Leave $count out or narrow the filter, for example by activityDateTime.`
  throw new EntrainError('unsupportedQuery', message)
}
