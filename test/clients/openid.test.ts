import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { keyCredential, makeCertificate, register, type TestCertificate } from '../applications.ts'
import { type Json, openWorld } from '../world.ts'
import { runClient } from './run-client.ts'

interface Result {
  readonly issuer?: string
  readonly token_endpoint?: string
  readonly tokens?: Json & { readonly access_token: string }
  readonly failed?: { readonly code: string; readonly description: string; readonly message: string }
}

describe('openid-client', () => {
  for (const method of ['post', 'basic'] as const) {
    test(`discovers the tenant and gets a token, with the secret by ${method}`, async () => {
      await using world = await openWorld()
      const result = await runClient<Result>(world, 'openid', [method])
      assert.equal(result.failed, undefined, JSON.stringify(result.failed))
      assert.equal(result.issuer, `${world.origin}/${world.setUp.tenantId}/v2.0`)
      assert.equal(result.tokens?.token_type, 'bearer')
      const token = result.tokens?.access_token ?? null
      assert.equal((await world.send('GET', `/v1.0${world.jobPath}`, { token })).status, 200)
    })

    test(`is told what is wrong with a secret, sent by ${method}`, async () => {
      await using world = await openWorld()
      const { failed } = await runClient<Result>(world, 'openid', [method], { CLIENT_SECRET: '50% wrong + more' })
      assert.equal(failed?.code, 'invalid_client')
      assert.match(String(failed?.description), /^AADSTS7000215:/)
    })
  }

  test('gets a token with a certificate (private_key_jwt), and is told when it is not registered', async () => {
    await using world = await openWorld()
    const [certificate, stranger] = [await makeCertificate(), await makeCertificate()]
    const { clientId } = await register(world, {
      application: { keyCredentials: [keyCredential(certificate)] },
      permissions: ['Synchronization.Read.All'],
    })
    const signIn = async ({ der, privateKeyPem }: TestCertificate) => {
      const PRIVATE_KEY_FILE = join(world.config.dataDirectory, 'client-key.pem')
      await writeFile(PRIVATE_KEY_FILE, privateKeyPem)
      const THUMBPRINT_SHA256 = createHash('sha256').update(Buffer.from(der, 'base64')).digest('base64url')
      return runClient<Result>(world, 'openid', ['certificate'], {
        CLIENT_ID: clientId,
        PRIVATE_KEY_FILE,
        THUMBPRINT_SHA256,
      })
    }
    const { tokens, failed } = await signIn(certificate)
    assert.equal(failed, undefined, JSON.stringify(failed))
    const token = tokens?.access_token ?? null
    assert.equal((await world.send('GET', `/v1.0${world.jobPath}`, { token })).status, 200)
    assert.match(String((await signIn(stranger)).failed?.description), /^AADSTS700027:/)
  })
})
