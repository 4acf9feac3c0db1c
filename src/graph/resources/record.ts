import type { Clock } from '../../contracts/clock.ts'
import type { UploadsReader } from '../../contracts/staging.ts'
import type { ProvisioningTransaction, SourceEntry } from '../../contracts/store-provisioning.ts'
import type { EntryStateFilter } from '../../contracts/store-source-entries.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { Condition } from '../../odata/condition.ts'
import type { CycleDeps } from '../../sync/cycle.ts'
import { explainPerson } from '../../sync/explain.ts'
import { compileJob, type JobProgram } from '../../sync/job-program.ts'
import { defineEntity } from '../entity.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { contextOf, loadLogContexts } from '../load-log-contexts.ts'
import { loadLogDetails } from '../load-log-details.ts'
import { resourceNotFound } from '../not-found.ts'
import { readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, entityResponse } from '../odata-response.ts'
import { requireLogReader } from '../provisioning-log-access.ts'
import { toRecordJson, toRecordSummary } from '../record-json.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface RecordParts {
  readonly forTenant: ForTenant<'applications' | 'jobs' | 'provisioningLog' | 'sourceEntries' | 'directory'>
  readonly uploads: Pick<UploadsReader, 'read'>
  readonly clock: Clock
  /** The engine's view of the tenant at one moment; whatever is written to it is forgotten. */
  readonly readEngine: ReadEngine
}

export type ReadEngine = <T>(
  tenantId: string,
  work: (transaction: ProvisioningTransaction, deps: CycleDeps) => Promise<T>,
) => Promise<T>

const pageSize = 100
const historyEntriesMax = 10
const flags = ['isLinked', 'isEscrowed', 'isHeld', 'isAbsent'] as const

const entity = defineEntity('synchronizationRecord', [
  { name: 'id', type: 'String' },
  ...flags.map((name) => ({ name, type: 'Boolean', filter: ['eq', 'ne', 'not'] }) as const),
])
const rules = { typeName: entity.name, properties: entity.names, filterable: entity.filterable, topMax: 1_000 }

/** What a job knows about people, and why it does what it does (ours). */
export function recordRoutes(parts: RecordParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/records': (call) => listRecords(call, parts),
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/records/{recordId}': (call) => getRecord(call, parts),
  }
}

async function listRecords(call: Call, { forTenant }: RecordParts): Promise<HttpResponse> {
  requireLogReader(call.principal)
  const query = readQuery(call, rules)
  const after = readPageToken(query)?.[0]
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const top = query.top ?? pageSize
  const found = await tenant.sourceEntries.listStates(job.id, {
    limit: top + 1,
    afterAnchor: typeof after === 'string' ? after : null,
    filter: toStateFilter(query.filter?.condition),
  })
  const page = found.slice(0, top)
  const last = page.at(-1)
  const nextLink = found.length > top && last !== undefined ? toNextLink(call, query, [last.anchor]) : undefined
  return collectionResponse(call, recordsContext(job), { value: page.map(toRecordSummary), nextLink })
}

/** Flags, bare or compared, joined by `and`: the store answers nothing else. */
function toStateFilter(condition: Condition | undefined): EntryStateFilter {
  if (condition === undefined) return {}
  switch (condition.kind) {
    case 'and':
      return Object.assign({}, ...condition.clauses.map(toStateFilter))
    case 'not':
      return Object.fromEntries(
        Object.entries(toStateFilter(single(condition.clause))).map(([name, is]) => [name, !is]),
      )
    case 'compare': {
      const { property, operator, value } = condition
      if (value.kind === 'boolean' && (operator === 'eq' || operator === 'ne'))
        return { [property.path]: operator === 'eq' ? value.value : !value.value }
      throw unsupported()
    }
    default:
      throw unsupported()
  }
}

function single(condition: Condition): Condition {
  if (condition.kind !== 'compare') throw unsupported()
  return condition
}

function unsupported(): EntrainError {
  return new EntrainError('unsupportedQuery', `Filter by ${flags.join(', ')}, joined by \`and\`.`)
}

async function getRecord(call: Call, parts: RecordParts): Promise<HttpResponse> {
  requireLogReader(call.principal)
  const tenant = parts.forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const entry = await findEntry(tenant, job, call.params.recordId ?? '')
  const isTraced = call.request.url.searchParams.get('trace')?.toLowerCase() === 'true'
  const program = requireProgram(job)
  const { tenantId } = tenant
  const explanation = await parts.readEngine(tenantId, (transaction, deps) =>
    explainPerson({ tenantId, job, program, entry, isTraced }, transaction, deps),
  )
  const waiting = await tenant.sourceEntries.waitingOf(job.id, entry.anchor)
  const sequences = waiting.held.map(({ uploadSequence }) => uploadSequence)
  const uploads = await parts.uploads.read(tenantId, job.id, sequences)
  const json = toRecordJson({
    entry,
    waiting,
    uploadIds: new Map(uploads.map(({ sequence, id }) => [sequence, id])),
    explanation,
    program,
    at: parts.clock.now(),
    history: await readHistory(tenant, job, entry),
  })
  return entityResponse(call, `${recordsContext(job)}/$entity`, { jobId: job.id, ...json })
}

type Tenant = ReturnType<RecordParts['forTenant']>

/** By externalId, else by the id of the object that somebody is linked to, else by that user's principal name. */
async function findEntry(
  { sourceEntries, directory }: Tenant,
  job: SynchronizationJob,
  id: string,
): Promise<SourceEntry> {
  const found = (await sourceEntries.find(job.id, id)) ?? (await sourceEntries.findByTarget(job.id, id.toLowerCase()))
  if (found !== undefined) return found
  const user = id.includes('@') ? await directory.findUserByPrincipalName(id) : undefined
  const linked = user && (await sourceEntries.findByTarget(job.id, user.id))
  if (linked === undefined) throw resourceNotFound(id)
  return linked
}

function requireProgram({ schema, schemaVersion }: SynchronizationJob): JobProgram {
  const { program, problems } = compileJob(schema, schemaVersion)
  if (program !== null) return program
  throw new EntrainError('invalidValue', 'The schema of the job cannot run, so it says nothing about anybody.', {
    details: problems,
  })
}

async function readHistory(tenant: Tenant, job: SynchronizationJob, { anchor }: SourceEntry) {
  const entries = await tenant.provisioningLog.list({
    filter: {
      condition: { kind: 'and', clauses: [equals('jobId', job.id), equals('sourceIdentity/id', anchor)] },
      uses: [],
    },
    descending: true,
    limit: historyEntriesMax,
    after: null,
  })
  const contexts = await loadLogContexts(tenant)
  const details = await loadLogDetails(entries, { tenant, uploads: { read: async () => [] } })
  return entries.map((entry) => ({
    entry,
    context: { ...contextOf(entry, contexts, tenant.tenantId), ...details(entry) },
  }))
}

function equals(path: string, text: string): Condition {
  const property = { path, type: 'String', foldsCase: false, nullable: false } as const
  return { kind: 'compare', operator: 'eq', property, value: { kind: 'text', text } }
}

function recordsContext({ servicePrincipalId, id }: SynchronizationJob): string {
  return `servicePrincipals('${servicePrincipalId}')/synchronization/jobs('${id}')/records`
}
