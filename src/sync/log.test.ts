import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TargetOutcome } from '../contracts/target.ts'
import { notInScope, redundantExport } from '../model/standard-log-errors.ts'
import { toHealedEntry, toLogEntry } from './log.ts'
import { nobody } from './match.ts'
import { mapTo, matchById, sampleObject, sampleProgram, sampleRecord } from './samples.conformance.ts'
import type { Trail } from './trail.ts'

const program = sampleProgram({
  mappings: [
    matchById,
    mapTo('jobTitle', '[title]'),
    mapTo('city', 'Redact([title])'),
    mapTo('passwordProfile.password', '[nickName]'),
  ],
})
const context = { jobId: 'job', cycleId: 'cycle', program, at: 1_000, durationMs: 7, initiator: null }
const object = sampleObject({ jobTitle: 'Clerk', accountEnabled: true }, 'object-1')
const one = { kind: 'one', object, trail: { kind: 'link' } } as const
const applied: TargetOutcome = { kind: 'applied', object }
const refused: TargetOutcome = {
  kind: 'refused',
  code: 'Conflict',
  reason: 'Another user already has this name.',
  additionalDetails: 'userPrincipalName: a',
  recommendedAction: 'Choose another.',
}
const created: Trail = {
  record: { ...sampleRecord({ externalId: 'E-1' }, 3, 5), displayName: 'Ann', userName: 'ann', active: 'True' },
  scope: { inScope: true, clauses: {} },
  match: nobody,
  linked: false,
  operation: { kind: 'create', changes: [{ attribute: 'jobTitle', value: 'Clerk' }] },
  outcome: applied,
  refersBy: [],
  unresolved: [],
  lateReferences: [],
  holdsUntil: null,
}
const updated: Trail = {
  ...created,
  match: one,
  linked: true,
  operation: { kind: 'update', object, changes: [{ attribute: 'jobTitle', value: 'Lead' }], disables: false },
}
const manager = { attribute: 'manager', oldValue: null, newValue: 'object-2' }
const told = (trail: Trail): string => {
  const { action, result, error } = toLogEntry(trail, context)
  return [action, result, ...(error === null ? [] : [error.code])].join(' ')
}

describe('a log entry', () => {
  test('names job, cycle, time, origin, source and target', () => {
    const entry = toLogEntry(created, context)
    assert.deepEqual(
      { ...entry, modified: undefined, scoping: undefined },
      {
        jobId: 'job',
        cycleId: 'cycle',
        at: 1_000,
        durationMs: 7,
        action: 'create',
        result: 'success',
        cause: 'upload',
        initiator: null,
        origin: { uploadSequence: 5, uploadId: 'upload-5', requestId: 'request', operationIndex: 3, bulkId: '3' },
        sourceAnchor: 'E-1',
        sourceDisplayName: 'Ann',
        sourceUserName: 'ann',
        sourceActive: 'True',
        targetId: 'object-1',
        targetDisplayName: 'object-1',
        schemaVersion: 1,
        scoping: undefined,
        matching: { kind: 'none' },
        modified: undefined,
        unresolved: [],
        error: null,
      },
    )
  })

  test('tells action and result of every way that a record can go', () => {
    const skip = { kind: 'skip', error: redundantExport, object } as const
    const fail = { kind: 'fail', error: { ...redundantExport, code: 'MandatoryFieldsMissing' } } as const
    const unresolved = [{ attribute: 'manager', anchor: 'E-9' }]
    const disable = { ...updated.operation, disables: true } as Trail['operation']
    const cases: readonly (readonly [Trail, string])[] = [
      [created, 'create success'],
      [updated, 'update success'],
      [{ ...updated, operation: disable }, 'disable success'],
      [{ ...updated, operation: disable, lateReferences: [manager] }, 'update success'],
      [{ ...updated, operation: skip, outcome: null }, 'other skipped RedundantExport'],
      [{ ...updated, operation: skip, outcome: null, lateReferences: [manager] }, 'update success'],
      [
        { ...updated, operation: { ...skip, error: notInScope }, outcome: null },
        'other skipped EntrySynchronizationSkipped',
      ],
      [{ ...created, outcome: refused }, 'create failure Conflict'],
      [{ ...updated, outcome: refused }, 'update failure Conflict'],
      [{ ...created, operation: fail, outcome: null }, 'create failure MandatoryFieldsMissing'],
      [{ ...updated, operation: fail, outcome: null }, 'update failure MandatoryFieldsMissing'],
      [{ ...created, unresolved }, 'create warning UnableToResolveReferenceAttributeValue'],
      [
        { ...updated, operation: skip, outcome: null, unresolved },
        'other warning UnableToResolveReferenceAttributeValue',
      ],
    ]
    for (const [trail, expected] of cases) assert.equal(told(trail), expected)
  })

  test('shows old and new value of each change, those of late references included', () => {
    assert.deepEqual(toLogEntry({ ...updated, lateReferences: [manager] }, context).modified, [
      { attribute: 'jobTitle', oldValue: 'Clerk', newValue: 'Lead', redacted: false },
      { ...manager, redacted: false },
    ])
    assert.deepEqual(toLogEntry(created, context).modified, [
      { attribute: 'jobTitle', oldValue: null, newValue: 'Clerk', redacted: false },
    ])
  })

  test('never holds what must not be shown: redacted mappings and passwords', () => {
    const changes = [
      { attribute: 'city', value: 'secret place' },
      { attribute: 'passwordProfile.password', value: 'secret word' },
    ]
    const entry = toLogEntry({ ...created, operation: { kind: 'create', changes } }, context)
    assert.deepEqual(
      entry.modified.map(({ redacted }) => redacted),
      [true, true],
    )
    assert.ok(!JSON.stringify(entry).includes('secret'))
  })

  test('keeps code, reason, details and advice of a refusal', () => {
    const { kind: _, ...error } = refused
    assert.deepEqual(toLogEntry({ ...created, outcome: refused }, context).error, error)
  })

  test('of a healed reference says that nobody asked for it', () => {
    const entry = toHealedEntry({ subjectAnchor: 'E-1', object, reference: manager }, context)
    assert.equal(entry.origin, null)
    assert.deepEqual(
      [entry.action, entry.result, entry.targetId, entry.sourceAnchor],
      ['update', 'success', 'object-1', 'E-1'],
    )
    assert.deepEqual(entry.modified, [{ ...manager, redacted: false }])
  })
})
