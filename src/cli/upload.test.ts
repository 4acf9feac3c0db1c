import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { commands } from './index.ts'
import { runProgram } from './program.ts'
import { createScreen } from './terminal.ts'

const jobPath = '/v1.0/servicePrincipals/sp-1/synchronization/jobs/API2AAD.t.1'
const jobId = 'API2AAD.t.1'

interface StagedOperation {
  readonly bulkId: string
  readonly data: { readonly externalId?: string; readonly displayName?: string; readonly active?: boolean }
}

/** A server that keeps the promises of the upload and status resources, as small as possible. */
function createStubGraph() {
  const uploads = new Map<string, StagedOperation[]>()
  const stub = {
    uploads,
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
    return { id: uploadId, jobId, status: 'completed', counts, warnings: [], operations: outcomes }
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
    if (method === 'POST' && url.pathname === `${jobPath}/bulkUpload`) answerUpload(body, response)
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

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(request, Buffer.concat(chunks).toString('utf8'), response))
  })
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { stub, server, origin }
}

describe('commands against a server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'entrain-cli-'))
  let graph = createStubGraph()

  async function run(
    args: readonly string[],
    { answer = null as boolean | null, env = {} as Record<string, string> } = {},
  ) {
    const out: string[] = []
    const err: string[] = []
    const code = await runProgram(commands, {
      argv: args,
      version: '1.2.3',
      terminal: {
        out: createScreen({ write: (text) => out.push(text) }, {}),
        err: createScreen({ write: (text) => err.push(text) }, {}),
        confirm: answer === null ? null : () => Promise.resolve(answer),
      },
      env: { ENTRAIN_DATA: folder, ...env },
      signal: new AbortController().signal,
    })
    return { code, out: out.join(''), err: err.join('') }
  }

  function write(name: string, text: string): string {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }

  beforeEach(async () => {
    graph = createStubGraph()
    await new Promise<void>((resolve) => graph.server.listen(0, '127.0.0.1', resolve))
    const profile = {
      origin: graph.origin(),
      tenantId: 'contoso',
      clientId: 'c-1',
      clientSecret: 's/1',
      servicePrincipalId: 'sp-1',
      jobId,
    }
    write('client.json', JSON.stringify(profile))
  })
  afterEach(() => void graph.server.close())

  const people = [
    'Employee ID,Display name,Status,Manager ID',
    'E-1,Ana Lima,active,',
    'E-2,"Jörg',
    'Weiß",terminated,E-1',
    'E-3,,active,E-1',
    ',Nobody,active,',
    'E-5,Late,active,E-9',
  ].join('\n')

  test('an upload ends with counts, and names each row that failed by its line', async () => {
    const { code, out, err } = await run(['upload', write('people.csv', people)])
    assert.equal(code, 1)
    assert.match(out, /created +2\ndisabled +1\nfailed +2\n/)
    assert.match(
      out,
      /Failed: MandatoryFieldsMissing \(1\)\n→ Fill the column .*\n.*\n +5 +E-3 +A required attribute has no value. \(displayName\)/,
    )
    assert.match(out, / 6 +– +Source identifier of an entry cannot be empty/)
    assert.match(
      out,
      /Written, but: UnableToResolveReferenceAttributeValue \(1\)\n.*\n.*\n +7 +E-5 +The manager is not known yet/,
    )
    assert.match(err, /Status +active +known name +active, terminated/)
    assert.match(err, /! Line 6 without externalId will fail/)
    const upload = graph.stub.requests.find(({ method, path }) => method === 'POST' && path.endsWith('/bulkUpload'))
    assert.equal(upload?.headers['content-type'], 'application/scim+json')
    assert.equal(upload?.headers.authorization, 'Bearer token-1')
    const status = graph.stub.requests.find(({ path }) => path.includes('/uploads/'))
    assert.equal(status?.headers.prefer, 'wait=20')
  })

  test('--json prints one object with counts and the rows that failed', async () => {
    const { code, out } = await run(['upload', write('people.csv', people), '--json', '--batch', '2'])
    const result = JSON.parse(out)
    assert.equal(code, 1)
    assert.equal(out.trim().split('\n').length, 1)
    assert.deepEqual([result.people, result.requests, result.complete, result.uploads.length], [5, 3, true, 3])
    assert.deepEqual(result.counts, {
      staged: 0,
      created: 2,
      updated: 0,
      disabled: 1,
      deleted: 0,
      skipped: 0,
      failed: 2,
      purged: 0,
    })
    assert.deepEqual(
      result.rows.map((row: { line: number; state: string; problems: { code: string }[] }) => [
        row.line,
        row.state,
        row.problems[0]?.code,
      ]),
      [
        [5, 'failed', 'MandatoryFieldsMissing'],
        [6, 'failed', 'InternalError'],
        [7, 'created', 'UnableToResolveReferenceAttributeValue'],
      ],
    )
  })

  test('a busy server is asked again after the time that it names', async () => {
    graph.stub.busy = 1
    const { code } = await run(['upload', write('one.csv', 'Employee ID,Display name\n1,Ana\n')])
    assert.equal(code, 0)
    assert.equal(graph.stub.requests.filter(({ path }) => path.endsWith('/bulkUpload')).length, 2)
  })

  test('a token that the server refuses is renewed once', async () => {
    graph.stub.revokedThrough = 1
    assert.equal((await run(['upload', write('one.csv', 'Employee ID,Display name\n1,Ana\n')])).code, 0)
    assert.equal(graph.stub.tokens, 2)
    graph.stub.revokedThrough = 9
    const refused = await run(['status'])
    assert.equal(refused.code, 3)
    assert.match(refused.err, /401 InvalidAuthenticationToken/)
  })

  test('the same person is never in two requests that overtake each other', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      externalId: `E-${index % 3}`,
      displayName: String(index),
    }))
    const { code } = await run([
      'upload',
      write('same.json', JSON.stringify(rows)),
      '--batch',
      '1',
      '--rate',
      '1000',
      '--in-flight',
      '8',
    ])
    assert.equal(code, 0)
    const arrived = [...graph.stub.uploads.values()].flat().map(({ data }) => data)
    for (const id of ['E-0', 'E-1', 'E-2']) {
      const mine = arrived.filter(({ externalId }) => externalId === id).map(({ displayName }) => Number(displayName))
      assert.deepEqual(
        mine,
        mine.toSorted((left, right) => left - right),
      )
    }
  })

  test('a refused request stops the upload and is explained with lines', async () => {
    graph.stub.isRefusing = true
    const { code, err } = await run(['upload', write('two.csv', 'Employee ID,Display name\n1,Ana\n2,Bo\n')])
    assert.equal(code, 3)
    assert.match(
      err,
      /400 InvalidDataFormat: Invalid Data Format\n {2}line 3, \/Operations\/1\/method only POST\n {2}request-id r-1/,
    )
  })

  test('what is uploaded to a paused job is not waited for', async () => {
    graph.stub.state = 'Paused'
    const { code, out, err } = await run(['upload', write('one.csv', 'Employee ID,Display name\n1,Ana\n')])
    assert.equal(code, 0)
    assert.match(out, /staged +1/)
    assert.match(err, /The job is paused/)
    assert.ok(graph.stub.requests.every(({ path }) => !path.includes('/uploads/')))
  })

  test('without a status resource the outcomes come from the provisioning log', async () => {
    graph.stub.hasStatus = false
    const { code, out } = await run(['upload', write('people.csv', people)])
    assert.equal(code, 1)
    assert.match(out, /created +2\ndisabled +1\nfailed +2\n/)
    const path = graph.stub.requests.find((request) => request.path.includes('/auditLogs/'))?.path
    assert.match(path ?? '', /\$filter=jobId eq 'API2AAD\.t\.1' and activityDateTime ge \d{4}-/)
  })

  test('--dry-run prints the requests and sends nothing', async () => {
    const file = write('people.csv', people)
    const lines = await run(['upload', file, '--dry-run', '--json', '--batch', '3'])
    assert.deepEqual(
      lines.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).Operations.length),
      [3, 2],
    )
    const pretty = await run(['upload', file, '--dry-run'])
    assert.equal(JSON.parse(pretty.out).Operations[1].data.displayName, 'Jörg\nWeiß')
    assert.deepEqual(graph.stub.requests, [])
  })

  test('guessed columns need a yes', async () => {
    const file = write('guess.csv', 'Employee ID,Employe display name\n1,Ana\n')
    assert.equal((await run(['upload', file])).code, 2)
    const declined = await run(['upload', file], { answer: false })
    assert.match(declined.err, /Nothing was sent/)
    assert.deepEqual(graph.stub.requests, [])
    assert.equal((await run(['upload', file], { answer: true })).code, 0)
    assert.equal((await run(['upload', file, '--yes'])).code, 0)
  })

  test('wrong usage has the code 2 and says what to do', async () => {
    const file = write('one.csv', 'Employee ID\n1\n')
    const cases: [string[], RegExp][] = [
      [['uplod'], /Did you mean upload/],
      [['upload'], /missing required argument/],
      [['upload', 'nowhere.csv'], /There is no file nowhere\.csv/],
      [['upload', file, '--batch', '51'], /whole number from 1 to 50/],
      [['upload', file, '--rate', 'fast'], /--rate must look like/],
      [['upload', write('people.xlsx', '')], /saved as CSV/],
      [['logs', '--status', 'bad'], /success, failure, warning, skipped/],
      [['status', '--graph-url', 'http://graph.fabrikam.example'], /Missing|https/],
      [['status', '--profile', 'nowhere.json'], /Cannot read the profile/],
    ]
    for (const [args, expected] of cases) {
      const { code, err } = await run(args)
      assert.match(err, expected)
      assert.equal(code, 2, args.join(' '))
    }
  })

  test('the secret of a profile never travels to another server', async () => {
    const { code, err } = await run(['token', '--graph-url', 'https://graph.microsoft.com'])
    assert.equal(code, 2)
    assert.match(err, /Missing: .*--client-secret-file/)
    assert.deepEqual(graph.stub.requests, [])
  })

  test('the environment wins over the profile', async () => {
    await run(['token'], { env: { ENTRAIN_CLIENT_ID: 'c-2' } })
    assert.match(graph.stub.requests[0]?.body ?? '', /client_id=c-2&client_secret=s%2F1&scope=http%3A%2F%2F127/)
  })

  test('token prints the token, or the whole header', async () => {
    assert.equal((await run(['token'])).out, 'token-1\n')
    assert.equal((await run(['token', '--header'])).out, 'Authorization: Bearer token-2\n')
  })

  test('status shows each job with what waits', async () => {
    const { out } = await run(['status'])
    assert.match(out, /API2AAD\.t\.1 +Active +3 people in 1 upload +– +– +7\n/)
    assert.equal(JSON.parse((await run(['status', '--json'])).out)[0].backlog.people, 3)
  })

  test('logs shows what happened and why, page after page', async () => {
    await run(['upload', write('people.csv', people)])
    const { out } = await run(['logs', '--person', "O'Hara", '--status', 'Failure'])
    assert.match(
      out,
      /create +success +E-1 Ana Lima .*department: Finance|create +success +E-1 Ana Lima .*department: Treasury/,
    )
    assert.match(
      out,
      /create +failure +E-3 .*MandatoryFieldsMissing: A required attribute has no value. \(displayName\)/,
    )
    assert.equal(out.trim().split('\n').length, 6)
    const path = graph.stub.requests.at(-3)?.path ?? ''
    assert.match(path, /\$filter=provisioningStatusInfo\/status eq 'failure' and sourceIdentity\/id eq 'O''Hara'/)
    const lines = (await run(['logs', '--json', '-n', '3'])).out.trim().split('\n')
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).id),
      ['log-2', 'log-1', 'log-0'],
    )
  })

  test('a server that is not there is named', async () => {
    graph.server.close()
    const { code, err } = await run([
      'status',
      '--profile',
      write(
        'gone.json',
        JSON.stringify({
          origin: 'http://127.0.0.1:9',
          tenantId: 't',
          clientId: 'c',
          clientSecret: 's',
          servicePrincipalId: 'p',
        }),
      ),
    ])
    assert.equal(code, 3)
    assert.match(err, /Cannot talk to http:\/\/127\.0\.0\.1:9: nothing listens there/)
  })

  test('help names every command and has examples', async () => {
    const { code, out } = await run([])
    assert.equal(code, 0)
    for (const name of ['upload', 'status', 'logs', 'token']) assert.ok(out.includes(`\n  ${name} `), name)
    assert.match((await run(['upload', '--help'])).out, /Examples:\n {2}entrain upload people\.csv/)
    assert.equal((await run(['--version'])).out, '1.2.3\n')
  })
})
