import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { commands } from '../../src/cli/index.ts'
import { runProgram } from '../../src/cli/program.ts'
import { createScreen } from '../../src/cli/terminal.ts'
import { keyCredential, makeCertificate, register, signInsOf } from '../applications.ts'
import { openIssuer } from '../oidc-issuer.ts'
import { openWorld, type World } from '../world.ts'
import { runClient } from './run-client.ts'

interface Result {
  readonly token?: string
  readonly failed?: string
  readonly isKept?: boolean
  readonly isNew?: boolean
}

async function withCertificate(world: World) {
  const certificate = await makeCertificate()
  const client = await register(world, {
    application: { keyCredentials: [keyCredential(certificate)] },
    permissions: ['Synchronization.Read.All'],
    secret: true,
  })
  const file = (name: string) => join(world.config.dataDirectory, name)
  await writeFile(file('client.pem'), `${certificate.certificatePem}${certificate.privateKeyPem}`)
  await writeFile(file('client-key.pem'), certificate.privateKeyPem)
  const thumbprint = createHash('sha256').update(Buffer.from(certificate.der, 'base64')).digest('hex')
  const env = { CLIENT_ID: client.clientId, CERTIFICATE_FILE: file('client.pem') }
  return { ...client, env, keyFile: file('client-key.pem'), thumbprint }
}

async function canReadTheJob(world: World, token = ''): Promise<boolean> {
  return (await world.send('GET', `/v1.0${world.jobPath}`, { token })).status === 200
}

/** Runs a command of the program on the world's data folder and gives what it printed. */
async function entrain(world: World, ...argv: readonly string[]): Promise<string> {
  const out: string[] = []
  const screen = createScreen({ write: (text) => out.push(text) }, {})
  const code = await runProgram(commands, {
    argv,
    version: '1.2.3',
    terminal: { out: screen, err: screen, confirm: null },
    env: { ENTRAIN_DATA: world.config.dataDirectory },
    signal: new AbortController().signal,
  })
  assert.equal(code, 0, out.join(''))
  return out.join('')
}

describe('@azure/identity', () => {
  test('ClientCertificateCredential gets a token with a file of certificate and key', async () => {
    await using world = await openWorld()
    const { env } = await withCertificate(world)
    const { token, failed } = await runClient<Result>(world, 'azure-identity', ['certificate'], env)
    assert.equal(failed, undefined)
    assert.ok(await canReadTheJob(world, token))
    assert.equal(decodeJwt(token ?? '').azpacr, '2')
  })

  test('a certificate that is not registered is told with 700027', async () => {
    await using world = await openWorld()
    const { env } = await withCertificate(world)
    const { clientId } = await register(world, {})
    const wrong = { ...env, CLIENT_ID: clientId }
    assert.match(String((await runClient<Result>(world, 'azure-identity', ['certificate'], wrong)).failed), /700027/)
  })

  test('the secret works as well, also by EnvironmentCredential, and for the own host without port', async () => {
    await using world = await openWorld()
    const { clientId, clientSecret } = await withCertificate(world)
    const env = {
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      AZURE_TENANT_ID: 'FABRIKAM.example',
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: clientSecret,
    }
    for (const [action, SCOPE] of [
      ['secret', `${world.origin}/.default`],
      ['secret', 'https://localhost//.default'],
      ['environment', 'https://graph.microsoft.com/.default'],
    ] as const) {
      const { token, failed } = await runClient<Result>(world, 'azure-identity', [action], { ...env, SCOPE })
      assert.equal(failed, undefined)
      assert.ok(await canReadTheJob(world, token))
    }
  })

  test('WorkloadIdentityCredential gets a token for a token of a trusted issuer', async () => {
    await using issuer = await openIssuer()
    await using world = await openWorld({ settings: { issuerCa: issuer.caFile, privateIssuers: 'localhost' } })
    const subject = 'system:serviceaccount:hr:uploader'
    const audience = 'api://AzureADTokenExchange'
    const { clientId } = await register(world, {
      federatedCredentials: [{ name: 'cluster', issuer: issuer.issuer, subject, audiences: [audience] }],
      permissions: ['Synchronization.Read.All'],
    })
    const file = join(world.config.dataDirectory, 'workload-token')
    await writeFile(file, await issuer.sign({ sub: subject, aud: audience }))
    const env = { CLIENT_ID: clientId, TOKEN_FILE: file }
    const { token, failed } = await runClient<Result>(world, 'azure-identity', ['workload'], env)
    assert.equal(failed, undefined)
    assert.ok(await canReadTheJob(world, token))
  })

  test('ManagedIdentityCredential and DefaultAzureCredential get tokens by the environment that the command printed', async () => {
    await using world = await openWorld({ settings: { managedIdentityPort: '0' } })
    const grant = ['--grant', 'Synchronization.Read.All']
    const added = JSON.parse(await entrain(world, 'managed-identity', 'add', 'hr-upload', ...grant, '--json'))
    const env = {
      IDENTITY_ENDPOINT: world.managedIdentityEndpoint ?? '',
      IDENTITY_HEADER: String(added.environment.IDENTITY_HEADER),
    }
    for (const action of ['managedIdentity', 'default']) {
      const { token, failed } = await runClient<Result>(world, 'azure-identity', [action], env)
      assert.equal(failed, undefined)
      assert.ok(await canReadTheJob(world, token))
      assert.equal(decodeJwt(token ?? '').oid, added.servicePrincipalId)
    }
    assert.match(await entrain(world, 'managed-identity', 'list'), /hr-upload/)
    await entrain(world, 'managed-identity', 'remove', 'hr-upload')
    assert.match(String((await runClient<Result>(world, 'azure-identity', ['managedIdentity'], env)).failed), /7000215/)
    await world.restart()
    const signIns = await signInsOf(world)
    assert.deepEqual(signIns[0]?.properties.signInEventTypes, ['managedIdentity'])
  })
})

describe('@azure/msal-node', () => {
  test('gets tokens with a certificate, and asks again with the assertion that it keeps', async () => {
    await using world = await openWorld()
    const { clientId, keyFile, thumbprint } = await withCertificate(world)
    const env = { CLIENT_ID: clientId, PRIVATE_KEY_FILE: keyFile, THUMBPRINT_SHA256: thumbprint }
    const { token, failed, isKept, isNew } = await runClient<Result>(world, 'msal-node', [], env)
    assert.equal(failed, undefined)
    assert.deepEqual([isKept, isNew], [true, true])
    assert.ok(await canReadTheJob(world, token))
  })

  test('gets tokens with a secret, and tells the number of a refusal', async () => {
    await using world = await openWorld()
    const { clientId, clientSecret } = await withCertificate(world)
    const env = { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }
    assert.equal((await runClient<Result>(world, 'msal-node', [], env)).isKept, true)
    assert.match(
      String((await runClient<Result>(world, 'msal-node', [], { ...env, CLIENT_SECRET: 'x' })).failed),
      /AADSTS7000215/,
    )
  })
})
