import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { register } from '../applications.ts'
import { Browser } from '../browser.ts'
import { type Json, openWorld, type World } from '../world.ts'
import { type Conversation, converse, settingsOf } from './run-client.ts'
import { goThrough, pathOf, visitor } from './visit.ts'

const program = fileURLToPath(new URL('programs/openid-people.ts', import.meta.url))

interface SignedIn extends Json {
  readonly claims: Json
  readonly accessToken: string
}

function talk(world: World, way: string, more: Pick<Conversation, 'env' | 'answer'>): Promise<SignedIn> {
  const { env, answer } = more
  return converse({ command: process.execPath, args: [program, way], env: { ...settingsOf(world), ...env }, answer })
}

async function nameOf(world: World, { accessToken }: SignedIn): Promise<unknown> {
  return (await world.send('GET', '/v1.0/me', { token: accessToken })).json().userPrincipalName
}

describe('openid-client signs people in', () => {
  test('as a web application: code with PKCE, a signed id token, a rotating refresh token, and out again', async () => {
    await using world = await openWorld({ clock: '+0d' })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const redirectUri = 'https://app.fabrikam.example/callback'
    const client = await register(world, { application: { web: { redirectUris: [redirectUri] } }, secret: true })
    const browser = new Browser(world)
    const told = await talk(world, 'web', {
      env: { CLIENT_ID: client.clientId, CLIENT_SECRET: client.clientSecret, REDIRECT_URI: redirectUri },
      async answer({ url, end, graceIsOver }) {
        if (graceIsOver === true) world.moveClock(60_000)
        if (end !== undefined) return (await browser.open(pathOf(end))).location
        if (url === undefined) return ''
        const opened = await browser.open(pathOf(url))
        // The second time the browser's session answers without a page.
        return (opened.location === '' ? await goThrough(browser, opened, ada) : opened).location
      },
    })
    assert.equal(told.wrongVerifier, 'invalid_grant')
    const { tenantId } = world.setUp
    const { sub, oid, tid, iss, aud, preferred_username } = told.claims
    assert.deepEqual(
      { oid, tid, iss, aud, preferred_username },
      {
        oid: ada.id,
        tid: tenantId,
        iss: `${world.origin}/${tenantId}/v2.0`,
        aud: client.clientId,
        preferred_username: ada.userPrincipalName,
      },
    )
    assert.notEqual(sub, ada.id, 'subjects are pairwise')
    assert.equal(told.algorithm, 'RS256')
    assert.equal((told.userInfo as Json).name, ada.userPrincipalName)
    assert.equal(told.isRotated, true)
    assert.equal(await nameOf(world, told), ada.userPrincipalName)
    assert.equal(told.endSessionEndpoint, `${world.origin}/${tenantId}/oauth2/v2.0/logout`)
    assert.equal(told.signedOut, `${redirectUri}?state=bye`)
    assert.deepEqual([told.replayed, told.successor], ['invalid_grant', 'invalid_grant'])
  })

  test('as a device without a browser of its own', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const told = await talk(world, 'device', {
      env: { CLIENT_ID: '14d82eec-204b-4c2f-b7e8-296a70dab67e' },
      answer: visitor(world, ada),
    })
    assert.equal(told.claims.preferred_username, ada.userPrincipalName)
    assert.equal(await nameOf(world, told), ada.userPrincipalName)
  })
})
