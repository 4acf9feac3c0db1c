import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permissions } from '../src/auth/permissions.ts'
import { routeTable } from '../src/graph/route-table/index.ts'
import { type AuthorizationWorld, openAuthorizationWorld } from './authorization-world.ts'
import { createRandom, type KnownIds, RequestMaker } from './random-requests.ts'
import { type Answer, type Json, openWorld, type World } from './world.ts'

const rounds = Number(process.env.ENTRAIN_REQUEST_ROUNDS ?? '3')
const seed = Number(process.env.ENTRAIN_REQUEST_SEED ?? '20261')

const allPermissions = Object.keys(permissions)

/** What the whole table is tried on: some of everything, of which the requests themselves remove more and more. */
async function createThings(world: World, callers: AuthorizationWorld, name: string): Promise<KnownIds> {
  const token = await callers.token({ kind: 'application', caller: 'owner', permissions: allPermissions })
  const create = async (path: string, body: Json): Promise<string> => {
    const headers = { 'content-type': 'application/json' }
    const answer = await world.send('POST', `/v1.0${path}`, { token, headers, body: JSON.stringify(body) })
    assert.ok(answer.status < 300, `${path}: ${answer.text}`)
    return String(answer.json().id)
  }
  const many = (count: number, path: string, toBody: (index: number) => Json) =>
    Promise.all(Array.from({ length: count }, (_, index) => create(path, toBody(index))))
  const users = await many(8, '/users', (index) => ({
    accountEnabled: true,
    displayName: `User ${index}`,
    mailNickname: `u${name}${index}`,
    userPrincipalName: `u${name}${index}@fabrikam.example`,
    passwordProfile: { password: 'Regen-2026-Sommer!' },
  }))
  const groups = await many(6, '/groups', (index) => ({
    displayName: `Group ${index}`,
    mailNickname: `g${name}${index}`,
    mailEnabled: index % 2 === 0,
    securityEnabled: true,
    groupTypes: index % 2 === 0 ? ['Unified'] : [],
  }))
  const applications = await many(6, '/applications', (index) => ({ displayName: `Application ${index}` }))
  const roles = await world.send('GET', '/v1.0/directoryRoles?$select=id', { token })
  const { servicePrincipalId, jobId } = world.setUp
  const targets = await Promise.all(
    applications.slice(0, 3).map(async (id) => {
      const answer = await world.send('GET', `/v1.0/applications/${id}?$select=appId`, { token })
      return create('/servicePrincipals', { appId: answer.json().appId })
    }),
  )
  return new Map([
    ['users', users],
    ['groups', groups],
    ['applications', applications],
    ['serviceprincipals', [servicePrincipalId, ...targets]],
    [
      'directoryroles',
      roles
        .json<{ value: { id: string }[] }>()
        .value.slice(0, 3)
        .map(({ id }) => id),
    ],
    ['jobs', [jobId]],
    ['templates', ['API2AAD', 'API2AD']],
    ['members', [...users, ...groups]],
    ['owners', users],
    ['directoryobjects', [...users, ...groups, ...applications]],
    ['deleteditems', [...users.slice(0, 3), ...applications.slice(0, 3)]],
  ])
}

/** Graph's envelope (graph-conventions section 13); nothing for answers without one. */
function problemOf({ status, text, headers }: Answer, method: string): string | undefined {
  if (status === 501 && text.includes('notSupported')) return undefined
  if (status >= 500) return `${status}`
  if (status < 400 || method === 'HEAD') return undefined
  try {
    const { error } = JSON.parse(text)
    const isWhole = [error.code, error.message, error.innerError['request-id']].every(
      (part) => typeof part === 'string',
    )
    const isSame = error.innerError['request-id'] === headers['request-id']
    return isWhole && isSame ? undefined : `no whole error: ${text}`
  } catch {
    return `no error in the body: ${status} ${text.slice(0, 200)}`
  }
}

test('no route answers whatever is sent with a defect, nor an error without Graph\u2019s envelope', async (context) => {
  await using world = await openWorld()
  const callers = await openAuthorizationWorld(world, { servicePrincipal: 0, application: 0, group: 0, deleted: 0 })
  try {
    const random = createRandom(seed)
    let maker = new RequestMaker(random, new Map())
    const tokens = [
      await callers.token({ kind: 'application', caller: 'owner', permissions: allPermissions }),
      await callers.token({ kind: 'delegated', caller: 'Global Administrator', permissions: allPermissions }),
    ]
    const problems: string[] = []
    const statuses = new Map<number, number>()
    for (let round = 0; round < rounds; round += 1) {
      // What was there before is deleted by now.
      if (round % 3 === 0) maker = new RequestMaker(random, await createThings(world, callers, `x${round}x`))
      for (const row of routeTable) {
        const { method, path, headers, body } = maker.make(row)
        // Node frames the body of a DELETE only when it is told the length.
        const length = body === undefined ? {} : { 'content-length': String(Buffer.from(body).length) }
        const token = tokens[round % 2] ?? null
        const options = { headers: { ...headers, ...length }, token, ...(body !== undefined && { body }) }
        const answer = await world.send(method, path, options)
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        const problem = problemOf(answer, method)
        if (problem !== undefined) problems.push(`${method} ${path} ${JSON.stringify(headers)} ${body}: ${problem}`)
      }
    }
    context.diagnostic(`statuses ${[...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')}`)
    assert.deepEqual(problems, [], `ENTRAIN_REQUEST_SEED=${seed}`)
  } finally {
    await callers.close()
  }
})
