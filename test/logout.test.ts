import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { Browser, makePkce, type Shown } from './browser.ts'
import type { Person } from './people.ts'
import { openWorld, type World } from './world.ts'

const afterwards = 'https://hr.fabrikam.example/bye'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** An application with a page for people, and a browser in which somebody is signed in to it. */
async function openSignedIn(world: World) {
  const token = await world.token(world.setUp.administration)
  const made = await world.send('POST', '/v1.0/applications', {
    token,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ displayName: 'HR pages', spa: { redirectUris: [afterwards] } }),
  })
  assert.equal(made.status, 201, made.text)
  const clientId = String(made.json().appId)
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  const browser = new Browser(world)
  const idToken = await signIn(world, { browser, clientId, person: ada })
  return { browser, clientId, ada, idToken }
}

interface SigningIn {
  readonly browser: Browser
  readonly clientId: string
  readonly person: Person
}

async function signIn(world: World, { browser, clientId, person }: SigningIn): Promise<string> {
  const { verifier, challenge } = makePkce()
  const asked = { redirect_uri: afterwards, scope: 'openid', code_challenge: challenge, code_challenge_method: 'S256' }
  const query = new URLSearchParams({ client_id: clientId, response_type: 'code', prompt: 'login', ...asked })
  let shown: Shown = await browser.open(`/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}`)
  shown = await browser.submit(shown, { username: person.userPrincipalName, password: person.password })
  if (shown.location === '') shown = await browser.submit(shown, { answer: 'yes' })
  const code = new URL(shown.location).searchParams.get('code') ?? ''
  const fields = { client_id: clientId, grant_type: 'authorization_code', code, code_verifier: verifier }
  const answer = await world.send('POST', `/${world.setUp.tenantId}/oauth2/v2.0/token`, {
    token: null,
    headers: { ...form, origin: new URL(afterwards).origin },
    body: new URLSearchParams({ ...fields, redirect_uri: afterwards }).toString(),
  })
  assert.equal(answer.status, 200, answer.text)
  return String(answer.json().id_token)
}

function logoutPath(world: World, parameters: Readonly<Record<string, string>> = {}): string {
  return `/${world.setUp.tenantId}/oauth2/v2.0/logout?${new URLSearchParams(parameters)}`
}

/** Who has a session in the browser: a logout page names them. */
async function signedIn(world: World, browser: Browser): Promise<readonly string[]> {
  const { text } = await browser.open(logoutPath(world))
  return [...text.matchAll(/<small>([^<]*)<\/small>/g)].map(([, name = '']) => name)
}

describe('logging out', () => {
  test('asks first, and goes nowhere else when nothing is asked for', async () => {
    await using world = await openWorld()
    const { browser, ada } = await openSignedIn(world)
    const page = await browser.open(logoutPath(world))
    assert.match(page.text, /Do you want to sign out\?/)
    assert.deepEqual(await signedIn(world, browser), [ada.userPrincipalName], 'looking at it ends nothing')
    const kept = await browser.submit(page, { answer: 'no' })
    assert.match(kept.text, /You stay signed in/)
    assert.deepEqual(await signedIn(world, browser), [ada.userPrincipalName])
    const done = await browser.submit(page, { answer: 'yes' })
    assert.match(done.text, /You are signed out/)
    assert.deepEqual(await signedIn(world, browser), [])
  })

  test('goes to a registered address with the state, as MSAL asks for it: without naming the client', async () => {
    await using world = await openWorld()
    const { browser, ada } = await openSignedIn(world)
    const asked = { post_logout_redirect_uri: afterwards, state: 's-1', logout_hint: ada.userPrincipalName }
    const page = await browser.open(logoutPath(world, asked))
    assert.equal(page.location, '')
    assert.match(String(page.headers['content-security-policy']), /form-action 'self' https:\/\/hr\.fabrikam\.example;/)
    const done = await browser.submit(page, { answer: 'yes' })
    assert.equal(done.location, `${afterwards}?state=s-1`)
  })

  test('never goes to an address that is registered nowhere', async () => {
    await using world = await openWorld()
    const { browser, clientId, idToken } = await openSignedIn(world)
    const target = { post_logout_redirect_uri: 'https://evil.example/' }
    for (const named of [{}, { client_id: clientId }, { id_token_hint: idToken }]) {
      let shown = await browser.open(logoutPath(world, { ...target, ...named }))
      if (shown.text.includes('Do you want')) shown = await browser.submit(shown, { answer: 'yes' })
      assert.deepEqual([shown.location, /You are signed out/.test(shown.text)], ['', true])
    }
  })

  test('does not ask whoever shows an id_token of the one who is signed in, however old', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const { browser, idToken } = await openSignedIn(world)
    world.moveClock(3 * 3_600_000)
    assert.ok(Number(decodeJwt(idToken).exp) * 1000 < world.now())
    const asked = { post_logout_redirect_uri: afterwards, state: 's-2', id_token_hint: idToken }
    const done = await browser.open(logoutPath(world, asked))
    assert.equal(done.location, `${afterwards}?state=s-2`)
    assert.deepEqual(await signedIn(world, browser), [])
  })

  test('ends only the sign-in that the hint is about', async () => {
    await using world = await openWorld()
    const { browser, clientId, ada, idToken } = await openSignedIn(world)
    const bea = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    await signIn(world, { browser, clientId, person: bea })
    const named = await browser.open(logoutPath(world, { logout_hint: bea.userPrincipalName }))
    assert.ok(named.text.includes(bea.userPrincipalName) && !named.text.includes(ada.userPrincipalName))
    await browser.open(logoutPath(world, { id_token_hint: idToken }))
    assert.deepEqual(await signedIn(world, browser), [bea.userPrincipalName])
  })

  test('asks in spite of a hint that is forged, altered, or no id_token', async () => {
    await using world = await openWorld()
    const { browser, ada, idToken } = await openSignedIn(world)
    const [head = '', payload = '', signature = ''] = idToken.split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    const accessToken = (await world.signIn(ada)).access_token
    const altered = `${payload.slice(0, -4)}${payload.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
    for (const hint of [`${none}.${payload}.`, `${head}.${altered}.${signature}`, accessToken, 'nonsense']) {
      const shown = await browser.open(logoutPath(world, { id_token_hint: hint }))
      assert.match(shown.text, /Do you want to sign out\?/, hint.slice(0, 20))
    }
  })

  test('a POST of another site loses no session before the person has agreed', async () => {
    await using world = await openWorld()
    const { browser, ada } = await openSignedIn(world)
    const path = `/${world.setUp.tenantId}/oauth2/v2.0/logout`
    const body = new URLSearchParams({ logout_hint: ada.userPrincipalName }).toString()
    const answer = await world.send('POST', path, { token: null, headers: form, body })
    assert.equal(answer.status, 303)
    const page = await browser.open(String(answer.headers.location))
    assert.match(page.text, /Do you want to sign out\?/)
  })
})
