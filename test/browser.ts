import { createHash, randomBytes } from 'node:crypto'
import type { Answer, World } from './world.ts'

/** A browser without scripts: keeps cookies, reads forms, sends them, and follows redirects of the service itself. */
export class Browser {
  readonly #world: Pick<World, 'origin' | 'send'>
  readonly #cookies = new Map<string, string>()

  constructor(world: Pick<World, 'origin' | 'send'>) {
    this.#world = world
  }

  open(path: string): Promise<Shown> {
    return this.#request('GET', path)
  }

  /**
   * Sends the first form of a page, or the first that contains a text; `fields` are what a person fills in, and the button
   * that is pressed.
   */
  submit(page: Shown, fields: Readonly<Record<string, string>>, formWith = ''): Promise<Shown> {
    const forms = page.text.match(/<form .*?<\/form>/gs) ?? []
    const form = forms.find((text) => text.includes(formWith)) ?? ''
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)"(?: [a-z]+="[^"]*")*? value="([^"]*)"/g)]
    const action = /<form method="post" action="([^"]*)"/.exec(form)?.[1] ?? ''
    const all = { ...Object.fromEntries(hidden.map(([, name, value]) => [name, readEntities(value ?? '')])), ...fields }
    return this.#request('POST', readEntities(action), new URLSearchParams(all).toString())
  }

  async #request(method: string, path: string, body?: string): Promise<Shown> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const type = { 'content-type': 'application/x-www-form-urlencoded', origin: this.#world.origin }
    const headers = { ...(cookie !== '' && { cookie }), ...(body !== undefined && type) }
    const answer = await this.#world.send(method, path, { token: null, headers, ...(body !== undefined && { body }) })
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      this.#cookies.set(name, value)
    }
    const location = String(answer.headers.location ?? '')
    if (answer.status === 303 && location.startsWith('/')) return this.open(location)
    return { status: answer.status, text: answer.text, headers: answer.headers, location }
  }
}

/** What a browser shows, or the address of somebody else that it was sent to. */
export interface Shown extends Pick<Answer, 'status' | 'text' | 'headers'> {
  readonly location: string
}

function readEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

export function makePkce() {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
