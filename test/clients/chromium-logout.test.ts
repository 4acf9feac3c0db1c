import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { makeRequest, publicClient } from '../sign-in-client.ts'
import { openWorld } from '../world.ts'
import { hasChromium, openChromium } from './chromium.ts'

const skip = hasChromium || process.env.CI !== undefined ? false : 'chromium is not installed'

/** A program that waits for the browser at a loopback address, and remembers the requests. */
async function openListener() {
  const seen: URLSearchParams[] = []
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    if (pathname === '/') seen.push(searchParams)
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Back</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://localhost:${port}/`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

describe('people sign out with Chromium', { skip }, () => {
  test('on the page that asks; the browser follows it back to the program, and has no session any more', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    await using listener = await openListener()
    await using chromium = await openChromium(world)
    const visit = chromium.visitor(ada)
    const signIn = (given: Readonly<Record<string, string>>) =>
      visit({ url: `${world.origin}${makeRequest(world, { redirect_uri: listener.address, ...given }).path}` })
    await signIn({})
    assert.ok(listener.seen.at(-1)?.get('code'))
    await signIn({ prompt: 'none' })
    assert.ok(listener.seen.at(-1)?.get('code'), 'the session holds')
    const query = new URLSearchParams({
      client_id: publicClient,
      post_logout_redirect_uri: listener.address,
      state: 's-9',
    })
    await visit({ url: `${world.origin}/${world.setUp.tenantId}/oauth2/v2.0/logout?${query}` })
    assert.equal(listener.seen.at(-1)?.get('state'), 's-9')
    await signIn({ prompt: 'none' })
    assert.equal(listener.seen.at(-1)?.get('error'), 'login_required')
  })
})
