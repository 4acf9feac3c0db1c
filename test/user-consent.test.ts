import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { graphAppId, type Permission, permissions } from '../src/auth/permissions.ts'
import { Browser, makePkce, type Shown } from './browser.ts'
import type { Person } from './people.ts'
import { type Json, openWorld, type World } from './world.ts'

const client = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

interface Asked {
  readonly person: Person
  readonly scope: string
  readonly browser?: Browser
  readonly prompt?: string
}

/** What somebody sees who signs in to an application that wants these scopes. */
async function ask(world: World, { person, scope, browser = new Browser(world), prompt }: Asked) {
  const query = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: 'http://localhost',
    scope,
    code_challenge: makePkce().challenge,
    code_challenge_method: 'S256',
    ...(prompt === undefined ? {} : { prompt }),
  })
  const page = await browser.open(`/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}`)
  const isSignIn = page.text.includes('name="password"')
  const credentials = { username: person.userPrincipalName, password: person.password }
  return { browser, shown: isSignIn ? await browser.submit(page, credentials) : page }
}

function kindOf(shown: Shown): string {
  if (shown.text.includes('AADSTS90094')) return 'blocked'
  if (shown.text.includes('Permissions requested')) return 'asked'
  return new URL(shown.location).searchParams.has('code') ? 'code' : shown.text
}

async function graphId(world: World): Promise<string> {
  const token = await world.token(world.setUp.administration)
  const answer = await world.send('GET', `/v1.0/servicePrincipals(appId='${graphAppId}')`, { token })
  return String(answer.json().id)
}

async function classify(world: World, permissionName: Permission, classification: string): Promise<void> {
  const root = await world.addUser({
    userPrincipalName: `${classification}@fabrikam.example`,
    roles: ['Global Administrator'],
  })
  const { access_token } = await world.signIn(root, { scope: 'Policy.ReadWrite.PermissionGrant' })
  const path = `/v1.0/servicePrincipals/${await graphId(world)}/delegatedPermissionClassifications`
  const answer = await world.send('POST', path, {
    token: access_token,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ permissionId: permissions[permissionName].delegated, permissionName, classification }),
  })
  assert.equal(answer.status, 201, answer.text)
}

async function grantsOf(world: World, { id }: Person): Promise<readonly unknown[]> {
  const token = await world.token(world.setUp.administration)
  const filter = encodeURIComponent(`principalId eq '${id}'`)
  const answer = await world.send('GET', `/v1.0/oauth2PermissionGrants?$filter=${filter}`, { token })
  return answer.json<{ value: readonly Json[] }>().value.map(({ scope }) => scope)
}

describe('what people may consent to', () => {
  test('all that is not for administrators, unless the installation says otherwise', async () => {
    await using world = await openWorld()
    const person = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    assert.equal(kindOf((await ask(world, { person, scope: 'User.ReadWrite openid' })).shown), 'asked')
    assert.equal(kindOf((await ask(world, { person, scope: 'User.Read.All' })).shown), 'blocked')
  })

  test('only what is classified as low, where that is the policy', async () => {
    await using world = await openWorld({ settings: { userConsent: 'low' } })
    const person = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    await classify(world, 'User.Read', 'low')
    assert.equal(kindOf((await ask(world, { person, scope: 'openid profile offline_access' })).shown), 'asked')
    assert.equal(kindOf((await ask(world, { person, scope: 'User.Read openid' })).shown), 'asked')
    assert.equal(kindOf((await ask(world, { person, scope: 'User.Read User.ReadWrite' })).shown), 'blocked')
  })

  test('nothing, where that is the policy: an administrator decides for all, and then nobody is asked', async () => {
    await using world = await openWorld({ settings: { userConsent: 'none' } })
    const bea = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
    const scope = 'User.Read openid'
    const blocked = await ask(world, { person: bea, scope })
    assert.match(blocked.shown.text, /<h1>Approval needed<\/h1>/)
    assert.equal(kindOf(blocked.shown), 'blocked')
    const forged = await blocked.browser.submit(blocked.shown, { step: 'consent', answer: 'yes' })
    assert.match(forged.text, /AADSTS90094/)
    assert.deepEqual(await grantsOf(world, bea), [])

    const asked = await ask(world, { person: ada, scope })
    await asked.browser.submit(asked.shown, { answer: 'yes', organization: '1' })
    assert.equal(kindOf((await ask(world, { person: bea, scope })).shown), 'code')
  })

  test('devices ask no less', async () => {
    await using world = await openWorld({ settings: { userConsent: 'none' } })
    const bea = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const begun = await world.send('POST', `/${world.setUp.tenantId}/oauth2/v2.0/devicecode`, {
      token: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: client, scope: 'User.Read' }).toString(),
    })
    const browser = new Browser(world)
    const entry = await browser.open(`/${world.setUp.tenantId}/oauth2/deviceauth`)
    const signIn = await browser.submit(entry, { user_code: String(begun.json().user_code) })
    const confirm = await browser.submit(signIn, { username: bea.userPrincipalName, password: bea.password })
    assert.match((await browser.submit(confirm, { answer: 'yes' })).text, /AADSTS90094/)
  })

  test('a consent of one’s own holds only what was missing, so that it does not outlast an administrator’s', async () => {
    await using world = await openWorld()
    const bea = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
    const granted = await ask(world, { person: ada, scope: 'User.Read.All' })
    await granted.browser.submit(granted.shown, { answer: 'yes', organization: '1' })
    const asked = await ask(world, { person: bea, scope: 'User.Read.All User.Read' })
    await asked.browser.submit(asked.shown, { answer: 'yes' })
    const again = await ask(world, { person: bea, scope: 'User.Read.All User.Read', prompt: 'consent' })
    assert.equal(kindOf(await again.browser.submit(again.shown, { answer: 'yes' })), 'code')
    assert.deepEqual(await grantsOf(world, bea), ['User.Read'])
  })
})
