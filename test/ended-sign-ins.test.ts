import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Browser, type Shown } from './browser.ts'
import { graphCall } from './graph-call.ts'
import { makeRequest, publicClient } from './sign-in-client.ts'
import { openWorld, type World } from './world.ts'

type Ending = (scene: { world: World; browser: Browser; id: string }) => Promise<unknown>

const endings: readonly (readonly [what: string, end: Ending])[] = [
  [
    'the account was disabled',
    async ({ world, id }) => {
      const root = await world.addUser({ userPrincipalName: 'root@fabrikam.example', roles: ['Global Administrator'] })
      const { access_token: token } = await world.signIn(root, { scope: 'User.ReadWrite.All' })
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ accountEnabled: false })
      const disabled = await world.send('PATCH', `/v1.0/users/${id}`, { token, headers, body })
      assert.equal(disabled.status, 204, disabled.text)
    },
  ],
  [
    'the sign-ins of the user were ended',
    async ({ world, id }) => {
      // Tokens and sessions tell time in whole seconds.
      world.moveClock(2_000)
      const admin = await graphCall(world, 'User.ReadWrite.All')
      assert.equal((await admin('POST', `/users/${id}/revokeSignInSessions`)).status, 200)
    },
  ],
  [
    'somebody signed out in the browser',
    async ({ world, browser }) => {
      const page = await browser.open(`/${world.setUp.tenantId}/oauth2/v2.0/logout`)
      assert.match((await browser.submit(page, { answer: 'yes' })).text, /You are signed out/)
    },
  ],
]

/** A page that somebody has opened with name and password. */
async function open(world: World, path: string) {
  const person = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', roles: ['Global Administrator'] })
  const browser = new Browser(world)
  const asked = await browser.open(path)
  const page = await browser.submit(asked, { username: person.userPrincipalName, password: person.password })
  return { world, browser, id: person.id, page }
}

function assertAsksAnew({ status, text, location }: Shown): void {
  assert.deepEqual([status, location], [200, ''])
  assert.match(text, /<h1>Sign in<\/h1>/)
}

describe('a page that is still open', () => {
  for (const [what, end] of endings) {
    test(`consents to nothing once ${what}`, async () => {
      await using world = await openWorld({ clock: '+1d' })
      const query = new URLSearchParams({
        client_id: publicClient,
        redirect_uri: 'http://localhost',
        scope: 'User.Read',
      })
      const scene = await open(world, `/${world.setUp.tenantId}/v2.0/adminconsent?${query}`)
      assert.match(scene.page.text, /Permissions requested/)
      await end(scene)
      assertAsksAnew(await scene.browser.submit(scene.page, { answer: 'yes' }))
    })

    test(`sets up no second factor once ${what}`, async () => {
      await using world = await openWorld({ clock: '+1d' })
      const scene = await open(world, `/${world.setUp.tenantId}/myaccount`)
      assert.match(scene.page.text, /Your account/)
      await end(scene)
      assertAsksAnew(await scene.browser.submit(scene.page, {}, 'account.addFactor'))
    })
  }

  test('sets up a second factor for who signed in lately, however often the page was used', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const { browser, page } = await open(world, `/${world.setUp.tenantId}/myaccount`)
    world.moveClock(10 * 60_000)
    const used = await browser.submit(page, { currentPassword: 'Wrong-1234' }, 'account.password')
    assert.match(used.text, /The current password is wrong/)
    world.moveClock(10 * 60_000)
    assertAsksAnew(await browser.submit(used, {}, 'account.addFactor'))
  })

  test('takes no step that there is not', async () => {
    await using world = await openWorld()
    const browser = new Browser(world)
    const page = await browser.open(makeRequest(world).path)
    for (const step of ['constructor', 'toString', '__proto__', '']) {
      const shown = await browser.submit(page, { step })
      assert.equal(shown.status, 400)
      assert.match(shown.text, /AADSTS9002313/)
    }
  })
})
