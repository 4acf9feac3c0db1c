import type { Clock } from '../contracts/clock.ts'
import type { CommittedUpload, SessionKey, UploadSessions } from '../contracts/upload-sessions.ts'
import { EntrainError, type ErrorDetail } from '../model/error.ts'
import { type SessionMode, sessionLimits, type UploadSession } from '../model/upload-session.ts'
import type { SessionCommitted } from '../telemetry/events.ts'
import type { Backlog } from './backlog.ts'
import { parseBulkBody } from './parse-bulk-body.ts'
import { backlogFull } from './stage-bulk-request.ts'

export interface SessionDeps {
  readonly sessions: UploadSessions
  readonly backlog: Backlog
  readonly clock: Clock
  readonly newGuid: () => string
  /** Told once the uploads are durable. */
  readonly onCommitted: (committed: SessionCommitted) => void
}

/** Who asks, for the uploads that come of it. */
interface RequestIds {
  readonly requestId: string
  readonly clientRequestId: string
}

export interface SessionWish {
  readonly tenantId: string
  readonly jobId: string
  readonly appId: string
  readonly mode: SessionMode
  readonly label: string | null
}

/** Begins a session; answers with its id. Refuses with `conflict` when the job has too many open ones. */
export async function beginSession(wish: SessionWish, { sessions, clock, newGuid }: SessionDeps): Promise<string> {
  const { openSessionsMax, idleMs } = sessionLimits
  const id = newGuid()
  const createdAt = clock.now()
  const begun = await sessions.begin({
    ...wish,
    id,
    createdAt,
    expiresAt: createdAt + idleMs,
    openMax: openSessionsMax,
  })
  if (begun.kind === 'begun') return id
  const message = `The job has ${openSessionsMax} open upload sessions, which is the most. Commit or delete one of them.`
  throw new EntrainError('conflict', message, { details: [{ code: 'OpenSessionsLimitExceeded', message }] })
}

export interface SessionChunk extends SessionKey, RequestIds {
  readonly number: number
  readonly body: Uint8Array
}

/**
 * Stores a chunk; resolves once it is durable. Refuses what is no bulk request as `bulkUpload` does, and with `conflict`,
 * `bodyTooLarge` or `notFound` what the session cannot take.
 */
export async function putChunk(chunk: SessionChunk, { sessions, clock, newGuid }: SessionDeps): Promise<void> {
  const operationCount = parseBulkBody(chunk.body).length
  const now = clock.now()
  const { idleMs, bodyBytesMax: sessionBytesMax } = sessionLimits
  const uploadId = newGuid()
  const put = await sessions.putChunk({
    ...chunk,
    now,
    expiresAt: now + idleMs,
    operationCount,
    uploadId,
    sessionBytesMax,
  })
  if (put.kind === 'absent') throw sessionGone(chunk.sessionId)
  if (put.kind === 'closed') throw sessionClosed(chunk.sessionId)
  if (put.kind === 'full') {
    const message = `With this chunk the session would hold more than ${sessionBytesMax} bytes.`
    throw new EntrainError('bodyTooLarge', message, { details: [{ code: 'SessionBytesLimitExceeded', message }] })
  }
}

export interface CommitWish extends RequestIds {
  readonly tenantId: string
  readonly session: Pick<UploadSession, 'id' | 'jobId' | 'mode' | 'state' | 'chunkCount'>
  readonly chunkCount: number
  readonly allowEmpty: boolean
}

/**
 * Makes the chunks uploads, all at once; again with the same answer when it was done before. Refuses with `conflict` and
 * the missing numbers, with `invalidValue` a snapshot of nobody, and with `tooManyRequests` when the backlog is full.
 */
export async function commitSession(wish: CommitWish, deps: SessionDeps): Promise<readonly CommittedUpload[]> {
  const { tenantId, chunkCount, allowEmpty, requestId, clientRequestId } = wish
  const { id: sessionId, jobId, mode, state } = wish.session
  if (state === 'committed' && wish.session.chunkCount !== chunkCount) {
    const message = `The upload session '${sessionId}' is committed with ${wish.session.chunkCount} chunks, not ${chunkCount}.`
    throw new EntrainError('conflict', message)
  }
  if (deps.backlog.isFull(tenantId, jobId)) throw backlogFull()
  const key = { tenantId, jobId, sessionId }
  const now = deps.clock.now()
  const expiresAt = now + sessionLimits.closedMs
  const endUploadId = deps.newGuid()
  const ids = { requestId, clientRequestId, endUploadId }
  const result = await deps.sessions.commit({ ...key, ...ids, now, expiresAt, chunkCount, allowEmpty })
  if (result.kind === 'absent') throw sessionGone(sessionId)
  if (result.kind === 'abandoned') throw sessionClosed(sessionId)
  if (result.kind === 'empty') throw snapshotEmpty()
  if (result.kind === 'incomplete') throw await sessionIncomplete(key, chunkCount, deps.sessions)
  const { uploads, isFirst } = result
  if (!isFirst) return uploads
  for (const { sequence, bodyBytes } of uploads) deps.backlog.staged(tenantId, jobId, sequence, bodyBytes)
  deps.onCommitted({
    ...key,
    mode,
    uploadCount: uploads.length,
    operationCount: uploads.reduce((sum, { operationCount }) => sum + operationCount, 0),
    lastSequence: uploads.at(-1)?.sequence ?? 0,
  })
  return uploads
}

/** Refuses with `conflict` and the numbers, unless exactly the chunks 0 … n-1 were received. */
export async function requireComplete(
  key: SessionKey,
  chunkCount: number,
  sessions: Pick<UploadSessions, 'missing' | 'chunkEnd'>,
): Promise<void> {
  const isComplete = (await sessions.missing(key, chunkCount, 0)).count === 0
  if (!isComplete || (await sessions.chunkEnd(key)) > chunkCount)
    throw await sessionIncomplete(key, chunkCount, sessions)
}

/** Chunks removed between two turns of others. */
export const sweepChunksMax = 50

/** Abandons a session and removes its bytes. Refuses with `conflict` what is committed. */
export async function abandonSession(key: SessionKey, { sessions, clock }: SessionDeps): Promise<void> {
  const now = clock.now()
  const result = await sessions.abandon({ ...key, now, expiresAt: now + sessionLimits.closedMs })
  if (result.kind === 'absent') throw sessionGone(key.sessionId)
  if (result.kind === 'committed') {
    throw new EntrainError('conflict', `The upload session '${key.sessionId}' is committed; it cannot be taken back.`)
  }
  await sweepSessions(sessions, now)
}

/** Removes everything that has expired or was abandoned, piece by piece. */
export async function sweepSessions(sessions: Pick<UploadSessions, 'sweep'>, now: number): Promise<void> {
  while ((await sessions.sweep(now, sweepChunksMax)) === sweepChunksMax);
}

async function sessionIncomplete(
  key: SessionKey,
  chunkCount: number,
  sessions: Pick<UploadSessions, 'missing' | 'chunkEnd'>,
): Promise<EntrainError> {
  const { count, numbers } = await sessions.missing(key, chunkCount, sessionLimits.missingChunksMax)
  const details = numbers.map(
    (number): ErrorDetail => ({
      code: 'ChunkMissing',
      target: `chunks/${number}`,
      message: `Chunk ${number} was not received.`,
    }),
  )
  if (count > 0) return new EntrainError('conflict', `${count} of ${chunkCount} chunks are missing.`, { details })
  const end = await sessions.chunkEnd(key)
  const message = `More chunks were received than the ${chunkCount} that chunkCount speaks of: the last one is ${end - 1}.`
  return new EntrainError('conflict', message, {
    details: [{ code: 'ChunkUnexpected', target: 'chunkCount', message }],
  })
}

function snapshotEmpty(): EntrainError {
  const message = 'The snapshot has nobody in it: everybody would be a leaver. If you mean it, send "allowEmpty": true.'
  return new EntrainError('invalidValue', message, {
    details: [{ code: 'SnapshotEmpty', target: 'allowEmpty', message }],
  })
}

function sessionGone(id: string): EntrainError {
  return new EntrainError('notFound', `The upload session '${id}' does not exist or has expired.`)
}

export function sessionClosed(id: string): EntrainError {
  return new EntrainError('conflict', `The upload session '${id}' is not open any more.`)
}
