import type { DirectoryChange } from '../../contracts/store-objects.ts'
import { json } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { Condition } from '../../odata/condition.ts'
import { filterableType } from '../../odata/filterable.ts'
import { nameTable } from '../../odata/select.ts'
import { isOwner } from '../applications/created-by.ts'
import {
  type DeltaObject,
  type DeltaSet,
  type DeltaTenant,
  deltaSets,
  isRestorable,
  readChangedLinks,
  readChangedNames,
  readLinks,
  readMany,
  readPage,
} from '../delta-set.ts'
import {
  type DeltaOptions,
  type DeltaPosition,
  type DeltaToken,
  parseDeltaToken,
  unknownState,
  writeDeltaToken,
} from '../delta-token.ts'
import { pick } from '../entity.ts'
import { entityOf, extensionsIn } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { seesMembers } from '../hidden-members.ts'
import { readQuery } from '../odata-query.ts'
import { contextUrl } from '../odata-response.ts'
import { appliedPreferences, readReturn } from '../prefer.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface DeltaParts {
  readonly forTenant: ForTenant<'directory' | 'objects' | 'changes'>
  readonly clock: { now(): number }
}

/** Objects of a page of the full state, and changes of a page of changes. */
const pageObjects = 500
const filteredIdsMax = 50

/** Delta queries: first everything, later what has changed since (graph-conventions section 10). */
export function deltaRoutes(parts: DeltaParts): Handlers {
  const sets: readonly DeltaSet[] = deltaSets
  return Object.fromEntries(
    sets.flatMap((set) =>
      (set.paths ?? [`/${set.name}`]).map((path) => [
        `GET ${path}/delta`,
        (call: Call) => answerDelta(call, set, parts),
      ]),
    ),
  )
}

interface Answering {
  readonly set: DeltaSet
  readonly tenant: DeltaTenant
  readonly options: DeltaOptions
  /** Of what was updated only that. */
  readonly isMinimal: boolean
}

interface DeltaPage {
  readonly value: readonly object[]
  readonly next: DeltaPosition
  /** More is there now. */
  readonly isMore: boolean
}

async function answerDelta(call: Call, set: DeltaSet, { forTenant, clock }: DeltaParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const start = `${call.origin}${call.request.url.pathname}`
  const scope = `delta ${call.principal.tenantId} ${call.version} ${set.name}`
  const now = clock.now()
  const { position, options, ...token } = await readPosition(call, set, { tenant, start, scope, now })
  const isMinimal = token.isMinimal || readReturn(call) === 'minimal'
  const answering = { set, tenant, options, isMinimal }
  const page: DeltaPage =
    position === 'latest'
      ? { value: [], next: { kind: 'changes', sequence: await tenant.changes.latest() }, isMore: false }
      : position.kind === 'state'
        ? await readState(call, position, answering)
        : await readChanges(call, position, answering)
  // The next round says for itself what it prefers, as every request does (RFC 7240 section 2).
  const next = writeDeltaToken({ position: page.next, options, isMinimal: isMinimal && page.isMore }, scope, now)
  const link = page.isMore ? `${start}?$skiptoken=${next}` : `${start}?$deltatoken=${next}`
  const body = {
    '@odata.context': contextUrl(call, set.name),
    [page.isMore ? '@odata.nextLink' : '@odata.deltaLink']: link,
    value: page.value,
  }
  return json(body, 200, appliedPreferences({ return: isMinimal ? 'minimal' : undefined }))
}

interface Reading {
  readonly tenant: DeltaTenant
  readonly start: string
  readonly scope: string
  readonly now: number
}

type Start = Omit<DeltaToken, 'position'> & { readonly position: DeltaPosition | 'latest' }

async function readPosition(call: Call, set: DeltaSet, { tenant, start, scope, now }: Reading): Promise<Start> {
  const entity = entityOf(set.entity, call.version, { extensions: extensionsIn(call.request.url) })
  const query = readQuery(call, {
    typeName: entity.name,
    properties: nameTable([...entity.names.values(), ...set.links]),
    filterable: filterableType(entity.name, [{ name: 'id', type: 'String', operators: ['eq'], nullable: false }]),
  })
  const token = query.skiptoken ?? query.deltatoken
  if (token !== undefined && token !== 'latest') {
    const read = parseDeltaToken(token, scope, { now, start })
    // A position that the feed has never come to is of another database.
    if (read.position.sequence > (await tenant.changes.latest())) throw unknownState(start)
    return read
  }
  const ids = query.filter === undefined ? undefined : idsIn(query.filter.condition)
  const asked = { options: { select: query.select, ids }, isMinimal: false }
  if (token === 'latest') return { position: 'latest', ...asked }
  // Read before the state: what changes meanwhile comes twice rather than never.
  return { position: { kind: 'state', sequence: await tenant.changes.latest(), afterId: '' }, ...asked }
}

function idsIn(condition: Condition): readonly string[] {
  const clauses = condition.kind === 'or' ? condition.clauses : [condition]
  const ids = clauses.flatMap((clause) => {
    if (clause.kind === 'or') return idsIn(clause)
    const isId = clause.kind === 'compare' && clause.operator === 'eq' && clause.value.kind === 'text'
    if (!isId) throw unsupportedFilter()
    return clause.value.text.toLowerCase()
  })
  if (ids.length > filteredIdsMax) throw unsupportedFilter()
  return ids
}

function unsupportedFilter(): EntrainError {
  const message = `A delta query takes $filter=id eq '…' or id eq '…' with at most ${filteredIdsMax} ids.`
  return new EntrainError('unsupportedQuery', message)
}

async function readState(
  call: Call,
  { sequence, afterId }: Extract<DeltaPosition, { kind: 'state' }>,
  answering: Answering,
): Promise<DeltaPage> {
  const { set, tenant, options } = answering
  const { ids } = options
  const found =
    ids === undefined
      ? await readPage(call, tenant, { set, afterId, limit: pageObjects + 1 })
      : (await readMany(call, tenant, { set, ids })).filter((object) => object !== undefined)
  const page = ids === undefined ? found.slice(0, pageObjects) : found
  const last = page.at(-1)
  const visible = await keepOwned(call, tenant, page)
  const value = await Promise.all(visible.map((object) => toItem(call, object, answering)))
  return found.length > page.length && last !== undefined
    ? { value, next: { kind: 'state', sequence, afterId: last.id }, isMore: true }
    : { value, next: { kind: 'changes', sequence }, isMore: false }
}

/** Lists show no more to whoever reaches only what it owns (graph-resources 1.3); of what is gone for good nobody knows whose it was. */
async function keepOwned<T extends { readonly id: string }>(
  call: Call,
  { objects }: DeltaTenant,
  items: readonly T[],
): Promise<readonly T[]> {
  if (call.ownedOnly !== true) return items
  const isShown = async (id: string) =>
    (await isOwner(call, objects, id)) || ((await objects.find(id)) ?? (await objects.findDeleted(id))) === undefined
  const shown = await Promise.all(items.map(({ id }) => isShown(id)))
  return items.filter((_, index) => shown[index])
}

/** An object in full, with everything that it links to. */
async function toItem(call: Call, object: DeltaObject, answering: Answering): Promise<object> {
  const links = await visibleLinks(call, object, answering)
  return {
    ...select(call, object, answering),
    ...(links.length > 0 && (await readLinks(answering.tenant, object, links))),
  }
}

/** What is tracked of an object; of `changed`, if given, only that. */
function select(
  { version }: Call,
  { id, json: properties, sees }: DeltaObject,
  { set, options }: Answering,
  changed?: ReadonlySet<string>,
): object {
  const selected = options.select?.filter((name) => !set.links.includes(name))
  const names = selected ?? entityOf(set.entity, version).defaultSet(version)
  if (changed === undefined) return { ...pick(properties, names), id }
  const told = names.filter((name) => {
    const [first = name] = name.split('/', 1)
    return changed.has(first) && sees?.(first) !== false
  })
  return { ...pick(properties, told), id }
}

function linksOf({ links, defaultLinks }: DeltaSet, { select: names }: DeltaOptions): readonly string[] {
  return names === undefined ? defaultLinks : links.filter((link) => names.includes(link))
}

/** Of a group or an administrative unit with hidden members those are left out for whoever may not see them. */
async function visibleLinks(
  call: Call,
  { id, json: properties }: DeltaObject,
  { set, tenant, options }: Answering,
): Promise<readonly string[]> {
  const links = linksOf(set, options)
  if (!links.includes('members') || (await seesMembers(call, { id, properties }, tenant.objects))) return links
  return links.filter((link) => link !== 'members')
}

async function readChanges(
  call: Call,
  { sequence }: Extract<DeltaPosition, { kind: 'changes' }>,
  answering: Answering,
): Promise<DeltaPage> {
  const { set, tenant, options } = answering
  const changes = await tenant.changes.list(set.type, { after: sequence, limit: pageObjects + 1 })
  const page = changes.slice(0, pageObjects)
  const byId = Map.groupBy(page, ({ id }) => id)
  const asked = [...byId.keys()].filter((id) => options.ids === undefined || options.ids.includes(id))
  const ids = (
    await keepOwned(
      call,
      tenant,
      asked.map((id) => ({ id })),
    )
  ).map(({ id }) => id)
  const objects = await readMany(call, tenant, { set, ids })
  const items = await Promise.all(
    ids.map((id, index) => toChange(call, { id, object: objects[index], changes: byId.get(id) ?? [] }, answering)),
  )
  const isMore = changes.length > page.length
  const reached = page.at(-1)?.sequence ?? sequence
  return { value: items.filter((item) => item !== undefined), next: { kind: 'changes', sequence: reached }, isMore }
}

interface Changed {
  readonly id: string
  /** Undefined: it is not there any more. */
  readonly object: DeltaObject | undefined
  readonly changes: readonly DirectoryChange[]
}

async function toChange(
  call: Call,
  { id, object, changes }: Changed,
  answering: Answering,
): Promise<object | undefined> {
  const { set, tenant, isMinimal } = answering
  if (object === undefined) {
    return { id, '@removed': { reason: (await isRestorable(tenant, set, id)) ? 'changed' : 'deleted' } }
  }
  const links = await visibleLinks(call, object, answering)
  const isItself = changes.some(({ link }) => link === null)
  const changed = isItself && !isMinimal ? undefined : readChangedNames(set, changes)
  const hasManager = links.includes('manager') && (changed === undefined || changed.has('manager'))
  const item = {
    ...select(call, object, answering, changed),
    ...(hasManager && (await readLinks(tenant, object, ['manager']))),
    ...(await readChangedLinks(tenant, id, { changes, links })),
  }
  // Nothing of what is tracked has changed.
  return changed !== undefined && Object.keys(item).length === 1 ? undefined : item
}
