import type { Permission } from '../src/auth/permissions.ts'
import type { Answer, Client, Json, World } from './world.ts'

/** Calls Graph as one client. Bodies are JSON; paths come without version, absolute URLs are taken as they are. */
export interface GraphCall {
  (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** JSON of an answer that must have the status (default 200). */
  expect<T = Json>(status: number, method: string, path: string, body?: unknown): Promise<T>
  /** `value` of a GET. */
  list(path: string, headers?: Readonly<Record<string, string>>): Promise<readonly Json[]>
  readonly client: Client
}

export const advanced = { consistencylevel: 'eventual' } as const

/** A new client with these permissions, ready to call. */
export async function graphCall(world: World, ...granted: readonly Permission[]): Promise<GraphCall> {
  return callerOf(world, await world.addClient(granted))
}

export function callerOf(world: World, client: Client): GraphCall {
  const send = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    world.send(method, path.startsWith('https:') || path.startsWith('/beta/') ? path : `/v1.0${path}`, {
      token: await world.token(client),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const expect = async <T>(status: number, method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, path, body)
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.text === '' ? ({} as T) : answer.json<T>()
  }
  const list = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await send('GET', path, undefined, headers)
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`)
    return answer.json<{ value: readonly Json[] }>().value
  }
  return Object.assign(send, { expect, list, client })
}

/** Code and message of a refusal, with its status: `400 Request_BadRequest`. */
export function refusalOf(answer: Answer): { readonly code: string; readonly message: string } {
  const { error } = answer.json<{ error: { code: string; message: string } }>()
  return { code: `${answer.status} ${error.code}`, message: error.message }
}
