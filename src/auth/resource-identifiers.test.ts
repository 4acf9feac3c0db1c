import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { resourceIdentifiers } from './resource-identifiers.ts'

describe('resourceIdentifiers', () => {
  test('knows Graph by its URI and by its client id, whatever the case and the slashes', () => {
    const toAudience = resourceIdentifiers('https://id.fabrikam.example:8443')
    assert.equal(toAudience('https://GRAPH.microsoft.com//'), 'https://graph.microsoft.com')
    assert.equal(toAudience('00000003-0000-0000-C000-000000000000'), '00000003-0000-0000-c000-000000000000')
  })

  test('knows the own host with and without its port, and no other', () => {
    const toAudience = resourceIdentifiers('https://id.fabrikam.example:8443')
    assert.equal(toAudience('https://id.fabrikam.example:8443/'), 'https://id.fabrikam.example:8443')
    assert.equal(toAudience('https://id.fabrikam.example'), 'https://id.fabrikam.example')
    for (const other of ['', 'https://contoso.example', 'http://id.fabrikam.example', 'https://localhost', 'api://x']) {
      assert.equal(toAudience(other), undefined)
    }
  })

  test('on a loopback host every loopback name counts', () => {
    const toAudience = resourceIdentifiers('http://127.0.0.1:8080')
    for (const name of ['http://localhost:8080', 'https://localhost', 'http://[::1]:8080', 'http://127.0.0.1']) {
      assert.equal(toAudience(name), name)
    }
    assert.equal(toAudience('http://localhost:9090'), undefined)
  })
})
