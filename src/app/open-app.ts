import { randomUUID } from 'node:crypto'
import { createAuthenticate } from '../auth/authenticate.ts'
import { createAuthorize } from '../auth/authorize.ts'
import { createTrustedTokens } from '../auth/issuers/verify-trusted-token.ts'
import { createIsSelf, createOwns } from '../auth/ownership.ts'
import { createAddressGuard } from '../auth/passwords/address-guard.ts'
import { createFindReach } from '../auth/reach.ts'
import { Refusals } from '../auth/refusals.ts'
import { createFindRestrictedUnits } from '../auth/restricted-units.ts'
import { createFindStanding } from '../auth/standing.ts'
import { createKeyRing } from '../auth/tokens/key-ring.ts'
import { type Config, originFor } from '../config/config.ts'
import { type MovableClock, systemClock } from '../contracts/clock.ts'
import type { Staging } from '../contracts/staging.ts'
import type { Store } from '../contracts/store.ts'
import { createAuditCall } from '../graph/audit-call.ts'
import { isKnownToGraph } from '../graph/not-served.ts'
import { graphPublicRoutes } from '../graph/public-routes.ts'
import { type GraphParts, graphRoutes } from '../graph/routes.ts'
import { listen } from '../http/listen.ts'
import type { Handler } from '../http/message.ts'
import { createGraphHandler, type Served } from '../http/server.ts'
import { Backlog } from '../ingest/backlog.ts'
import { Settlements } from '../ingest/settlements.ts'
import { EntrainError } from '../model/error.ts'
import { createOAuthHandler } from '../oauth/handler.ts'
import { createPeopleDoor } from '../oauth/people-door.ts'
import { directoryTemplate } from '../sync/templates/directory-template.ts'
import type { Events } from '../telemetry/events.ts'
import { checkClock } from './check-clock.ts'
import { type ClientAuthentication, openClientAuthentication } from './client-authentication.ts'
import { countBacklog } from './count-backlog.ts'
import { createThrottle } from './create-throttle.ts'
import { type EngineClient, startEngine } from './engine-client.ts'
import type { EngineReport } from './engine-protocol.ts'
import { toEvaluationContext } from './evaluation-context.ts'
import { createHealthHandler } from './health.ts'
import { startIdentityTimer } from './identity-timer.ts'
import { startMembershipTimer } from './membership-timer.ts'
import { openStaging, openStore } from './open-stores.ts'
import { purgeJobUploads } from './purge-job-uploads.ts'
import { createReadEngine } from './read-engine.ts'
import { createSecretBox } from './secret-box.ts'
import { startSessionTimer } from './session-timer.ts'
import { createSharedClock, type SharedClock, withMoves } from './shared-clock.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { loadTls } from './tls.ts'
import { openWorkloadDoor } from './workload-door.ts'

/** The service, open for callers. */
export interface App {
  readonly origin: string
  /** Where workloads of this machine get tokens (`IDENTITY_ENDPOINT`); null when it is closed. */
  readonly managedIdentityEndpoint: string | null
  /** PEM file that clients must trust, or null when they need none of ours. */
  readonly caFile: string | null
  /** Nobody can sign in yet: the data folder has no tenant. */
  readonly isEmpty: boolean
  /** The service's clock. Whatever becomes due by a move is done soon after. */
  readonly clock: MovableClock
  /** Finishes what is in hand and closes everything, in reverse order of opening. */
  close(): Promise<void>
}

/** Bytes that one job may have waiting; beyond it uploads are answered with 429. */
const backlogBytesMax = 512 * 1024 * 1024

/** Opens store, staging, engine and doors, hands them around, and listens. What was opened is closed when it fails half-way. */
export async function openApp(
  config: Config,
  events: Events,
  shared: SharedClock = createSharedClock({ aheadMs: config.clockAheadMs ?? 0 }),
): Promise<App> {
  await using opened = new AsyncDisposableStack()
  // Clients check the certificate against their own time.
  const tls = await loadTls(config, systemClock, events)
  const store = opened.adopt(await openStore(config.dataDirectory, shared), (open) => open.close())
  await checkClock(shared, { config, store, events })
  const onStagingCrash = (error: Error) => events.unexpectedError(error, { where: 'staging thread' })
  const staging = opened.adopt(await openStaging(config.dataDirectory, onStagingCrash), (open) => open.close())
  const backlog = new Backlog(backlogBytesMax)
  await countBacklog(backlog, store, staging.uploads)
  const isEmpty = (await store.tenants.list()).length === 0
  const clients = opened.adopt(
    await openClientAuthentication({ config: config.clients, store, clock: shared, events }),
    ({ signIns }) => signIns.close(),
  )
  const settlements = new Settlements()
  const state = { isReady: false }
  const engine = opened.adopt(
    await openEngine({ config, shared, listeners: { backlog, settlements, staging, events }, state }),
    (open) => open.stop(),
  )
  const simulator = opened.adopt(
    createSimulator({ dataDirectory: config.dataDirectory, clock: shared.memory }),
    (open) => open.close(),
  )
  const clock = withMoves(shared, () => {
    engine.clockMoved()
    events.clockMoved({ now: new Date(shared.now()).toISOString() })
  })
  startTimers({ store, staging, clock, events }, opened)
  // The handlers name the origin, and with port 0 it is known only once the port is taken.
  let handler: Handler = () => Promise.reject(new Error('the doors are not open yet'))
  const listener = opened.adopt(
    await listen({
      handler: (request) => handler(request),
      host: config.host,
      port: config.port,
      ...(tls === null ? {} : { tls: tls.material }),
      onHandlerFailure: (error, requestId) => events.unexpectedError(error, { requestId }),
    }),
    (open) => open.close(),
  )
  const origin = originFor(config, listener.port)
  handler = createDoors({
    config,
    events,
    clock,
    origin,
    store,
    staging,
    clients,
    engine,
    simulator,
    backlog,
    settlements,
    state,
  })
  const workloads = await openWorkloadDoor({ config, events, clock, origin, store, signIns: clients.signIns }, opened)
  state.isReady = true
  const closing = opened.move()
  const close = () => {
    state.isReady = false
    return closing.disposeAsync()
  }
  return { origin, managedIdentityEndpoint: workloads, caFile: tls?.caFile ?? null, isEmpty, clock, close }
}

/** What is looked after in the background, until the service is closed. */
function startTimers(
  { store, staging, clock, events }: Pick<Rooms, 'store' | 'staging' | 'clock' | 'events'>,
  opened: AsyncDisposableStack,
): void {
  const failing = (where: string) => (error: unknown) => events.unexpectedError(error, { where })
  const timers = [
    startSessionTimer({ sessions: staging.sessions, clock, onFailure: failing('upload sessions') }),
    startIdentityTimer({ store, clock, onFailure: failing('sign-ins') }),
    startMembershipTimer({ store, onFailure: failing('membership rules') }),
  ]
  for (const timer of timers) opened.adopt(timer, (open) => open.stop())
}

interface EngineParts {
  readonly config: Config
  readonly shared: SharedClock
  readonly listeners: Listeners
  readonly state: { isReady: boolean }
}

/** While the engine is away, nobody should be sent here. */
function openEngine({ config, shared, listeners, state }: EngineParts): Promise<EngineClient> {
  return startEngine({
    dataDirectory: config.dataDirectory,
    retentionDays: config.retentionDays,
    clock: shared.memory,
    onReport: (report) => hear(report, listeners),
    onCrash(error) {
      state.isReady = false
      listeners.events.unexpectedError(error, { where: 'engine thread' })
    },
    onRevived() {
      state.isReady = true
    },
  })
}

interface Rooms {
  readonly config: Config
  readonly events: Events
  readonly clock: MovableClock
  readonly origin: string
  readonly store: Store
  readonly staging: Staging
  readonly clients: ClientAuthentication
  readonly engine: EngineClient
  readonly simulator: Simulator
  readonly backlog: Backlog
  readonly settlements: Settlements
  readonly state: { readonly isReady: boolean }
}

/** Who answers what: health, then tokens, then Graph. */
function createDoors(rooms: Rooms): Handler {
  const { events, clock, origin, store, state, clients } = rooms
  // Keys are also made and retired by a command, at the system's time.
  const keys = createKeyRing({ store: store.signingKeys, clock: systemClock })
  const applicationsOf = (tenantId: string) => store.forTenant(tenantId).applications
  const refusals = new Refusals(clock)
  const addresses = createAddressGuard(clock)
  const findRestrictedUnits = createFindRestrictedUnits(store.forTenant)
  const findStanding = createFindStanding({ tenantOf: store.forTenant, clock })
  const health = createHealthHandler(() => state.isReady)
  const { issuers, issuerKeys, assertionMemory, signIns } = clients
  const trustedTokens = createTrustedTokens({ issuers, keys: issuerKeys, applicationsOf })
  const authenticate = createAuthenticate({ keys, clock, origin, applicationsOf, findStanding, trustedTokens })
  const oauth = createOAuthHandler({
    tenants: store.tenants,
    applicationsOf,
    objectsOf: (tenantId) => store.forTenant(tenantId).objects,
    keys,
    assertions: { origin, additional: rooms.config.clients.assertionAudiences, issuerKeys, memory: assertionMemory },
    signIns,
    people: createPeopleDoor({
      tenants: store.tenants,
      peopleOf: store.forTenant,
      addresses,
      authenticate,
      rules: rooms.config.people,
      clock,
    }),
    clock,
    origin,
    events,
  })
  const graph: Handler = createGraphHandler({
    routes: createRoutes(rooms, { refusals, addresses, findRestrictedUnits }, (request) => graph(request)),
    publicRoutes: graphPublicRoutes(),
    authenticate,
    authorize: createAuthorize({
      owns: createOwns(store.forTenant),
      isSelf: createIsSelf(store.forTenant),
      findReach: createFindReach({ tenantOf: store.forTenant, findRestrictedUnits }),
    }),
    throttle: createThrottle(rooms.config.throttle.profile, { clock, forTenant: store.forTenant }),
    origin,
    clock,
    isKnownElsewhere: isKnownToGraph,
    onRefused: (refused) => refusals.remember(refused),
    onServed: (served) => events.requestServed(toRequestServed(served)),
    onUnexpectedError: (error, request) => events.unexpectedError(error, { requestId: request.requestId }),
  })
  return (request) => health(request) ?? oauth(request) ?? graph(request)
}

type Remembered = Pick<GraphParts, 'refusals' | 'addresses' | 'findRestrictedUnits'>

/** `dispatch` is the door that the routes are behind: a batch sends its requests through it. */
function createRoutes(rooms: Rooms, remembered: Remembered, dispatch: Handler) {
  const { config, clock, store, staging, engine, simulator, backlog, settlements, events } = rooms
  const templates = [directoryTemplate]
  const parts: GraphParts = {
    ...remembered,
    dispatch,
    audit: createAuditCall({ forTenant: (tenantId) => store.forTenant(tenantId), clock }),
    secretBox: createSecretBox(config.dataDirectory),
    forTenant: (tenantId) => store.forTenant(tenantId),
    tenants: store.tenants,
    uploads: staging.uploads,
    sessions: staging.sessions,
    simulate: simulator.simulate,
    onCommitted(committed) {
      engine.wake(committed.tenantId, committed.jobId)
      events.sessionCommitted(committed)
    },
    settled: settlements,
    wake: engine.wake,
    order: engine.order,
    async removeUploads(tenantId, jobId) {
      await purgeJobUploads(staging, tenantId, jobId)
      backlog.settled(tenantId, jobId, Number.MAX_SAFE_INTEGER)
    },
    clock,
    movableClock: config.clockAheadMs === null ? null : clock,
    newId: randomUUID,
    templates,
    findTemplate: (id) => templates.find((template) => template.id === id),
    async evaluationContextOf(tenantId) {
      const tenant = await store.tenants.find(tenantId)
      if (tenant === undefined) throw new EntrainError('notFound', `There is no tenant '${tenantId}'.`)
      return toEvaluationContext(tenant, clock)
    },
    readEngine: createReadEngine({ dataDirectory: config.dataDirectory, store, uploads: staging.uploads, clock }),
    contentType: config.contentType,
    bodyBytesMax: config.bodyBytesMax,
    stage: {
      staging,
      backlog,
      clock,
      newGuid: randomUUID,
      onStaged(staged) {
        engine.wake(staged.tenantId, staged.jobId)
        events.uploadStaged(staged)
      },
    },
  }
  return graphRoutes(parts, { bulkUploadRoles: config.bulkUploadRoles })
}

interface Listeners {
  readonly backlog: Backlog
  readonly settlements: Settlements
  readonly staging: Pick<Staging, 'purge'>
  readonly events: Events
}

function hear(report: EngineReport, { backlog, settlements, staging, events }: Listeners): void {
  switch (report.kind) {
    case 'settled':
      backlog.settled(report.tenantId, report.jobId, report.sequence)
      settlements.settled(report.tenantId, report.jobId, report.sequence)
      return
    case 'cycleEnded':
      events.cycleEnded(report.cycle)
      return
    case 'quarantined':
      events.quarantined(report.event)
      return
    case 'batchFailed':
      events.jobFailed({ tenantId: report.tenantId, jobId: report.jobId, error: report.error })
      return
    case 'purgeUploads':
      // What could not be removed is found again in the next round.
      staging.purge(report.request).catch((error: unknown) => events.unexpectedError(error, { where: 'retention' }))
      return
    case 'defect':
      events.unexpectedError(report.error, { where: report.where })
      return
    default:
  }
}

function toRequestServed({ request, status, durationMs, principal }: Served) {
  const { requestId, clientRequestId, method } = request
  const caller = principal === undefined ? {} : { tenantId: principal.tenantId, appId: principal.appId }
  return { requestId, clientRequestId, method, path: request.url.pathname, status, durationMs, ...caller }
}
