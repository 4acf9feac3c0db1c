import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { register, requestToken } from './applications.ts'
import { Browser, makePkce } from './browser.ts'
import { goThrough } from './clients/visit.ts'
import { graphCall } from './graph-call.ts'
import type { Person } from './people.ts'
import { type Answer, openWorld, type World } from './world.ts'

/** Microsoft Graph Command Line Tools, which every tenant knows. */
const publicClient = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
const loopback = 'http://localhost:4711'

type Fields = Readonly<Record<string, string>>

/** What a refusal says to programs: status, error, the number, and the kind where there is one. */
function toldBy(answer: Answer): string {
  const { error, error_codes, suberror } = answer.json<{ error: string; error_codes: number[]; suberror?: string }>()
  return [answer.status, error, error_codes[0], ...(suberror === undefined ? [] : [suberror])].join(' ')
}

function redeem(world: World, fields: Fields, headers: Fields = {}): Promise<Answer> {
  return world.send('POST', `/${world.setUp.tenantId}/oauth2/v2.0/token`, {
    token: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ client_id: publicClient, ...fields }).toString(),
  })
}

interface CodeWish {
  readonly clientId?: string
  readonly redirectUri?: string
}

/** A code and what redeems it. */
async function codeOf(
  world: World,
  person: Person,
  { clientId = publicClient, redirectUri = loopback }: CodeWish = {},
) {
  const { verifier, challenge } = makePkce()
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid offline_access User.Read',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  const browser = new Browser(world)
  const opened = await browser.open(`/${world.setUp.tenantId}/oauth2/v2.0/authorize?${query}`)
  const { location } = await goThrough(browser, opened, person)
  const code = new URL(location).searchParams.get('code') ?? ''
  return {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }
}

function ada(world: World): Promise<Person> {
  return world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
}

describe('a sign-in is over', () => {
  test('once it was ended, the password changed, the account disabled or removed', async () => {
    await using world = await openWorld()
    const admin = await graphCall(world, 'User.ReadWrite.All', 'User-PasswordProfile.ReadWrite.All')
    const endings: readonly (readonly [expected: string, end: (id: string) => Promise<Answer>])[] = [
      ['400 invalid_grant 50173', (id) => admin('POST', `/users/${id}/revokeSignInSessions`)],
      ['400 invalid_grant 50057', (id) => admin('PATCH', `/users/${id}`, { accountEnabled: false })],
      ['400 invalid_grant 50034', (id) => admin('DELETE', `/users/${id}`)],
    ]
    for (const [index, [expected, end]] of endings.entries()) {
      const person = await world.addUser({ userPrincipalName: `person${index}@fabrikam.example` })
      const { refresh_token, access_token } = await world.signIn(person)
      // Tokens tell time in whole seconds.
      world.moveClock(2_000)
      assert.ok((await end(person.id)).status < 300)
      assert.equal(toldBy(await redeem(world, { grant_type: 'refresh_token', refresh_token })), expected)
      assert.equal((await world.send('GET', '/v1.0/me', { token: access_token })).status, 401)
    }
  })

  test('when its refresh token has rested for 90 days', async () => {
    await using world = await openWorld({ clock: '+0d' })
    const { refresh_token } = await world.signIn(await ada(world))
    world.moveClock(91 * 86_400_000)
    const told = toldBy(await redeem(world, { grant_type: 'refresh_token', refresh_token }))
    assert.equal(told, '400 invalid_grant 700082 bad_token')
  })

  test('for a scope that nobody consented to', async () => {
    await using world = await openWorld()
    const { refresh_token } = await world.signIn(await ada(world))
    const told = toldBy(
      await redeem(world, { grant_type: 'refresh_token', refresh_token, scope: 'Directory.Read.All' }),
    )
    assert.equal(told, '400 invalid_grant 65001 consent_required')
  })
})

describe('a code', () => {
  test('needs its verifier, its redirect URI and its client, and waits ten minutes', async () => {
    await using world = await openWorld({ clock: '+0d' })
    const person = await ada(world)
    const fields = await codeOf(world, person)
    const other = await register(world, { application: { isFallbackPublicClient: true } })
    const wrong: readonly (readonly [expected: string, change: Fields])[] = [
      ['400 invalid_grant 501481', { code_verifier: makePkce().verifier }],
      ['400 invalid_grant 501481', { code_verifier: '' }],
      ['400 invalid_grant 70000', { redirect_uri: 'http://localhost:4712' }],
      ['400 invalid_request 900144', { redirect_uri: '' }],
      ['400 invalid_grant 70000', { client_id: other.clientId }],
      ['400 invalid_grant 70008', { code: 'no-such-code' }],
    ]
    for (const [expected, change] of wrong) {
      assert.equal(toldBy(await redeem(world, { ...fields, ...change })), expected, JSON.stringify(change))
    }
    world.moveClock(11 * 60_000)
    assert.equal(toldBy(await redeem(world, fields)), '400 invalid_grant 70008')
  })

  test('of a single-page application is redeemed by its script, and no other code is', async () => {
    await using world = await openWorld()
    const person = await ada(world)
    const page = 'https://app.fabrikam.example/'
    const origin = { origin: 'https://app.fabrikam.example' }
    const { clientId } = await register(world, { application: { spa: { redirectUris: [page] } } })
    const ofPage = await codeOf(world, person, { clientId, redirectUri: page })
    assert.equal(toldBy(await redeem(world, ofPage)), '400 invalid_request 9002327')
    const redeemed = await redeem(world, ofPage, origin)
    assert.equal(redeemed.status, 200, redeemed.text)
    assert.equal(redeemed.headers['access-control-allow-origin'], '*')
    const ofProgram = await codeOf(world, person)
    assert.equal(toldBy(await redeem(world, ofProgram, origin)), '400 invalid_request 9002326')
  })
})

describe('a device', () => {
  async function begin(world: World) {
    const path = `/${world.setUp.tenantId}/oauth2/v2.0/devicecode`
    const fields = { client_id: publicClient, grant_type: '', scope: 'User.Read openid' }
    const begun = (await requestToken(world, fields, path)).json()
    const poll = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: String(begun.device_code) }
    return { begun, poll }
  }

  test('waits for its person, hears when it is declined, and not for ever', async () => {
    await using world = await openWorld({ clock: '+0d' })
    const person = await ada(world)
    const { begun, poll } = await begin(world)
    assert.equal(toldBy(await redeem(world, poll)), '400 authorization_pending 70016')
    const browser = new Browser(world)
    const entry = await browser.open(new URL(String(begun.verification_uri)).pathname)
    const asked = await browser.submit(entry, { user_code: String(begun.user_code) })
    const confirm = await browser.submit(asked, { username: person.userPrincipalName, password: person.password })
    await browser.submit(confirm, { answer: 'no' })
    const consent = await browser.submit(confirm, { answer: 'yes' })
    const tooLate = await browser.submit(consent, { answer: 'yes' })
    assert.match(tooLate.text, /AADSTS70019:/, 'the first answer counts')
    assert.equal(toldBy(await redeem(world, poll)), '400 authorization_declined 65004')

    const second = await begin(world)
    world.moveClock(16 * 60_000)
    assert.equal(toldBy(await redeem(world, second.poll)), '400 expired_token 70020')
  })

  test('has a code of its own application', async () => {
    await using world = await openWorld()
    const { poll } = await begin(world)
    const other = await register(world, { application: { isFallbackPublicClient: true } })
    assert.equal(toldBy(await redeem(world, { ...poll, client_id: other.clientId })), '400 bad_verification_code 70018')
  })
})

describe('a page to sign in', () => {
  function pathOf(world: World, change: Fields, tenant = world.setUp.tenantId): string {
    const query = new URLSearchParams({
      client_id: publicClient,
      response_type: 'code',
      redirect_uri: loopback,
      scope: 'User.Read openid',
      code_challenge: makePkce().challenge,
      code_challenge_method: 'S256',
      state: 's',
      ...change,
    })
    return `/${tenant}/oauth2/v2.0/authorize?${query}`
  }

  test('tells a client what is wrong with its request', async () => {
    await using world = await openWorld()
    const wrong: readonly (readonly [expected: string, number: string, change: Fields])[] = [
      ['unsupported_response_type', '70005', { response_type: 'token' }],
      ['invalid_request', '50147', { code_challenge: '' }],
      ['login_required', '50058', { prompt: 'none' }],
      ['invalid_scope', '70011', { scope: 'User.Read .default' }],
    ]
    for (const [expected, number, change] of wrong) {
      const { location } = await new Browser(world).open(pathOf(world, change))
      const answer = new URLSearchParams(location.replace(/^[^?#]*[?#]/, ''))
      const description = answer.get('error_description') ?? ''
      assert.deepEqual(
        [answer.get('error'), /^AADSTS(\d+):/.exec(description)?.[1], answer.get('state')],
        [expected, number, 's'],
        JSON.stringify(change),
      )
    }
  })

  test('tells a program on a machine by a form what may not be in an address: that it gets no id_token so', async () => {
    await using world = await openWorld()
    const shown = await new Browser(world).open(pathOf(world, { response_type: 'id_token', nonce: 'n' }))
    assert.match(shown.text, /name="error" value="unsupported_response_type"/)
    assert.match(shown.text, /AADSTS700054:/)
  })

  test('tells a person what must not be sent to an address that is not trusted', async () => {
    await using world = await openWorld()
    const { clientId } = await register(world, {
      application: { signInAudience: 'AzureADMyOrg', publicClient: { redirectUris: ['http://localhost'] } },
    })
    const wrong: readonly (readonly [number: number, change: Fields, tenant?: string])[] = [
      [700016, { client_id: '00000000-0000-0000-0000-000000000009' }],
      [50011, { redirect_uri: 'https://elsewhere.example/' }],
      [70007, { response_mode: 'web_message' }],
      [50194, { client_id: clientId, login_hint: 'ada@fabrikam.example' }, 'common'],
      [90002, {}, 'nobody.example'],
    ]
    for (const [number, change, tenant] of wrong) {
      const shown = await new Browser(world).open(pathOf(world, change, tenant))
      assert.deepEqual([shown.status, shown.location], [400, ''], `${number}`)
      assert.match(shown.text, new RegExp(`AADSTS${number}:`))
    }
  })

  test('lets only assigned people in where the application wants that', async () => {
    await using world = await openWorld()
    const person = await ada(world)
    const { clientId } = await register(world, {
      application: { publicClient: { redirectUris: ['http://localhost'] } },
      servicePrincipal: { appRoleAssignmentRequired: true },
    })
    const browser = new Browser(world)
    const shown = await goThrough(browser, await browser.open(pathOf(world, { client_id: clientId })), person)
    assert.match(shown.location === '' ? shown.text : decodeURIComponent(shown.location), /AADSTS50105/)
  })
})

test('an authority of somebody else is no instance of ours', async () => {
  await using world = await openWorld()
  const ask = (authority: string) => {
    const query = new URLSearchParams({ 'api-version': '1.1', authorization_endpoint: authority })
    return world.send('GET', `/common/discovery/instance?${query}`, { token: null })
  }
  const { tenantId } = world.setUp
  assert.equal(
    toldBy(await ask(`https://elsewhere.example/${tenantId}/oauth2/v2.0/authorize`)),
    '400 invalid_instance 50049',
  )
  const ours = await ask(`${world.origin}/${tenantId}/oauth2/authorize`)
  const document = `${world.origin}/${tenantId}/v2.0/.well-known/openid-configuration`
  assert.equal(ours.json().tenant_discovery_endpoint, document)
})
