import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { graphAppId, permissions } from '../src/auth/permissions.ts'
import { Browser } from './browser.ts'
import type { Person } from './people.ts'
import { type Json, openWorld, type World } from './world.ts'

const redirectUri = 'https://hr.fabrikam.example/consented'

const oneOfEachType = [
  { id: permissions['User.Read.All'].application, type: 'Role' },
  { id: permissions['Group.Read.All'].delegated, type: 'Scope' },
]

/** An application that wants permissions of Graph and has no service principal yet. */
async function register(world: World, resourceAccess: readonly Json[] = oneOfEachType): Promise<string> {
  const answer = await world.send('POST', '/v1.0/applications', {
    token: await world.token(world.setUp.administration),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      displayName: 'HR connector',
      web: { redirectUris: [redirectUri] },
      requiredResourceAccess: resourceAccess.length === 0 ? [] : [{ resourceAppId: graphAppId, resourceAccess }],
    }),
  })
  assert.equal(answer.status, 201, answer.text)
  return String(answer.json().appId)
}

/** Opens the consent page as somebody who signs in, and answers it. */
async function consent(world: World, { appId, person, answer }: { appId: string; person: Person; answer: string }) {
  const browser = new Browser(world)
  const query = new URLSearchParams({ client_id: appId, redirect_uri: redirectUri, state: 's-7' })
  const page = await browser.open(`/${world.setUp.tenantId}/adminconsent?${query}`)
  const asked = await browser.submit(page, { username: person.userPrincipalName, password: person.password })
  return { asked, shown: asked.location === '' ? await browser.submit(asked, { answer }) : asked }
}

describe('the admin consent endpoint', () => {
  test('grants what the registration asks for, and sends the administrator back', async () => {
    await using world = await openWorld()
    const appId = await register(world)
    const person = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
    const { asked, shown } = await consent(world, { appId, person, answer: 'yes' })
    assert.match(asked.text, /HR connector/)
    assert.match(asked.text, /User\.Read\.All/)
    const back = new URL(shown.location)
    assert.equal(`${back.origin}${back.pathname}`, redirectUri)
    assert.deepEqual(
      ['admin_consent', 'tenant', 'state'].map((name) => back.searchParams.get(name)),
      ['True', world.setUp.tenantId, 's-7'],
    )

    const token = await world.token(world.setUp.administration)
    const read = async (path: string) =>
      (await world.send('GET', `/v1.0/servicePrincipals(appId='${appId}')/${path}`, { token })).json<{
        readonly value: readonly Json[]
      }>().value
    const roles = await read('appRoleAssignments')
    assert.deepEqual(
      roles.map(({ appRoleId }) => appRoleId),
      [permissions['User.Read.All'].application],
    )
    const [grant] = await read('oauth2PermissionGrants')
    assert.equal(grant?.consentType, 'AllPrincipals')
    assert.match(String(grant?.scope), /\bGroup\.Read\.All\b/)
  })

  test('grants nothing when the administrator declines', async () => {
    await using world = await openWorld()
    const appId = await register(world)
    const person = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
    const { shown } = await consent(world, { appId, person, answer: 'no' })
    const back = new URL(shown.location).searchParams
    assert.equal(back.get('error'), 'permission_denied')
    assert.equal(back.get('admin_consent'), 'True')
    const token = await world.token(world.setUp.administration)
    const found = await world.send('GET', `/v1.0/servicePrincipals(appId='${appId}')`, { token })
    assert.equal(found.status, 404)
  })

  test('lets nobody consent for the organization without a role for it', async () => {
    await using world = await openWorld()
    const appId = await register(world)
    const person = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const { asked } = await consent(world, { appId, person, answer: 'yes' })
    assert.match(asked.text, /Only an administrator can consent to HR connector/)
    const token = await world.token(world.setUp.administration)
    const found = await world.send('GET', `/v1.0/servicePrincipals(appId='${appId}')`, { token })
    assert.equal(found.status, 404)
  })

  test('is for administrators also where an application asks for nothing', async () => {
    await using world = await openWorld()
    const appId = await register(world, [])
    const person = await world.addUser({ userPrincipalName: 'bea@fabrikam.example' })
    const { asked, shown } = await consent(world, { appId, person, answer: 'yes' })
    assert.match(asked.text, /Only an administrator can consent/)
    assert.match(shown.location, /error=permission_denied/)
    const principal = await world.send('GET', `/v1.0/servicePrincipals(appId='${appId}')`, {
      token: await world.token(world.setUp.administration),
    })
    assert.equal(principal.status, 404)
  })
})
