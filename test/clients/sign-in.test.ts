import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Browser, type Shown } from '../browser.ts'
import type { Person } from '../people.ts'
import { type Json, openWorld, type World } from '../world.ts'
import { settingsOf } from './run-client.ts'

const program = fileURLToPath(new URL('programs/sign-in.ts', import.meta.url))
const clientMsMax = 60_000

/** Runs the program, sends the person wherever it says, and gives its last word. */
async function signIn(world: World, way: string, visit: (wanted: Json) => Promise<void>): Promise<Json> {
  const child = spawn(process.execPath, [program, way], {
    env: { PATH: process.env.PATH, ...settingsOf(world) },
    timeout: clientMsMax,
    killSignal: 'SIGKILL',
  })
  let err = ''
  child.stderr.on('data', (text) => {
    err += String(text)
  })
  let last: Json = {}
  for await (const line of createInterface(child.stdout)) {
    last = JSON.parse(line)
    if (typeof last.url === 'string') await visit(last)
  }
  assert.ok('me' in last, `${way}: ${err}`)
  return last
}

/** Goes through the pages as a person does: name, password, consent. */
async function goThrough(browser: Browser, first: Shown, person: Person): Promise<Shown> {
  let shown = await browser.submit(first, { username: person.userPrincipalName, password: person.password })
  for (let page = 0; page < 3 && /name="answer" value="yes"/.test(shown.text); page += 1) {
    shown = await browser.submit(shown, { answer: 'yes' })
  }
  return shown
}

/** What a browser's script would do with the last page: it sends the code to the program that waits for it. */
async function deliver(shown: Shown): Promise<void> {
  if (shown.location !== '') {
    await fetch(shown.location)
    return
  }
  const action = /<form[^>]* action="(http:\/\/localhost[^"]*)"/.exec(shown.text)?.[1]
  assert.ok(action !== undefined, shown.text)
  const fields = [...shown.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  const body = new URLSearchParams(Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value])))
  await fetch(action, { method: 'POST', body })
}

function pathOf(url: unknown): string {
  const { pathname, search } = new URL(String(url))
  return `${pathname}${search}`
}

describe('people sign in with unmodified clients', { timeout: 120_000 }, () => {
  test('device code of @azure/identity', async () => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const { me } = await signIn(world, 'device code of @azure/identity', async ({ url, userCode }) => {
      const browser = new Browser(world)
      const entered = await browser.submit(await browser.open(pathOf(url)), { user_code: String(userCode) })
      await goThrough(browser, entered, ada)
    })
    assert.equal(me, ada.userPrincipalName)
  })

  test('browser of msal-node, then its cache and its refresh token', async (context) => {
    await using world = await openWorld()
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
    const told = await signIn(world, context.name, async ({ url }) => {
      const browser = new Browser(world)
      await deliver(await goThrough(browser, await browser.open(pathOf(url)), ada))
    })
    assert.deepEqual(told, {
      me: ada.userPrincipalName,
      account: ada.userPrincipalName,
      silentFromCache: true,
      forcedFromCache: false,
    })
  })
})
