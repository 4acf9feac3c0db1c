import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { alternateKeyOf, compileRoutes } from './match-route.ts'
import type { Method } from './route.ts'

const row = (method: Method, path: string) => ({ method, path })
const match = compileRoutes([
  row('GET', '/servicePrincipals'),
  row('GET', '/servicePrincipals/{id}'),
  row('POST', '/servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload'),
  row('PUT', '/servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload/$value'),
  row('GET', '/users/delta'),
  row('GET', '/users/{id}'),
  row('PATCH', '/users/{id}'),
  row('GET', '/users/{key}/manager'),
])
const find = (method: string, path: string) =>
  match(
    method,
    path.split('/').filter((part) => part !== ''),
  )

describe('compileRoutes', () => {
  test('gives the values of the named segments', () => {
    const found = find('POST', '/servicePrincipals/A1/synchronization/jobs/J.1/bulkUpload')
    assert.equal(found.kind, 'matched')
    assert.deepEqual(found.kind === 'matched' && found.params, { id: 'A1', jobId: 'J.1' })
  })

  for (const path of [
    '/serviceprincipals/A1/SYNCHRONIZATION/Jobs/J.1/BULKUPLOAD',
    "/servicePrincipals('A1')/synchronization/jobs('J.1')/bulkUpload",
    "/servicePrincipals(id='A1')/synchronization/jobs/J.1/microsoft.graph.bulkUpload",
    '/servicePrincipals/A1/synchronization/jobs/J.1/microsoft.graph.bulkUpload()',
  ]) {
    test(`reads ${path} as the same resource`, () => {
      const found = find('POST', path)
      assert.deepEqual(found.kind === 'matched' && found.params, { id: 'A1', jobId: 'J.1' })
    })
  }

  test('tags the value of an alternate key with the name of the key', () => {
    const found = find('GET', "/servicePrincipals(APPID='A1')")
    assert.deepEqual(found.kind === 'matched' && found.params, { id: 'appId=A1' })
    assert.deepEqual(alternateKeyOf('appId=A1'), { name: 'appId', value: 'A1' })
    assert.equal(alternateKeyOf('A1'), undefined)
    assert.equal(alternateKeyOf('other=A1'), undefined)
  })

  test('reads doubled quotes inside a key as one quote', () => {
    const found = find('GET', "/users('o''neil')")
    assert.deepEqual(found.kind === 'matched' && found.params, { id: "o'neil" })
  })

  test('a key never stands for a fixed segment', () => {
    const found = find('GET', "/users('delta')")
    assert.equal(found.kind === 'matched' && found.route.path, '/users/{id}')
  })

  test('prefers the fixed segment, but comes back when the rest does not fit it', () => {
    const fixed = find('GET', '/users/delta()')
    assert.equal(fixed.kind === 'matched' && fixed.route.path, '/users/delta')
    const manager = find('GET', '/users/delta/manager')
    assert.deepEqual(manager.kind === 'matched' && manager.params, { key: 'delta' })
  })

  test('names the methods that the path has', () => {
    assert.deepEqual(find('DELETE', '/users/1'), { kind: 'methodNotAllowed', allow: ['GET', 'PATCH'] })
  })

  test('names the segment that no route has', () => {
    assert.deepEqual(find('GET', '/nothing'), { kind: 'unknown', segment: 'nothing' })
    assert.deepEqual(find('GET', '/users/1/nothing/more'), { kind: 'unknown', segment: 'nothing' })
    assert.deepEqual(find('GET', '/servicePrincipals/1/synchronization'), {
      kind: 'unknown',
      segment: 'synchronization',
    })
    assert.deepEqual(find('GET', "/servicePrincipals(color='red')"), {
      kind: 'unknown',
      segment: "servicePrincipals(color='red')",
    })
    assert.deepEqual(find('GET', ''), { kind: 'unknown', segment: '' })
  })

  test('refuses two routes with the same method and path', () => {
    assert.throws(() => compileRoutes([row('GET', '/users/{id}'), row('GET', '/Users/{key}')]), /two routes/)
  })

  test('gives any plain or quoted id back as it was', () => {
    const plain = fc
      .string({ minLength: 1 })
      .filter((id) => !/[/)]/.test(id) && !/^(microsoft\.graph\.)?delta$/i.test(id))
    fc.assert(
      fc.property(plain, (id) => {
        const found = match('GET', ['users', id])
        assert.deepEqual(found.kind === 'matched' && found.params, { id })
        const quoted = match('GET', [`users('${id.replaceAll("'", "''")}')`])
        assert.deepEqual(quoted.kind === 'matched' && quoted.params, { id })
      }),
    )
  })

  test('never throws, whatever the segments are', () => {
    fc.assert(fc.property(fc.array(fc.string(), { maxLength: 8 }), (segments) => void match('GET', segments)))
  })
})
