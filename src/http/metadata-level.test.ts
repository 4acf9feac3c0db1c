import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { json, plainText } from './json-response.ts'
import { withMetadataLevel } from './metadata-level.ts'

const page = {
  '@odata.context': 'https://graph.fabrikam.example/v1.0/$metadata#groups',
  '@odata.count': 1,
  '@odata.nextLink': 'https://graph.fabrikam.example/v1.0/groups?$skiptoken=x',
  value: [{ '@odata.type': '#microsoft.graph.group', id: '1', 'members@odata.context': 'x', owners: [{ id: '2' }] }],
}

function asking(accept: string | undefined, response = json(page)) {
  return withMetadataLevel({ header: () => accept }, response)
}

describe('the level of metadata', () => {
  test('none leaves annotations out, at any depth, but for pages and counts', () => {
    const { body, headers } = asking('application/json; odata.metadata=none, */*')
    const { '@odata.context': _, ...rest } = page
    assert.deepEqual(JSON.parse(String(body)), { ...rest, value: [{ id: '1', owners: [{ id: '2' }] }] })
    assert.match(String(headers['Content-Type']), /^application\/json;odata\.metadata=none;/)
  })

  test('minimal is what everybody else gets, with the same response', () => {
    for (const accept of [undefined, '*/*', 'application/json;odata.metadata=minimal', 'application/json']) {
      const response = json(page)
      assert.equal(asking(accept, response), response)
    }
  })

  test('is no question for what is no JSON of Graph', () => {
    const response = plainText('5')
    assert.equal(asking('application/json;odata.metadata=none', response), response)
  })
})
