import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseAssignmentId, toAssignmentId } from './role-assignment-id.ts'

describe('the id of a role assignment', () => {
  test('leads back to role and principal', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (roleTemplateId, principalId) => {
        const id = toAssignmentId(roleTemplateId, principalId)
        assert.match(id, /^[\w-]{45}$/)
        assert.deepEqual(parseAssignmentId(id), { roleTemplateId, principalId })
      }),
    )
  })

  test('begins as the reference shows it for Global Administrator', () => {
    const id = toAssignmentId('62e90394-69f5-4237-9190-012177145e10', '00000000-0000-4000-8000-000000000000')
    assert.ok(id.startsWith('lAPpYvVpN0KRkAEhdxReE'))
  })

  test('is told from any other text', () => {
    for (const text of ['', 'x', '62e90394-69f5-4237-9190-012177145e10', `${'!'.repeat(43)}-1`]) {
      assert.equal(parseAssignmentId(text), undefined)
    }
  })
})
