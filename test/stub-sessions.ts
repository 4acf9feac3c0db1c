import type { ServerResponse } from 'node:http'

/** One operation of an upload, as much as the stub reads of it. */
export interface StagedOperation {
  readonly bulkId: string
  readonly data: { readonly externalId?: string; readonly displayName?: string; readonly active?: boolean }
}

interface Session {
  readonly id: string
  readonly mode: string
  readonly label: string
  state: string
  readonly chunks: Map<number, StagedOperation[]>
  uploadIds: readonly string[]
}

interface Asked {
  readonly method: string
  /** Behind the job's path. */
  readonly path: string
  readonly body: string
}

/** Upload sessions, as small as possible: what is committed goes to `uploads`; the preview is `report`. */
export function createStubSessions(uploads: Map<string, StagedOperation[]>) {
  const sessions = new Map<string, Session>()
  const stub = {
    all: sessions,
    /** What a preview answers; null: the server has no preview. */
    report: null as object | null,
    /** What the end of a snapshot tells of the people who were absent. */
    absent: {} as Readonly<Record<string, number>>,
    /** Chunks of this number are refused once. */
    refusedChunk: -1,
    answer,
  }

  function answer({ method, path, body }: Asked, response: ServerResponse): void {
    const [, , id = '', action = '', number = ''] = path.split('/')
    const session = sessions.get(id)
    if (method === 'POST' && id === '') begin(JSON.parse(body), response)
    else if (session === undefined) refuse(response, 404)
    else if (method === 'PUT') putChunk(session, { number: Number(number), body }, response)
    else if (action === 'commit') commit(session, response)
    else if (method === 'DELETE') {
      session.state = 'abandoned'
      response.writeHead(204).end()
    } else if (action !== 'preview') response.end(JSON.stringify(toJson(session)))
    else if (stub.report === null) refuse(response, 400)
    else response.end(JSON.stringify(stub.report))
  }

  function begin({ mode, label }: { mode: string; label: string }, response: ServerResponse): void {
    const id = `session-${sessions.size + 1}`
    const session: Session = { id, mode, label, state: 'open', chunks: new Map(), uploadIds: [] }
    sessions.set(id, session)
    response.writeHead(201).end(JSON.stringify(toJson(session)))
  }

  function putChunk({ chunks }: Session, chunk: { number: number; body: string }, response: ServerResponse): void {
    if (chunk.number === stub.refusedChunk) {
      stub.refusedChunk = -1
      refuse(response, 400)
      return
    }
    chunks.set(chunk.number, JSON.parse(chunk.body).Operations)
    response.writeHead(202, { 'content-length': '0' }).end()
  }

  function commit(session: Session, response: ServerResponse): void {
    if (session.state === 'open') {
      const parts = [...session.chunks].sort(([left], [right]) => left - right).map(([, operations]) => operations)
      if (session.mode === 'snapshot') parts.push([])
      session.uploadIds = parts.map((operations) => {
        const uploadId = `upload-${uploads.size + 1}`
        uploads.set(uploadId, operations)
        return uploadId
      })
      session.state = 'committed'
    }
    response.writeHead(202).end(JSON.stringify(toJson(session)))
  }

  return stub
}

function toJson({ id, mode, label, state, chunks, uploadIds }: Session) {
  const nextChunk = Math.max(-1, ...chunks.keys()) + 1
  const missingChunks = Array.from({ length: nextChunk }, (_, number) => number).filter((each) => !chunks.has(each))
  return { id, mode, label, state, nextChunk, missingChunks, missingChunkCount: missingChunks.length, uploadIds }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end(JSON.stringify({ error: { code: 'Refused', message: 'refused' } }))
}
