import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Permission } from '../src/auth/permissions.ts'
import { type AuthorizationWorld, openAuthorizationWorld, type TokenWish } from './authorization-world.ts'
import { type Answer, type Json, openWorld, type World } from './world.ts'

type Send = (method: string, path: string, body?: Json) => Promise<Answer>

interface Owning {
  readonly callers: AuthorizationWorld
  /** Sends as whom the wish describes. */
  as(kind: TokenWish['kind'], caller: TokenWish['caller'], ...permissions: readonly Permission[]): Send
}

async function withCallers(run: (owning: Owning, world: World) => Promise<void>): Promise<void> {
  await using world = await openWorld()
  const callers = await openAuthorizationWorld(world, { servicePrincipal: 0, application: 1, group: 0, deleted: 0 })
  const as: Owning['as'] =
    (kind, caller, ...permissions) =>
    async (method, path, body) =>
      world.send(method, `/v1.0${path}`, {
        token: await callers.token({ kind, caller, permissions }),
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
  try {
    await run({ callers, as }, world)
  } finally {
    await callers.close()
  }
}

async function created(answer: Promise<Answer>): Promise<{ readonly id: string; readonly appId: string }> {
  const { status, text, json } = await answer
  assert.equal(status, 201, text)
  return json()
}

describe('callers that reach only the applications that they own', () => {
  test('get no service principal of an application of somebody else, through which they could sign in as it', () =>
    withCallers(async ({ as }) => {
      const { appId } = await created(
        as('delegated', 'Application Administrator', 'Application.ReadWrite.All')('POST', '/applications', {
          displayName: 'Payroll',
        }),
      )
      const outsiders = [
        as('application', 'stranger', 'Application.ReadWrite.OwnedBy'),
        as('delegated', 'Application Developer', 'Application.ReadWrite.All'),
      ]
      for (const send of outsiders) {
        const answer = await send('POST', '/servicePrincipals', { appId })
        assert.equal(answer.status, 403, answer.text)
      }
    }))

  test('make the service principal of their own application and hold its credentials', () =>
    withCallers(async ({ as }) => {
      const owners = [
        as('application', 'stranger', 'Application.ReadWrite.OwnedBy'),
        as('delegated', 'Application Developer', 'Application.ReadWrite.All'),
      ]
      for (const send of owners) {
        const application = await created(send('POST', '/applications', { displayName: 'Own' }))
        const servicePrincipal = await created(send('POST', '/servicePrincipals', { appId: application.appId }))
        for (const path of [`/applications/${application.id}`, `/servicePrincipals/${servicePrincipal.id}`]) {
          const answer = await send('POST', `${path}/addPassword`, {})
          assert.equal(answer.status, 200, answer.text)
        }
      }
    }))

  test('follow the changes of what they own and of nothing else', () =>
    withCallers(async ({ as }) => {
      const send = as('application', 'stranger', 'Application.ReadWrite.OwnedBy')
      const own = await created(send('POST', '/applications', { displayName: 'Own' }))
      const other = await created(
        as('application', 'owner', 'Application.ReadWrite.All')('POST', '/applications', { displayName: 'Other' }),
      )
      const start = (await send('GET', '/applications/delta?$select=displayName')).json()
      assert.deepEqual(start.value, [{ displayName: 'Own', id: own.id }])

      for (const { id } of [own, other]) {
        await as('application', 'owner', 'Application.ReadWrite.All')('PATCH', `/applications/${id}`, { notes: 'new' })
      }
      const { pathname, search } = new URL(String(start['@odata.deltaLink']))
      const changes = (await send('GET', `${pathname.replace('/v1.0', '')}${search}`)).json()
      assert.deepEqual(changes.value, [{ displayName: 'Own', id: own.id }])

      await send('DELETE', `/applications/${own.id}`)
      const purge = await send('DELETE', `/directory/deletedItems/${own.id}`)
      assert.equal(purge.status, 204, purge.text)
      const next = new URL(String(changes['@odata.deltaLink']))
      const last = (await send('GET', `${next.pathname.replace('/v1.0', '')}${next.search}`)).json()
      assert.deepEqual(last.value, [{ id: own.id, '@removed': { reason: 'deleted' } }])
    }))
})

describe('owners of an application', () => {
  test('are listed to everybody who reads the application, and described to those who may read them', () =>
    withCallers(async ({ callers, as }) => {
      const id = callers.target('application')
      const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${callers.idOf('member')}` }
      const administrator = as(
        'delegated',
        'Application Administrator',
        'Application.ReadWrite.All',
        'Directory.Read.All',
      )
      const answer = await administrator('POST', `/applications/${id}/owners/$ref`, reference)
      assert.equal(answer.status, 204, answer.text)

      const ownersFor = async (...permissions: readonly Permission[]) => {
        const send = as('application', 'stranger', ...permissions)
        const listed = (await send('GET', `/applications/${id}/owners`)).json<{ value: readonly Json[] }>().value
        const { owners } = (await send('GET', `/applications/${id}?$expand=owners`)).json<{ owners: readonly Json[] }>()
        return [...listed, ...owners].filter((owner) => owner.id === callers.idOf('member'))
      }
      const limited = await ownersFor('Application.Read.All')
      assert.deepEqual(
        limited.map((owner) => [owner['@odata.type'], owner.displayName, owner.userPrincipalName]),
        [
          ['#microsoft.graph.user', null, null],
          ['#microsoft.graph.user', null, null],
        ],
      )
      const described = await ownersFor('Application.Read.All', 'User.ReadBasic.All')
      assert.deepEqual(
        described.map(({ displayName }) => displayName),
        ['member', 'member'],
      )
    }))
})
