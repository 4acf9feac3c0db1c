import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPerson } from '../src/app/create-person.ts'
import { type App, openApp } from '../src/app/open-app.ts'
import { openStore } from '../src/app/open-stores.ts'
import { createSharedClock, type SharedClock } from '../src/app/shared-clock.ts'
import type { Permission } from '../src/auth/permissions.ts'
import { type Initialized, initialize } from '../src/cli/init.ts'
import { type Config, loadConfig, type Overrides } from '../src/config/config.ts'
import { coreUserSchema, enterpriseUserSchema } from '../src/scim/uris.ts'
import { createEvents } from '../src/telemetry/events.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import { register } from './applications.ts'
import { type NewPerson, type Person, type SignInOptions, signInByCode, type UserTokens } from './people.ts'

/**
 * A real server on a free port, with a tenant, a client and a started job, on an empty data folder. Everything goes
 * through HTTPS, as a client would. Close it at the end of the test: `await using world = await openWorld()`.
 */
export interface World extends AsyncDisposable {
  readonly origin: string
  readonly setUp: Initialized
  readonly config: Config
  /** With the setting `managedIdentityPort`. */
  readonly managedIdentityEndpoint: string | null
  /** Path of the job, without version. */
  readonly jobPath: string
  token(client?: Client): Promise<string>
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  /** JSON of a GET below /v1.0 that must succeed. */
  get<T = Json>(path: string): Promise<T>
  /** Uploads people as one bulk request and waits until each is settled. */
  provision(...people: readonly Json[]): Promise<UploadStatus>
  /** All log entries of the job, newest first; `filter` is added with `and`. */
  logs(filter?: string): Promise<readonly Json[]>
  /** The audit log, newest first, as it is stored. */
  audits(): Promise<readonly Json[]>
  /** The next calls ask for tokens anew: what was granted meanwhile is in them. */
  forgetTokens(): void
  /** The service's time, milliseconds since 1970. */
  now(): number
  /**
   * Moves the clock of all threads, to a time (`2031-03-01T08:00:00Z`) or by milliseconds, never back. The engine looks at
   * every job again, and the tokens that were kept are forgotten, because they may have expired.
   */
  moveClock(to: string | number): void
  /** Another application of the tenant, with just these permissions. */
  addClient(granted: readonly Permission[]): Promise<Client>
  /** A user who can sign in, with these directory roles. */
  addUser(wanted: NewPerson): Promise<Person>
  /** Signs a user in on the pages, agrees to what is asked, and redeems the code: a delegated token, and what comes with it. */
  signIn(person: Person, options?: SignInOptions): Promise<UserTokens>
  /** Stops the server and starts it again on the same data and port. */
  restart(): Promise<void>
}

export type Json = { readonly [name: string]: unknown }

export interface Client {
  readonly clientId: string
  readonly clientSecret: string
  /** Default: the world's first tenant. */
  readonly tenantId?: string
}

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** `null` sends no Authorization header; default: the first client's token. */
  readonly token?: string | null
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** The body read as JSON. */
  json<T = Json>(): T
}

export interface UploadStatus {
  readonly id: string
  readonly status: string
  readonly counts: Readonly<Record<string, number>>
  readonly warnings: readonly Json[]
  readonly operations: readonly (Json & { readonly state: string; readonly targetId: string | null })[]
}

export interface WorldOptions {
  readonly domains?: readonly string[]
  readonly throttle?: string
  readonly contentType?: 'strict' | 'lenient'
  readonly bodyBytesMax?: number
  /** As `entrain start --bulk-upload-roles`. */
  readonly bulkUploadRoles?: string
  /** As `entrain start --clock`: a time or a distance from now. The clock's routes are served only when it is given. */
  readonly clock?: string
  /** The clock of all threads stands still until it is moved; no cycle ends meanwhile. */
  readonly clockIsStopped?: boolean
  /** Default: 0, so that a moved clock removes nothing. */
  readonly retentionDays?: number
  /** Fills the data folder before the tenant is made in it: a database of an older version, say. */
  readonly prepare?: (dataDirectory: string) => Promise<void>
  /** Further settings, by the name that overrides use. */
  readonly settings?: Overrides
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'entrain-test-'))
  const config = loadConfig(
    {},
    {
      data: folder,
      port: '0',
      throttle: options.throttle ?? 'off',
      contentType: options.contentType ?? 'strict',
      logLevel: 'silent',
      retentionDays: String(options.retentionDays ?? 0),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...(options.bulkUploadRoles === undefined ? {} : { bulkUploadRoles: options.bulkUploadRoles }),
      ...options.settings,
      ...(options.bodyBytesMax === undefined ? {} : { bodyBytesMax: String(options.bodyBytesMax) }),
    },
  )
  await options.prepare?.(folder)
  const setUp = await initialize(config, { tenantName: 'Fabrikam', domain: options.domains ?? ['fabrikam.example'] })
  const clock = createSharedClock({ aheadMs: config.clockAheadMs ?? 0, isStopped: options.clockIsStopped ?? false })
  const app = await openApp(config, silentEvents(), clock)
  return new RealWorld({ folder, config, setUp, app, clock })
}

function silentEvents() {
  return createEvents(createLogger({ level: process.env.ENTRAIN_TEST_OUTPUT === undefined ? 'silent' : 'debug' }))
}

interface Opened {
  readonly folder: string
  readonly config: Config
  readonly setUp: Initialized
  readonly app: App
  readonly clock: SharedClock
}

class RealWorld implements World {
  readonly setUp: Initialized
  readonly config: Config
  readonly jobPath: string
  readonly #folder: string
  readonly #agent: Agent
  readonly #tokens = new Map<string, Promise<string>>()
  readonly #clock: SharedClock
  #app: App

  constructor({ folder, config, setUp, app, clock }: Opened) {
    this.#folder = folder
    this.config = config
    this.setUp = setUp
    this.#app = app
    this.#clock = clock
    this.jobPath = `/servicePrincipals/${setUp.servicePrincipalId}/synchronization/jobs/${setUp.jobId}`
    this.#agent = new Agent({ keepAlive: true, ca: readFileSync(join(folder, 'ca.pem')) })
  }

  get origin(): string {
    return this.#app.origin
  }

  get managedIdentityEndpoint(): string | null {
    return this.#app.managedIdentityEndpoint
  }

  token({ clientId, clientSecret, tenantId = this.setUp.tenantId }: Client = this.setUp): Promise<string> {
    const known = this.#tokens.get(clientId) ?? this.#requestToken({ clientId, clientSecret, tenantId })
    this.#tokens.set(clientId, known)
    return known
  }

  async #requestToken({ clientId, clientSecret, tenantId }: Required<Client>): Promise<string> {
    const fields = {
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    }
    const answer = await this.send('POST', `/${tenantId}/oauth2/v2.0/token`, {
      token: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
    if (answer.status !== 200) throw new Error(`no token: ${answer.text}`)
    return answer.json<{ access_token: string }>().access_token
  }

  async send(method: string, path: string, { headers = {}, body, token }: SendOptions = {}): Promise<Answer> {
    const bearer = token === undefined ? await this.token() : token
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const outgoing = request(
      path.startsWith('https:') ? path : `${this.origin}${path}`,
      {
        method,
        agent: this.#agent,
        headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json: () => JSON.parse(text) })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
    return promise
  }

  async get<T = Json>(path: string): Promise<T> {
    const answer = await this.send('GET', path.startsWith('https:') ? path : `/v1.0${path}`)
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`)
    return answer.json<T>()
  }

  async provision(...people: readonly Json[]): Promise<UploadStatus> {
    const answer = await this.send('POST', `/v1.0${this.jobPath}/bulkUpload`, {
      headers: { 'content-type': 'application/scim+json' },
      body: bulkRequest(...people),
    })
    if (answer.status !== 202) throw new Error(`bulkUpload: ${answer.status} ${answer.text}`)
    const status = await this.send('GET', String(answer.headers['operation-location']), {
      headers: { prefer: 'wait=30' },
    })
    return status.json<UploadStatus>()
  }

  async logs(filter?: string): Promise<readonly Json[]> {
    const condition = `jobId eq '${this.setUp.jobId}'${filter === undefined ? '' : ` and ${filter}`}`
    const entries: Json[] = []
    let next: string | undefined = `/auditLogs/provisioning?$top=1000&$filter=${encodeURIComponent(condition)}`
    while (next !== undefined) {
      const page: { value: Json[]; '@odata.nextLink'?: string } = await this.get(next)
      entries.push(...page.value)
      next = page['@odata.nextLink']
    }
    return entries
  }

  async audits(): Promise<readonly Json[]> {
    const store = await openStore(this.#folder)
    try {
      const entries = await store.forTenant(this.setUp.tenantId).audits.list('directoryAudit', { limit: 1_000 })
      return entries.map(({ properties }) => properties)
    } finally {
      await store.close()
    }
  }

  forgetTokens(): void {
    this.#tokens.clear()
  }

  now(): number {
    return this.#clock.now()
  }

  moveClock(to: string | number): void {
    this.#tokens.clear()
    if (typeof to === 'number') this.#app.clock.advance(to)
    else this.#app.clock.moveTo(Date.parse(to))
  }

  addClient(granted: readonly Permission[]): Promise<Client> {
    return register(this, { displayName: 'Other', permissions: granted, secret: true })
  }

  async addUser({ userPrincipalName, roles = [], properties = {} }: NewPerson): Promise<Person> {
    const store = await openStore(this.#folder)
    try {
      const wish = { userPrincipalName, displayName: userPrincipalName, roles, properties, mustChangePassword: false }
      const made = await createPerson(store.forTenant(this.setUp.tenantId), wish, { now: () => this.now() })
      return { ...made, userPrincipalName }
    } finally {
      await store.close()
    }
  }

  signIn(person: Person, options: SignInOptions = {}): Promise<UserTokens> {
    return signInByCode(this, person, options)
  }

  async restart(): Promise<void> {
    const { port } = new URL(this.#app.origin)
    await this.#app.close()
    this.#app = await openApp({ ...this.config, port: Number(port) }, silentEvents(), this.#clock)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#agent.destroy()
    await this.#app.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** A SCIM bulk request of one operation per person; bulkIds are `1`, `2`, … */
export function bulkRequest(...people: readonly Json[]): string {
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: people.map((data, index) => ({ method: 'POST', path: '/Users', bulkId: String(index + 1), data })),
    failOnErrors: null,
  })
}

/** A SCIM user: the schemas are added, `enterprise` goes under its URN. */
export function person(externalId: string, { enterprise, ...rest }: Json = {}): Json {
  return {
    schemas: [coreUserSchema, enterpriseUserSchema],
    externalId,
    ...rest,
    ...(enterprise === undefined ? {} : { [enterpriseUserSchema]: enterprise }),
  }
}

/** A person with everything that the default mapping needs for a new account. */
export function newcomer(externalId: string, rest: Json = {}): Json {
  return person(externalId, {
    userName: `${externalId.toLowerCase()}@fabrikam.example`,
    displayName: `Person ${externalId}`,
    active: true,
    ...rest,
  })
}
