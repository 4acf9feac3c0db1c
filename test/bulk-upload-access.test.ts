import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { accessTokenLifetimeSeconds, issueAppOnlyToken } from '../src/auth/tokens/issue.ts'
import { createKeyRing } from '../src/auth/tokens/key-ring.ts'
import { systemClock } from '../src/contracts/clock.ts'
import { addTenant, readUpload, upload } from './journey.ts'
import { type Answer, bulkRequest, type Json, newcomer, openWorld, type World } from './world.ts'

const ask = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const body = bulkRequest(newcomer('E-1'))

/** Status, code and message; the envelope and the request ids must be right everywhere. */
function refusal(answer: Answer): readonly [status: number, code: string, message: string] {
  const { error } = answer.json<{ error: { code: string; message: string; innerError: Json } }>()
  assert.match(String(answer.headers['content-type']), /^application\/json/)
  assert.equal(error.innerError['request-id'], answer.headers['request-id'])
  assert.equal(error.innerError['client-request-id'], answer.headers['client-request-id'])
  assert.match(String(error.innerError.date), /^\d{4}-\d\d-\d\dT/)
  return [answer.status, error.code, error.message]
}

function send(world: World, options: Parameters<typeof upload>[2]): Promise<Answer> {
  return upload(world, body, { headers: { 'client-request-id': ask }, ...options })
}

/** A token of the world's client that the server itself signed, long ago. */
async function expiredToken(world: World): Promise<string> {
  const store = await openStore(world.config.dataDirectory)
  try {
    const { tenantId, clientId } = world.setUp
    const servicePrincipal = await store.forTenant(tenantId).applications.findServicePrincipalByAppId(clientId)
    if (servicePrincipal === undefined) throw new Error('the client is gone')
    const { signing } = await createKeyRing({ store: store.signingKeys, clock: systemClock }).current()
    const issuedAt = Date.now() - 2 * accessTokenLifetimeSeconds * 1_000
    const audience = 'https://graph.microsoft.com'
    const roles = ['SynchronizationData-User.Upload'] as const
    const { origin } = world
    return (await issueAppOnlyToken({ tenantId, servicePrincipal, audience, roles, origin, issuedAt }, signing)).token
  } finally {
    await store.close()
  }
}

describe('who may upload', () => {
  test('line 10: no token and an empty one are answered with 401 and a challenge', async () => {
    await using world = await openWorld()
    const answers = [
      await send(world, { token: null }),
      await send(world, { headers: { authorization: 'Bearer ' }, token: null }),
    ]
    for (const answer of answers) {
      const [status, code, message] = refusal(answer)
      assert.deepEqual([status, code], [401, 'InvalidAuthenticationToken'])
      assert.match(message, /^Access token is empty\./)
      assert.match(String(answer.headers['www-authenticate']), /^Bearer realm="", authorization_uri="https:/)
    }
    assert.equal(answers[0]?.headers['client-request-id'], ask)
  })

  test('line 10: an expired token is answered with 401', async () => {
    await using world = await openWorld()
    const [status, code, message] = refusal(await send(world, { token: await expiredToken(world) }))
    assert.deepEqual([status, code], [401, 'InvalidAuthenticationToken'])
    assert.equal(message, 'Access token has expired or is not yet valid.')
  })

  test('line 10: a token that somebody altered is answered with 401', async () => {
    await using world = await openWorld()
    const [head, claims, signature] = (await world.token()).split('.')
    const forged = Buffer.from(claims ?? '', 'base64url')
      .toString()
      .replace('"idtyp":"app"', '"idtyp":"APP"')
    const token = [head, Buffer.from(forged).toString('base64url'), signature].join('.')
    for (const each of [token, 'not-a-token', `${head}..`]) {
      const [status, code] = refusal(await send(world, { token: each }))
      assert.deepEqual([status, code], [401, 'InvalidAuthenticationToken'])
    }
  })

  test('line 10: a token without the permission is answered with 403, whatever else it allows', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['Synchronization.ReadWrite.All', 'ProvisioningLog.Read.All'])
    const [status, code] = refusal(await send(world, { token: await world.token(client) }))
    assert.equal(status, 403)
    assert.match(code, /^Auth/)
  })

  test("line 10: another tenant's service principal is answered with 403, in both directions", async () => {
    await using world = await openWorld()
    const other = await addTenant(world, 'contoso.example')
    const [status, code, message] = refusal(await send(world, { token: await world.token(other) }))
    assert.deepEqual([status, code], [403, 'Authorization_RequestDenied'])
    const { servicePrincipalId } = world.setUp
    assert.equal(
      message,
      `The service principal identifier ${servicePrincipalId} specified in the request URL does not belong to the tenant authenticated`,
    )
    const jobPath = `/servicePrincipals/${other.servicePrincipalId}/synchronization/jobs/${other.jobId}`
    assert.equal(refusal(await send(world, { jobPath }))[0], 403)
    assert.equal((await send(world, { jobPath, token: await world.token(other) })).status, 202)
  })

  test('line 10: the appId in the place of the object id is answered with what to do', async () => {
    await using world = await openWorld()
    const { servicePrincipalId, jobId } = world.setUp
    const { appId } = await world.get(`/servicePrincipals/${servicePrincipalId}`)
    const answer = await send(world, { jobPath: `/servicePrincipals/${appId}/synchronization/jobs/${jobId}` })
    assert.equal(answer.status, 403)
    assert.match(answer.text, /object id of the enterprise application, not its appId/)
  })

  test('line 10: an unknown job is answered with 404', async () => {
    await using world = await openWorld()
    const [status, code] = refusal(await send(world, { jobPath: `${world.jobPath}0` }))
    assert.deepEqual([status, code], [404, 'Request_ResourceNotFound'])
  })

  test('whoever may only upload can neither read nor change the job', async () => {
    await using world = await openWorld()
    const token = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    assert.equal((await send(world, { token })).status, 202)
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/schema'],
      ['POST', '/pause'],
    ] as const) {
      assert.equal((await world.send(method, `/v1.0${world.jobPath}${path}`, { token })).status, 403, path)
    }
  })
})

describe('how often one may upload', () => {
  for (const [throttle, windowMs] of [
    ['reference', 1_000],
    ['service-2025', 5_000],
  ] as const) {
    test(`line 11: in profile ${throttle} the 41st request in ${windowMs / 1_000} s waits, the 40 before it are staged`, async () => {
      await using world = await openWorld({ throttle, clockIsStopped: true })
      const answers = await Promise.all(
        Array.from({ length: 41 }, (_, index) => upload(world, bulkRequest(newcomer(`E-${index}`)))),
      )
      const accepted = answers.filter(({ status }) => status === 202)
      assert.equal(accepted.length, 40)
      const refused = answers.find(({ status }) => status === 429)
      assert.ok(refused)
      assert.equal(refused.headers['retry-after'], String(windowMs / 1_000))
      assert.equal(refusal(refused)[1], 'TooManyRequests')
      for (const answer of accepted) assert.equal((await readUpload(world, answer)).counts.created, 1)

      const other = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
      assert.equal((await upload(world, body, { token: other })).status, 202, 'limits count per application')
      world.moveClock(windowMs - 1)
      assert.equal((await upload(world, body)).status, 429)
      world.moveClock(1)
      assert.equal((await upload(world, body)).status, 202)
    })
  }

  test('line 11: a daily quota counts the whole tenant and says when it has room again', async () => {
    await using world = await openWorld({ throttle: '10000/1s,3/day', clockIsStopped: true })
    for (let index = 0; index < 3; index++) assert.equal((await upload(world, body)).status, 202)
    const other = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    const refused = await upload(world, body, { token: other })
    assert.equal(refused.status, 429)
    const seconds = Number(refused.headers['retry-after'])
    assert.ok(Number.isInteger(seconds) && seconds > 86_000 && seconds <= 87_000, String(seconds))
  })

  test('line 11: without a limit 100 requests at once are all staged', async () => {
    await using world = await openWorld()
    const answers = await Promise.all(Array.from({ length: 100 }, () => upload(world, body)))
    assert.ok(answers.every(({ status }) => status === 202))
  })
})
