import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { Browser } from './browser.ts'
import { addSecret, answerOf, form, goThrough, makeRequest, redeem, registerClient } from './sign-in-client.ts'
import { openWorld, type World } from './world.ts'

const spaUri = 'https://hr.fabrikam.example/app'
const spaOrigin = 'https://hr.fabrikam.example'
const webUri = 'https://hr.fabrikam.example/signed-in'

async function openWithAda() {
  const world = await openWorld()
  return { world, ada: await world.addUser({ userPrincipalName: 'ada@fabrikam.example' }) }
}

/** Redeems a code that was got with a request; `code_verifier` can be replaced. */
async function codeOf(world: World, given: Readonly<Record<string, string | null>>) {
  const ada = await world.addUser({ userPrincipalName: `p${Math.random()}@fabrikam.example` })
  const { path, verifier, query } = makeRequest(world, given)
  const { code = '' } = answerOf(await goThrough(new Browser(world), path, ada))
  const clientId = query.get('client_id') ?? ''
  const redirect = query.get('redirect_uri') ?? ''
  const what = { grant_type: 'authorization_code', client_id: clientId, code, redirect_uri: redirect }
  return { ...what, code_verifier: verifier }
}

describe('PKCE', () => {
  for (const [what, given] of [
    ['no challenge', { code_challenge: null, code_challenge_method: null }],
    ['the method plain', { code_challenge_method: 'plain' }],
    ['no method, which means plain', { code_challenge_method: null }],
    ['a challenge that is no hash', { code_challenge: 'short' }],
  ] as const) {
    test(`is refused to public clients with ${what}`, async () => {
      const { world } = await openWithAda()
      await using _ = world
      const answer = answerOf(await new Browser(world).open(makeRequest(world, given).path))
      assert.deepEqual([answer.error, answer.state], ['invalid_request', 's-1'])
      assert.match(answer.error_description ?? '', /AADSTS50147/)
    })
  }

  for (const [what, verifier] of [
    ['the wrong verifier', 'w'.repeat(43)],
    ['no verifier', ''],
  ] as const) {
    test(`gives no token for ${what}, and the right one works afterwards`, async () => {
      const { world } = await openWithAda()
      await using _ = world
      const fields = await codeOf(world, {})
      const refused = await redeem(world, { ...fields, code_verifier: verifier })
      assert.deepEqual([refused.status, refused.json().error], [400, 'invalid_grant'])
      assert.match(refused.text, /AADSTS501481/)
      assert.equal((await redeem(world, fields)).status, 200)
    })
  }

  test('is no business of a web application with a secret, but a verifier without a challenge is refused', async () => {
    const { world } = await openWithAda()
    await using _ = world
    const clientId = await registerClient(world, { web: { redirectUris: [webUri] } })
    const client_secret = await addSecret(world, clientId)
    const asked = { client_id: clientId, redirect_uri: webUri, code_challenge: null, code_challenge_method: null }
    const { code_verifier, ...fields } = await codeOf(world, asked)
    assert.match((await redeem(world, { ...fields, client_secret, code_verifier })).text, /AADSTS501481/)
    assert.match((await redeem(world, fields)).text, /AADSTS7000218/, 'without the secret')
    assert.equal((await redeem(world, { ...fields, client_secret })).status, 200)
  })
})

describe('a code', () => {
  test('is of no use to another client, nor at another address', async () => {
    const { world } = await openWithAda()
    await using _ = world
    const fields = await codeOf(world, {})
    const other = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
    for (const changed of [{ client_id: other }, { redirect_uri: 'http://localhost:4712/' }]) {
      const refused = await redeem(world, { ...fields, ...changed })
      assert.deepEqual([refused.status, refused.json().error], [400, 'invalid_grant'])
      assert.match(refused.text, /AADSTS70000:/)
    }
    assert.equal((await redeem(world, fields)).status, 200)
  })

  test('wants its redirect URI again, but from whoever named none', async () => {
    const { world } = await openWithAda()
    await using _ = world
    const { redirect_uri, ...fields } = await codeOf(world, {})
    const refused = await redeem(world, fields)
    assert.deepEqual([refused.status, refused.json().error], [400, 'invalid_request'])
    assert.match(refused.text, /AADSTS900144: .*'redirect_uri'/)
    assert.equal((await redeem(world, { ...fields, redirect_uri })).status, 200)
    const unnamed = await codeOf(world, { redirect_uri: null })
    assert.equal((await redeem(world, unnamed)).status, 200)
  })
})

describe('single-page applications', () => {
  test('redeem codes and renew tokens with an Origin only, and may read the answers', async () => {
    const { world } = await openWithAda()
    await using _ = world
    const clientId = await registerClient(world, { spa: { redirectUris: [spaUri] } })
    const fields = await codeOf(world, { client_id: clientId, redirect_uri: spaUri })
    const refused = await redeem(world, fields)
    assert.deepEqual([refused.status, refused.json().error], [400, 'invalid_request'])
    assert.match(refused.text, /AADSTS9002327/)
    const given = await redeem(world, fields, { origin: spaOrigin })
    assert.equal(given.status, 200, given.text)
    assert.equal(given.headers['access-control-allow-origin'], '*')
    const renewal = {
      client_id: clientId,
      grant_type: 'refresh_token',
      refresh_token: String(given.json().refresh_token),
    }
    assert.match((await redeem(world, renewal)).text, /AADSTS9002327/)
    assert.equal((await redeem(world, renewal, { origin: spaOrigin })).status, 200)

    const asking = { origin: spaOrigin, 'access-control-request-method': 'POST' }
    const path = `/${world.setUp.tenantId}/oauth2/v2.0/token`
    const preflight = await world.send('OPTIONS', path, { token: null, headers: asking })
    assert.ok(preflight.status < 300 && preflight.headers['access-control-allow-origin'] !== undefined)
  })

  test('are the only ones whose codes scripts of another origin redeem', async () => {
    const { world } = await openWithAda()
    await using _ = world
    const refused = await redeem(world, await codeOf(world, {}), { origin: spaOrigin })
    assert.deepEqual([refused.status, refused.json().error], [400, 'invalid_request'])
    assert.match(refused.text, /AADSTS9002326/)
  })

  test('need PKCE, and pages for people are not read by other origins', async () => {
    const { world } = await openWithAda()
    await using _ = world
    const client_id = await registerClient(world, { spa: { redirectUris: [spaUri] } })
    const given = { client_id, redirect_uri: spaUri, code_challenge: null, code_challenge_method: null }
    const answer = answerOf(await new Browser(world).open(makeRequest(world, given).path))
    assert.match(answer.error_description ?? '', /AADSTS50147/)
    const page = await new Browser(world).open(makeRequest(world).path)
    assert.equal(page.headers['access-control-allow-origin'], undefined)
  })
})

describe('response types and modes', () => {
  const hybrid = { response_type: 'code id_token', nonce: 'n-1' }

  test('an id_token leaves the authorization endpoint only where the registration enables it', async () => {
    const { world, ada } = await openWithAda()
    await using _ = world
    const redirectUris = [webUri]
    const closed = await registerClient(world, { web: { redirectUris } })
    for (const response_type of ['code id_token', 'id_token']) {
      const given = { ...hybrid, client_id: closed, redirect_uri: webUri, response_type }
      const refused = answerOf(await new Browser(world).open(makeRequest(world, given).path))
      assert.equal(refused.error, 'unsupported_response_type')
      assert.match(refused.error_description ?? '', /AADSTS700054/)
    }
    const implicitGrantSettings = { enableIdTokenIssuance: true }
    const open = await registerClient(world, { web: { redirectUris, implicitGrantSettings } })
    const given = { ...hybrid, client_id: open, redirect_uri: webUri }
    const shown = await goThrough(new Browser(world), makeRequest(world, given).path, ada)
    assert.equal(URL.parse(shown.location)?.search, '', 'nothing in the query, which servers write down')
    const { code = '', id_token = '', state } = answerOf(shown)
    const claims = decodeJwt(id_token)
    assert.deepEqual([claims.aud, claims.nonce, claims.oid, state], [open, 'n-1', ada.id, 's-1'])
    assert.equal(claims.c_hash, createHash('sha256').update(code).digest().subarray(0, 16).toString('base64url'))

    const unbound = answerOf(await new Browser(world).open(makeRequest(world, { ...given, nonce: null }).path))
    assert.match(unbound.error_description ?? '', /AADSTS900144.*nonce/)
    const logged = await new Browser(world).open(makeRequest(world, { ...given, response_mode: 'query' }).path)
    assert.deepEqual([logged.status, logged.location], [400, ''])
    assert.match(logged.text, /AADSTS70007/)
  })

  for (const response_type of ['token', 'code token', 'id_token token', 'none']) {
    test(`${response_type} is refused`, async () => {
      const { world } = await openWithAda()
      await using _ = world
      const client_id = await registerClient(world, { spa: { redirectUris: [spaUri] } })
      const given = { ...hybrid, client_id, redirect_uri: spaUri, response_type, response_mode: 'fragment' }
      const answer = answerOf(await new Browser(world).open(makeRequest(world, given).path))
      assert.equal(answer.error, 'unsupported_response_type')
    })
  }

  test('form_post brings the answer in a form, also where no scripts run', async () => {
    const { world, ada } = await openWithAda()
    await using _ = world
    const { path } = makeRequest(world, { response_mode: 'form_post', client_info: '1' })
    const shown = await goThrough(new Browser(world), path, ada)
    assert.match(shown.text, /<form method="post" action="http:\/\/localhost:4711\/">/)
    assert.match(shown.text, /<button>Continue<\/button>/)
    const names = [...shown.text.matchAll(/<input type="hidden" name="([^"]*)"/g)].map(([, name]) => name)
    assert.deepEqual(names.toSorted(), ['client_info', 'code', 'session_state', 'state'])
    const policy = String(shown.headers['content-security-policy'])
    assert.match(policy, /form-action 'self' http:\/\/localhost:4711;/)
    const [, script = ''] = /<script>([^<]*)<\/script>/.exec(shown.text) ?? []
    assert.ok(policy.includes(`'sha256-${createHash('sha256').update(script).digest('base64')}'`))
    const refused = await new Browser(world).open(
      makeRequest(world, { response_mode: 'form_post', prompt: 'none' }).path,
    )
    assert.match(refused.text, /name="error" value="login_required"/)
  })

  test('a request may come as a form, and no parameter twice', async () => {
    const { world } = await openWithAda()
    await using _ = world
    const { path, query } = makeRequest(world)
    const [endpoint = ''] = path.split('?')
    const posted = await world.send('POST', endpoint, { token: null, headers: form, body: query.toString() })
    assert.equal(posted.status, 303)
    assert.match((await new Browser(world).open(String(posted.headers.location))).text, /<h1>Sign in<\/h1>/)
    const twice = await new Browser(world).open(`${path}&state=s-2`)
    assert.match(twice.text, /AADSTS9000411/)
  })
})

describe('prompt, login_hint and max_age', () => {
  test('prompt=none answers without a page: a code, or why there is none', async () => {
    const { world, ada } = await openWithAda()
    await using _ = world
    const browser = new Browser(world)
    const silent = async (given: Readonly<Record<string, string>> = {}) =>
      answerOf(await browser.open(makeRequest(world, { prompt: 'none', ...given }).path))
    assert.equal((await silent()).error, 'login_required')
    await goThrough(browser, makeRequest(world).path, ada)
    assert.ok((await silent()).code)
    assert.ok((await silent({ login_hint: ada.userPrincipalName })).code)
    assert.equal((await silent({ login_hint: 'bea@fabrikam.example' })).error, 'login_required')
    assert.equal((await silent({ scope: 'User.ReadWrite' })).error, 'consent_required')
    assert.equal((await silent({ prompt: 'none login' })).error, 'invalid_request')
  })

  test('prompt=none shows no page for a second factor or a password that is due either', async () => {
    const { world, ada } = await openWithAda()
    await using _ = world
    const browser = new Browser(world)
    await goThrough(browser, makeRequest(world).path, ada)
    const root = await world.addUser({ userPrincipalName: 'root@fabrikam.example', roles: ['Global Administrator'] })
    const { access_token } = await world.signIn(root, {
      scope: 'User-PasswordProfile.ReadWrite.All User.ReadWrite.All',
    })
    const patched = await world.send('PATCH', `/v1.0/users/${ada.id}`, {
      token: access_token,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ passwordProfile: { forceChangePasswordNextSignIn: true } }),
    })
    assert.equal(patched.status, 204, patched.text)
    const due = answerOf(await browser.open(makeRequest(world, { prompt: 'none' }).path))
    assert.equal(due.error, 'interaction_required')
    assert.match(due.error_description ?? '', /AADSTS50055/)
  })

  test('login_hint is filled in, and picks the account where several are signed in', async () => {
    const { world, ada } = await openWithAda()
    await using _ = world
    const bea = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const browser = new Browser(world)
    const hinted = (login_hint: string) => makeRequest(world, { login_hint }).path
    const page = await browser.open(hinted(ada.userPrincipalName))
    assert.match(page.text, /name="username"[^>]* value="ada@fabrikam\.example"/)
    await goThrough(browser, hinted(ada.userPrincipalName), ada)
    await goThrough(browser, hinted(bea.userPrincipalName), bea)
    assert.match((await browser.open(makeRequest(world).path)).text, /Pick an account/)
    for (const person of [ada, bea]) {
      const { path, verifier } = makeRequest(world, { login_hint: person.userPrincipalName.toUpperCase() })
      const { code = '' } = answerOf(await browser.open(path))
      const fields = { grant_type: 'authorization_code', code, code_verifier: verifier }
      const tokens = await redeem(world, { ...fields, redirect_uri: 'http://localhost:4711/' })
      assert.equal(decodeJwt(String(tokens.json().access_token)).oid, person.id)
    }
  })

  test('prompt=login and max_age want the password anew, whatever form is sent instead', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const browser = new Browser(world)
    await goThrough(browser, makeRequest(world).path, ada)
    world.moveClock(120_000)
    for (const given of [{ prompt: 'login' }, { max_age: '60' }]) {
      const page = await browser.open(makeRequest(world, given).path)
      const forged = await browser.submit(page, { step: 'account', account: ada.id })
      assert.match(forged.text, /<h1>Sign in<\/h1>/, JSON.stringify(given))
    }
    assert.ok(answerOf(await browser.open(makeRequest(world, { max_age: '3600' }).path)).code)
    const picker = await browser.open(makeRequest(world, { prompt: 'select_account' }).path)
    assert.match(picker.text, /Pick an account/)
    assert.ok(answerOf(await browser.submit(picker, { account: ada.id })).code)
  })
})
