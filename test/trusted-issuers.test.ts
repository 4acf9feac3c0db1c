import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openApp } from '../src/app/open-app.ts'
import { EntrainError } from '../src/model/error.ts'
import { createEvents } from '../src/telemetry/events.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import { type Registered, register } from './applications.ts'
import { type Issuer, openIssuer } from './oidc-issuer.ts'
import { type Json, openWorld, type World } from './world.ts'

interface Opened {
  readonly world: World
  readonly issuer: Issuer
  readonly client: Registered
  write(changes?: Json): Promise<void>
}

/** A server that trusts a local issuer for one application: `hr` there is `client` here. */
async function open(stack: AsyncDisposableStack, changes?: Json): Promise<Opened> {
  const issuer = stack.use(await openIssuer())
  const folder = await mkdtemp(join(tmpdir(), 'entrain-issuers-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const file = join(folder, 'issuers.json')
  await writeFile(file, '{"issuers":[]}')
  const world = stack.use(
    await openWorld({ settings: { trustedIssuers: file, issuerCa: issuer.caFile }, clock: '+1s' }),
  )
  const client = await register(world, { permissions: ['Synchronization.Read.All'] })
  const write = async (changed: Json = {}) => {
    const { tenantId } = world.setUp
    const applications = [{ id: 'hr', appId: client.clientId }]
    const entry = { issuer: issuer.issuer, audiences: ['entrain'], tenantId, applications, ...changed }
    await writeFile(file, JSON.stringify({ issuers: [entry] }))
    await world.restart()
  }
  await write(changes)
  return { world, issuer, client, write }
}

/** A token as an application gets it for itself from many issuers: its subject is the application. */
const good = { azp: 'hr', sub: 'hr', aud: ['account', 'entrain'], scope: 'profile email' }

async function call({ world }: Opened, token: string) {
  const answer = await world.send('GET', `/v1.0${world.jobPath}`, { token })
  const { error } = answer.json<{ error?: { code: string; message: string; details?: readonly Json[] } }>()
  return { status: answer.status, message: error?.message, detail: String(error?.details?.[0]?.message) }
}

describe('trusted issuers', () => {
  test('a token of the issuer opens what was granted here to the application it stands for', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    const token = await opened.issuer.sign(good)
    assert.equal((await call(opened, token)).status, 200)
    const upload = await opened.world.send('POST', `/v1.0${opened.world.jobPath}/bulkUpload`, {
      token,
      headers: { 'content-type': 'application/scim+json' },
      body: '{}',
    })
    assert.equal(upload.status, 403)
    assert.equal(opened.issuer.asked.length, 2)
  })

  test("the token's own roles count only where the file says what they mean", async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    const user = randomUUID()
    const read = (token: string) => opened.world.send('GET', `/v1.0/users/${user}`, { token })
    const claims = { ...good, roles: ['User.Read.All'], realm_access: { roles: ['directory-reader'] } }
    assert.equal((await read(await opened.issuer.sign(claims))).status, 403)
    const permissions = { 'directory-reader': 'User.Read.All' }
    await opened.write({ roles: { claim: 'realm_access.roles', permissions } })
    assert.equal((await read(await opened.issuer.sign(claims))).status, 404)
    assert.equal((await read(await opened.issuer.sign(good))).status, 403)
  })

  test('what is wrong with a token is told', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    const impostor = stack.use(await openIssuer())
    const { issuer } = opened.issuer
    const seconds = Math.floor(Date.now() / 1000)
    const sign = (claims: Json) => opened.issuer.sign({ ...good, ...claims })
    for (const [token, message, detail] of [
      [await sign({ aud: 'other' }), /Invalid audience/, /must be for entrain/],
      [await sign({ azp: 'crm' }), /Unknown application/, /'crm' in the claim 'azp'/],
      [await sign({ sub: 'a-person' }), /Unknown subject/, /Set "subject"/],
      [await sign({ scp: 'User.Read' }), /A token of a user/, /for themselves/],
      [await sign({ exp: seconds - 1 }), /has expired or is not yet valid/, /./],
      [await sign({ nbf: seconds + 1000 }), /has expired or is not yet valid/, /./],
      [await sign({ exp: 'never' }), /Lifetime is missing/, /./],
      [await impostor.sign({ ...good, iss: issuer }), /Invalid signature/, /No key of/],
      [await impostor.sign(good), /Invalid signature|parsing failed/, /./],
    ] as const) {
      const answer = await call(opened, token)
      assert.equal(answer.status, 401, answer.message)
      assert.match(String(answer.message), message)
      assert.match(answer.detail, detail)
    }
  })

  test('a signature without a key pair is never taken', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    const [, payload] = (await opened.issuer.sign(good)).split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    const shared = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${payload}.AAAA`
    for (const token of [none, shared]) assert.equal((await call(opened, token)).status, 401)
  })

  test('the subject tells an application from the people who use it', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    const { clientId: appId } = opened.client
    await opened.write({ applications: [{ id: 'hr', subject: 'service-account-hr', appId }] })
    const statusOf = async (sub: string) => (await call(opened, await opened.issuer.sign({ ...good, sub }))).status
    assert.equal(await statusOf('service-account-hr'), 200)
    assert.equal(await statusOf('a-person'), 401)
    assert.equal(await statusOf('hr'), 401)
  })

  test('a token of an application that is not here is refused, and a disabled issuer makes nobody wait long', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    await opened.write({ applications: [{ id: 'hr', appId: randomUUID() }] })
    const token = await opened.issuer.sign(good)
    assert.match(String((await call(opened, token)).message), /was not found in the directory/)
    await opened.write({ jwksUri: `${new URL(opened.issuer.issuer).origin}/gone` })
    const answer = await opened.world.send('GET', `/v1.0${opened.world.jobPath}`, { token })
    assert.equal(answer.status, 503)
    assert.match(String(answer.headers['retry-after']), /^\d+$/)
  })

  test('a new key of the issuer is taken', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    assert.equal((await call(opened, await opened.issuer.sign(good))).status, 200)
    await opened.issuer.rotate()
    opened.world.moveClock(61_000)
    assert.equal((await call(opened, await opened.issuer.sign(good))).status, 200)
  })

  test('a file that is wrong is told at the start, with its places', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    const events = createEvents(createLogger({ level: 'silent' }))
    const { trustedIssuersPath } = opened.world.config.clients
    await writeFile(trustedIssuersPath ?? '', '{"issuers":[{}]}')
    await assert.rejects(
      openApp({ ...opened.world.config, port: 0 }, events),
      (error: unknown) => error instanceof EntrainError && /issuers\[0\]\.issuer is missing/.test(error.message),
    )
  })
})
