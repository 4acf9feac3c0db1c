import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changeUser } from './changed-user.ts'
import type { User } from './user.ts'

const ann: User = {
  id: '0199a0de-0000-7000-8000-00000000000a',
  version: 1,
  managerId: null,
  properties: {
    userPrincipalName: 'ann@fabrikam.example',
    displayName: 'Ann',
    accountEnabled: true,
    createdDateTime: '2026-01-05T08:00:00Z',
    employeeOrgData: { costCenter: 'K7' },
    jobTitle: 'Clerk',
  },
}

describe('changeUser', () => {
  test('names what was added, changed and taken away, and the manager', () => {
    const { jobTitle: _, ...rest } = ann.properties
    const properties = { ...rest, employeeOrgData: { costCenter: 'K8' }, department: 'Finance' }
    const after = { ...ann, version: 2, managerId: '0199a0de-0000-7000-8000-00000000000b', properties }
    const changed = changeUser(ann, after)
    assert.deepEqual(changed.changed?.toSorted(), ['department', 'employeeOrgData', 'jobTitle', 'manager'])
    assert.deepEqual({ ...changed, changed: undefined }, { ...after, changed: undefined })
  })

  test('names nothing when nothing differs', () => {
    const properties = { ...ann.properties, employeeOrgData: { costCenter: 'K7' }, department: undefined }
    assert.deepEqual(changeUser(ann, { ...ann, properties }).changed, [])
  })
})
