import assert from 'node:assert/strict'
import { createHash, createPrivateKey, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { decodeJwt, SignJWT } from 'jose'
import { makeCertificate, requestToken, type TestCertificate } from './applications.ts'
import { openIssuer } from './oidc-issuer.ts'
import { type Json, openWorld, type World } from './world.ts'

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

interface Made {
  readonly id: string
  readonly appId: string
  readonly servicePrincipalId: string
}

/** A client for the routes of Graph, as an administrator's script would use it. */
async function openGraph(world: World) {
  const client = await world.addClient([
    'Application.ReadWrite.All',
    'Application.Read.All',
    'AppRoleAssignment.ReadWrite.All',
  ])
  const token = await world.token(client)
  const send = (method: string, path: string, body: Json) =>
    world.send(method, `/v1.0${path}`, {
      token,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const post = async (path: string, body: Json): Promise<Json> => {
    const answer = await send('POST', path, body)
    assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.text}`)
    return answer.text === '' ? {} : answer.json()
  }
  const register = async (application: Json): Promise<Made> => {
    const { id, appId } = await post('/applications', { displayName: 'Connector', ...application })
    const servicePrincipal = await post('/servicePrincipals', { appId })
    return { id: String(id), appId: String(appId), servicePrincipalId: String(servicePrincipal.id) }
  }
  return { send, post, register }
}

async function sign(world: World, { appId }: Made, { der, privateKeyPem }: TestCertificate): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const aud = `${world.origin}/${world.setUp.tenantId}/oauth2/v2.0/token`
  const thumbprint = createHash('sha256').update(Buffer.from(der, 'base64')).digest('base64url')
  return new SignJWT({ iss: appId, sub: appId, aud, exp: now + 600, jti: randomUUID() })
    .setProtectedHeader({ alg: 'PS256', 'x5t#S256': thumbprint })
    .sign(createPrivateKey(privateKeyPem))
}

describe('applications that were registered through Graph', () => {
  test('sign in with a certificate of their keyCredentials', async () => {
    await using world = await openWorld()
    const { register } = await openGraph(world)
    const certificate = await makeCertificate()
    const key = { type: 'AsymmetricX509Cert', usage: 'Verify', key: certificate.der }
    const made = await register({ keyCredentials: [key] })
    const client_assertion = await sign(world, made, certificate)
    const fields = { client_id: made.appId, client_assertion, client_assertion_type: type }
    const answer = await requestToken(world, fields)
    assert.equal(answer.status, 200, answer.text)
    assert.equal(decodeJwt(String(answer.json().access_token)).oid, made.servicePrincipalId)
  })

  test('sign in with a secret, and with a token of an issuer that they trust', async () => {
    await using issuer = await openIssuer()
    await using world = await openWorld({ settings: { issuerCa: issuer.caFile, privateIssuers: 'localhost' } })
    const { register, post } = await openGraph(world)
    const made = await register({})
    const { secretText } = await post(`/applications/${made.id}/addPassword`, {})
    assert.equal((await requestToken(world, { client_id: made.appId, client_secret: String(secretText) })).status, 200)
    const credential = {
      name: 'cluster',
      issuer: issuer.issuer,
      subject: 'pod',
      audiences: ['api://AzureADTokenExchange'],
    }
    await post(`/applications/${made.id}/federatedIdentityCredentials`, credential)
    const client_assertion = await issuer.sign({ sub: 'pod', aud: 'api://AzureADTokenExchange' })
    const answer = await requestToken(world, { client_id: made.appId, client_assertion, client_assertion_type: type })
    assert.equal(answer.status, 200, answer.text)
  })

  test('get tokens for an API that was registered too, with the roles that were assigned', async () => {
    await using world = await openWorld()
    const { register, post } = await openGraph(world)
    const role = { id: randomUUID(), value: 'Payslips.Read', displayName: 'Read', description: 'Read', isEnabled: true }
    const api = await register({
      displayName: 'Payroll',
      identifierUris: ['https://payroll.fabrikam.example'],
      appRoles: [{ ...role, allowedMemberTypes: ['Application'] }],
    })
    const client = await register({})
    const { secretText } = await post(`/applications/${client.id}/addPassword`, {})
    const [principalId, resourceId] = [client.servicePrincipalId, api.servicePrincipalId]
    const grant = { principalId, resourceId, appRoleId: role.id }
    await post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, grant)
    const answer = await requestToken(world, {
      client_id: client.appId,
      client_secret: String(secretText),
      scope: 'https://payroll.fabrikam.example/.default',
    })
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(decodeJwt(String(answer.json().access_token)).roles, ['Payslips.Read'])
  })
})
