import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { LogError, StoredLogEntry } from '../../model/provisioning-log.ts'
import { absent, heldBack } from '../../model/standard-log-errors.ts'
import { compileJob } from '../../sync/job-program.ts'
import { directoryTemplate } from '../../sync/templates/directory-template.ts'
import { toLogContext } from '../log-context.ts'
import { toSteps } from './to-steps.ts'

const { program } = compileJob(directoryTemplate.schemaFor('job'), 1)
const context = { ...toLogContext('tenant', 'job', {}), program: program ?? undefined }
const update: StoredLogEntry = {
  sequence: 1,
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
  sourceActive: 'True',
  targetId: 'object-1',
  targetDisplayName: 'ana@fabrikam.example',
  schemaVersion: 1,
  scoping: { inScope: true, clauses: {} },
  matching: { kind: 'link' },
  modified: [{ attribute: 'jobTitle', oldValue: 'Clerk', newValue: 'Lead', redacted: false }],
  unresolved: [],
  error: null,
}
const disabling = [{ attribute: 'accountEnabled', oldValue: true, newValue: false, redacted: false }]
const unasked = { inScope: false, clauses: {} }
const stepsOf = (changes: Partial<StoredLogEntry>) => toSteps({ ...update, ...changes }, context)
const told = (changes: Partial<StoredLogEntry>) => stepsOf(changes).map(({ name, status }) => `${name} ${status}`)
const find = (changes: Partial<StoredLogEntry>, type: string) =>
  stepsOf(changes).find(({ provisioningStepType }) => provisioningStepType === type)
const errorOf = (code: string): LogError => ({ code, reason: 'r', additionalDetails: null, recommendedAction: null })

describe('the steps of an entry', () => {
  test('begin with why the engine looked, for every cause', () => {
    const initiator = { kind: 'user', id: 'u', displayName: 'Ana Lima' } as const
    const causes = [
      ['upload', 'EntryImportUpdate', /^Received User 'E-1' change of type \(Update\) from API$/],
      ['retry', 'EntryImportUpdate', /^Tried User 'E-1' again/],
      ['release', 'EntryImportUpdate', /held back/],
      ['evaluation', 'EntryImport', /mapping or scope changed/],
      ['date', 'EntryImport', /a date .* came/],
      ['onDemand', 'EntryImport', /because Ana Lima asked for it/],
      ['absence', 'EntryImportDelete', /no longer in API/],
    ] as const
    for (const [cause, name, description] of causes) {
      const [step] = stepsOf({ cause, initiator })
      assert.equal(step?.name, name)
      assert.match(String(step?.description), description)
      assert.equal(step?.details.Cause, cause === 'upload' ? undefined : cause)
    }
  })

  test('show what was received', () => {
    const [step] = toSteps(update, { ...context, received: { title: 'Lead', userName: '[Redact]' } })
    assert.deepEqual(step?.details, { externalId: 'E-1', active: 'True', title: 'Lead', userName: '[Redact]' })
  })

  test('tell of people who are gone from the source', () => {
    const gone = { cause: 'absence', scoping: unasked } as const
    assert.deepEqual(told({ ...gone, action: 'disable', modified: disabling }), [
      'EntryImportDelete success',
      'EntrySynchronizationScoping success',
      'EntryImport success',
      'EntrySynchronizationDisable success',
      'EntryExportDisable success',
    ])
    assert.deepEqual(told({ ...gone, action: 'delete', modified: [] }).slice(-2), [
      'EntrySynchronizationDelete success',
      'EntryExportDelete success',
    ])
    const skipped = { ...gone, action: 'other', result: 'skipped', modified: [], error: absent } as const
    assert.equal(find(skipped, 'scoping')?.details.SkipReason, 'Absent')
    assert.equal(find(skipped, 'processing')?.details.SkipReason, 'Absent')
    assert.equal(find(skipped, 'scoping')?.details['Active in the source system'], 'False')
    assert.equal(stepsOf({ ...gone, cause: 'release', action: 'delete', modified: [] })[0]?.name, 'EntryImportDelete')
  })

  test('tell of what the threshold holds back, and that nothing was exported', () => {
    const staged = { cause: 'release', action: 'stagedDelete', result: 'skipped', error: heldBack } as const
    for (const [modified, name] of [
      [disabling, 'Disable'],
      [[], 'Delete'],
    ] as const) {
      const steps = stepsOf({ ...staged, modified })
      assert.deepEqual(
        steps.map(({ provisioningStepType }) => provisioningStepType),
        ['import', 'scoping', 'matching', 'processing'],
      )
      assert.equal(steps[3]?.name, `EntrySynchronization${name}`)
      assert.equal(steps[3]?.status, 'skipped')
      assert.deepEqual(steps[3]?.details, { SkipReason: 'TooManyDeletes', StagedAction: name })
    }
  })

  test('say where a failure happened: at a clause, at a mapping, at the target', () => {
    const failed = { result: 'failure', modified: [] } as const
    assert.deepEqual(told({ ...failed, scoping: unasked, error: errorOf('InvalidExpression') }), [
      'EntryImportUpdate success',
      'EntrySynchronizationScoping failure',
      'EntryImport success',
    ])
    assert.equal(told({ ...failed, error: errorOf('InvalidExpression') }).at(-1), 'EntrySynchronizationUpdate failure')
    assert.equal(
      told({ ...failed, error: errorOf('InternalError'), scoping: unasked }).at(-1),
      'EntrySynchronizationUpdate failure',
    )
    assert.equal(
      told({ ...failed, action: 'create', matching: { kind: 'none' }, error: errorOf('MissingValues') }).at(-1),
      'EntrySynchronizationAdd failure',
    )
    assert.equal(told({ result: 'failure', error: errorOf('Conflict') }).at(-1), 'EntryExportUpdate failure')
    assert.equal(
      told({ ...failed, action: 'delete', error: errorOf('InvalidAnchor') }).at(-1),
      'EntryExportDelete failure',
    )
  })

  test('name the property that decided, and those that were asked in vain', () => {
    const inVain = [{ attribute: 'employeeId', value: 'E-1' }]
    const matching = { kind: 'matched', attribute: 'mail', value: 'a@fabrikam.example', inVain } as const
    assert.deepEqual(find({ matching }, 'matching')?.details, {
      mail: 'a@fabrikam.example',
      MatchedNobody: 'employeeId: E-1',
    })
    const modified = [{ attribute: 'employeeId', oldValue: null, newValue: 'E-1', redacted: false }]
    const created = { action: 'create', matching: { kind: 'none' }, modified } as const
    assert.deepEqual(find(created, 'matching')?.details, { MatchedNobody: 'employeeId: E-1' })
  })

  test('tell a filtered record from one out of scope, and one that a mapping leaves alone', () => {
    const skipped = { action: 'other', result: 'skipped', modified: [] } as const
    const scoping = { inScope: false, clauses: { 'Staff.userType EQUALS': false } }
    const filtered = { ...errorOf('EntrySynchronizationSkipped'), additionalDetails: 'InputFilter' }
    assert.equal(find({ ...skipped, scoping, error: filtered }, 'scoping')?.details.SkipReason, 'InputFilter')
    assert.equal(find({ ...skipped, scoping }, 'scoping')?.details.SkipReason, 'NotEffectivelyEntitled')
    const ignored = { ...errorOf('EntrySynchronizationSkipped'), additionalDetails: 'IgnoreObjectFlow' }
    assert.equal(find({ ...skipped, error: ignored }, 'processing')?.details.SkipReason, 'IgnoreObjectFlow')
  })

  test('show a reference that was set with the object', () => {
    const modified = [{ attribute: 'manager', oldValue: null, newValue: 'object-2', redacted: false }]
    assert.deepEqual(find({ modified }, 'referenceResolution')?.details, { manager: 'object-2' })
    const waiting = {
      unresolved: [{ attribute: 'manager', anchor: 'E-9' }],
      result: 'warning',
      action: 'other',
    } as const
    assert.deepEqual(told({ ...waiting, modified: [] }).slice(-2), [
      'EntrySynchronizationSkip skipped',
      'EntryReferenceResolution warning',
    ])
  })
})
