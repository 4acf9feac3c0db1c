import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { Person } from '../people.ts'
import type { Json, World } from '../world.ts'
import type { Visit } from './visit.ts'

/** Where Debian's package puts it. */
const program = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const hasChromium = existsSync(program)

/** A real browser without a window, told what to do by the Chrome DevTools Protocol over a pipe. */
export interface Chromium extends AsyncDisposable {
  /** A person who goes through the pages in a tab and agrees to everything. */
  visitor(person: Person): Visit
  /** Origins of the pages that were shown, in order, each once in a row. */
  readonly shown: readonly string[]
}

export async function openChromium(world: World): Promise<Chromium> {
  const profile = await mkdtemp(join(tmpdir(), 'entrain-chromium-'))
  const child = spawn(program, launchOptions(world, profile), { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  const tab = await openTab(child)
  const shown: string[] = []
  return {
    shown,
    visitor: (person) => async (told) => {
      await tab.send('Page.navigate', { url: told.url })
      for (let pages = 0; pages < pagesMax; pages += 1) {
        await tab.loaded()
        const seen = await tab.act(person)
        if (seen === null) continue
        const { origin, problem } = seen
        if (shown.at(-1) !== origin) shown.push(origin)
        if (problem !== null) throw new Error(`${origin} shows: ${problem}`)
        if (origin !== world.origin) return undefined
      }
      throw new Error('the pages have no end')
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const pagesMax = 10

function launchOptions(world: World, profile: string): readonly string[] {
  const { publicKey } = new X509Certificate(readFileSync(join(world.config.dataDirectory, 'server.pem')))
  const trusted = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')
  return [
    ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--remote-debugging-pipe'],
    // In place of the authority in the user's trust store: this one key, and nothing else that is untrusted.
    ...[`--ignore-certificate-errors-spki-list=${trusted}`, `--user-data-dir=${profile}`, 'about:blank'],
  ]
}

interface Tab {
  send(method: string, params?: Json): Promise<Json>
  /** Waits for a page that has loaded and was not looked at yet. */
  loaded(): Promise<void>
  /** What a person does with the page that is shown; null when it went away meanwhile. */
  act(person: Person): Promise<Seen | null>
}

interface Seen {
  readonly origin: string
  readonly problem: string | null
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: Json
  readonly error?: { readonly message: string }
}

async function openTab(child: ChildProcess): Promise<Tab> {
  const [input, output] = [child.stdio[3] as Duplex, child.stdio[4] as Duplex]
  const waiting = new Map<number, PromiseWithResolvers<Json>>()
  let loads = 0
  let looked = Promise.withResolvers<void>()
  let calls = 0
  let sessionId: unknown

  function receive({ id, method, result, error }: Message): void {
    if (method === 'Page.loadEventFired') {
      loads += 1
      looked.resolve()
    }
    if (id === undefined) return
    if (error === undefined) waiting.get(id)?.resolve(result ?? {})
    else waiting.get(id)?.reject(new Error(error.message))
    waiting.delete(id)
  }

  function send(method: string, params: Json = {}): Promise<Json> {
    const id = ++calls
    const answer = Promise.withResolvers<Json>()
    waiting.set(id, answer)
    input.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`)
    return answer.promise
  }

  readMessages(output, receive)
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser ended'))
  })
  const { targetInfos } = (await send('Target.getTargets')) as { targetInfos: readonly Json[] }
  const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId
  sessionId = (await send('Target.attachToTarget', { targetId, flatten: true })).sessionId
  await send('Page.enable')
  return {
    send,
    async loaded() {
      while (loads === 0) {
        await looked.promise
        looked = Promise.withResolvers()
      }
      loads = 0
    },
    async act(person) {
      const expression = `(${actAsPerson})(${JSON.stringify(person)})`
      const evaluated = await send('Runtime.evaluate', { expression, returnByValue: true }).catch(() => ({
        result: {},
      }))
      return ((evaluated.result as Json).value as Seen | undefined) ?? null
    },
  }
}

/** Messages of the pipe end with a zero character. */
function readMessages(output: Duplex, receive: (message: Message) => void): void {
  let rest = ''
  output.setEncoding('utf8')
  output.on('data', (text: string) => {
    const messages = `${rest}${text}`.split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages) receive(JSON.parse(message))
  })
}

/** Runs in the page: fills in what is asked for and presses the button. A page that sends itself has neither. */
const actAsPerson = `({ userPrincipalName, password }) => {
  const find = (selector) => document.querySelector(selector)
  const seen = { origin: location.origin, problem: find('[role=alert]')?.textContent ?? null }
  if (find('#username')) {
    find('#username').value = userPrincipalName
    find('#password').value = password
    find('form button').click()
  } else find('button[name=answer][value=yes]')?.click()
  return seen
}`
