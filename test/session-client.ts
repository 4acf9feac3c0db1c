import { type Answer, bulkRequest, type Json, type World } from './world.ts'

/** One upload session, as a client uses it. */
export interface SessionClient {
  readonly id: string
  /** Path of the session, with version. */
  readonly path: string
  put(number: number, ...people: readonly Json[]): Promise<Answer>
  putBody(
    number: number | string,
    body: string | Uint8Array,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  read(): Promise<SessionJson>
  commit(chunkCount: number, rest?: Json): Promise<Answer>
  abandon(): Promise<Answer>
}

export interface SessionJson extends Json {
  readonly id: string
  readonly state: string
  readonly chunkCount: number
  readonly operationCount: number
  readonly nextChunk: number
  readonly missingChunks: readonly number[]
  readonly uploadIds: readonly string[]
}

const json = { 'content-type': 'application/json' }

/** `POST …/uploadSessions`, whatever the answer is. */
export function postSession(world: World, body: Json, token?: string): Promise<Answer> {
  return world.send('POST', `/v1.0${world.jobPath}/uploadSessions`, {
    headers: json,
    body: JSON.stringify(body),
    ...(token === undefined ? {} : { token }),
  })
}

export async function beginSession(world: World, mode: 'snapshot' | 'delta', token?: string): Promise<SessionClient> {
  const answer = await postSession(world, { mode }, token)
  if (answer.status !== 201) throw new Error(`uploadSessions: ${answer.status} ${answer.text}`)
  return sessionClient(world, answer.json<SessionJson>().id, token)
}

export function sessionClient(world: World, id: string, token?: string): SessionClient {
  const path = `/v1.0${world.jobPath}/uploadSessions/${id}`
  const bearer = token === undefined ? {} : { token }
  const putBody: SessionClient['putBody'] = (number, body, headers = { 'content-type': 'application/scim+json' }) =>
    world.send('PUT', `${path}/chunks/${number}`, { headers, body, ...bearer })
  return {
    id,
    path,
    putBody,
    put: (number, ...people) => putBody(number, bulkRequest(...people)),
    async read() {
      const answer = await world.send('GET', path, bearer)
      if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`)
      return answer.json<SessionJson>()
    },
    commit: (chunkCount, rest = {}) =>
      world.send('POST', `${path}/commit`, {
        headers: json,
        body: JSON.stringify({ chunkCount, ...rest }),
        ...bearer,
      }),
    abandon: () => world.send('DELETE', path, bearer),
  }
}
