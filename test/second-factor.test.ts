import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { totpCode, totpStep } from '../src/auth/totp.ts'
import { Browser } from './browser.ts'
import { answerOf, makeRequest, redeem } from './sign-in-client.ts'
import { openWorld } from './world.ts'

const stepMs = 30_000

/** Somebody who has just set up an authenticator app. The clock stands still. */
async function openEnrolled() {
  const world = await openWorld({ clock: '+1d', clockIsStopped: true })
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  const credentials = { username: ada.userPrincipalName, password: ada.password }
  const browser = new Browser(world)
  const enrol = await browser.submit(await browser.open(`/${world.setUp.tenantId}/mfasetup`), credentials)
  const secret = (/<code>([A-Z2-7 ]{20,})<\/code>/.exec(enrol.text)?.[1] ?? '').replaceAll(' ', '')
  const code = () => totpCode(secret, totpStep(world.now()))
  const wrongCode = () => String((Number(code()) + 1) % 1_000_000).padStart(6, '0')
  /** The page after name and password, in a browser of its own. */
  const askedForCode = async () => {
    const other = new Browser(world)
    const request = makeRequest(world)
    const page = await other.submit(await other.open(request.path), credentials)
    assert.match(page.text, /<h1>Verify that it is you<\/h1>/)
    return { browser: other, page, verifier: request.verifier }
  }
  return { world, ada, browser, enrol, secret, code, wrongCode, askedForCode }
}

describe('a second factor', () => {
  test('is set up with a secret for the app, once its code is right', async () => {
    const { world, ada, browser, enrol, secret, code, wrongCode } = await openEnrolled()
    await using _ = world
    assert.equal(secret.length, 32, '160 bits')
    assert.match(enrol.text, /<svg class="qr"[^>]*aria-label="QR code of the secret">/)
    assert.ok(
      enrol.text.includes(`otpauth://totp/Fabrikam:${encodeURIComponent(ada.userPrincipalName)}?secret=${secret}`),
    )
    const refused = await browser.submit(enrol, { code: wrongCode() })
    assert.match(refused.text, /role="alert">The code is wrong/)
    assert.ok((await world.signIn(ada)).access_token, 'nothing is asked for before')
    assert.match((await browser.submit(refused, { code: code() })).text, /You are protected/)
    const again = await browser.open(`/${world.setUp.tenantId}/mfasetup`)
    assert.doesNotMatch(again.text, /otpauth/)
  })

  test('is asked for at every sign-in, and is in the tokens', async () => {
    const { world, browser, enrol, code, askedForCode } = await openEnrolled()
    await using _ = world
    await browser.submit(enrol, { code: code() })
    world.moveClock(stepMs)
    const asked = await askedForCode()
    const skipped = await asked.browser.submit(asked.page, { step: 'consent', answer: 'yes' })
    assert.match(skipped.text, /<h1>Verify that it is you<\/h1>/)
    const spaced = code().replace(/^(...)/, '$1 ')
    const consent = await asked.browser.submit(asked.page, { code: spaced })
    const shown = await asked.browser.submit(consent, { answer: 'yes' })
    const fields = { grant_type: 'authorization_code', code: answerOf(shown).code ?? '', code_verifier: asked.verifier }
    const tokens = await redeem(world, { ...fields, redirect_uri: 'http://localhost:4711/' })
    assert.equal(tokens.status, 200, tokens.text)
    assert.deepEqual(decodeJwt(String(tokens.json().id_token)).amr, ['pwd', 'otp', 'mfa'])
  })

  test('takes a code once: not that of the set-up, not in another browser, and not an older one', async () => {
    const { world, browser, enrol, code, askedForCode } = await openEnrolled()
    await using _ = world
    const ofSetUp = code()
    await browser.submit(enrol, { code: ofSetUp })
    const first = await askedForCode()
    assert.match((await first.browser.submit(first.page, { code: ofSetUp })).text, /was used already/)
    world.moveClock(stepMs)
    const used = code()
    assert.match((await first.browser.submit(first.page, { code: used })).text, /Permissions requested/)
    const second = await askedForCode()
    assert.match((await second.browser.submit(second.page, { code: used })).text, /was used already/)
    assert.match((await second.browser.submit(second.page, { code: ofSetUp })).text, /was used already/)
    world.moveClock(stepMs)
    assert.match((await second.browser.submit(second.page, { code: code() })).text, /Permissions requested/)
  })

  test('locks the account after ten wrong codes, also for the right one, until the time is over', async () => {
    const { world, browser, enrol, code, wrongCode, askedForCode } = await openEnrolled()
    await using _ = world
    await browser.submit(enrol, { code: code() })
    world.moveClock(stepMs)
    const { browser: other, page } = await askedForCode()
    for (let attempt = 0; attempt < 10; attempt++) {
      assert.match((await other.submit(page, { code: wrongCode() })).text, /The code is wrong/)
    }
    assert.match((await other.submit(page, { code: code() })).text, /AADSTS50053/)
    world.moveClock(2 * stepMs)
    assert.match((await other.submit(page, { code: code() })).text, /Permissions requested/)
  })

  test('is not guessed by whoever knows the password: showing it again forgives no wrong code', async () => {
    const { world, browser, enrol, code, wrongCode, askedForCode } = await openEnrolled()
    await using _ = world
    await browser.submit(enrol, { code: code() })
    world.moveClock(stepMs)
    for (let round = 0; round < 2; round++) {
      const { browser: other, page } = await askedForCode()
      for (let attempt = 0; attempt < 5; attempt++) await other.submit(page, { code: wrongCode() })
      if (round === 1) assert.match((await other.submit(page, { code: code() })).text, /AADSTS50053/)
    }
  })

  test('that was set up since ends no silent sign-in with a page', async () => {
    const { world, ada, browser, enrol, code } = await openEnrolled()
    await using _ = world
    const other = new Browser(world)
    const page = await other.open(makeRequest(world).path)
    await other.submit(page, { username: ada.userPrincipalName, password: ada.password })
    await browser.submit(enrol, { code: code() })
    const answer = answerOf(await other.open(makeRequest(world, { prompt: 'none' }).path))
    assert.equal(answer.error, 'interaction_required')
    assert.match(answer.error_description ?? '', /AADSTS50076/)
  })

  test('brings back no sign-in that has ended while its code was asked for', async () => {
    const { world, ada, browser, enrol, code } = await openEnrolled()
    await using _ = world
    const other = new Browser(world)
    const page = await other.open(makeRequest(world).path)
    await other.submit(page, { username: ada.userPrincipalName, password: ada.password })
    await browser.submit(enrol, { code: code() })
    world.moveClock(stepMs)
    const asked = await other.open(makeRequest(world).path)
    assert.match(asked.text, /<h1>Verify that it is you<\/h1>/)
    const logout = await other.open(`/${world.setUp.tenantId}/oauth2/v2.0/logout`)
    await other.submit(logout, { answer: 'yes' })
    assert.match((await other.submit(asked, { code: code() })).text, /<h1>Sign in<\/h1>/)
  })
})
