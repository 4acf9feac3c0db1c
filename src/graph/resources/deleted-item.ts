import type { AuditTarget, AuditTargetType } from '../../directory/audit-entry.ts'
import { purgeDeleted } from '../../directory/purge.ts'
import { refuseUserPrincipalName } from '../../directory/user-rules.ts'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import { json, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject, ObjectType } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import type { DeletedUser } from '../../model/user.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { auditsOf, type CalledAudit } from '../audit-call.ts'
import { type CollectionView, countEntities, type EntityJson, listEntities } from '../collection.ts'
import { type DeletedType, requireDeletedAccess, requireDeletedRole } from '../deleted-access.ts'
import { showObject } from '../directory-object-view.ts'
import { entityOf, extensionsIn } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { readJsonBody } from '../json-body.ts'
import { resourceNotFound } from '../not-found.ts'
import { contextUrl } from '../odata-response.ts'
import { isCompanion, type RestoreOptions, restoreObject, restoreUser } from '../restore-deleted.ts'
import { requireGroupAccess } from '../role-management-access.ts'
import type { ForTenant } from '../tenant-part.ts'
import { seesOf, toUserJson } from '../user-json.ts'
import { toDeletedUserJson } from '../users/deleted-user-json.ts'
import { readEveryRole, requireRank } from '../users/may-write.ts'
import { invalid } from '../users/refuse-properties.ts'

export interface DeletedItemParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: { now(): number }
  readonly evaluationContextOf: (tenantId: string) => Promise<EvaluationContext>
}

type Tenant = ReturnType<DeletedItemParts['forTenant']>

const bodyBytesMax = 16 * 1024
/** Items that one list looks at. */
const deletedItemsMax = 100_000
const pageItems = 1_000

/** The deleted items: what can be restored for 30 days (graph-resources section 7). */
export function deletedItemRoutes(parts: DeletedItemParts): Handlers {
  const tenantOf = (call: Call) => parts.forTenant(call.principal.tenantId)
  const listing = (type: RestorableType) => {
    const path = `/directory/deletedItems/microsoft.graph.${type}` as const
    const viewOf = (call: Call) => objectsView(call, tenantOf(call), type)
    return {
      [`GET ${path}`]: (call: Call) => listEntities(call, viewOf(call)),
      [`GET ${path}/$count`]: (call: Call) => countEntities(call, viewOf(call)),
    }
  }
  return {
    'GET /directory/deletedItems/microsoft.graph.user': (call) => listEntities(call, usersView(call, tenantOf(call))),
    'GET /directory/deletedItems/microsoft.graph.user/$count': (call) =>
      countEntities(call, usersView(call, tenantOf(call))),
    ...listing('group'),
    ...listing('application'),
    ...listing('servicePrincipal'),
    ...listing('administrativeUnit'),
    'GET /directory/deletedItems/{id}': (call) => getItem(call, tenantOf(call)),
    'POST /directory/deletedItems/{id}/restore': (call) => restoreItem(call, parts),
    'DELETE /directory/deletedItems/{id}': (call) => purgeItem(call, parts),
  }
}

type RestorableType = 'group' | 'application' | 'servicePrincipal' | 'administrativeUnit'

const setNames: Readonly<Record<RestorableType, string>> = {
  group: 'groups',
  application: 'applications',
  servicePrincipal: 'servicePrincipals',
  administrativeUnit: 'administrativeUnits',
}

function usersView(call: Call, { directory }: Pick<Tenant, 'directory'>): CollectionView {
  const entity = entityOf('user', call.version, { extensions: extensionsIn(call.request.url) })
  const load = async () => {
    const users = await readAll((page) => directory.listDeletedUsers(page))
    return users.map((user) => toDeletedUserJson(user, seesOf(call.principal, user)))
  }
  return { entity, fragment: 'users', load, searchable: entity.searchable }
}

function objectsView(call: Call, tenant: Tenant, type: RestorableType): CollectionView {
  const entity = entityOf(type, call.version, { extensions: extensionsIn(call.request.url) })
  const load = async (): Promise<readonly EntityJson[]> => {
    const found = await readAll((page) => tenant.objects.list(type, { ...page, isDeleted: true }))
    return Promise.all(found.map((object) => showObject(call, tenant, object)))
  }
  return { entity, fragment: setNames[type], load, searchable: entity.searchable }
}

type Page = { readonly limit: number; readonly afterId: string }

async function readAll<Item extends { readonly id: string }>(
  read: (page: Page) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const items: Item[] = []
  for (let afterId = ''; items.length < deletedItemsMax; ) {
    const page = await read({ limit: pageItems, afterId })
    items.push(...page)
    if (page.length < pageItems) break
    afterId = page.at(-1)?.id ?? afterId
  }
  return items
}

type Deleted =
  | { readonly type: 'user'; readonly user: DeletedUser }
  | { readonly type: ObjectType; readonly object: DirectoryObject }

/** Refuses with `notFound` what is not among the deleted items, a living object too. */
async function findDeleted({ params }: Call, { directory, objects }: Tenant): Promise<Deleted> {
  const { id = '' } = params
  const user = await directory.findDeletedUser(id)
  if (user !== undefined) return { type: 'user', user }
  const object = await objects.findDeleted(id)
  if (object === undefined) throw resourceNotFound(id)
  return { type: object.type, object }
}

/** What comes back or is gone for good takes the same rank as what is changed. */
async function requireMayDecide(
  call: Call,
  { objects }: Pick<Tenant, 'objects'>,
  deleted: Deleted,
  use: 'restore' | 'purge',
): Promise<void> {
  const { principal } = call
  requireDeletedAccess(principal, deleted.type, use)
  if (principal.kind === 'application') return
  if ('user' in deleted) {
    requireDeletedRole(principal, 'user', false)
    return requireRank(call, await readEveryRole(objects, deleted.user.id))
  }
  const isOwner = await objects.isLinked('owners', deleted.object.id, principal.userId.toLowerCase())
  requireDeletedRole(principal, deleted.type, isOwner)
  if (deleted.type === 'group') requireGroupAccess(call, deleted.object)
}

async function getItem(call: Call, tenant: Tenant): Promise<HttpResponse> {
  const deleted = await findDeleted(call, tenant)
  requireDeletedAccess(call.principal, deleted.type, 'read')
  const shown =
    'user' in deleted
      ? toDeletedUserJson(deleted.user, seesOf(call.principal, deleted.user))
      : await showObject(call, tenant, deleted.object)
  return itemResponse(call, deleted.type, shown)
}

/** As a `directoryObject`: with its type, and what is shown of that type without `$select`. */
function itemResponse(call: Call, type: DeletedType, item: EntityJson): HttpResponse {
  const names = isRestorable(type) || type === 'user' ? entityOf(type, call.version).defaultSet(call.version) : []
  const shown = names.length === 0 ? item : Object.fromEntries(names.map((name) => [name, item[name] ?? null]))
  const deletedDateTime = item.deletedDateTime ?? null
  const context = contextUrl(call, 'directoryObjects/$entity')
  return json({ '@odata.context': context, '@odata.type': `#microsoft.graph.${type}`, ...shown, deletedDateTime })
}

function isRestorable(type: DeletedType): type is RestorableType {
  return Object.hasOwn(setNames, type)
}

async function restoreItem(call: Call, parts: DeletedItemParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const deleted = await findDeleted(call, tenant)
  await requireMayDecide(call, tenant, deleted, 'restore')
  const options = await readRestoreOptions(call, parts)
  const audit = await auditsOf(call, tenant, parts.clock)
  const about = audit(aboutDeleted(deleted, 'Restore'))
  if ('user' in deleted) {
    const { user } = deleted
    const properties = await tenant.provisioning.transaction(async (transaction) => {
      await transaction.audits.append([about])
      return restoreUser(transaction, user, options)
    })
    return itemResponse(call, 'user', { ...toUserJson({ ...user, properties }), id: user.id })
  }
  const { type, object } = deleted
  const companion = type === 'application' ? await findCompanion(object, tenant) : undefined
  await tenant.provisioning.transaction(async (transaction) => {
    await transaction.audits.append([about])
    await restoreObject(transaction, object, companion)
  })
  return itemResponse(call, type, await showObject(call, tenant, { ...object, deletedDateTime: null }))
}

async function findCompanion(application: DirectoryObject, { objects }: Tenant): Promise<DirectoryObject | undefined> {
  const deleted = await readAll((page) => objects.list('servicePrincipal', { ...page, isDeleted: true }))
  return deleted.find((candidate) => isCompanion(application, candidate))
}

async function readRestoreOptions(call: Call, { evaluationContextOf }: DeletedItemParts): Promise<RestoreOptions> {
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) return { autoReconcileProxyConflict: false, newUserPrincipalName: undefined }
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body has to be a JSON object.')
  const { autoReconcileProxyConflict = false, newUserPrincipalName } = body
  if (typeof autoReconcileProxyConflict !== 'boolean') {
    throw invalid('autoReconcileProxyConflict', 'It takes true or false.')
  }
  if (newUserPrincipalName === undefined || newUserPrincipalName === null) {
    return { autoReconcileProxyConflict, newUserPrincipalName: undefined }
  }
  const { isVerifiedDomain } = await evaluationContextOf(call.principal.tenantId)
  const name = String(newUserPrincipalName)
  const refusal = refuseUserPrincipalName(name, isVerifiedDomain)
  if (refusal !== null) throw invalid('newUserPrincipalName', refusal.reason)
  return { autoReconcileProxyConflict, newUserPrincipalName: name }
}

async function purgeItem(call: Call, parts: DeletedItemParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const deleted = await findDeleted(call, tenant)
  await requireMayDecide(call, tenant, deleted, 'purge')
  const audit = await auditsOf(call, tenant, parts.clock)
  const { id = '' } = call.params
  await tenant.provisioning.transaction(async (transaction) => {
    if (!(await purgeDeleted(transaction, id, 'user' in deleted))) throw resourceNotFound(id)
    await transaction.audits.append([audit(aboutDeleted(deleted, 'Hard Delete'))])
  })
  return noContent()
}

const audited: Readonly<
  Record<string, readonly [name: string, type: AuditTargetType, category: CalledAudit['category']]>
> = {
  user: ['user', 'User', 'UserManagement'],
  group: ['group', 'Group', 'GroupManagement'],
  application: ['application', 'Application', 'ApplicationManagement'],
  servicePrincipal: ['service principal', 'ServicePrincipal', 'ApplicationManagement'],
  administrativeUnit: ['administrative unit', 'AdministrativeUnit', 'AdministrativeUnit'],
}

function aboutDeleted(deleted: Deleted, verb: 'Restore' | 'Hard Delete'): CalledAudit {
  const [name, type, category] = audited[deleted.type] ?? [deleted.type, 'Other', 'DirectoryManagement']
  const { id, properties } = 'user' in deleted ? deleted.user : deleted.object
  const { displayName, userPrincipalName } = properties
  const target: AuditTarget = {
    id,
    type,
    displayName: typeof displayName === 'string' ? displayName : null,
    userPrincipalName: typeof userPrincipalName === 'string' ? userPrincipalName : null,
  }
  return {
    activity: `${verb} ${name}`,
    category,
    operationType: verb === 'Restore' ? 'Update' : 'Delete',
    targets: [target],
  }
}
