import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createCommandWorld } from './command-world.ts'
import { begin, entrain, freePort, init, openPost, runInstallation, start } from './program.ts'
import { bulkRequest, newcomer } from './world.ts'

const people = `Personnel No,First name,Last name,Display name,User name,Department,Active,Manager
E-1,Ana,Lima,Ana Lima,ana.lima@fabrikam.example,Finance,true,
E-2,Bo,Berg,Bo Berg,bo.berg@fabrikam.example,Finance,true,E-1
E-3,Cy,Cole,,cy.cole@fabrikam.example,Sales,true,E-1
`

describe('a running installation, by its commands', () => {
  let world: Awaited<ReturnType<typeof runInstallation>>
  let data: readonly [string, string]
  let file: string

  before(async () => {
    world = await runInstallation()
    data = ['--data', world.folder]
    file = join(world.root, 'people.csv')
    await writeFile(file, people)
  })
  after(() => world[Symbol.asyncDispose]())

  test('upload --dry-run prints the requests and sends nothing', async () => {
    const { code, out, err } = await entrain('upload', file, '--dry-run', ...data)
    assert.equal(code, 0, err)
    const request = JSON.parse(out)
    assert.deepEqual(
      request.Operations.map((operation: { data: { externalId: string } }) => operation.data.externalId),
      ['E-1', 'E-2', 'E-3'],
    )
    const log = await entrain('logs', '--json', ...data)
    assert.equal(log.out, '')
    assert.match(log.err, /no such entries/)
  })

  test('upload ends with 1 when a row fails and names its line and the reason', async () => {
    const { code, out, err } = await entrain('upload', file, '--yes', ...data)
    assert.equal(code, 1, err)
    assert.match(out, /created\s+2/)
    assert.match(out, /failed\s+1/)
    assert.match(out, /^Line .*\n +4 +E-3 .*displayName/m)
  })

  test('upload ends with 0 when every row went well, and --json says so to programs', async () => {
    const mended = join(world.root, 'mended.csv')
    await writeFile(mended, people.replace('Cy,Cole,,', 'Cy,Cole,Cy Cole,'))
    const { code, out, err } = await entrain('upload', mended, '--yes', '--json', ...data)
    assert.equal(code, 0, err)
    const { counts } = JSON.parse(out)
    assert.deepEqual([counts.created, counts.skipped, counts.failed], [1, 2, 0])
  })

  test('upload of a file that is not there ends with 2 and sends nothing', async () => {
    const { code, err } = await entrain('upload', join(world.root, 'nobody.csv'), ...data)
    assert.equal(code, 2)
    assert.match(err, /nobody\.csv/)
  })

  test('status shows the job, and --json the whole of it', async () => {
    const shown = await entrain('status', ...data)
    assert.equal(shown.code, 0, shown.err)
    assert.match(shown.out, new RegExp(world.jobId.slice(0, 12)))
    assert.match(shown.out, /Active|NotRun/)
    const [job] = JSON.parse((await entrain('status', '--json', ...data)).out)
    assert.equal(job.id, world.jobId)
    assert.equal(job.backlog.uploads, 0)
  })

  test('logs shows what happened to whom, and filters', async () => {
    const all = await entrain('logs', ...data)
    assert.equal(all.code, 0, all.err)
    for (const id of ['E-1', 'E-2', 'E-3']) assert.match(all.out, new RegExp(`\\b${id}\\b`))
    const failed = await entrain('logs', '--status', 'failure', '--json', ...data)
    const entries = failed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      entries.map(({ sourceIdentity }) => sourceIdentity.id),
      ['E-3'],
    )
    assert.equal((await entrain('logs', '--status', 'wrong', ...data)).code, 2)
  })

  test('token --header prints a header that the server takes', async () => {
    const { code, out } = await entrain('token', '--header', ...data)
    assert.equal(code, 0)
    assert.match(out, /^Authorization: Bearer [\w-]+\.[\w-]+\.[\w-]+\n$/)
    const bare = await entrain('token', ...data)
    assert.match(bare.out, /^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  })

  test('a second server on the same port is told to choose another one', async () => {
    const other = join(world.root, 'other')
    const { code, err } = await entrain('start', '--data', other, '--port', String(world.port), '--log-level', 'silent')
    assert.equal(code, 3)
    assert.match(err, /Port \d+ is taken[\s\S]*--port/)
  })

  test('a second init on the same folder is refused', async () => {
    const { code, out, err } = await entrain('init', '--json', ...data)
    assert.equal(code, 2)
    assert.equal(out, '')
    assert.match(err, /is set up already[\s\S]*--force/)
  })

  test('init --admin makes an administrator of a tenant that is there, also while the server runs', async () => {
    const made = await entrain('init', '--admin', 'ada@fabrikam.example', '--json', ...data)
    assert.equal(made.code, 0, made.err)
    assert.equal(JSON.parse(made.out).administrator.userPrincipalName, 'ada@fabrikam.example')
    const again = await entrain('init', '--admin', 'ada@fabrikam.example', ...data)
    assert.equal(again.code, 2)
    assert.match(again.err, /'ada@fabrikam\.example' is taken/)
    const elsewhere = await entrain('init', '--admin', 'ada@contoso.example', ...data)
    assert.equal(elsewhere.code, 2)
    assert.match(elsewhere.err, /No tenant in .* has the domain of 'ada@contoso\.example'/)
  })

  test('backup copies the running server; restored elsewhere it has the same users', async () => {
    const copy = join(world.root, 'copy')
    const restored = join(world.root, 'restored')
    const secretFile = join(world.root, 'secret')
    assert.equal((await entrain('backup', copy, ...data)).code, 0)
    const again = await entrain('backup', copy, ...data)
    assert.equal(again.code, 2)
    const port = await freePort()
    const { code, err } = await entrain('restore', copy, '--data', restored)
    assert.equal(code, 0, err)
    assert.equal((await entrain('restore', copy, '--data', restored)).code, 2, 'nothing is replaced unasked')

    const server = await start(restored, port)
    const there = [
      ...['--graph-url', `https://localhost:${port}`, '--ca-file', join(restored, 'ca.pem')],
      ...['--tenant', world.tenantId, '--client-id', world.clientId, '--client-secret-file', secretFile],
      ...['--service-principal', world.servicePrincipalId, '--job', world.jobId],
    ]
    await writeFile(secretFile, world.clientSecret)
    const [ours, theirs] = await Promise.all([entrain('logs', '--json', ...data), entrain('logs', '--json', ...there)])
    assert.equal(theirs.code, 0, theirs.err)
    assert.equal(theirs.out, ours.out)
    const known = await entrain('upload', file, '--yes', '--json', ...there)
    assert.equal(JSON.parse(known.out).counts.skipped, 3 - JSON.parse(known.out).counts.failed)
    assert.equal((await server.stop()).code, 0)
  })
})

describe('init and start', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'entrain-init-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  test('init --json prints one JSON object with all that a client needs', async () => {
    const port = await freePort()
    const made = await init(join(folder, 'a'), port)
    assert.equal(made.origin, `https://localhost:${port}`)
    assert.equal(made.caFile, join(folder, 'a', 'ca.pem'))
    for (const id of [made.tenantId, made.clientId, made.servicePrincipalId]) assert.match(id, /^[0-9a-f-]{36}$/)
    assert.match(made.jobId, /^API2AAD\.[0-9a-f]{32}\.[0-9a-f-]{36}$/)
    assert.ok(made.clientSecret.length >= 32)
    const profile = await stat(join(folder, 'a', 'client.json'))
    assert.equal(profile.mode & 0o077, 0, 'the secret is for its owner only')
  })

  test('a wrong setting is refused before anything is made', async () => {
    const { code, err } = await entrain('init', '--data', join(folder, 'b'), '--port', '123456')
    assert.equal(code, 2)
    assert.match(err, /ENTRAIN_PORT|port/i)
    await assert.rejects(stat(join(folder, 'b')))
  })

  test('start finishes the request in hand when it is told to stop, and ends with 0', async () => {
    await using world = await runInstallation()
    const token = (await entrain('token', '--data', world.folder)).out.trim()
    const jobs = `${world.origin}/v1.0/servicePrincipals/${world.servicePrincipalId}/synchronization/jobs`
    const body = bulkRequest(newcomer('E-1'))
    const { outgoing, status } = openPost(`${jobs}/${world.jobId}/bulkUpload`, world, {
      authorization: `Bearer ${token}`,
      'content-type': 'application/scim+json',
      'content-length': String(Buffer.byteLength(body)),
      expect: '100-continue',
    })
    outgoing.flushHeaders()
    await new Promise((resolve) => outgoing.once('continue', resolve))
    outgoing.write(body.slice(0, 20))
    const stopped = world.server.stop()
    await new Promise((resolve) => setTimeout(resolve, 200))
    outgoing.end(body.slice(20))
    assert.equal(await status, 202)
    assert.equal((await stopped).code, 0)

    const again = await start(world.folder, world.port)
    const [entry] = (await entrain('logs', '--json', '--person', 'E-1', '--data', world.folder)).out.trim().split('\n')
    assert.equal(JSON.parse(entry ?? '{}').provisioningAction, 'create')
    await again.stop()
  })

  test('start without --json says in words where it is and how clients trust it; Ctrl-C ends it', async () => {
    const { child, finished } = begin(['start', '--data', join(folder, 'c'), '--port', '0', '--log-level', 'silent'])
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.kill('SIGINT')
    const { code, out } = await finished
    assert.equal(code, 0)
    assert.match(out, /Entrain is ready at https:\/\/localhost:\d+/)
    assert.match(out, /NODE_EXTRA_CA_CERTS/)
  })
})

describe('help', () => {
  const { run } = createCommandWorld()

  for (const command of ['demo', 'init', 'start', 'upload', 'status', 'logs', 'token', 'clock', 'backup', 'restore']) {
    test(`of ${command} says what it does and what each option is for`, async () => {
      const { code, out, err } = await run([command, '--help'])
      assert.equal(code, 0)
      assert.equal(err, '')
      assert.match(out, new RegExp(`^Usage: entrain ${command} \\[options\\]`))
      assert.match(out.split('\n')[2] ?? '', /^[A-Z].{40,}/)
      const options = out.match(/^ {2}(-\w, )?--.*$/gm) ?? []
      assert.ok(options.length >= 2)
      for (const line of options) assert.match(line, /^ {2}\S.*? {2,}\S/, line)
      assert.doesNotMatch(out, /undefined|\[\]|\[object/)
    })
  }

  test('of the program lists every command; an unknown one gets a suggestion', async () => {
    const { out } = await entrain()
    assert.match(out, /entrain \[options\] \[command\]/)
    const { code, err } = await entrain('uplaod')
    assert.equal(code, 2)
    assert.match(err, /Did you mean upload\?/)
  })
})

test('a server without a tenant says how to make one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'entrain-empty-'))
  const server = await start(folder, 0)
  const { code, err } = await server.stop()
  assert.equal(code, 0)
  assert.match(err, /has no tenant yet: "entrain init --data/)
  await rm(folder, { recursive: true })
})
