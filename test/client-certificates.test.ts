import assert from 'node:assert/strict'
import { createHash, createPrivateKey, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { decodeJwt, type JWTHeaderParameters, SignJWT } from 'jose'
import {
  change,
  key,
  keyCredential,
  makeCertificate,
  type Registered,
  register,
  requestToken,
  signInsOf,
  type TestCertificate,
} from './applications.ts'
import { type Json, openWorld, type World } from './world.ts'

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const sha256 = ({ der }: TestCertificate) => createHash('sha256').update(Buffer.from(der, 'base64')).digest('base64url')

interface Signing {
  readonly claims?: Json
  readonly header?: Json
}

/** An assertion that is right unless something else is asked for. */
async function assertionOf(
  world: World,
  { clientId }: Pick<Registered, 'clientId'>,
  certificate: TestCertificate,
  { claims = {}, header = {} }: Signing = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const aud = `${world.origin}/${world.setUp.tenantId}/oauth2/v2.0/token`
  const all = { iss: clientId, sub: clientId, aud, nbf: now, exp: now + 600, jti: randomUUID(), ...claims }
  const protectedHeader = { alg: 'PS256', 'x5t#S256': sha256(certificate), ...header } as JWTHeaderParameters
  return new SignJWT(all).setProtectedHeader(protectedHeader).sign(createPrivateKey(certificate.privateKeyPem))
}

async function present(world: World, { clientId }: Pick<Registered, 'clientId'>, assertion: string, more: Json = {}) {
  const fields = { client_id: clientId, client_assertion: assertion, client_assertion_type: type, ...more }
  const answer = await requestToken(world, fields)
  return { status: answer.status, ...answer.json<{ access_token?: string; error?: string; error_codes?: number[] }>() }
}

const withCertificates = (...certificates: readonly TestCertificate[]) => ({
  application: { keyCredentials: certificates.map((certificate) => keyCredential(certificate)) },
})

describe('client certificates', () => {
  test('PS256 with x5t#S256 and RS256 with x5t, padded or not, give a token that opens the API', async () => {
    await using world = await openWorld()
    const certificate = await makeCertificate()
    const client = await register(world, {
      ...withCertificates(certificate),
      permissions: ['Synchronization.Read.All'],
    })
    const { thumbprint } = certificate
    for (const header of [
      {},
      { alg: 'RS256', 'x5t#S256': undefined, x5t: thumbprint },
      { alg: 'RS256', 'x5t#S256': undefined, x5t: Buffer.from(thumbprint, 'base64url').toString('base64') },
      { alg: 'RS256', 'x5t#S256': `${sha256(certificate)}=`, x5t: thumbprint, typ: 'JWT', x5c: ['ignored'] },
    ]) {
      const answer = await present(world, client, await assertionOf(world, client, certificate, { header }))
      assert.equal(answer.status, 200, JSON.stringify(answer))
      assert.equal(decodeJwt(answer.access_token ?? '').appidacr, '2')
      const token = answer.access_token ?? null
      assert.equal((await world.send('GET', `/v1.0${world.jobPath}`, { token })).status, 200)
    }
  })

  test('times may be texts, and the audience any name of the tenant or its token endpoints', async () => {
    await using world = await openWorld({ settings: { assertionAudiences: 'https://login.microsoftonline.com,urn:x' } })
    const certificate = await makeCertificate()
    const client = await register(world, withCertificates(certificate))
    const { tenantId } = world.setUp
    const seconds = Math.floor(Date.now() / 1000)
    for (const claims of [
      { exp: String(seconds + 600), nbf: String(seconds) },
      { aud: [`${world.origin}/Fabrikam.example/oauth2/v2.0/token`] },
      { aud: `${world.origin}/${tenantId}/v2.0` },
      { aud: `${world.origin}/${tenantId.toUpperCase()}/oauth2/token?api-version=1.0` },
      { aud: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token` },
      { aud: 'urn:x' },
      { iss: client.clientId.toUpperCase(), nbf: undefined, jti: undefined },
    ]) {
      const answer = await present(world, client, await assertionOf(world, client, certificate, { claims }))
      assert.equal(answer.status, 200, JSON.stringify([claims, answer]))
    }
  })

  test('several certificates and secrets work side by side, of the application and of the service principal', async () => {
    await using world = await openWorld()
    const [one, two, three] = [await makeCertificate(), await makeCertificate(), await makeCertificate()]
    const servicePrincipal = { keyCredentials: [keyCredential(three)] }
    const client = await register(world, { ...withCertificates(one, two), servicePrincipal, secret: true })
    for (const certificate of [one, two, three]) {
      assert.equal((await present(world, client, await assertionOf(world, client, certificate))).status, 200)
    }
    const { clientId: client_id, clientSecret: client_secret } = client
    assert.equal((await requestToken(world, { client_id, client_secret })).status, 200)
    const both = await present(world, client, await assertionOf(world, client, one), { client_secret })
    assert.deepEqual(both.error_codes, [9002313])
  })

  test('what is wrong with an assertion is told by its number', async () => {
    await using world = await openWorld()
    const certificate = await makeCertificate()
    const stranger = await makeCertificate()
    const client = await register(world, withCertificates(certificate))
    const other = await register(world, {})
    const now = Math.floor(Date.now() / 1000)
    const tenant = world.setUp.tenantId
    const cases: readonly (readonly [number, Signing, TestCertificate?])[] = [
      [50012, { header: { alg: 'RS512' } }],
      [50012, { header: { 'x5t#S256': undefined } }],
      [50012, { claims: { sub: other.clientId } }],
      [50012, { claims: { exp: undefined } }],
      [50013, { claims: { aud: 'https://login.microsoftonline.com/common/oauth2/v2.0/token' } }],
      [50013, { claims: { aud: `${world.origin}/contoso.example/oauth2/v2.0/token` } }],
      [50013, { claims: { aud: `https://elsewhere.example/${tenant}/oauth2/v2.0/token` } }],
      [500133, { claims: { nbf: now - 2000, exp: now - 1000 } }],
      [500133, { claims: { nbf: now + 1000, exp: now + 2000 } }],
      [500133, { claims: { exp: now + 100_000 } }],
      [700027, {}, stranger],
      [700027, { header: { 'x5t#S256': sha256(certificate) } }, stranger],
      [700211, { claims: { iss: other.clientId, sub: other.clientId } }],
    ]
    for (const [number, signing, signer = certificate] of cases) {
      const answer = await present(world, client, await assertionOf(world, client, signer, signing))
      assert.deepEqual([answer.status, answer.error, answer.error_codes], [401, 'invalid_client', [number]])
    }
  })

  test('a certificate counts only between its dates, and only while the application may sign in', async () => {
    await using world = await openWorld()
    const certificate = await makeCertificate()
    const past = { endDateTime: new Date(Date.now() - 1000).toISOString() }
    const future = { startDateTime: new Date(Date.now() + 1_000_000).toISOString() }
    for (const dates of [past, future]) {
      const client = await register(world, { application: { keyCredentials: [keyCredential(certificate, dates)] } })
      const { error_codes } = await present(world, client, await assertionOf(world, client, certificate))
      assert.deepEqual(error_codes, [700027])
    }
    const client = await register(world, withCertificates(certificate))
    await change(world, client.applicationId, { isDisabled: true }, [key('appId', client.clientId)])
    const answer = await present(world, client, await assertionOf(world, client, certificate))
    assert.deepEqual([answer.status, answer.error, answer.error_codes], [400, 'unauthorized_client', [7000112]])
  })

  test('an assertion that was used before is refused where that is asked for', async () => {
    for (const [assertionReplay, second] of [
      ['allow', 200],
      ['refuse', 401],
    ] as const) {
      await using world = await openWorld({ settings: { assertionReplay } })
      const certificate = await makeCertificate()
      const client = await register(world, withCertificates(certificate))
      const assertion = await assertionOf(world, client, certificate)
      assert.equal((await present(world, client, assertion)).status, 200)
      assert.equal((await present(world, client, assertion)).status, second)
    }
  })

  test('a public client that sends a credential is told so', async () => {
    await using world = await openWorld()
    const client = await register(world, { application: { isFallbackPublicClient: true } })
    const answer = await requestToken(world, { client_id: client.clientId, client_secret: 'x' })
    assert.deepEqual(answer.json().error_codes, [700025])
    assert.deepEqual((await requestToken(world, { client_id: client.clientId })).json().error_codes, [7000218])
  })

  test('the log of sign-ins names the certificate', async () => {
    await using world = await openWorld()
    const certificate = await makeCertificate()
    const client = await register(world, withCertificates(certificate))
    await present(world, client, await assertionOf(world, client, certificate))
    await present(world, client, await assertionOf(world, client, certificate, { claims: { aud: 'x' } }))
    await world.restart()
    const entries = await signInsOf(world)
    const told = entries.map(({ properties: { appId, status, servicePrincipalCredentialThumbprint: thumbprint } }) => {
      return [appId, Object(status).errorCode, thumbprint]
    })
    assert.deepEqual(told.toSorted(), [
      [client.clientId, 0, certificate.thumbprint],
      [client.clientId, 50013, null],
    ])
  })
})
