import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { Browser, makePkce } from './browser.ts'
import type { Person } from './people.ts'
import { bulkRequest, newcomer, openWorld, type World } from './world.ts'

const client = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

function redeem(world: World, fields: Readonly<Record<string, string>>) {
  const body = new URLSearchParams({ client_id: client, ...fields }).toString()
  return world.send('POST', `/${world.setUp.tenantId}/oauth2/v2.0/token`, { token: null, headers: form, body })
}

function authorizePath(world: World, extra: Readonly<Record<string, string>> = {}) {
  const { challenge } = makePkce()
  const query = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: 'http://localhost:4711/',
    scope: 'User.Read openid',
    state: 's-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...extra,
  })
  return `/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}`
}

describe('signing in', () => {
  test('gives delegated tokens with the roles of the user, and refresh tokens that rotate', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
    const scope = 'SynchronizationData-User.Upload User.Read'
    const tokens = await world.signIn(ada, { scope })
    const claims = decodeJwt(tokens.access_token)
    assert.equal(claims.oid, ada.id)
    assert.deepEqual(claims.wids, ['62e90394-69f5-4237-9190-012177145e10'])
    assert.ok(tokens.scope.startsWith(scope), tokens.scope)
    assert.equal(decodeJwt(tokens.id_token).preferred_username, ada.userPrincipalName)

    const refreshed = await redeem(world, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token })
    assert.equal(refreshed.status, 200, refreshed.text)
    assert.notEqual(refreshed.json().refresh_token, tokens.refresh_token)
  })

  for (const [role, status] of [
    ['Global Administrator', 202],
    ['Application Administrator', 403],
  ] as const) {
    test(`lets an upload of a ${role} be answered with ${status}`, async () => {
      await using world = await openWorld()
      const person = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: [role] })
      const { access_token } = await world.signIn(person, { scope: 'SynchronizationData-User.Upload' })
      const answer = await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, {
        token: access_token,
        headers: { 'content-type': 'application/scim+json' },
        body: bulkRequest(newcomer('E-1')),
      })
      assert.equal(answer.status, status, answer.text)
    })
  }

  test('tells a wrong password and an unknown user with the same words', async () => {
    await using world = await openWorld()
    await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const told = []
    for (const username of ['ada@fabrikam.example', 'nobody@fabrikam.example']) {
      const browser = new Browser(world)
      const page = await browser.open(authorizePath(world))
      const shown = await browser.submit(page, { username, password: 'Wrong-1234' })
      told.push(/role="alert">([^<]*)/.exec(shown.text)?.[1])
    }
    assert.deepEqual(told, Array(2).fill('The user name or the password is wrong. (AADSTS50126)'))
  })

  test('locks an account after ten wrong passwords, also for the right one', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const browser = new Browser(world)
    let page = await browser.open(authorizePath(world))
    for (let attempt = 0; attempt < 10; attempt++) {
      page = await browser.submit(page, { username: ada.userPrincipalName, password: 'Wrong-1234' })
    }
    page = await browser.submit(page, { username: ada.userPrincipalName, password: ada.password })
    assert.match(page.text, /AADSTS50053/)
  })

  test('shows what is wrong with a redirect URI, and never goes there', async () => {
    await using world = await openWorld()
    const shown = await new Browser(world).open(authorizePath(world, { redirect_uri: 'https://evil.example/' }))
    assert.equal(shown.status, 400)
    assert.match(shown.text, /AADSTS50011/)
    assert.equal(shown.location, '')
  })

  test('answers a program on somebody’s machine in no fragment, which it could not read', async () => {
    await using world = await openWorld()
    const shown = await new Browser(world).open(authorizePath(world, { response_mode: 'fragment' }))
    assert.equal(shown.status, 400)
    assert.match(shown.text, /AADSTS70007/)
  })

  test('refuses a form that began in another browser', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const page = await new Browser(world).open(authorizePath(world))
    const shown = await new Browser(world).submit(page, { username: ada.userPrincipalName, password: ada.password })
    assert.equal(shown.status, 400)
    assert.match(shown.text, /AADSTS9002313/)
  })

  test('asks nobody with prompt=none, and tells the client', async () => {
    await using world = await openWorld()
    const shown = await new Browser(world).open(authorizePath(world, { prompt: 'none' }))
    const answer = new URL(shown.location).searchParams
    assert.equal(answer.get('error'), 'login_required')
    assert.equal(answer.get('state'), 's-1')
  })

  test('sends whoever lacks an administrator’s consent back with access_denied', async () => {
    await using world = await openWorld()
    const bea = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const browser = new Browser(world)
    const page = await browser.open(authorizePath(world, { scope: 'Directory.ReadWrite.All' }))
    const blocked = await browser.submit(page, { username: bea.userPrincipalName, password: bea.password })
    assert.match(blocked.text, /AADSTS90094/)
    const back = await browser.submit(blocked, {})
    assert.equal(new URL(back.location).searchParams.get('error'), 'access_denied')
  })

  test('takes a code once; the second time takes back what the first gave', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const browser = new Browser(world)
    const { verifier, challenge } = makePkce()
    const page = await browser.open(authorizePath(world, { code_challenge: challenge, scope: 'openid offline_access' }))
    const asked = await browser.submit(page, { username: ada.userPrincipalName, password: ada.password })
    const shown = await browser.submit(asked, { answer: 'yes' })
    const code = new URL(shown.location).searchParams.get('code') ?? ''
    const fields = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: 'http://localhost:4711/',
    }
    const first = await redeem(world, fields)
    assert.equal(first.status, 200, first.text)
    assert.match((await redeem(world, fields)).text, /AADSTS54005/)
    const again = { grant_type: 'refresh_token', refresh_token: String(first.json().refresh_token) }
    assert.equal((await redeem(world, again)).status, 400)
  })

  test('a refresh token that comes back after its grace revokes all that came of the sign-in', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const first = (await world.signIn(ada)).refresh_token
    const refresh = (token: string) => redeem(world, { grant_type: 'refresh_token', refresh_token: token })
    const second = await refresh(first)
    const parallel = await refresh(first)
    assert.deepEqual([second.status, parallel.status], [200, 200], 'within the grace, for tabs side by side')
    world.moveClock(60_000)
    const replayed = await refresh(first)
    assert.equal(replayed.status, 400)
    assert.equal(replayed.json().error, 'invalid_grant')
    const successor = await refresh(String(second.json().refresh_token))
    assert.equal(successor.json().error, 'invalid_grant')
  })

  test('lets a device have its tokens once its person has signed in', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const body = new URLSearchParams({ client_id: client, scope: 'User.Read openid offline_access' }).toString()
    const path = `/${world.setUp.tenantId}/oauth2/v2.0/devicecode`
    const begun = (await world.send('POST', path, { token: null, headers: form, body })).json()
    const poll = { grant_type: 'device_code', device_code: String(begun.device_code) }
    assert.equal((await redeem(world, poll)).json().error, 'authorization_pending')
    const browser = new Browser(world)
    const entry = await browser.open(new URL(String(begun.verification_uri)).pathname)
    const signIn = await browser.submit(entry, { user_code: String(begun.user_code).toLowerCase() })
    const confirm = await browser.submit(signIn, { username: ada.userPrincipalName, password: ada.password })
    const consent = await browser.submit(confirm, { answer: 'yes' })
    const done = await browser.submit(consent, { answer: 'yes' })
    assert.match(done.text, /You are signed in/)
    const tokens = await redeem(world, poll)
    assert.equal(tokens.status, 200, tokens.text)
    assert.equal((await redeem(world, poll)).status, 400)
  })

  test('tells a device that asks too often to slow down, and none that keeps to the interval', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const body = new URLSearchParams({ client_id: client, scope: 'User.Read' }).toString()
    const path = `/${world.setUp.tenantId}/oauth2/v2.0/devicecode`
    const begun = (await world.send('POST', path, { token: null, headers: form, body })).json()
    const poll = async (afterMs: number) => {
      world.moveClock(afterMs)
      const grant = { grant_type: 'device_code', device_code: String(begun.device_code) }
      const { error, error_codes } = (await redeem(world, grant)).json()
      return [error, error_codes]
    }
    const interval = Number(begun.interval) * 1000
    for (let asked = 0; asked < 3; asked++) {
      assert.deepEqual(await poll(interval), ['authorization_pending', [70016]])
    }
    assert.deepEqual(await poll(1), ['slow_down', [70016]])
    assert.deepEqual(await poll(interval * 2), ['authorization_pending', [70016]])
  })

  test('knows a password that was set through Graph, and must be changed where Graph says so', async () => {
    await using world = await openWorld()
    const token = await world.token(await world.addClient(['User.ReadWrite.All']))
    const password = 'Correct-Horse-9'
    const made: Person[] = []
    for (const forceChangePasswordNextSignIn of [false, true]) {
      const name = `mia${made.length}`
      const user = {
        accountEnabled: true,
        displayName: name,
        mailNickname: name,
        userPrincipalName: `${name}@fabrikam.example`,
        passwordProfile: { password, forceChangePasswordNextSignIn },
      }
      const headers = { 'content-type': 'application/json' }
      const answer = await world.send('POST', '/v1.0/users', { token, headers, body: JSON.stringify(user) })
      assert.equal(answer.status, 201, answer.text)
      assert.doesNotMatch(answer.text, /Correct-Horse/)
      made.push({ id: String(answer.json().id), userPrincipalName: user.userPrincipalName, password })
    }
    const [free, forced] = made
    assert.ok(free && forced)
    assert.equal(decodeJwt((await world.signIn(free)).access_token).oid, free.id)

    const browser = new Browser(world)
    const page = await browser.open(authorizePath(world))
    const change = await browser.submit(page, { username: forced.userPrincipalName, password })
    assert.match(change.text, /Change your password/)
    const skipped = await browser.submit(change, { step: 'consent', answer: 'yes' })
    assert.match(skipped.text, /Change your password/)
    const renewed = 'Battery-Staple-7'
    const consent = await browser.submit(change, { newPassword: renewed, repeated: renewed })
    const done = await browser.submit(consent, { answer: 'yes' })
    assert.ok(new URL(done.location).searchParams.get('code'))
  })
})
