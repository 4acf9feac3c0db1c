import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, test } from 'node:test'
import { isPermission } from '../auth/permissions.ts'
import { rightsOf } from '../auth/role-rights.ts'
import { roleTemplates } from '../auth/role-templates.ts'
import { compileRoutes } from '../http/match-route.ts'
import { Backlog } from '../ingest/backlog.ts'
import { isKnownToGraph } from './not-served.ts'
import { graphPublicRoutes } from './public-routes.ts'
import * as resources from './resources/index.ts'
import { routeTable } from './route-table/index.ts'
import { collectHandlers, type GraphParts, graphRoutes } from './routes.ts'
import { emptySessions, emptyWorld, forTenantOf, openBox, template, uploadsOf } from './world.test.ts'

const world = emptyWorld()
const parts: GraphParts = {
  audit: async () => {},
  secretBox: openBox,
  dispatch: () => Promise.reject(new Error('no door here')),
  forTenant: forTenantOf(world),
  findRestrictedUnits: async () => new Set<string>(),
  tenants: { find: async () => undefined },
  uploads: uploadsOf(world),
  sessions: emptySessions,
  refusals: { find: () => undefined },
  addresses: { isBlocked: () => false, failed() {} },
  onCommitted: () => {},
  simulate: () => Promise.reject(new Error('not simulated here')),
  settled: { waitFor: async () => {} },
  wake: () => {},
  order: async () => ({ cycleId: '', people: 0 }),
  removeUploads: async () => {},
  clock: { now: () => 0 },
  movableClock: { now: () => 0, offsetMs: () => 0, moveTo() {}, advance() {} },
  newId: () => 'id',
  findTemplate: () => template,
  evaluationContextOf: () => Promise.reject(new Error('not evaluated here')),
  templates: [],
  readEngine: () => Promise.reject(new Error('nobody is explained here')),
  contentType: 'strict',
  bodyBytesMax: 1_000,
  stage: {
    staging: { stage: async () => 1 },
    backlog: new Backlog(1),
    clock: { now: () => 0 },
    newGuid: () => 'id',
    onStaged: () => {},
  },
}
const routes = graphRoutes(parts)

describe('the route table', () => {
  test('has no two rows of the same method and path', () => {
    compileRoutes(routes)
    const rows = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}').toLowerCase()}`)
    assert.equal(new Set(rows).size, rows.length)
  })

  test('names only permissions that exist, at least one of each kind, none twice', () => {
    for (const { method, path, permissions } of routes) {
      for (const list of [permissions.application, permissions.delegated]) {
        if (list === 'any') continue
        const names = list.flatMap((grant) => (typeof grant === 'string' ? [grant] : grant))
        assert.ok(names.every(isPermission), `${method} ${path}`)
        assert.equal(new Set(list).size, list.length, `${method} ${path}`)
      }
    }
  })

  test('lists every resource of the folder', () => {
    const files = readdirSync(new URL('./resources/', import.meta.url))
    const members = files.filter((file) => !file.endsWith('.test.ts') && file !== 'index.ts')
    const exported = members.map((file) => {
      const name = file.replace('.ts', '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
      return `${name}Routes`
    })
    assert.deepEqual(Object.keys(resources).sort(), exported.sort())
  })

  test('serves every row', () => {
    const open = graphPublicRoutes().map(({ method, path }) => `${method} ${path}`)
    const served = new Set([...collectHandlers(parts).keys(), ...open])
    const missing = routeTable.map(({ method, path }) => `${method} ${path}`).filter((key) => !served.has(key))
    assert.deepEqual(missing, [])
  })

  test('every row says which directory roles a signed-in user needs, or its path does', () => {
    const open = routes.filter(
      ({ permissions, ...route }) =>
        permissions.delegated !== 'any' && permissions.delegatedRoles.length === 0 && rightsOf(route) === undefined,
    )
    assert.deepEqual(open, [])
  })

  test('the roles that may upload can be set', () => {
    const set = graphRoutes(parts, { bulkUploadRoles: ['User Administrator'] })
    const upload = set.find(({ path }) => path.endsWith('/bulkUpload'))
    assert.deepEqual(upload?.permissions.delegatedRoles, [roleTemplates['User Administrator']])
  })

  test('other parts of Graph are known by their first segments', () => {
    const paths = ['me/messages', 'sites/root', 'teams', 'devices', 'users/x/calendar/events', "users('x')/drive"]
    assert.deepEqual(
      paths.filter((path) => !isKnownToGraph(path.split('/'))),
      [],
    )
    const unknown = ['nothing', 'me/nothing', 'users/x/nothing', 'users']
    assert.deepEqual(
      unknown.filter((path) => isKnownToGraph(path.split('/'))),
      [],
    )
  })
})
