import { chmod, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Browser, type Shown } from '../browser.ts'
import type { Person } from '../people.ts'
import type { Json, World } from '../world.ts'

/** Where a client sends a person: an address for the browser, with a device's code or without. */
export type Visit = (told: Json) => Promise<undefined>

/** A person with a browser that has no scripts, who agrees to everything. */
export function visitor(world: World, person: Person): Visit {
  return async ({ url, userCode }) => {
    const browser = new Browser(world)
    const opened = await browser.open(pathOf(url))
    if (userCode === undefined) return deliver(await goThrough(browser, opened, person))
    await goThrough(browser, await browser.submit(opened, { user_code: String(userCode) }), person)
  }
}

/** Below the world's origin, as `Browser` takes it. */
export function pathOf(url: unknown): string {
  const { pathname, search } = new URL(String(url))
  return `${pathname}${search}`
}

const questionsMax = 3

/** Goes through the pages as a person does: name, password, consent. */
export async function goThrough(browser: Browser, first: Shown, person: Person): Promise<Shown> {
  let shown = await browser.submit(first, { username: person.userPrincipalName, password: person.password })
  for (let question = 0; question < questionsMax && /name="answer" value="yes"/.test(shown.text); question += 1) {
    shown = await browser.submit(shown, { answer: 'yes' })
  }
  return shown
}

/**
 * Brings the answer to the program that waits for it, as the last page or redirect says. Redirects of the program's own
 * listener are not followed: it closes as soon as the code is redeemed, often before a browser comes back.
 */
async function deliver(shown: Shown): Promise<undefined> {
  if (shown.location !== '') {
    await fetch(shown.location, { redirect: 'manual' })
    return
  }
  const action = /<form[^>]* action="(http:\/\/localhost[^"]*)"/.exec(shown.text)?.[1]
  if (action === undefined) throw new Error(`nothing to deliver: ${shown.status} ${shown.text}`)
  const fields = [...shown.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  const body = new URLSearchParams(Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value])))
  await fetch(action, { method: 'POST', body, redirect: 'manual' })
}

/** The system's browser as programs start it: it rings here and tells where it was sent. */
export interface BrowserDoor extends AsyncDisposable {
  /** What the program that opens a browser needs. */
  readonly env: Readonly<Record<string, string>>
  /** Aborted when a visit failed: the program would wait for its answer in vain. */
  readonly signal: AbortSignal
}

const ringer = fileURLToPath(new URL('programs/browser.ts', import.meta.url))

/**
 * Puts a program in the place of the system's browser. It is started as a real one would be, knocks here with its address
 * and ends; the address is then visited.
 */
export async function openBrowserDoor(world: World, visit: Visit): Promise<BrowserDoor> {
  const failure = new AbortController()
  const door = createServer(async (request, response) => {
    const url = await text(request)
    response.end()
    await visit({ url }).catch((error) => failure.abort(error))
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const script = join(world.config.dataDirectory, 'browser')
  const { port } = door.address() as AddressInfo
  await writeFile(script, `#!/bin/sh\nexec "${process.execPath}" "${ringer}" http://127.0.0.1:${port}/ "$1"\n`)
  await chmod(script, 0o700)
  return {
    env: { BROWSER: script },
    signal: failure.signal,
    async [Symbol.asyncDispose]() {
      door.closeAllConnections()
      door.close()
    },
  }
}
