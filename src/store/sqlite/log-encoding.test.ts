import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MatchingTrail, ProvisioningLogEntry } from '../../model/provisioning-log.ts'
import { decodeTrail, encodeTrail, toDictionary } from './log-encoding.ts'

const dictionary = toDictionary(['employeeId', 'mail'])
const entry: ProvisioningLogEntry = {
  jobId: 'job',
  cycleId: 'cycle',
  at: 0,
  durationMs: 1,
  action: 'update',
  result: 'success',
  cause: 'upload',
  initiator: null,
  origin: null,
  sourceAnchor: 'E-1',
  sourceDisplayName: null,
  sourceUserName: null,
  sourceActive: null,
  targetId: null,
  targetDisplayName: null,
  schemaVersion: 1,
  scoping: { inScope: true, clauses: {} },
  matching: { kind: 'none' },
  modified: [],
  unresolved: [],
  error: null,
}

describe('the stored form of a log entry', () => {
  test('keeps every way to match, with what was asked in vain', () => {
    const inVain = [{ attribute: 'employeeId', value: 'E-1' }]
    const trails: readonly MatchingTrail[] = [
      { kind: 'none' },
      { kind: 'link' },
      { kind: 'matched', attribute: 'mail', value: 'a' },
      { kind: 'matched', attribute: 'mail', value: 'a', inVain },
      { kind: 'ambiguous', attribute: 'unknown', value: 'a', inVain },
    ]
    for (const matching of trails)
      assert.deepEqual(decodeTrail(encodeTrail({ ...entry, matching }, dictionary), dictionary).matching, matching)
  })

  test('reads entries that were stored before', () => {
    const stored = '[7,"Ana","ana","True","ana@fabrikam.example","b1",1,[2,1,"a"],[[0,null,"E-1"],[1]],[],1]'
    const { matching, modified, error, cause } = decodeTrail(stored, dictionary)
    assert.deepEqual(matching, { kind: 'matched', attribute: 'mail', value: 'a' })
    assert.deepEqual(modified[0], { attribute: 'employeeId', oldValue: null, newValue: 'E-1', redacted: false })
    assert.equal(modified[1]?.redacted, true)
    assert.equal(error?.code, 'RedundantExport')
    assert.equal(cause, 'upload')
  })
})
