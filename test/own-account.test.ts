import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { totpCode, totpStep } from '../src/auth/totp.ts'
import { Browser, type Shown } from './browser.ts'
import type { Person } from './people.ts'
import { type Json, openWorld, type World } from './world.ts'

const newPassword = 'Battery-Staple-7'
const client = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

function accountPath({ setUp }: World): string {
  return `/${setUp.tenantId}/myaccount`
}

async function openAccount(world: World, person: Person, browser = new Browser(world)) {
  const page = await browser.open(accountPath(world))
  const shown = await browser.submit(page, { username: person.userPrincipalName, password: person.password })
  assert.match(shown.text, /<h1>Your account<\/h1>/)
  return { browser, page: shown }
}

function refresh(world: World, token: string) {
  const fields = { client_id: client, grant_type: 'refresh_token', refresh_token: token }
  return world.send('POST', `/${world.setUp.tenantId}/oauth2/v2.0/token`, {
    token: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
}

function secretOf(page: Shown): string {
  return (/<code>([A-Z2-7 ]{20,})<\/code>/.exec(page.text)?.[1] ?? '').replaceAll(' ', '')
}

async function activities(world: World): Promise<readonly unknown[]> {
  return (await world.audits()).map(({ activityDisplayName }) => activityDisplayName)
}

describe('the page of the own account', () => {
  test('shows browsers, apps and consents, and signs out everywhere', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const tokens = await world.signIn(ada)
    const other = await openAccount(world, ada)
    const { browser, page } = await openAccount(world, ada)
    assert.match(page.text, /\(this browser\)/)
    assert.match(page.text, /Microsoft Graph Command Line Tools<small>App, last renewed/)
    assert.match(page.text, /Sign you in and read your profile/)
    const done = await browser.submit(page, {}, 'account.signOut')
    assert.match(done.text, /You are signed out everywhere/)
    for (const gone of [browser, other.browser]) {
      assert.match((await gone.open(accountPath(world))).text, /<h1>Sign in<\/h1>/)
    }
    assert.equal((await refresh(world, tokens.refresh_token)).json().error, 'invalid_grant')
    const me = await world.send('GET', '/v1.0/me', { token: tokens.access_token })
    assert.ok([200, 401].includes(me.status), 'a token of the same second is not older')
    assert.ok((await activities(world)).includes('Update StsRefreshTokenValidFrom Timestamp'))
  })

  test('revokes what was allowed an app: the grant goes, and with it what its tokens may do', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const bea = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const tokens = await world.signIn(ada)
    const others = await world.signIn(bea)
    const token = await world.token(world.setUp.administration)
    const grants = async ({ id }: Person) =>
      (
        await world.send('GET', `/v1.0/oauth2PermissionGrants?$filter=principalId eq '${id}'`.replaceAll(' ', '%20'), {
          token,
        })
      ).json<{ value: readonly Json[] }>().value.length
    assert.deepEqual([await grants(ada), await grants(bea)], [1, 1])
    const { browser, page } = await openAccount(world, ada)
    const done = await browser.submit(page, {}, 'account.revoke')
    assert.match(done.text, /no longer allowed anything by you/)
    assert.match(done.text, /You have not consented to any app yourself/)
    assert.deepEqual([await grants(ada), await grants(bea)], [0, 1])
    assert.match((await refresh(world, tokens.refresh_token)).text, /AADSTS65001/)
    assert.equal((await refresh(world, others.refresh_token)).status, 200)
    assert.ok((await activities(world)).includes('Remove delegated permission grant'))
  })

  test('changes the password for who knows the former one, and keeps this browser signed in', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const other = await openAccount(world, ada)
    const { browser, page } = await openAccount(world, ada)
    const wanted = { newPassword, repeated: newPassword }
    const wrong = await browser.submit(page, { ...wanted, currentPassword: 'Wrong-1234' }, 'account.password')
    assert.match(wrong.text, /role="alert">The current password is wrong/)
    const differs = { currentPassword: ada.password, newPassword, repeated: 'Other-Staple-7' }
    assert.match((await browser.submit(page, differs, 'account.password')).text, /The two passwords differ/)
    const done = await browser.submit(page, { ...wanted, currentPassword: ada.password }, 'account.password')
    assert.match(done.text, /Your password is changed/)
    assert.match((await browser.open(accountPath(world))).text, /<h1>Your account<\/h1>/)
    assert.match((await other.browser.open(accountPath(world))).text, /<h1>Sign in<\/h1>/)
    assert.ok((await world.signIn({ ...ada, password: newPassword })).access_token)
  })

  test('sets up an authenticator app, and removes it for who has it', async () => {
    await using world = await openWorld({ clock: '+1d', clockIsStopped: true })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const { browser, page } = await openAccount(world, ada)
    const enrol = await browser.submit(page, {}, 'account.addFactor')
    const secret = secretOf(enrol)
    const code = () => totpCode(secret, totpStep(world.now()))
    const set = await browser.submit(enrol, { code: code() })
    assert.match(set.text, /An authenticator app is set up\. Its code/)
    const replayed = await browser.submit(set, { code: code() }, 'account.removeFactor')
    assert.match(replayed.text, /role="alert">The code is wrong, or was used already/)
    world.moveClock(30_000)
    const removed = await browser.submit(replayed, { code: code() }, 'account.removeFactor')
    assert.match(removed.text, /The authenticator app is removed/)
    assert.match(removed.text, /Your password alone signs you in/)
    const done = await activities(world)
    assert.ok(done.includes('User registered security info') && done.includes('User deleted security info'))
  })

  test('wants the password anew from a browser that was signed in a while ago', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const bea = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const { browser } = await openAccount(world, ada)
    const query = new URLSearchParams({ client_id: client, response_type: 'code', prompt: 'login', scope: 'openid' })
    const entry = await browser.open(
      `/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}&redirect_uri=http://localhost&code_challenge=${'a'.repeat(43)}&code_challenge_method=S256`,
    )
    await browser.submit(entry, { username: bea.userPrincipalName, password: bea.password })
    world.moveClock(20 * 60_000)
    const picker = await browser.open(accountPath(world))
    assert.match(picker.text, /Pick an account/)
    const picked = await browser.submit(picker, { account: ada.id })
    assert.match(picked.text, /<h1>Sign in<\/h1>/)
    assert.match(picked.text, /value="ada@fabrikam\.example"/)
  })

  test('is closed to forms of other sites, other browsers, and flows that were begun for something else', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const { browser, page } = await openAccount(world, ada)
    const foreign = await new Browser(world).submit(page, {}, 'account.signOut')
    assert.match(foreign.text, /AADSTS9002313/)
    const flow = /name="flow" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
    const body = new URLSearchParams({ flow, step: 'account.signOut' }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' }
    const path = `/${world.setUp.tenantId}/login`
    assert.equal((await world.send('POST', path, { token: null, headers, body })).status, 400)

    const query = new URLSearchParams({ client_id: client, response_type: 'code', scope: 'User.Read openid' })
    const consent = await browser.open(
      `/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}&redirect_uri=http://localhost&code_challenge=${'a'.repeat(43)}&code_challenge_method=S256`,
    )
    const tried = await browser.submit(consent, { step: 'account.signOut' })
    assert.match(tried.text, /Permissions requested/)
  })
})
