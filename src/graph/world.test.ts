import assert from 'node:assert/strict'
import type { Permission } from '../auth/permissions.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { TenantStore } from '../contracts/store.ts'
import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { DirectoryStore } from '../contracts/store-directory.ts'
import type { JobsStore } from '../contracts/store-jobs.ts'
import type { ObjectsReader } from '../contracts/store-objects.ts'
import type { ProvisioningLogStore } from '../contracts/store-provisioning-log.ts'
import type { SourceEntriesReader } from '../contracts/store-source-entries.ts'
import type { UploadSessions } from '../contracts/upload-sessions.ts'
import { compileRoutes } from '../http/match-route.ts'
import type { HttpRequest } from '../http/message.ts'
import { parseGraphPath } from '../http/path.ts'
import type { Route } from '../http/route.ts'
import type { ServicePrincipal } from '../model/application.ts'
import type { Principal } from '../model/principal.ts'
import type { StoredLogEntry } from '../model/provisioning-log.ts'
import { defaultJobOptions, initialProgress, type SynchronizationJob } from '../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../model/synchronization-schema.ts'
import type { StagedUpload } from '../model/upload.ts'
import type { User } from '../model/user.ts'
import { toPredicate } from '../odata/evaluate-filter.ts'
import { foldCase } from '../odata/fold-case.ts'
import type { JobTemplate } from '../sync/lifecycle.ts'
import type { Handlers } from './handlers.ts'
import { toFilterableEntries } from './provisioning-object-summary.ts'
import { toRoutes } from './routes.ts'
import { parseSynchronizationSchema } from './schema/parse-schema.ts'
import type { SecretBox } from './secret-box.ts'

/** What the tests of this room share: one tenant in memory and a way to call routes without a socket. */
export const tenantId = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'
export const origin = 'https://graph.fabrikam.example'

export const feed: ServicePrincipal = {
  id: '11111111-0000-4000-8000-000000000001',
  appId: 'aaaaaaaa-0000-4000-8000-000000000001',
  displayName: 'HR feed',
  accountEnabled: true,
  tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
  ownerIds: [],
}
export const other: ServicePrincipal = {
  ...feed,
  id: '22222222-0000-4000-8000-000000000002',
  appId: 'bbbbbbbb-0000-4000-8000-000000000002',
  displayName: 'Other application',
  ownerIds: ['99999999-0000-4000-8000-000000000009'],
}

export const schema: SynchronizationSchema = parseSynchronizationSchema({
  id: 'schema',
  synchronizationRules: [
    {
      sourceDirectoryName: 'API',
      targetDirectoryName: 'Microsoft Entra ID',
      objectMappings: [
        {
          sourceObjectName: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
          targetObjectName: 'User',
          flowTypes: 'Update, Delete',
          attributeMappings: [
            {
              targetAttributeName: 'employeeId',
              source: { type: 'Attribute', name: 'externalId' },
              matchingPriority: 1,
            },
          ],
        },
      ],
    },
  ],
  directories: [
    {
      name: 'API',
      objects: [
        {
          name: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
          attributes: [{ name: 'externalId', anchor: true }],
        },
      ],
    },
    {
      name: 'Microsoft Entra ID',
      objects: [
        {
          name: 'User',
          attributes: ['employeeId', 'mailNickname', 'department'].map((name) => ({ name })),
        },
      ],
    },
  ],
})

export const template: JobTemplate = { id: 'API2AAD', description: 'for tests', schemaFor: () => schema }

export function jobOf(
  servicePrincipal: ServicePrincipal,
  changes: Partial<SynchronizationJob> = {},
): SynchronizationJob {
  return {
    id: `API2AAD.0f1e2d3c4b5a69788796a5b4c3d2e1f0.${servicePrincipal.id}`,
    servicePrincipalId: servicePrincipal.id,
    templateId: 'API2AAD',
    scheduleState: 'Active',
    createdDateTime: '2026-01-01T00:00:00Z',
    settings: [{ name: 'QuarantineTooManyDeletesThreshold', value: '500' }],
    options: defaultJobOptions,
    schema,
    schemaVersion: 1,
    progress: initialProgress,
    ...changes,
  }
}

export function applicationWith(...roles: Permission[]): Principal {
  const { appId, id: servicePrincipalId } = feed
  return { kind: 'application', tenantId, appId, servicePrincipalId, roles }
}

export function userWith(userId: string, ...scopes: Permission[]): Principal {
  return { kind: 'user', tenantId, appId: feed.appId, userId, scopes, directoryRoles: [] }
}

export interface World {
  jobs: SynchronizationJob[]
  users: User[]
  entries: StoredLogEntry[]
  uploads: StagedUpload[]
  savedSchemas: number
}

export function emptyWorld(changes: Partial<World> = {}): World {
  return { jobs: [jobOf(feed), jobOf(other)], users: [], entries: [], uploads: [], savedSchemas: 0, ...changes }
}

/** The store of a world. What no route of this room calls fails the test. */
export function forTenantOf(world: World) {
  return (asked: string): TenantStore => {
    assert.equal(asked, tenantId)
    const tenant = { tenantId, applications: applications(), jobs: jobsOf(world), directory: directoryOf(world) }
    const { changes, audits, identity, provisioning } = untouched
    return {
      ...tenant,
      provisioningLog: logOf(world),
      sourceEntries,
      objects: noObjects,
      changes,
      audits,
      identity,
      provisioning,
    }
  }
}

/** Parts of a store that no route of this room reads or writes. */
const untouched = new Proxy(
  {},
  { get: () => new Proxy({}, { get: () => async () => assert.fail('not expected to be called') }) },
) as TenantStore

const unexpected = async () => assert.fail('not expected to be called')

/** A tenant without other objects. */
const noObjects: ObjectsReader = {
  find: async () => undefined,
  findMany: async (ids) => ids.map(() => undefined),
  findDeleted: async () => undefined,
  findByKey: async () => undefined,
  list: async () => [],
  listLinked: async () => [],
  listLinking: async () => [],
  isLinked: async () => false,
  countLinked: async () => 0,
}

/** A box that keeps nothing secret. */
export const openBox: SecretBox = { seal: (text) => text, open: (sealed) => sealed }

function applications(): ApplicationsStore {
  const find = async (matches: (each: ServicePrincipal) => boolean) => [feed, other].find(matches)
  return {
    findApplicationByAppId: unexpected,
    findServicePrincipal: (id) => find((each) => each.id === id.toLowerCase()),
    findServicePrincipalByAppId: (appId) => find((each) => each.appId === appId.toLowerCase()),
    listServicePrincipals: async () => [feed, other],
    listPasswords: unexpected,
    listAppRoleAssignments: unexpected,
  }
}

function jobsOf(world: World): JobsStore {
  const change = (jobId: string, changes: (job: SynchronizationJob) => Partial<SynchronizationJob>) => {
    world.jobs = world.jobs.map((job) => (job.id === jobId ? { ...job, ...changes(job) } : job))
  }
  const find = async (jobId: string) => world.jobs.find(({ id }) => id === jobId)
  return {
    find,
    findOwner: find,
    create: async (job) => {
      world.jobs.push(job)
    },
    list: async (servicePrincipalId) =>
      world.jobs.filter((job) => servicePrincipalId === undefined || job.servicePrincipalId === servicePrincipalId),
    setScheduleState: async (jobId, scheduleState) => change(jobId, () => ({ scheduleState })),
    saveSchema: async (jobId, saved) => {
      world.savedSchemas += 1
      change(jobId, ({ schemaVersion }) => ({ schema: saved, schemaVersion: schemaVersion + 1 }))
      return (await find(jobId))?.schemaVersion ?? 0
    },
    findSchemaVersion: async () => undefined,
    listSchemaVersions: unexpected,
    patchProgress: async (jobId, patch) => change(jobId, ({ progress }) => ({ progress: { ...progress, ...patch } })),
    saveSettings: async (jobId, saved) => change(jobId, () => saved),
    listRetainedUploads: unexpected,
    dropLinks: async () => {},
    dropEscrows: async () => {},
    dropHeld: async () => {},
    remove: unexpected,
  }
}

/** Nobody is known to a job here. */
const sourceEntries: SourceEntriesReader = {
  find: async () => undefined,
  findByTarget: async () => undefined,
  list: async () => [],
  listStates: async () => [],
  count: async () => 0,
  waitingOf: async () => ({ appointments: [], held: [] }),
  countWaiting: async () => ({ escrowed: 0, staged: 0 }),
  nextDueAt: async () => null,
  listHeld: async () => [],
}

function directoryOf({ users }: World): DirectoryStore {
  const resource = (user: User) => ({ ...user.properties, id: user.id, manager: { id: user.managerId } })
  const findUser = async (id: string) => users.find((user) => user.id === id.toLowerCase())
  const matching: DirectoryStore['countUsers'] extends (filter: infer Filter) => unknown
    ? (filter: Filter) => User[]
    : never = (filter) => users.filter((user) => filter === null || toPredicate(filter.condition)(resource(user)))
  return {
    findUser,
    findUserByPrincipalName: async (name) =>
      users.find(({ properties }) => foldCase(properties.userPrincipalName) === foldCase(name)),
    findUsers: (ids) => Promise.all(ids.map(findUser)),
    listUsers: async ({ filter, orderBy, limit, after }) => {
      const keyOf = (value: string, id: string) => `${foldCase(value)}\0${id}`
      const sign = orderBy.descending ? -1 : 1
      const keyed = matching(filter).map((user) => ({
        user,
        key: keyOf(String(resource(user)[orderBy.property]), user.id),
      }))
      const start = after === null ? null : keyOf(after.sortValue, after.id)
      return keyed
        .filter(({ key }) => start === null || sign * key.localeCompare(start, 'en') > 0)
        .sort((a, b) => sign * a.key.localeCompare(b.key, 'en'))
        .slice(0, limit)
        .map(({ user }) => user)
    },
    countUsers: async (filter) => matching(filter).length,
    listDirectReportIds: async (managerId) =>
      users
        .filter((user) => user.managerId === managerId)
        .map(({ id }) => id)
        .sort(),
    findDeletedUser: unexpected,
    listDeletedUsers: unexpected,
  }
}

function logOf(world: World): ProvisioningLogStore {
  return {
    find: async (sequence) => world.entries.find((entry) => entry.sequence === sequence),
    list: async ({ filter, descending, limit, after }) => {
      const resources = await toFilterableEntries(world.entries)
      const fulfils = filter === null ? () => true : toPredicate(filter.condition)
      const found = world.entries.filter((_, index) => fulfils(resources[index]))
      const inOrder = descending ? found.toReversed() : found
      const behind = ({ sequence }: StoredLogEntry) =>
        after === null || (descending ? sequence < after : sequence > after)
      return inOrder.filter(behind).slice(0, limit)
    },
    listOfUpload: async (jobId, uploadSequence) =>
      world.entries.filter((entry) => entry.jobId === jobId && entry.origin?.uploadSequence === uploadSequence),
    purge: unexpected,
  }
}

export function uploadsOf(world: World): UploadsReader {
  const ofJob = (jobId: string) => world.uploads.filter((upload) => upload.jobId === jobId)
  return {
    next: unexpected,
    read: unexpected,
    find: async (_, jobId, uploadId) => ofJob(jobId).find(({ id }) => id === uploadId),
    list: async (_, jobId, limit, before) =>
      ofJob(jobId)
        .filter(({ sequence }) => before === null || sequence < before)
        .toReversed()
        .slice(0, limit),
    listOldest: unexpected,
    lastSequence: async (_, jobId) => ofJob(jobId).at(-1)?.sequence ?? 0,
  }
}

/** Sessions of a job that has none. */
export const emptySessions: UploadSessions = {
  begin: unexpected,
  putChunk: unexpected,
  commit: unexpected,
  abandon: unexpected,
  sweep: async () => 0,
  find: async () => undefined,
  list: async () => [],
  missing: unexpected,
  chunkEnd: unexpected,
  bodies: unexpected,
  uploadIds: unexpected,
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape
  readonly body: any
}

interface Asking {
  readonly principal?: Principal
  readonly ownedOnly?: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Calls the route that fits, the way the door does, and parses what comes back. */
export function sender(served: readonly Route<Permission>[] | Handlers, principal: Principal) {
  const match = compileRoutes(isList(served) ? served : toRoutes(served))
  return async (method: string, target: string, asking: Asking = {}): Promise<Answer> => {
    const url = new URL(target, `${origin}/v1.0/`)
    const { version, segments } = parseGraphPath(url.pathname)
    const found = match(method, segments)
    if (found.kind !== 'matched') return assert.fail(`no route for ${method} ${url.pathname}`)
    const request = requestOf(method, url, asking)
    const { ownedOnly = false } = asking
    const call = { request, version, params: found.params, principal: asking.principal ?? principal, ownedOnly, origin }
    const { status, headers, body } = await found.route.handle(call)
    const text = body === null ? null : typeof body === 'string' ? body : new TextDecoder().decode(body)
    const isJson = headers['Content-Type']?.includes('json') ?? false
    return { status, headers, body: isJson && text !== null ? JSON.parse(text) : text }
  }
}

function isList(served: readonly Route<Permission>[] | Handlers): served is readonly Route<Permission>[] {
  return Array.isArray(served)
}

function requestOf(method: string, url: URL, { headers = {}, body }: Asking): HttpRequest {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return {
    method,
    url,
    header: (name) => headers[name] ?? (name === 'content-type' && text !== '' ? 'application/json' : undefined),
    body: async () => new TextEncoder().encode(text),
    requestId: 'request',
    clientRequestId: 'client-request',
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
  }
}

/** Asserts that a call is refused with one of our own errors. */
export async function refused(answer: Promise<unknown>, code: string, message?: RegExp): Promise<void> {
  await assert.rejects(answer, (error: { code?: string; message?: string }) => {
    assert.equal(error.code, code, error.message)
    if (message !== undefined) assert.match(error.message ?? '', message)
    return true
  })
}
