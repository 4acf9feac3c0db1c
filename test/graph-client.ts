import type { Permission } from '../src/auth/permissions.ts'
import type { Answer, Json, World } from './world.ts'
import { newcomer } from './world.ts'

/** An application of the tenant with some permissions, and short ways to call Graph with its token. */
export interface GraphClient {
  /** Object id of its service principal. */
  readonly servicePrincipalId: string
  get(path: string, headers?: Headers): Promise<Answer>
  post(path: string, body?: unknown, headers?: Headers): Promise<Answer>
  patch(path: string, body: unknown, headers?: Headers): Promise<Answer>
  delete(path: string): Promise<Answer>
  /** Names of what a GET answers, by a property; must succeed. */
  list(path: string, property?: string, headers?: Headers): Promise<readonly unknown[]>
}

type Headers = Readonly<Record<string, string>>

/** What makes a query an advanced one, beside `$count=true`. */
export const eventual: Headers = { ConsistencyLevel: 'eventual' }

export async function openGraphClient(world: World, permissions: readonly Permission[]): Promise<GraphClient> {
  const client = await world.addClient(permissions)
  const token = await world.token(client)
  const [, claims = ''] = token.split('.')
  const { oid } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly oid: string }
  const send = (method: string, path: string, body?: unknown, headers: Headers = {}) => {
    const url = /^\/(v1\.0|beta)\//.test(path) || path.startsWith('https:') ? path : `/v1.0${path}`
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    return world.send(method, url, { token, headers: { ...type, ...headers }, ...text })
  }
  return {
    servicePrincipalId: oid,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    delete: (path) => send('DELETE', path),
    async list(path, property = 'id', headers = {}) {
      const answer = await send('GET', path, undefined, headers)
      if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`)
      return answer.json<{ value: Json[] }>().value.map((item) => item[property])
    },
  }
}

/** Provisions people by their external ids and answers with their object ids, in order. */
export async function provisionPeople(world: World, externalIds: readonly string[]): Promise<readonly string[]> {
  const { operations } = await world.provision(...externalIds.map((id) => newcomer(id)))
  return operations.map(({ targetId }) => {
    if (targetId === null) throw new Error('a person was not provisioned')
    return targetId
  })
}

/** The code and the message of a refusal, as `400 Request_BadRequest`. */
export function codeOf(answer: Answer): string {
  return `${answer.status} ${answer.json<{ error: { code: string } }>().error.code}`
}
