import type { SessionKey, UploadSessions } from '../../contracts/upload-sessions.ts'
import { accepted, created, json, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { StageDeps } from '../../ingest/stage-bulk-request.ts'
import {
  abandonSession,
  beginSession,
  commitSession,
  putChunk,
  requireComplete,
  type SessionDeps,
  sessionClosed,
} from '../../ingest/upload-sessions.ts'
import { EntrainError } from '../../model/error.ts'
import type { Simulate } from '../../model/simulation.ts'
import { sessionLimits, type UploadSession } from '../../model/upload-session.ts'
import { type ContentTypeMode, findUploadJob, requireScim } from '../bulk-upload-access.ts'
import { mayChangeUpload, maySeeUpload } from '../caller.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { readJsonBody } from '../json-body.ts'
import { resourceNotFound } from '../not-found.ts'
import { readQuery } from '../odata-query.ts'
import { collectionResponse, contextUrl, entityResponse } from '../odata-response.ts'
import { parseBegin, parseChunkNumber, parseCommit, parsePreview } from '../parse-session-request.ts'
import { requireReportReader, simulationContext } from '../simulate-upload.ts'
import type { ForTenant } from '../tenant-part.ts'
import { toSessionJson, toSessionSummary } from '../upload-session-json.ts'

export interface UploadSessionParts {
  readonly forTenant: ForTenant<'applications' | 'jobs'>
  readonly sessions: UploadSessions
  readonly stage: Pick<StageDeps, 'backlog' | 'clock' | 'newGuid'>
  readonly onCommitted: SessionDeps['onCommitted']
  readonly contentType: ContentTypeMode
  /** Of one chunk. */
  readonly bodyBytesMax: number
  readonly simulate: Simulate
}

/** Bodies that steer a session are a few words. */
const controlBytesMax = 16 * 1024
const listMax = 100
const rules = { typeName: 'uploadSession', properties: new Map<string, string>() }

/** Uploads in several requests that take effect as a whole (ours): begin, put chunks in any order, commit. */
export function uploadSessionRoutes(parts: UploadSessionParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions': (call) => listSessions(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions': (call) => begin(call, parts),
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}': (call) =>
      getSession(call, parts),
    'DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}': (call) =>
      abandon(call, parts),
    'PUT /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}/chunks/{number}': (call) =>
      receive(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}/commit': (call) =>
      commit(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploadSessions/{sessionId}/preview': (call) =>
      preview(call, parts),
  }
}

async function listSessions(call: Call, { forTenant, sessions, stage }: UploadSessionParts): Promise<HttpResponse> {
  readQuery(call, rules)
  const { tenantId } = call.principal
  const { id: jobId, servicePrincipalId } = await findJob(forTenant(tenantId), call.params)
  const found = await sessions.list({ tenantId, jobId, now: stage.clock.now() }, listMax)
  const value = found.filter((session) => maySeeUpload(call, session)).map(toSessionSummary)
  return collectionResponse(call, contextOf(servicePrincipalId, jobId), { value })
}

async function getSession(call: Call, parts: UploadSessionParts): Promise<HttpResponse> {
  readQuery(call, rules)
  const { id, servicePrincipalId } = await findJob(parts.forTenant(call.principal.tenantId), call.params)
  const session = await findSession(call, id, parts)
  if (!maySeeUpload(call, session)) throw resourceNotFound(session.id)
  return entityResponse(call, `${contextOf(servicePrincipalId, id)}/$entity`, await describe(call, session, parts))
}

async function begin(call: Call, parts: UploadSessionParts): Promise<HttpResponse> {
  const { tenantId, appId } = call.principal
  const jobId = call.params.jobId ?? ''
  const servicePrincipalId = await findUploadJob(call, parts.forTenant)
  const wish = parseBegin(await readJsonBody(call, controlBytesMax))
  const sessionId = await beginSession({ ...wish, tenantId, jobId, appId }, depsOf(parts))
  const session = await parts.sessions.find({ tenantId, jobId, sessionId, now: parts.stage.clock.now() })
  if (session === undefined) throw resourceNotFound(sessionId)
  const context = contextUrl(call, `${contextOf(servicePrincipalId, jobId)}/$entity`)
  const body = { '@odata.context': context, ...(await describe(call, session, parts)) }
  return created(body, `${jobUrl(call, servicePrincipalId)}/uploadSessions/${sessionId}`)
}

async function receive(call: Call, parts: UploadSessionParts): Promise<HttpResponse> {
  const { key, session } = await openSession(call, parts)
  const number = parseChunkNumber(call.params.number ?? '')
  if (session.state !== 'open') throw sessionClosed(session.id)
  requireScim(call.request, parts.contentType)
  const body = await call.request.body(parts.bodyBytesMax)
  const { requestId, clientRequestId } = call.request
  await putChunk({ ...key, number, body, requestId, clientRequestId }, depsOf(parts))
  return accepted()
}

async function commit(call: Call, parts: UploadSessionParts): Promise<HttpResponse> {
  const { key, session, servicePrincipalId } = await openSession(call, parts)
  const wish = parseCommit(await readJsonBody(call, controlBytesMax))
  const { requestId, clientRequestId } = call.request
  const { tenantId, jobId } = key
  const uploads = await commitSession({ ...wish, tenantId, session, requestId, clientRequestId }, depsOf(parts))
  const committed = await findSession(call, jobId, parts)
  const context = contextUrl(call, `${contextOf(servicePrincipalId, jobId)}/$entity`)
  const last = uploads.at(-1)
  // The engine settles uploads in their order: when the last is completed, all are.
  const headers: Record<string, string> =
    last === undefined ? {} : { 'Operation-Location': `${jobUrl(call, servicePrincipalId)}/uploads/${last.id}` }
  return json({ '@odata.context': context, ...(await describe(call, committed, parts)) }, 202, headers)
}

async function abandon(call: Call, parts: UploadSessionParts): Promise<HttpResponse> {
  const { key } = await openSession(call, parts)
  await abandonSession(key, depsOf(parts))
  return noContent()
}

async function preview(call: Call, parts: UploadSessionParts): Promise<HttpResponse> {
  requireReportReader(call)
  const { key, session } = await openSession(call, parts)
  if (session.state !== 'open') throw sessionClosed(session.id)
  const { chunkCount, detailMax } = parsePreview(await readJsonBody(call, controlBytesMax))
  await requireComplete(key, chunkCount ?? (await parts.sessions.chunkEnd(key)), parts.sessions)
  const { previewBodyBytesMax } = sessionLimits
  if (session.bodyBytes > previewBodyBytesMax) {
    const message = `A preview takes at most ${previewBodyBytesMax} bytes; this session holds ${session.bodyBytes}.`
    throw new EntrainError('bodyTooLarge', message)
  }
  const bodies = await parts.sessions.bodies(key)
  const source = { kind: 'bodies', bodies, isSnapshot: session.mode === 'snapshot' } as const
  const report = await parts.simulate({ tenantId: key.tenantId, jobId: key.jobId, source, detailMax })
  return entityResponse(call, simulationContext, report)
}

interface OpenedSession {
  readonly key: SessionKey
  readonly session: UploadSession
  readonly servicePrincipalId: string
}

/** A session that the caller may change. */
async function openSession(call: Call, parts: UploadSessionParts): Promise<OpenedSession> {
  const servicePrincipalId = await findUploadJob(call, parts.forTenant)
  const { jobId = '' } = call.params
  const session = await findSession(call, jobId, parts)
  if (!mayChangeUpload(call, session)) throw resourceNotFound(session.id)
  return { key: { tenantId: call.principal.tenantId, jobId, sessionId: session.id }, session, servicePrincipalId }
}

async function findSession(call: Call, jobId: string, { sessions, stage }: UploadSessionParts): Promise<UploadSession> {
  const { sessionId = '' } = call.params
  const { tenantId } = call.principal
  const session = await sessions.find({ tenantId, jobId, sessionId, now: stage.clock.now() })
  if (session === undefined) throw resourceNotFound(sessionId)
  return session
}

async function describe({ principal }: Call, session: UploadSession, { sessions }: UploadSessionParts) {
  const key = { tenantId: principal.tenantId, jobId: session.jobId, sessionId: session.id }
  const chunkEnd = await sessions.chunkEnd(key)
  const missing = await sessions.missing(key, chunkEnd, sessionLimits.missingChunksMax)
  return toSessionJson(session, { chunkEnd, missing, uploadIds: await sessions.uploadIds(key) })
}

function depsOf({ sessions, stage: { backlog, clock, newGuid }, onCommitted }: UploadSessionParts): SessionDeps {
  return { sessions, backlog, clock, newGuid, onCommitted }
}

function contextOf(servicePrincipalId: string, jobId: string): string {
  return `servicePrincipals('${servicePrincipalId}')/synchronization/jobs('${jobId}')/uploadSessions`
}

function jobUrl({ origin, version, params }: Call, servicePrincipalId: string): string {
  const jobId = encodeURIComponent(params.jobId ?? '')
  return `${origin}/${version}/servicePrincipals/${servicePrincipalId}/synchronization/jobs/${jobId}`
}
