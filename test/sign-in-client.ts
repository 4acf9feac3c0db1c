import assert from 'node:assert/strict'
import { type Browser, makePkce, type Shown } from './browser.ts'
import type { Person } from './people.ts'
import type { Answer, Json, World } from './world.ts'

/** Microsoft Graph Command Line Tools, which every tenant knows: a public client at `http://localhost`. */
export const publicClient = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
export const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** Registers an application; answers its client id. */
export async function registerClient(world: World, properties: Json): Promise<string> {
  const answer = await world.send('POST', '/v1.0/applications', {
    token: await world.token(world.setUp.administration),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ displayName: 'HR pages', ...properties }),
  })
  assert.equal(answer.status, 201, answer.text)
  return String(answer.json().appId)
}

export async function addSecret(world: World, clientId: string): Promise<string> {
  const answer = await world.send('POST', `/v1.0/applications(appId='${clientId}')/addPassword`, {
    token: await world.token(world.setUp.administration),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ passwordCredential: { displayName: 'test' } }),
  })
  assert.equal(answer.status, 200, answer.text)
  return String(answer.json().secretText)
}

/** A request to the authorization endpoint, with the verifier of its challenge; `null` leaves a parameter out. */
export function makeRequest(world: World, given: Readonly<Record<string, string | null>> = {}) {
  const { verifier, challenge } = makePkce()
  const parameters = {
    client_id: publicClient,
    response_type: 'code',
    redirect_uri: 'http://localhost:4711/',
    scope: 'User.Read openid offline_access',
    state: 's-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...given,
  }
  const sent = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null)
  const query = new URLSearchParams(sent)
  return { path: `/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}`, verifier, query }
}

/** Opens a page and does what is asked for until the browser is sent away: name and password, then consent. */
export async function goThrough(browser: Browser, path: string, person: Person): Promise<Shown> {
  let shown = await browser.open(path)
  if (shown.text.includes('name="password"')) {
    shown = await browser.submit(shown, { username: person.userPrincipalName, password: person.password })
  }
  return shown.text.includes('Permissions requested') ? browser.submit(shown, { answer: 'yes' }) : shown
}

/** What the client was told, in the query or the fragment. */
export function answerOf({ location, text }: Shown): Readonly<Record<string, string>> {
  const url = URL.parse(location)
  assert.ok(url !== null, `no answer but the page ${/<title>([^<]*)/.exec(text)?.[1]}`)
  return Object.fromEntries(new URLSearchParams(url.hash === '' ? url.search : url.hash.slice(1)))
}

export function redeem(
  world: World,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const body = new URLSearchParams({ client_id: publicClient, ...fields }).toString()
  const path = `/${world.setUp.tenantId}/oauth2/v2.0/token`
  return world.send('POST', path, { token: null, headers: { ...form, ...headers }, body })
}
