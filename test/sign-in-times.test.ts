import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Browser, makePkce } from './browser.ts'
import type { Person } from './people.ts'
import { openWorld, type World } from './world.ts'

const client = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const minuteMs = 60_000
const dayMs = 86_400_000

function redeem(world: World, fields: Readonly<Record<string, string>>, headers = {}) {
  const body = new URLSearchParams({ client_id: client, ...fields }).toString()
  const path = `/${world.setUp.tenantId}/oauth2/v2.0/token`
  return world.send('POST', path, { token: null, headers: { ...form, ...headers }, body })
}

interface Asking {
  readonly clientId?: string
  readonly redirectUri?: string
  /** Left out: one in which nobody is signed in. */
  readonly browser?: Browser
}

/** A code, and what redeems it. */
async function getCode(world: World, person: Person, asking: Asking) {
  const { clientId = client, redirectUri = 'http://localhost', browser = new Browser(world) } = asking
  const { verifier, challenge } = makePkce()
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'User.Read openid offline_access',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  const page = await browser.open(`/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}`)
  const isAsked = page.location === ''
  const asked = isAsked
    ? await browser.submit(page, { username: person.userPrincipalName, password: person.password })
    : page
  const shown = asked.location === '' ? await browser.submit(asked, { answer: 'yes' }) : asked
  const code = new URL(shown.location).searchParams.get('code') ?? ''
  const what = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: verifier }
  return { ...what, redirect_uri: redirectUri }
}

/** A single-page application, and how its scripts send requests. */
async function registerPage(world: World) {
  const redirectUri = 'https://hr.fabrikam.example/app'
  const made = await world.send('POST', '/v1.0/applications', {
    token: await world.token(world.setUp.administration),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ displayName: 'HR pages', spa: { redirectUris: [redirectUri] } }),
  })
  return { clientId: String(made.json().appId), redirectUri, headers: { origin: new URL(redirectUri).origin } }
}

/** Renews again and again with the distances given; answers the statuses. */
async function renew(world: World, first: string, { distances, headers = {}, clientId = client }: Renewing) {
  let token = first
  const statuses: number[] = []
  for (const distanceMs of distances) {
    world.moveClock(distanceMs)
    const fields = { grant_type: 'refresh_token', refresh_token: token, client_id: clientId }
    const answer = await redeem(world, fields, headers)
    statuses.push(answer.status)
    if (answer.status !== 200) assert.equal(answer.json().error, 'invalid_grant', answer.text)
    else token = String(answer.json().refresh_token)
  }
  return statuses
}

interface Renewing {
  readonly distances: readonly number[]
  readonly headers?: Readonly<Record<string, string>>
  readonly clientId?: string
}

describe('what is handed out ends', () => {
  test('codes after ten minutes', async () => {
    await using world = await openWorld({ clock: '+1d', clockIsStopped: true })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const late = await getCode(world, ada, {})
    const inTime = await getCode(world, ada, {})
    world.moveClock(10 * minuteMs - 1_000)
    assert.equal((await redeem(world, inTime)).status, 200)
    world.moveClock(1_000)
    assert.match((await redeem(world, late)).text, /AADSTS70008/)
  })

  test('device codes after fifteen minutes, for the device and for the person', async () => {
    await using world = await openWorld({ clock: '+1d', clockIsStopped: true })
    const body = new URLSearchParams({ client_id: client, scope: 'User.Read' }).toString()
    const path = `/${world.setUp.tenantId}/oauth2/v2.0/devicecode`
    const begun = (await world.send('POST', path, { token: null, headers: form, body })).json()
    world.moveClock(Number(begun.expires_in) * 1_000)
    const polled = await redeem(world, { grant_type: 'device_code', device_code: String(begun.device_code) })
    assert.equal(polled.json().error, 'expired_token')
    const browser = new Browser(world)
    const entry = await browser.open(new URL(String(begun.verification_uri)).pathname)
    const entered = await browser.submit(entry, { user_code: String(begun.user_code) })
    assert.match(entered.text, /wrong or has expired/)
  })

  test('refresh tokens after 90 days without use, and for good a year after the sign-in', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const idle = (await world.signIn(ada)).refresh_token
    const used = (await world.signIn(ada)).refresh_token
    assert.deepEqual(await renew(world, used, { distances: [89 * dayMs, 2 * dayMs] }), [200, 200])
    assert.deepEqual(await renew(world, idle, { distances: [0] }), [400])
    const young = (await world.signIn(ada)).refresh_token
    const distances = [89, 89, 89, 89, 8, 2].map((days) => days * dayMs)
    assert.deepEqual(await renew(world, young, { distances }), [200, 200, 200, 200, 200, 400])
  })

  test('refresh tokens earlier where the installation says so', async () => {
    await using world = await openWorld({ clock: '+1d', settings: { renewalDays: '7' } })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const { refresh_token } = await world.signIn(ada)
    assert.deepEqual(await renew(world, refresh_token, { distances: [6 * dayMs, 2 * dayMs] }), [200, 400])
  })

  test('refresh tokens of browser applications a day after the first, however often they are used', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const { clientId, headers, redirectUri } = await registerPage(world)
    const first = await redeem(world, await getCode(world, ada, { clientId, redirectUri }), headers)
    assert.equal(first.status, 200, first.text)
    const distances = [10, 10, 5].map((hours) => hours * 60 * minuteMs)
    const token = String(first.json().refresh_token)
    assert.deepEqual(await renew(world, token, { distances, headers, clientId }), [200, 200, 400])
  })

  test('refresh tokens of browser applications no later than the installation says after the sign-in', async () => {
    await using world = await openWorld({ clock: '+1d', settings: { renewalDays: '1' } })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const { clientId, headers, redirectUri } = await registerPage(world)
    const browser = new Browser(world)
    await getCode(world, ada, { clientId, redirectUri, browser })
    world.moveClock(20 * 60 * minuteMs)
    const late = await redeem(world, await getCode(world, ada, { clientId, redirectUri, browser }), headers)
    const token = String(late.json().refresh_token)
    const distances = [3, 2].map((hours) => hours * 60 * minuteMs)
    assert.deepEqual(await renew(world, token, { distances, headers, clientId }), [200, 400])
  })
})
