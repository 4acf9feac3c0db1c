import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { newcomer, openWorld } from './world.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const compiler = join(root, 'node_modules/typescript/bin/tsc')
const timeout = 120_000

/** A program as somebody else writes it, with nothing but the package. */
const program = `
import { alternateKey, createClient, GraphError, toBulkRequest, type User } from '@entrain/client'

export async function synchronize(baseUrl: string, token: string, job: { id: string; jobId: string }, people: unknown[]) {
  const client = createClient({ baseUrl, getToken: () => token, retriesMax: 2 })
  const records = people as Parameters<typeof toBulkRequest>[0]
  const uploads: (string | null)[] = []
  for await (const { requestId, statusUrl } of client.uploadAll(job.id, job.jobId, records)) {
    uploads.push(requestId)
    await client.send({ method: 'GET', path: statusUrl ?? '', headers: { prefer: 'wait=30' } })
  }
  const found: (string | null | undefined)[] = []
  const users: AsyncGenerator<User> = client.items('/users', { query: { select: ['displayName'], top: 20 } })
  for await (const { displayName } of users) found.push(displayName)
  const id = alternateKey('appId', '00000003-0000-0000-c000-000000000000')
  const { displayName } = await client.get('/servicePrincipals/{id}', { params: { id } })
  const signal = AbortSignal.abort()
  const stopped = await client
    .bulkUpload(job.id, job.jobId, toBulkRequest(records.slice(0, 1)), { signal })
    .then(() => 'sent', (error: Error) => error.name)
  const refusal = await client.get('/users/{id}', { params: { id: 'nobody' } }).catch((error: unknown) => error)
  return {
    uploads: uploads.length,
    found: found.length,
    graph: displayName,
    stopped,
    refusal: refusal instanceof GraphError ? refusal.code : String(refusal),
  }
}

// @ts-expect-error There is no such path.
export const wrong = () => createClient({ getToken: () => '' }).get('/nowhere')
`

const main = `
import { synchronize } from './program.js'
const { BASE_URL, TOKEN, JOB, PEOPLE } = process.env
console.log(JSON.stringify(await synchronize(BASE_URL, TOKEN, JSON.parse(JOB), JSON.parse(PEOPLE))))
`

const settings = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  },
  files: ['program.ts'],
}

test('the packed client installs, has types, and works as it comes', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'entrain client '))
  context.after(() => rm(folder, { recursive: true, force: true }))
  await run('npm', ['pack', '--pack-destination', folder], { cwd: join(root, 'packages/client'), timeout })
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  const consumer = join(folder, 'consumer')
  await mkdir(consumer)
  await writeFile(join(consumer, 'package.json'), JSON.stringify({ type: 'module' }))
  const install = ['install', '--offline', '--no-audit', '--no-fund', join(folder, tarball)]
  await run('npm', install, { cwd: consumer, timeout })

  await writeFile(join(consumer, 'program.ts'), program)
  await writeFile(join(consumer, 'main.js'), main)
  await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify(settings))
  const compiled = await run(process.execPath, [compiler, '--project', consumer], { timeout }).catch((error) => error)
  assert.equal(compiled.stdout, '')

  await using world = await openWorld()
  const { servicePrincipalId: id, jobId, caFile } = world.setUp
  const people = Array.from({ length: 55 }, (_, index) => newcomer(`E-${index}`))
  const env = {
    PATH: process.env.PATH,
    NODE_EXTRA_CA_CERTS: caFile ?? '',
    BASE_URL: `${world.origin}/v1.0`,
    TOKEN: await world.token(),
    JOB: JSON.stringify({ id, jobId }),
    PEOPLE: JSON.stringify(people),
  }
  const { stdout } = await run(process.execPath, [join(consumer, 'main.js')], { env, timeout })
  assert.deepEqual(JSON.parse(stdout), {
    uploads: 2,
    found: 55,
    graph: 'Microsoft Graph',
    stopped: 'AbortError',
    refusal: 'Request_ResourceNotFound',
  })
})
