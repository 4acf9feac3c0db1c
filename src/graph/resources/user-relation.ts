import { json, noContent, plainText } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { User } from '../../model/user.ts'
import { auditsOf } from '../audit-call.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { isEventual, readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, contextUrl, entityResponse } from '../odata-response.ts'
import { readReference } from '../references.ts'
import type { ForTenant } from '../tenant-part.ts'
import { findUser } from '../users/find-user.ts'
import { pageSizeDefault, toRelatedUser, userRulesFor } from '../users/user-view.ts'

export interface UserRelationParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'provisioning'>
  readonly clock: { now(): number }
}

type Directory = ReturnType<UserRelationParts['forTenant']>['directory']

/** Users that one `…/transitiveReports` looks at. */
const transitiveReportsMax = 100_000

/** Managers and those who report to them (graph-resources 3.2 and 3.3). */
export function userRelationRoutes(parts: UserRelationParts): Handlers {
  const directoryOf = (call: Call) => parts.forTenant(call.principal.tenantId).directory
  const manager = async (call: Call) => getManager(call, directoryOf(call))
  const reports = async (call: Call) => listReports(call, directoryOf(call), 'direct')
  return {
    'GET /users/{id}/manager': manager,
    'GET /me/manager': manager,
    'GET /users/{id}/manager/$ref': (call) => getManagerReference(call, directoryOf(call)),
    'PUT /users/{id}/manager/$ref': async (call) => setManager(call, parts, await readReference(call)),
    'DELETE /users/{id}/manager/$ref': (call) => setManager(call, parts, null),
    'GET /users/{id}/directReports': reports,
    'GET /me/directReports': reports,
    'GET /users/{id}/directReports/$count': (call) => countReports(call, directoryOf(call), 'direct'),
    'GET /users/{id}/transitiveReports': (call) => listReports(call, directoryOf(call), 'transitive'),
    'GET /users/{id}/transitiveReports/$count': (call) => countReports(call, directoryOf(call), 'transitive'),
  }
}

async function getManager(call: Call, directory: Directory): Promise<HttpResponse> {
  const { single } = userRulesFor(call)
  const query = readQuery(call, single)
  const manager = await findManager(call, directory)
  return entityResponse(call, 'directoryObjects/$entity', toRelatedUser(manager, { call, query }))
}

async function getManagerReference(call: Call, directory: Directory): Promise<HttpResponse> {
  const manager = await findManager(call, directory)
  const reference = `${call.origin}/${call.version}/users/${manager.id}`
  return json({ '@odata.context': contextUrl(call, '$ref'), '@odata.id': reference })
}

async function findManager(call: Call, directory: Directory): Promise<User> {
  const { managerId } = await findUser(call, directory)
  const manager = managerId === null ? undefined : await directory.findUser(managerId)
  if (manager === undefined) throw resourceNotFound('manager')
  return manager
}

/** Null takes the manager away, and is refused with `notFound` where there is none. */
async function setManager(
  call: Call,
  { forTenant, clock }: UserRelationParts,
  managerId: string | null,
): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const user = await findUser(call, tenant.directory)
  const manager = managerId === null ? null : await tenant.directory.findUser(managerId)
  if (manager === undefined) throw resourceNotFound(managerId ?? '')
  if (manager === null && user.managerId === null) throw resourceNotFound('manager')
  if (manager?.id === user.id) {
    throw new EntrainError('invalidValue', 'A user cannot be the manager of itself.', {
      details: [{ code: 'InvalidValue', message: 'A user cannot be the manager of itself.', target: 'manager' }],
    })
  }
  const audit = await auditsOf(call, tenant, clock)
  await tenant.provisioning.transaction(async ({ users, audits }) => {
    const [outcome] = await users.setManagers([{ id: user.id, managerId: manager?.id ?? null }])
    if (outcome?.kind !== 'written') throw resourceNotFound(user.id)
    await audits.append([
      audit({
        activity: manager === null ? 'Remove manager' : 'Set manager',
        category: 'UserManagement',
        operationType: manager === null ? 'Unassign' : 'Assign',
        targets: [
          {
            ...targetOf(user),
            modifiedProperties: [{ name: 'Manager', oldValue: user.managerId, newValue: manager?.id }],
          },
          ...(manager === null ? [] : [targetOf(manager)]),
        ],
      }),
    ])
  })
  return noContent()
}

function targetOf({ id, properties: { displayName, userPrincipalName } }: User) {
  return { id, type: 'User', displayName, userPrincipalName } as const
}

type Depth = 'direct' | 'transitive'

async function listReports(call: Call, directory: Directory, depth: Depth): Promise<HttpResponse> {
  const query = readQuery(call, userRulesFor(call).related)
  const { id } = await findUser(call, directory)
  const ids = await listReportIds(id, directory, depth)
  const after = readPageToken(query)?.[0]
  const rest = typeof after === 'string' ? ids.filter((reportId) => reportId > after) : ids
  const top = query.top ?? pageSizeDefault
  const page = rest.slice(0, top)
  const users = (await directory.findUsers(page)).filter((user) => user !== undefined)
  return collectionResponse(call, 'directoryObjects', {
    value: users.map((user) => toRelatedUser(user, { call, query })),
    nextLink: rest.length > top ? toNextLink(call, query, page.slice(-1)) : undefined,
    count: query.count && isEventual(call) && after === undefined ? ids.length : undefined,
  })
}

async function countReports(call: Call, directory: Directory, depth: Depth): Promise<HttpResponse> {
  if (!isEventual(call)) {
    const message = '$count is not currently supported. Send the header ConsistencyLevel: eventual.'
    throw new EntrainError('invalidValue', message)
  }
  const { id } = await findUser(call, directory)
  return plainText(String((await listReportIds(id, directory, depth)).length))
}

async function listReportIds(id: string, directory: Directory, depth: Depth): Promise<readonly string[]> {
  if (depth === 'direct') return directory.listDirectReportIds(id)
  const found = new Set<string>()
  const open = [id]
  for (let managerId = open.pop(); managerId !== undefined; managerId = open.pop()) {
    for (const reportId of await directory.listDirectReportIds(managerId)) {
      if (found.has(reportId) || reportId === id || found.size >= transitiveReportsMax) continue
      found.add(reportId)
      open.push(reportId)
    }
  }
  return [...found].sort()
}
