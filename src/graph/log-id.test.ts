import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readLogId, toLogId } from './log-id.ts'

const tenantId = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'
const otherTenantId = '1f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('log ids', () => {
  test('are GUIDs from which the sequence can be read back, in any letter case', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom('entry' as const, 'change' as const), (sequence, kind) => {
        const id = toLogId(kind, tenantId, sequence)
        assert.match(id, guid)
        assert.equal(readLogId(kind, tenantId, id), sequence)
        assert.equal(readLogId(kind, tenantId.toUpperCase(), id.toUpperCase()), sequence)
      }),
      { numRuns: 200 },
    )
  })

  test('stay the same for the same entry and differ between entries, kinds and tenants', () => {
    assert.equal(toLogId('entry', tenantId, 1), toLogId('entry', tenantId, 1))
    const ids = [
      toLogId('entry', tenantId, 1),
      toLogId('entry', tenantId, 2),
      toLogId('change', tenantId, 1),
      toLogId('entry', otherTenantId, 1),
    ]
    assert.equal(new Set(ids).size, ids.length)
  })

  test('of another tenant, of the other kind or invented are not understood', () => {
    assert.equal(readLogId('entry', otherTenantId, toLogId('entry', tenantId, 1)), undefined)
    assert.equal(readLogId('change', tenantId, toLogId('entry', tenantId, 1)), undefined)
    for (const id of [
      '',
      '1',
      'not-a-guid',
      '00000000-0000-0000-0000-000000000000',
      `${toLogId('entry', tenantId, 1)} `,
    ])
      assert.equal(readLogId('entry', tenantId, id), undefined)
    fc.assert(fc.property(fc.uuid(), (id) => readLogId('entry', tenantId, id) === undefined))
  })
})
