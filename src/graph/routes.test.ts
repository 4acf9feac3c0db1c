import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, test } from 'node:test'
import { isPermission } from '../auth/permissions.ts'
import { compileRoutes } from '../http/match-route.ts'
import { Backlog } from '../ingest/backlog.ts'
import * as resources from './resources/index.ts'
import { graphRoutes } from './routes.ts'
import { emptySessions, emptyWorld, forTenantOf, template, uploadsOf } from './world.test.ts'

const world = emptyWorld()
const routes = graphRoutes({
  forTenant: forTenantOf(world),
  uploads: uploadsOf(world),
  sessions: emptySessions,
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
})

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
})
