import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { routeTable } from '../src/graph/route-table/index.ts'
import type { RouteRow } from '../src/graph/route-table/route-row.ts'
import { type Cell, cellsOf, isAboutItself } from './authorization-matrix.ts'
import { type AuthorizationWorld, type OwnedType, openAuthorizationWorld } from './authorization-world.ts'
import { openWorld, type World } from './world.ts'

/** Requests at a time. */
const together = 24

/** What a handler asks for besides what opens its row. */
const alsoAsked = [
  { path: /\/records(\/|$)/, permission: 'ProvisioningLog.Read.All' },
  { path: /\/preview$/, permission: 'Synchronization.Read.All' },
]

test('every route answers every kind of caller as the route table says', { timeout: 120_000 }, async () => {
  await using world = await openWorld({ clock: '+1d' })
  const cells = routeTable.flatMap(cellsOf)
  const callers = await openAuthorizationWorld(world, countTargets(cells))
  try {
    const wrong: string[] = []
    for (let start = 0; start < cells.length; start += together) {
      const answers = cells.slice(start, start + together).map((cell) => check(cell, { world, callers }))
      wrong.push(...(await Promise.all(answers)).filter((finding) => finding !== undefined))
    }
    process.stdout.write(`# ${routeTable.length} routes, ${cells.length} cells of the authorization matrix\n`)
    assert.equal(wrong.length, 0, `${wrong.length} cells are wrong:\n${wrong.slice(0, 40).join('\n')}`)
  } finally {
    await callers.close()
  }
})

interface Place {
  readonly world: World
  readonly callers: AuthorizationWorld
}

/** What is wrong with the answer, undefined when nothing is. */
async function check(cell: Cell, place: Place): Promise<string | undefined> {
  const { row, name, expected } = cell
  const version = row.versions?.[0] ?? 'v1.0'
  const answer = await place.world.send(row.method, `/${version}${fill(cell, place)}`, {
    token: await tokenFor(cell, place),
  })
  const title = `${row.method} ${row.path}, ${name}`
  if (expected === 'allowed') {
    const isRefused = answer.status === 401 || answer.status === 403 || answer.status === 500
    return isRefused ? `${title}: should be allowed, was ${answer.status} ${answer.text}` : undefined
  }
  const { code } = answer.status < 400 ? { code: '' } : answer.json<{ error: { code: string } }>().error
  if (answer.status === expected.status && code === expected.code) return undefined
  return `${title}: should be ${expected.status} ${expected.code}, was ${answer.status} ${code}`
}

async function tokenFor({ token, row }: Cell, { callers }: Place): Promise<string | null> {
  if (token === null || typeof token === 'string') return token
  const more = alsoAsked.filter(({ path }) => path.test(row.path)).map(({ permission }) => permission)
  return callers.token({ ...token, permissions: [...token.permissions, ...more] })
}

/** Puts ids into the path: of what is owned, of the caller itself, of the world's application, else of nothing. */
function fill({ row, token, isOwned = false }: Cell, { world, callers }: Place): string {
  const type = ownedTypeOf(row)
  const isUser = token !== null && typeof token !== 'string' && token.kind === 'delegated'
  const first = () => {
    if (isOwned && type !== undefined) return callers.target(type)
    if (isUser && isAboutItself(row)) return callers.idOf(token.caller)
    return row.path.includes('/synchronization/') ? world.setUp.servicePrincipalId : randomUUID()
  }
  let isFirst = true
  return row.path.replaceAll(/\{\w+\}/g, () => {
    const id = isFirst ? first() : randomUUID()
    isFirst = false
    return id
  })
}

function ownedTypeOf({ path }: RouteRow): OwnedType | undefined {
  if (path.startsWith('/servicePrincipals/{')) return 'servicePrincipal'
  if (path.startsWith('/applications/{')) return 'application'
  if (path.startsWith('/groups/{')) return 'group'
  return path.startsWith('/directory/deletedItems/{') ? 'deleted' : undefined
}

function countTargets(cells: readonly Cell[]): Readonly<Record<OwnedType, number>> {
  const counts = { servicePrincipal: 0, application: 0, group: 0, deleted: 0 }
  for (const cell of cells) {
    const type = cell.isOwned === true ? ownedTypeOf(cell.row) : undefined
    if (type !== undefined) counts[type] += 1
  }
  return counts
}
