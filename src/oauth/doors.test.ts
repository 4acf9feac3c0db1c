import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { createAuthenticate } from '../auth/authenticate.ts'
import { createAuthorize } from '../auth/authorize.ts'
import { createClientSecret } from '../auth/client-secrets.ts'
import { graphAppId, type Permission, permissions } from '../auth/permissions.ts'
import { issueAppOnlyToken } from '../auth/tokens/issue.ts'
import { createKeyRing } from '../auth/tokens/key-ring.ts'
import { ensureServerCertificate } from '../config/certificates.ts'
import type { SigningKey } from '../contracts/store-tenants.ts'
import { accepted } from '../http/json-response.ts'
import { type Listener, listen } from '../http/listen.ts'
import type { Handler } from '../http/message.ts'
import { createGraphHandler } from '../http/server.ts'
import { Throttle, throttleProfiles } from '../http/throttle.ts'
import type { ServicePrincipal } from '../model/application.ts'
import { createEvents } from '../telemetry/events.ts'
import { createLogger } from '../telemetry/logger.ts'
import { createOAuthHandler } from './handler.ts'
import { nobodySignsIn } from './nobody.conformance.ts'

const clientMsMax = 30_000
const tenantId = '11111111-1111-4111-8111-111111111111'
const appId = '33333333-3333-4333-8333-333333333333'
const jobPath = '/servicePrincipals/sp-1/synchronization/jobs/job-1/bulkUpload'

/** A tenant, an application and its grants in memory, behind both doors on a port of their own. */
class World {
  readonly clock = { offset: 0, now: () => Date.now() + this.clock.offset }
  readonly secret = createClientSecret({
    displayName: null,
    startsAt: Date.now() - 1000,
    endsAt: Date.now() + 86_400_000,
  })
  readonly caller = { id: 'caller', appId, displayName: 'Connector', accountEnabled: true, tags: [], ownerIds: [] }
  readonly target: ServicePrincipal = { ...this.caller, id: 'sp-1', appId: 'app-1', ownerIds: ['somebody'] }
  readonly graph: ServicePrincipal = { ...this.caller, id: 'graph', appId: graphAppId }
  granted: readonly Permission[] = ['SynchronizationData-User.Upload']
  ownerIds: readonly string[] = []
  #rows: readonly SigningKey[] = []
  readonly keys = createKeyRing({
    clock: this.clock,
    store: {
      list: async () => this.#rows,
      rotate: async (key) => {
        this.#rows = [key, ...this.#rows]
      },
      remove: async () => {},
    },
  })
  readonly applications = {
    findServicePrincipalByAppId: async (id: string) =>
      [this.caller, this.owned, this.graph].find((candidate) => candidate.appId === id.toLowerCase()),
    findApplicationByAppId: async () => undefined,
    findServicePrincipal: async (id: string) => [this.caller, this.owned].find((candidate) => candidate.id === id),
    listPasswords: async () => [this.secret.credential],
    listAppRoleAssignments: async () =>
      this.granted.map((name) => ({
        id: randomUUID(),
        principalId: this.caller.id,
        resourceId: this.graph.id,
        appRoleId: permissions[name].application ?? '',
        createdDateTime: '2026-01-01T00:00:00Z',
      })),
  }

  get owned(): ServicePrincipal {
    return { ...this.target, ownerIds: this.ownerIds }
  }

  handler(origin: string): Handler {
    const { clock, keys, applications } = this
    const applicationsOf = () => applications
    const events = createEvents(createLogger({ level: 'silent' }))
    const tenant = { id: tenantId, displayName: 'Fabrikam', createdDateTime: '', domains: [] }
    const names = [tenantId, 'fabrikam.example']
    const tenants = { find: async (name: string) => (names.includes(name) ? tenant : undefined) }
    const oauth = createOAuthHandler({
      people: nobodySignsIn,
      tenants,
      applicationsOf,
      objectsOf: () => ({ findByKey: async () => undefined, findMany: async () => [], listLinking: async () => [] }),
      assertions: { origin, additional: [], issuerKeys: { verify: async () => false }, memory: null },
      signIns: { record: () => {} },
      keys,
      clock,
      origin,
      events,
    })
    const uploads = new Throttle(throttleProfiles.reference.bulkUpload, clock)
    const graph = createGraphHandler<Permission>({
      routes: [
        {
          method: 'POST',
          path: '/servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload',
          throttle: 'bulkUpload',
          permissions: {
            application: ['SynchronizationData-User.Upload', 'SynchronizationData-User.Upload.OwnedBy'],
            delegated: ['SynchronizationData-User.Upload'],
            delegatedRoles: [],
          },
          handle: async ({ request, params }) => {
            const body = await request.body(100_000)
            return accepted({ 'Entrain-Upload-Id': `${params.jobId} ${body.length}` })
          },
        },
      ],
      authenticate: createAuthenticate({
        keys,
        clock,
        origin,
        applicationsOf,
        findStanding: async () => ({ directoryRoles: [], scopedRoles: [], user: null }),
      }),
      authorize: createAuthorize({
        owns: async () => this.ownerIds.includes('caller'),
        isSelf: async () => false,
        findReach: async () => ({ roles: [], restrictedBy: null }),
      }),
      throttle: (_, principal) => uploads.admit(principal),
      origin,
      clock,
      onServed: () => {},
      onUnexpectedError: (error) => events.unexpectedError(error),
    })
    return (request) => oauth(request) ?? graph(request)
  }
}

let directory: string
let authorityPath: string
let authority: Buffer
let tls: { cert: string; key: string }
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'entrain-doors-'))
  const certificate = await ensureServerCertificate({ directory, hosts: [], now: Date.now() })
  authorityPath = certificate.authorityPath
  authority = await readFile(authorityPath)
  tls = { cert: certificate.cert, key: certificate.key }
})
after(() => rm(directory, { recursive: true }))

const opened: Listener[] = []
after(() => Promise.all(opened.map((listener) => listener.close())))

async function open() {
  const world = new World()
  let handler: Handler = async () => ({ status: 503, headers: {}, body: null })
  const onHandlerFailure = (error: unknown) => assert.fail(String(error))
  const listener = await listen({
    handler: (request) => handler(request),
    host: 'localhost',
    port: 0,
    tls,
    onHandlerFailure,
  })
  opened.push(listener)
  const origin = `https://localhost:${listener.port}`
  handler = world.handler(origin)
  const send = (method: string, path: string, headers: Record<string, string> = {}, body = '') =>
    exchange(`${origin}${path}`, { method, headers, ca: authority, agent: false }, body)
  const getToken = async (scope = 'https://graph.microsoft.com/.default'): Promise<string> => {
    const fields = { grant_type: 'client_credentials', client_id: appId, client_secret: world.secret.secretText, scope }
    const response = await send('POST', `/${tenantId}/oauth2/v2.0/token`, {}, new URLSearchParams(fields).toString())
    assert.equal(response.status, 200, response.body)
    return JSON.parse(response.body).access_token
  }
  const upload = async (authorization: string | undefined) =>
    send('POST', `/v1.0${jobPath}`, authorization === undefined ? {} : { authorization }, '{}')
  return { world, origin, send, getToken, upload }
}

interface Exchanged {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

function exchange(url: string, options: object, body: string): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, options, async (response) => {
      let text = ''
      for await (const chunk of response) text += String(chunk)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
    })
    request.on('error', reject).end(body)
  })
}

/** Runs a client in a process of its own, because the CA is read only when a process starts. */
async function runClient(script: string, values: Record<string, string>): Promise<string> {
  const env = { ...process.env, ...values, NODE_EXTRA_CA_CERTS: authorityPath }
  const args = ['--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: clientMsMax })
  return stdout.trim()
}

describe('the doors over HTTPS', () => {
  test('an upload with a token is let in and answered with an empty 202', async () => {
    const { getToken, upload } = await open()
    const response = await upload(`Bearer ${await getToken()}`)
    assert.equal(response.status, 202)
    assert.equal(response.headers['content-length'], '0')
    assert.equal(response.headers['content-type'], undefined)
    assert.equal(response.headers['entrain-upload-id'], 'job-1 2')
    assert.match(String(response.headers.date), /GMT$/)
    assert.match(String(response.headers['request-id']), /^[0-9a-f-]{36}$/)
  })

  test('a token for the own host, with and without port, opens the same doors', async () => {
    const { origin, getToken, upload } = await open()
    for (const scope of [`${origin}/.default`, 'https://localhost/.default', 'https://localhost//.default']) {
      assert.equal((await upload(`Bearer ${await getToken(scope)}`)).status, 202)
    }
  })

  test('the published token failures have their code, their message and a challenge', async () => {
    const { world, origin, getToken, upload } = await open()
    const { signing } = await world.keys.current()
    const wanted = { tenantId, servicePrincipal: world.caller, roles: [], origin, issuedAt: Date.now() }
    const elsewhere = await issueAppOnlyToken({ ...wanted, audience: 'https://contoso.example' }, signing)
    const token = await getToken()
    const failures: readonly (readonly [authorization: string | undefined, message: RegExp, offset: number])[] = [
      [undefined, /^Access token is empty\.$/, 0],
      ['Bearer ', /^Access token is empty\.$/, 0],
      [`Bearer ${token}`, /^Access token has expired or is not yet valid\.$/, 3_600_000],
      [`Bearer ${token}`, /^Access token has expired or is not yet valid\.$/, -3_600_000],
      ['Bearer garbage', /^CompactToken parsing failed/, 0],
      [`Bearer ${elsewhere.token}`, /^Access token validation failure\. Invalid audience\.$/, 0],
      [`Bearer ${token.slice(0, -8)}AAAAAAAA`, /^Access token validation failure\. Invalid signature\.$/, 0],
    ]
    for (const [authorization, message, offset] of failures) {
      world.clock.offset = offset
      const response = await upload(authorization)
      const { error } = JSON.parse(response.body)
      assert.equal(response.status, 401)
      assert.equal(error.code, 'InvalidAuthenticationToken')
      assert.match(error.message, message)
      assert.equal(error.innerError['request-id'], response.headers['request-id'])
      assert.match(String(response.headers['www-authenticate']), /^Bearer realm="", authorization_uri="https:/)
    }
  })

  test('a token without the permission, and an OwnedBy one of somebody else, are refused with 403', async () => {
    const { world, getToken, upload } = await open()
    for (const granted of [
      [],
      ['Synchronization.ReadWrite.All'],
      ['SynchronizationData-User.Upload.OwnedBy'],
    ] as const) {
      world.granted = granted
      const response = await upload(`Bearer ${await getToken()}`)
      const { error } = JSON.parse(response.body)
      assert.equal(response.status, 403)
      assert.equal(error.code, 'Authorization_RequestDenied')
      assert.equal(error.message, 'Insufficient privileges to complete the operation.')
    }
    world.ownerIds = ['caller']
    assert.equal((await upload(`Bearer ${await getToken()}`)).status, 202)
  })

  test('a disabled application gets no token and loses the one it has', async () => {
    const { world, getToken, upload } = await open()
    const token = await getToken()
    world.caller.accountEnabled = false
    const response = await upload(`Bearer ${token}`)
    assert.equal(response.status, 401)
    assert.equal(JSON.parse(response.body).error.code, 'Authorization_IdentityNotFound')
    await assert.rejects(getToken(), /7000112/)
  })

  test('a GET on bulkUpload is answered in JSON with the method to use', async () => {
    const { send, getToken } = await open()
    const response = await send('GET', `/beta${jobPath}`, { authorization: `Bearer ${await getToken()}` })
    assert.equal(response.status, 405)
    assert.match(JSON.parse(response.body).error.message, /Allowed: POST/)
    assert.equal(response.headers.allow, 'POST, OPTIONS')
  })

  test('openid-client discovers the service and gets tokens by body and by Basic', async () => {
    const { world, origin, upload } = await open()
    const script = `
      import * as client from 'openid-client'
      const { ISSUER, CLIENT, SECRET } = process.env
      for (const method of [client.ClientSecretPost, client.ClientSecretBasic]) {
        const config = await client.discovery(new URL(ISSUER), CLIENT, undefined, method(SECRET))
        const answer = await client.clientCredentialsGrant(config, { scope: 'https://graph.microsoft.com/.default' })
        console.log(answer.access_token)
      }`
    const values = { ISSUER: `${origin}/${tenantId}/v2.0`, CLIENT: appId, SECRET: world.secret.secretText }
    const tokens = (await runClient(script, values)).split('\n')
    assert.equal(tokens.length, 2)
    for (const token of tokens) assert.equal((await upload(`Bearer ${token}`)).status, 202)
  })

  test('@azure/identity gets a token, and shows the number of a refusal', async () => {
    const { world, origin, upload } = await open()
    const script = `
      import { ClientSecretCredential } from '@azure/identity'
      const { ORIGIN, TENANT, CLIENT, SECRET } = process.env
      const options = { authorityHost: ORIGIN, disableInstanceDiscovery: true }
      const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, options)
      try {
        console.log((await credential.getToken('https://graph.microsoft.com/.default')).token)
      } catch (error) {
        console.log(error.message)
      }`
    const values = { ORIGIN: origin, TENANT: tenantId, CLIENT: appId, SECRET: world.secret.secretText }
    const token = await runClient(script, values)
    assert.equal((await upload(`Bearer ${token}`)).status, 202)
    assert.equal(
      (await upload(`Bearer ${await runClient(script, { ...values, TENANT: 'Fabrikam.example' })}`)).status,
      202,
    )
    assert.match(await runClient(script, { ...values, SECRET: 'wrong' }), /AADSTS7000215/)
  })
})
