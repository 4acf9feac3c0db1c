import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
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
})
