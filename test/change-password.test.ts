import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Browser, makePkce } from './browser.ts'
import type { Person, UserTokens } from './people.ts'
import { type Answer, type Json, openWorld, type World } from './world.ts'

const newPassword = 'Battery-Staple-7'
const json = { 'content-type': 'application/json' }
const scope = 'User-PasswordProfile.ReadWrite.All User.Read'

async function openWithAda(): Promise<{ world: World; ada: Person; tokens: UserTokens }> {
  const world = await openWorld()
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
  return { world, ada, tokens: await world.signIn(ada, { scope }) }
}

function change(world: World, token: string, body: Json): Promise<Answer> {
  return world.send('POST', '/v1.0/me/changePassword', { token, headers: json, body: JSON.stringify(body) })
}

function refusalOf(answer: Answer) {
  const { error } = answer.json<{ error: { code: string; details?: readonly Json[] } }>()
  const { code, target } = error.details?.[0] ?? {}
  return [answer.status, error.code, code, target]
}

describe('POST /me/changePassword', () => {
  test('sets the new password, ends all that was signed in, and is in the audit log', async () => {
    const { world, ada, tokens } = await openWithAda()
    await using _ = world
    const answer = await change(world, tokens.access_token, { currentPassword: ada.password, newPassword })
    assert.deepEqual([answer.status, answer.text], [204, ''])

    const refreshed = await world.send('POST', `/${world.setUp.tenantId}/oauth2/v2.0/token`, {
      token: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        client_id: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token,
      }).toString(),
    })
    assert.equal(refreshed.json().error, 'invalid_grant', refreshed.text)
    await assert.rejects(world.signIn(ada), /AADSTS50126/)
    assert.ok((await world.signIn({ ...ada, password: newPassword })).access_token)

    const [entry] = (await world.audits()).filter(
      ({ activityDisplayName }) => activityDisplayName === 'Change user password',
    )
    assert.ok(entry)
    const { user } = entry.initiatedBy as { readonly user: Json }
    const [target] = entry.targetResources as readonly Json[]
    assert.deepEqual([user.id, target?.id], [ada.id, ada.id])
    assert.doesNotMatch(JSON.stringify(entry), /Battery|Staple/)
  })

  for (const [what, body, expected] of [
    ['a wrong current password', { currentPassword: 'Wrong-1234', newPassword }, 'InvalidCurrentPassword'],
    ['a weak new password', { newPassword: 'lower' }, 'PasswordComplexity'],
    ['the password there was', { isSame: true }, 'PasswordComplexity'],
    ['no new password', {}, 'InvalidValue'],
  ] as const) {
    test(`answers ${what}`, async () => {
      const { world, ada, tokens } = await openWithAda()
      await using _ = world
      const sent = 'isSame' in body ? { newPassword: ada.password } : body
      const answer = await change(world, tokens.access_token, { currentPassword: ada.password, ...sent })
      const target = expected === 'InvalidCurrentPassword' ? 'currentPassword' : 'newPassword'
      assert.deepEqual(refusalOf(answer), [400, 'Request_BadRequest', expected, target], answer.text)
      assert.ok((await world.signIn(ada)).access_token, 'nothing was changed')
    })
  }

  test('counts failures with those of the sign-in page: ten lock the account for both', async () => {
    const { world, ada, tokens } = await openWithAda()
    await using _ = world
    for (let attempt = 0; attempt < 10; attempt++) {
      await change(world, tokens.access_token, { currentPassword: 'Wrong-1234', newPassword })
    }
    const locked = await change(world, tokens.access_token, { currentPassword: ada.password, newPassword })
    assert.deepEqual(refusalOf(locked), [400, 'Request_BadRequest', 'AccountLocked', 'currentPassword'])
    const browser = new Browser(world)
    const page = await browser.open(`/${world.setUp.tenantId}/mfasetup`)
    const shown = await browser.submit(page, { username: ada.userPrincipalName, password: ada.password })
    assert.match(shown.text, /AADSTS50053/)
  })

  test('has no application for a caller', async () => {
    const { world, ada } = await openWithAda()
    await using _ = world
    const answer = await change(world, await world.token(), { currentPassword: ada.password, newPassword })
    assert.equal(answer.status, 400)
    assert.match(answer.text, /only valid with delegated authentication flow/)
  })
})

describe('the page that changes a password', () => {
  test('is not reached by naming its step: a session alone changes nothing', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const browser = new Browser(world)
    const query = (scopes: string) =>
      new URLSearchParams({
        client_id: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
        response_type: 'code',
        redirect_uri: 'http://localhost',
        scope: scopes,
        code_challenge: makePkce().challenge,
        code_challenge_method: 'S256',
      })
    const path = `/${world.setUp.tenantId}/oauth2/v2.0/authorize?`
    const page = await browser.open(path + query('openid'))
    const consent = await browser.submit(page, { username: ada.userPrincipalName, password: ada.password })
    const tried = await browser.submit(consent, { step: 'change', newPassword, repeated: newPassword })
    assert.match(tried.text, /Permissions requested/)
    assert.ok((await world.signIn(ada)).access_token, 'the password is the former one')
  })

  test('wants the former password of whoever has only a session', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const browser = new Browser(world)
    const path = `/${world.setUp.tenantId}/mfasetup`
    const set = await browser.submit(await browser.open(path), {
      username: ada.userPrincipalName,
      password: ada.password,
    })
    assert.match(set.text, /Set up an authenticator app/)
    const root = await world.addUser({ userPrincipalName: 'root@fabrikam.example', roles: ['Global Administrator'] })
    const token = (await world.signIn(root, { scope: 'User.ReadWrite.All User-PasswordProfile.ReadWrite.All' }))
      .access_token
    const body = JSON.stringify({ passwordProfile: { forceChangePasswordNextSignIn: true } })
    const patched = await world.send('PATCH', `/v1.0/users/${ada.id}`, { token, headers: json, body })
    assert.equal(patched.status, 204, patched.text)
    const asked = await browser.open(path)
    assert.match(asked.text, /<h1>Sign in<\/h1>/)
    const due = await browser.submit(asked, { username: ada.userPrincipalName, password: ada.password })
    const done = await browser.submit(due, { newPassword, repeated: newPassword })
    assert.match(done.text, /Set up an authenticator app/, 'what was begun goes on with the new password')
  })
})
