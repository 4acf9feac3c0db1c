import type { AuditEntry, AuditKind } from '../../contracts/store-audits.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import type { Query } from '../../odata/query.ts'
import { toTimeRange } from '../audit-time-range.ts'
import { type Entity, pick } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, entityResponse, selected } from '../odata-response.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface AuditLogParts {
  readonly forTenant: ForTenant<'audits'>
}

/** One of the two logs, as its route has it. */
interface Log {
  readonly kind: AuditKind
  readonly set: string
  /** The property that entries are ordered by. */
  readonly time: string
}

const directoryAudits: Log = { kind: 'directoryAudit', set: 'auditLogs/directoryAudits', time: 'activityDateTime' }
const signIns: Log = { kind: 'signIn', set: 'auditLogs/signIns', time: 'createdDateTime' }

const pageSize = 100
const topMax = 1_000
/** Entries that one request looks at. Who asks for few among many gets a short page and a link to go on. */
const scannedEntriesMax = 20_000
const chunkEntries = 1_000

/** Who changed what, and who signed in (Graph pages "List directoryAudits" and "List signIns"). */
export function auditLogRoutes(parts: AuditLogParts): Handlers {
  return {
    'GET /auditLogs/directoryAudits': (call) => list(call, parts, directoryAudits),
    'GET /auditLogs/directoryAudits/{id}': (call) => get(call, parts, directoryAudits),
    'GET /auditLogs/signIns': (call) => list(call, parts, signIns),
    'GET /auditLogs/signIns/{id}': (call) => get(call, parts, signIns),
  }
}

async function list(call: Call, { forTenant }: AuditLogParts, log: Log): Promise<HttpResponse> {
  const entity = entityOf(log.kind, call.version)
  const { names: properties, filterable, sortable } = entity
  const query = readQuery(call, { typeName: log.kind, properties, filterable, sortable, topMax })
  const { audits } = forTenant(call.principal.tenantId)
  const { page, continuesAfter } = await scan(audits, log, { query, call })
  return collectionResponse(call, selected(log.set, query.select), {
    value: page.map((entry) => toJson(entry, entity, query)),
    nextLink: continuesAfter === null ? undefined : toNextLink(call, query, [continuesAfter]),
  })
}

async function get(call: Call, { forTenant }: AuditLogParts, log: Log): Promise<HttpResponse> {
  const entity = entityOf(log.kind, call.version)
  const query = readQuery(call, { typeName: log.kind, properties: entity.names })
  const { id = '' } = call.params
  const entry = await forTenant(call.principal.tenantId).audits.find(log.kind, id)
  if (entry === undefined) throw resourceNotFound(id)
  return entityResponse(call, `${selected(log.set, query.select)}/$entity`, toJson(entry, entity, query))
}

type Audits = ReturnType<AuditLogParts['forTenant']>['audits']

interface Scan {
  readonly page: readonly AuditEntry[]
  /** Id of the entry behind which the next page begins; null at the end. */
  readonly continuesAfter: string | null
}

/** The time range is the database's; everything else is looked at entry by entry. */
async function scan(
  audits: Audits,
  log: Log,
  { query, call }: { readonly query: Query; readonly call: Call },
): Promise<Scan> {
  const { filter, orderby, top = pageSize } = query
  const fulfils = filter === undefined ? () => true : toPredicate(filter.condition)
  const isShown = log.kind === 'signIn' && !asksForKinds(query) ? isInteractive : () => true
  const range = filter === undefined ? {} : toTimeRange(filter.condition, log.time)
  const page: AuditEntry[] = []
  let afterId = readPosition(query)
  for (let scanned = 0; scanned < scannedEntriesMax; scanned += chunkEntries) {
    call.request.signal.throwIfAborted()
    const oldestFirst = orderby[0]?.direction === 'asc'
    const chunk = await audits.list(log.kind, { ...range, limit: chunkEntries, afterId, oldestFirst })
    for (const entry of chunk) {
      if (!isShown(entry) || !fulfils(entry.properties)) continue
      if (page.length === top) return { page, continuesAfter: page.at(-1)?.id ?? null }
      page.push(entry)
    }
    afterId = chunk.at(-1)?.id
    if (afterId === undefined || chunk.length < chunkEntries) return { page, continuesAfter: null }
  }
  return { page, continuesAfter: afterId ?? null }
}

/** Without being asked, Graph tells of people who signed in themselves. */
function asksForKinds({ filter }: Query): boolean {
  return filter?.uses.some(({ property }) => property === 'signInEventTypes') ?? false
}

function isInteractive({ properties: { signInEventTypes, isInteractive: flag } }: AuditEntry): boolean {
  return Array.isArray(signInEventTypes) ? signInEventTypes.includes('interactiveUser') : flag === true
}

function readPosition(query: Query): string | undefined {
  const key = readPageToken(query)
  if (key === null) return undefined
  const [id] = key
  if (typeof id === 'string') return id
  throw new EntrainError('expiredPageToken', 'The page token is not understood. Ask for the first page again.')
}

/** What the version does not know stays out. */
function toJson({ properties }: AuditEntry, { names }: Entity, { select }: Query) {
  if (select !== undefined) return pick(properties, select)
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.has(name.toLowerCase())))
}
