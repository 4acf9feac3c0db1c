import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ProvisioningLogEntry } from '../model/provisioning-log.ts'
import { nameReferences, redactEntry } from './redact.ts'
import { mapTo, matchById, sampleObject, sampleProgram } from './samples.conformance.ts'

const program = sampleProgram({
  mappings: [
    matchById,
    mapTo('jobTitle', 'Redact([title])'),
    mapTo('manager', 'Redact([nickName])'),
    mapTo('userPrincipalName', 'Redact([userName])'),
  ],
})
const unresolved = [
  { attribute: 'other', anchor: 'E-2' },
  { attribute: 'manager', anchor: 'secret' },
]
const entry: ProvisioningLogEntry = {
  jobId: 'job',
  cycleId: 'cycle',
  at: 0,
  durationMs: 1,
  action: 'update',
  result: 'warning',
  cause: 'reference',
  initiator: null,
  origin: null,
  sourceAnchor: 'E-1',
  sourceDisplayName: 'secret name',
  sourceUserName: 'secret',
  sourceActive: null,
  targetId: 'id',
  targetDisplayName: 'secret name',
  schemaVersion: 1,
  scoping: { inScope: true, clauses: {} },
  matching: {
    kind: 'matched',
    attribute: 'employeeId',
    value: 'E-1',
    inVain: [{ attribute: 'jobTitle', value: 'secret' }],
  },
  modified: [{ attribute: 'jobTitle', oldValue: 'secret', newValue: 'secret', redacted: false }],
  unresolved,
  error: { code: 'X', reason: 'r', additionalDetails: nameReferences(unresolved), recommendedAction: null },
}

describe('redactEntry', () => {
  test('hides values in names, in what was asked in vain, and beside others in one error', () => {
    const object = sampleObject({ userPrincipalName: 'secret name' })
    const named = { ...object, displayName: 'secret name' }
    const redacted = redactEntry(entry, { program, object: named })
    assert.ok(!JSON.stringify(redacted).includes('secret'), JSON.stringify(redacted))
    assert.equal(redacted.error?.additionalDetails, 'other: E-2; manager: [Redact]')
    assert.equal(redacted.sourceDisplayName, '[Redact]')
    assert.equal(redacted.sourceAnchor, 'E-1')
  })
})
