import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphPublicRoutes } from './public-routes.ts'
import { routeTable } from './route-table/index.ts'

test('what needs no token is what the route table says', () => {
  const rows = routeTable.filter(({ isPublic }) => isPublic)
  assert.deepEqual(
    graphPublicRoutes().map(({ method, path }) => `${method} ${path}`),
    rows.map(({ method, path }) => `${method} ${path}`),
  )
})
