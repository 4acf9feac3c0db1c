import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { createPerson } from '../src/app/create-person.ts'
import { openStore } from '../src/app/open-stores.ts'
import { register, requestToken } from './applications.ts'
import { Browser, makePkce } from './browser.ts'
import { addTenant } from './journey.ts'
import { openWorld, type World } from './world.ts'

const graphCommandLine = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
const redirectUri = 'http://localhost'

/** Fabrikam and Contoso in one installation, and somebody of Contoso. */
async function open(world: World) {
  const { tenantId } = await addTenant(world, 'contoso.example')
  const store = await openStore(world.config.dataDirectory)
  try {
    const userPrincipalName = 'cleo@contoso.example'
    const wish = { userPrincipalName, displayName: 'Cleo', roles: [], mustChangePassword: false }
    const made = await createPerson(store.forTenant(tenantId), wish, { now: () => world.now() })
    return { tenantId, cleo: { ...made, userPrincipalName } }
  } finally {
    await store.close()
  }
}

function authorizePath(extra: Readonly<Record<string, string>> = {}, segment = 'common') {
  const { verifier, challenge } = makePkce()
  const query = new URLSearchParams({
    client_id: graphCommandLine,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'User.Read openid',
    state: 'a&b="c"',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...extra,
  })
  return { verifier, path: `/${segment}/oauth2/v2.0/authorize?${query}` }
}

describe('an installation with several tenants', () => {
  test('asks at /common who it is, and the domain of the name tells the tenant', async () => {
    await using world = await openWorld()
    const { tenantId, cleo } = await open(world)
    const browser = new Browser(world)
    const { path, verifier } = authorizePath()
    const asked = await browser.open(path)
    assert.match(asked.text, /name="login_hint"/)
    const nobody = await browser.submit(asked, { login_hint: 'cleo@nowhere.example' })
    assert.match(nobody.text, /No organization here/)
    const page = await browser.submit(nobody, { login_hint: cleo.userPrincipalName })
    assert.match(page.text, /Contoso/)
    const consent = await browser.submit(page, { username: cleo.userPrincipalName, password: cleo.password })
    const { searchParams } = new URL((await browser.submit(consent, { answer: 'yes' })).location)
    assert.equal(searchParams.get('state'), 'a&b="c"')
    const code = searchParams.get('code') ?? ''
    const fields = { grant_type: 'authorization_code', client_id: graphCommandLine, code, code_verifier: verifier }
    const answer = await requestToken(world, { ...fields, redirect_uri: redirectUri }, '/common/oauth2/v2.0/token')
    assert.equal(answer.status, 200, answer.text)
    assert.equal(decodeJwt(String(answer.json().access_token)).tid, tenantId)
    assert.match((await browser.open('/common/oauth2/v2.0/logout')).text, /AADSTS50059/)
    const hint = new URLSearchParams({ id_token_hint: String(answer.json().id_token) })
    const left = await browser.open(`/common/oauth2/v2.0/logout?${hint}`)
    assert.match(left.text, /Contoso.*You are signed out/s)
  })

  test('takes the hint of a program, and asks nobody who must not be asked', async () => {
    await using world = await openWorld()
    const { cleo } = await open(world)
    const browser = new Browser(world)
    for (const hint of [{ login_hint: cleo.userPrincipalName }, { domain_hint: 'contoso.example' }]) {
      assert.match((await browser.open(authorizePath(hint, 'organizations').path)).text, /Contoso/)
    }
    assert.match((await browser.open(authorizePath({ prompt: 'none' }).path)).text, /AADSTS50059/)
  })

  test('knows the tenant by an application that is in one only, not by a client that is in all', async () => {
    await using world = await openWorld()
    await open(world)
    const publicClient = { redirectUris: [redirectUri] }
    const { clientId } = await register(world, { application: { publicClient, isFallbackPublicClient: true } })
    assert.match((await new Browser(world).open(authorizePath({ client_id: clientId }).path)).text, /Fabrikam/)
    const begin = async (client: string) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = new URLSearchParams({ client_id: client, scope: 'User.Read' }).toString()
      return (await world.send('POST', '/common/oauth2/v2.0/devicecode', { token: null, headers, body })).json()
    }
    assert.match(String((await begin(clientId)).verification_uri), new RegExp(world.setUp.tenantId))
    assert.deepEqual((await begin(graphCommandLine)).error_codes, [50059])
  })

  test('gives no application a token for itself at /common', async () => {
    await using world = await openWorld()
    await open(world)
    const { clientId, clientSecret } = world.setUp
    const fields = { client_id: clientId, client_secret: clientSecret }
    const refused = await requestToken(world, fields, '/common/oauth2/v2.0/token')
    assert.deepEqual([refused.status, refused.json().error_codes], [400, [50059]])
  })
})
