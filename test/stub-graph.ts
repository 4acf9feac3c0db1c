import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createStubSessions, type StagedOperation } from './stub-sessions.ts'

export const jobPath = '/v1.0/servicePrincipals/sp-1/synchronization/jobs/API2AAD.t.1'
export const jobId = 'API2AAD.t.1'

/** A server that keeps the promises of the upload and status resources, as small as possible. */
export function createStubGraph() {
  const uploads = new Map<string, StagedOperation[]>()
  const sessions = createStubSessions(uploads)
  const stub = {
    uploads,
    sessions,
    requests: [] as { method: string; path: string; headers: IncomingMessage['headers']; body: string }[],
    tokens: 0,
    /** How many of the next uploads are answered with 429. */
    busy: 0,
    /** Tokens up to this number are refused. */
    revokedThrough: 0,
    state: 'Active',
    hasStatus: true,
    isRefusing: false,
  }

  function outcomeOf({ bulkId, data }: StagedOperation, index: number) {
    const common = {
      index,
      bulkId,
      externalId: data.externalId ?? '',
      targetId: null,
      logEntryId: 'log-1',
      error: null,
    }
    const failed = { ...common, state: 'failed', result: 'failure' }
    if (data.externalId === undefined) {
      return {
        ...failed,
        error: {
          code: 'InternalError',
          reason: 'Source identifier of an entry cannot be empty',
          additionalDetails: null,
          recommendedAction: null,
        },
      }
    }
    if (data.displayName === undefined) {
      return {
        ...failed,
        error: {
          code: 'MandatoryFieldsMissing',
          reason: 'A required attribute has no value.',
          additionalDetails: 'displayName',
          recommendedAction: null,
        },
      }
    }
    if (data.displayName === 'Late') {
      const warning = {
        code: 'UnableToResolveReferenceAttributeValue',
        message: 'The manager is not known yet.',
        target: 'manager E-9',
      }
      return { ...common, state: 'created', result: 'warning', warnings: [warning] }
    }
    return {
      ...common,
      state: data.active === false ? 'disabled' : 'created',
      result: 'success',
      targetId: `target-${data.externalId}`,
    }
  }

  function statusOf(uploadId: string, operations: StagedOperation[]) {
    const outcomes = operations.map(outcomeOf)
    const counts = Object.fromEntries(
      ['staged', 'created', 'updated', 'disabled', 'deleted', 'skipped', 'failed', 'purged'].map((state) => [
        state,
        outcomes.filter((outcome) => outcome.state === state).length,
      ]),
    )
    return {
      id: uploadId,
      jobId,
      status: 'completed',
      counts: operations.length === 0 ? { ...counts, ...sessions.absent } : counts,
      warnings: [{ code: 'BulkIdDuplicate', message: 'stands twice', target: '/Operations/0/bulkId' }],
      operations: outcomes,
    }
  }

  function answerUpload(body: string, response: ServerResponse) {
    if (stub.busy > 0) {
      stub.busy -= 1
      response
        .writeHead(429, { 'retry-after': '1' })
        .end(JSON.stringify({ error: { code: 'TooManyRequests', message: 'Slow down' } }))
      return
    }
    if (stub.isRefusing) {
      const details = [{ code: 'MethodUnsupported', target: '/Operations/1/method', message: 'only POST' }]
      response
        .writeHead(400, { 'request-id': 'r-1' })
        .end(JSON.stringify({ error: { code: 'InvalidDataFormat', message: 'Invalid Data Format', details } }))
      return
    }
    const uploadId = `upload-${uploads.size + 1}`
    uploads.set(uploadId, JSON.parse(body).Operations)
    const headers = { 'entrain-upload-id': uploadId, 'operation-location': `${origin()}${jobPath}/uploads/${uploadId}` }
    response.writeHead(202, { 'content-length': '0', ...(stub.hasStatus ? headers : {}) }).end()
  }

  function logEntries() {
    return [...uploads.values()].flat().map((operation, index) => {
      const { state, result, error } = outcomeOf(operation, index)
      return {
        id: `log-${index}`,
        activityDateTime: new Date().toISOString(),
        provisioningAction: state === 'disabled' ? 'disable' : 'create',
        sourceIdentity: { id: operation.data.externalId ?? '', displayName: operation.data.displayName },
        targetIdentity: { id: 'target', displayName: `${operation.data.externalId}@fabrikam.example` },
        provisioningStatusInfo: {
          status: result,
          errorInformation:
            error === null
              ? null
              : { errorCode: error.code, reason: error.reason, additionalDetails: error.additionalDetails },
        },
        modifiedProperties: [{ displayName: 'department', oldValue: 'Finance', newValue: 'Treasury' }],
      }
    })
  }

  function answer(request: IncomingMessage, body: string, response: ServerResponse) {
    const url = new URL(request.url ?? '', 'http://stub')
    const method = request.method ?? ''
    stub.requests.push({ method, path: decodeURIComponent(url.pathname + url.search), headers: request.headers, body })
    if (url.pathname === '/contoso/oauth2/v2.0/token') {
      stub.tokens += 1
      response.end(JSON.stringify({ access_token: `token-${stub.tokens}`, expires_in: 3600, token_type: 'Bearer' }))
      return
    }
    const token = Number(/^Bearer token-(\d+)$/.exec(request.headers.authorization ?? '')?.[1] ?? 0)
    if (token <= stub.revokedThrough) {
      response.writeHead(401).end(JSON.stringify({ error: { code: 'InvalidAuthenticationToken', message: 'expired' } }))
      return
    }
    const job = {
      id: jobId,
      schedule: { state: stub.state },
      status: { code: 'Active', synchronizedEntryCountByType: [{ key: 'User', value: 7 }] },
    }
    const upload = uploads.get(/\/uploads\/([^/]+)$/.exec(url.pathname)?.[1] ?? '')
    const ofSession = url.pathname.startsWith(`${jobPath}/uploadSessions`)
    if (ofSession) sessions.answer({ method, path: url.pathname.slice(jobPath.length), body }, response)
    else if (method === 'POST' && url.pathname === `${jobPath}/bulkUpload`) answerUpload(body, response)
    else if (upload !== undefined) response.end(JSON.stringify(statusOf(url.pathname.split('/').at(-1) ?? '', upload)))
    else if (url.pathname === `${jobPath}/uploads`)
      response.end(JSON.stringify({ value: [{ status: 'staged', counts: { staged: 3 } }] }))
    else if (url.pathname === jobPath) response.end(JSON.stringify(job))
    else if (url.pathname === jobPath.replace(/\/[^/]+$/, '')) response.end(JSON.stringify({ value: [job] }))
    else if (url.pathname === '/v1.0/auditLogs/provisioning') response.end(JSON.stringify(logPage(url)))
    else
      response.writeHead(404).end(JSON.stringify({ error: { code: 'Request_ResourceNotFound', message: 'unknown' } }))
  }

  /** Two entries to a page, so that following the links is seen. The link names another host, as behind a proxy. */
  function logPage(url: URL) {
    const skip = Number(url.searchParams.get('$skiptoken') ?? 0)
    const entries = logEntries()
    const next = `https://public.example/v1.0/auditLogs/provisioning?$skiptoken=${skip + 2}`
    return { value: entries.slice(skip, skip + 2), ...(entries.length > skip + 2 ? { '@odata.nextLink': next } : {}) }
  }

  function listen(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(request, Buffer.concat(chunks).toString('utf8'), response))
  }
  const server = createServer(listen)
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { stub, server, origin, listen }
}
