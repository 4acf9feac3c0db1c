import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toBulkRequests } from './bulk-upload.ts'

function people(count: number) {
  return Array.from({ length: count }, (_, index) => ({ schemas: [], externalId: `E-${index}` }))
}

describe('bulk requests', () => {
  test('hold 50 people each, in order, with bulkIds that count on', () => {
    const requests = [...toBulkRequests(people(120))]
    assert.deepEqual(
      requests.map(({ Operations }) => Operations.length),
      [50, 50, 20],
    )
    const operations = requests.flatMap(({ Operations }) => Operations)
    assert.deepEqual(
      operations.map(({ bulkId }) => bulkId),
      operations.map((_, index) => String(index + 1)),
    )
    assert.equal(operations[119]?.data.externalId, 'E-119')
  })

  test('are as few as it takes: none for nobody, one for fifty', () => {
    assert.deepEqual([...toBulkRequests([])], [])
    assert.equal([...toBulkRequests(people(50))].length, 1)
  })
})
