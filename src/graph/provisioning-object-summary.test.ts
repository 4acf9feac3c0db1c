import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredLogEntry } from '../model/provisioning-log.ts'
import { toLogContext } from './log-context.ts'
import { readLogId } from './log-id.ts'
import { toProvisioningObjectSummary } from './provisioning-object-summary.ts'

const tenantId = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'
const context = toLogContext(tenantId, 'API2AAD.1', {
  servicePrincipal: {
    id: '11111111-2222-3333-4444-555555555555',
    appId: '66666666-7777-8888-9999-000000000000',
    displayName: 'HR feed',
    accountEnabled: true,
    tags: [],
    ownerIds: [],
  },
})
const created: StoredLogEntry = {
  sequence: 41,
  jobId: 'API2AAD.1',
  cycleId: 'a0a0a0a0-0000-4000-8000-000000000001',
  at: Date.UTC(2026, 1, 3, 8, 15, 20),
  durationMs: 812,
  action: 'create',
  result: 'success',
  cause: 'upload',
  initiator: null,
  origin: { uploadSequence: 7, uploadId: 'u-7', requestId: 'r-7', operationIndex: 3, bulkId: 'b3' },
  sourceAnchor: 'E-1001',
  sourceDisplayName: 'Ana Lima',
  sourceUserName: 'ana.lima@fabrikam.example',
  sourceActive: 'True',
  targetId: '7a0f7c5e-8e06-4a4e-9b62-0c9a8f4d1e10',
  targetDisplayName: 'ana.lima@fabrikam.example',
  schemaVersion: 1,
  scoping: { inScope: true, clauses: {} },
  matching: { kind: 'none' },
  modified: [
    { attribute: 'accountEnabled', oldValue: null, newValue: true, redacted: false },
    {
      attribute: 'otherMails',
      oldValue: null,
      newValue: ['a@fabrikam.example', 'b@fabrikam.example'],
      redacted: false,
    },
  ],
  unresolved: [],
  error: null,
}
const updated: StoredLogEntry = {
  ...created,
  action: 'update',
  matching: { kind: 'link' },
  modified: [{ attribute: 'department', oldValue: 'Finance', newValue: 'Treasury', redacted: false }],
}
const skipped: StoredLogEntry = {
  ...created,
  action: 'other',
  result: 'skipped',
  matching: { kind: 'link' },
  modified: [],
}

/** What the scoping step says of somebody who is active. */
function scopeDetails(inScope: 'True' | 'False', clauses = {}) {
  return {
    'Active in the source system': 'True',
    'Assigned to the application': 'True',
    'User has the required role': 'True',
    'Scoping filter evaluation passed': inScope,
    IsInProvisioningScope: inScope,
    IsEffectivelyEntitledForProvisioning: inScope,
    ScopeEvaluationResult: JSON.stringify(clauses),
  }
}

function summarize(entry: StoredLogEntry) {
  return toProvisioningObjectSummary(entry, context, 'v1.0')
}

function stepsOf(entry: StoredLogEntry): string[] {
  return summarize(entry).provisioningSteps.map((step) => `${step.provisioningStepType} ${step.name} ${step.status}`)
}

describe('toProvisioningObjectSummary', () => {
  test('tells of a create: what came, that it was in scope, that it was made, and every value', () => {
    const summary = summarize(created)
    assert.equal(readLogId('entry', tenantId, summary.id), 41)
    assert.equal(readLogId('change', tenantId, summary.changeId), 41)
    assert.equal(summary.activityDateTime, '2026-02-03T08:15:20Z')
    assert.equal(summary.provisioningAction, 'create')
    assert.equal(summary.durationInMilliseconds, 812)
    assert.deepEqual(summary.provisioningStatusInfo, { status: 'success', errorInformation: null })
    assert.deepEqual(summary.servicePrincipal, { id: '11111111-2222-3333-4444-555555555555', displayName: 'HR feed' })
    assert.equal(summary.sourceSystem.displayName, 'API')
    assert.equal(summary.targetSystem.displayName, 'Microsoft Entra ID')
    assert.deepEqual(summary.sourceIdentity, {
      id: 'E-1001',
      displayName: 'Ana Lima',
      identityType: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      details: { userName: 'ana.lima@fabrikam.example' },
    })
    assert.deepEqual(summary.targetIdentity, {
      id: '7a0f7c5e-8e06-4a4e-9b62-0c9a8f4d1e10',
      displayName: 'ana.lima@fabrikam.example',
      identityType: 'User',
      details: {},
    })
    assert.deepEqual(summary.modifiedProperties, [
      { displayName: 'accountEnabled', oldValue: null, newValue: 'True' },
      { displayName: 'otherMails', oldValue: null, newValue: 'a@fabrikam.example;b@fabrikam.example' },
    ])
    assert.deepEqual(summary.provisioningSteps, [
      {
        name: 'EntryImportAdd',
        provisioningStepType: 'import',
        status: 'success',
        description: "Received User 'E-1001' change of type (Add) from API",
        details: { externalId: 'E-1001', active: 'True' },
      },
      {
        name: 'EntrySynchronizationScoping',
        provisioningStepType: 'scoping',
        status: 'success',
        description: "Determined User 'E-1001' to be in scope",
        details: scopeDetails('True'),
      },
      {
        name: 'EntrySynchronizationAdd',
        provisioningStepType: 'matching',
        status: 'success',
        description: "User 'E-1001' will be created in Microsoft Entra ID",
        details: {},
      },
      {
        name: 'EntryExportAdd',
        provisioningStepType: 'export',
        status: 'success',
        description: "User 'ana.lima@fabrikam.example' was created in Microsoft Entra ID",
        details: { ReportableIdentifier: 'ana.lima@fabrikam.example' },
      },
    ])
  })

  test('names the upload, the request and the operation that asked for it', () => {
    assert.deepEqual(summarize(created).upload, { uploadId: 'u-7', requestId: 'r-7', bulkId: 'b3', operationIndex: 3 })
  })

  test('tells of an update with the old and the new value', () => {
    assert.deepEqual(stepsOf(updated), [
      'import EntryImportUpdate success',
      'scoping EntrySynchronizationScoping success',
      'matching EntryImport success',
      'processing EntrySynchronizationUpdate success',
      'export EntryExportUpdate success',
    ])
    assert.deepEqual(summarize(updated).modifiedProperties, [
      { displayName: 'department', oldValue: 'Finance', newValue: 'Treasury' },
    ])
  })

  test('says by which attribute a target object was found', () => {
    const matched = summarize({ ...updated, matching: { kind: 'matched', attribute: 'employeeId', value: 'E-1001' } })
    const step = matched.provisioningSteps.find(({ provisioningStepType }) => provisioningStepType === 'matching')
    assert.deepEqual(step?.details, { employeeId: 'E-1001' })
  })

  test('tells of a disable as an export of its own, also for a user who left the scope', () => {
    assert.equal(stepsOf({ ...updated, action: 'disable' }).at(-1), 'export EntryExportDisable success')
    const left = {
      ...updated,
      action: 'disable' as const,
      scoping: { inScope: false, clauses: { 'Staff.a EQUALS': false } },
    }
    assert.deepEqual(stepsOf(left), [
      'import EntryImportUpdate success',
      'scoping EntrySynchronizationScoping success',
      'matching EntryImport success',
      'processing EntrySynchronizationDisable success',
      'export EntryExportDisable success',
    ])
  })

  test('tells the skip of an unchanged user from the skip of a user out of scope', () => {
    const redundant = summarize(skipped)
    assert.equal(redundant.provisioningStatusInfo.status, 'skipped')
    assert.equal(redundant.provisioningStatusInfo.errorInformation?.errorCode, 'RedundantExport')
    assert.equal(redundant.provisioningStatusInfo.errorInformation?.errorCategory, 'nonServiceFailure')
    assert.deepEqual(redundant.provisioningSteps.at(-1), {
      name: 'EntrySynchronizationSkip',
      provisioningStepType: 'processing',
      status: 'skipped',
      description: "No change to User 'E-1001' currently needs to be made",
      details: { SkipReason: 'RedundantExport' },
    })

    const clauses = { "Employees only.userType EQUALS 'Employee'": false }
    const outside = summarize({ ...skipped, matching: { kind: 'none' }, scoping: { inScope: false, clauses } })
    assert.equal(outside.provisioningStatusInfo.errorInformation?.errorCode, 'EntrySynchronizationSkipped')
    assert.equal(outside.provisioningSteps.length, 2)
    assert.deepEqual(outside.provisioningSteps[1], {
      name: 'EntrySynchronizationScoping',
      provisioningStepType: 'scoping',
      status: 'skipped',
      description: "User 'E-1001' is not in scope",
      details: { SkipReason: 'NotEffectivelyEntitled', ...scopeDetails('False', clauses) },
    })
  })

  test('carries the whole error of a failed create', () => {
    const failed = summarize({
      ...created,
      result: 'failure',
      targetId: null,
      targetDisplayName: null,
      error: {
        code: 'AzureActiveDirectoryInvalidUserPrincipalName',
        reason: 'The name contains characters that are not allowed.',
        additionalDetails: 'userPrincipalName: ana lima@fabrikam.example',
        recommendedAction: 'Change the mapping expression for userPrincipalName.',
      },
    })
    assert.deepEqual(failed.provisioningStatusInfo, {
      status: 'failure',
      errorInformation: {
        errorCode: 'AzureActiveDirectoryInvalidUserPrincipalName',
        reason: 'The name contains characters that are not allowed.',
        additionalDetails: 'userPrincipalName: ana lima@fabrikam.example',
        errorCategory: 'nonServiceFailure',
        recommendedAction: 'Change the mapping expression for userPrincipalName.',
      },
    })
    assert.deepEqual(failed.targetIdentity, { id: '', displayName: '', identityType: 'User', details: {} })
    assert.deepEqual(failed.provisioningSteps.at(-1), {
      name: 'EntryExportAdd',
      provisioningStepType: 'export',
      status: 'failure',
      description: 'Failed to create User in Microsoft Entra ID',
      details: { ReportableIdentifier: 'E-1001' },
    })
  })

  test('shows at which step a failure stopped: at the import, at the match, or in between', () => {
    const error = { code: 'X', reason: 'r', additionalDetails: null, recommendedAction: null }
    const failed = { ...skipped, result: 'failure', matching: { kind: 'none' }, error } as const
    assert.deepEqual(stepsOf({ ...failed, sourceAnchor: '' }), ['import EntryImportUpdate failure'])
    const ambiguous = { kind: 'ambiguous', attribute: 'employeeId', value: 'E-1001' } as const
    assert.equal(stepsOf({ ...failed, matching: ambiguous }).at(-1), 'matching EntryImport failure')
    assert.equal(stepsOf(failed).at(-1), 'processing EntrySynchronizationAdd failure')
  })

  test('warns of a reference that waits, after the user was written', () => {
    const warned = summarize({
      ...created,
      result: 'warning',
      unresolved: [{ attribute: 'manager', anchor: 'E-0001' }],
    })
    assert.equal(warned.provisioningStatusInfo.errorInformation?.errorCode, 'UnableToResolveReferenceAttributeValue')
    assert.equal(warned.provisioningStatusInfo.errorInformation?.additionalDetails, 'manager: E-0001')
    assert.deepEqual(
      warned.provisioningSteps.slice(-2).map(({ name, status, details }) => ({ name, status, details })),
      [
        { name: 'EntryExportAdd', status: 'success', details: { ReportableIdentifier: 'ana.lima@fabrikam.example' } },
        { name: 'EntryReferenceResolution', status: 'warning', details: { manager: 'E-0001' } },
      ],
    )
  })

  test('tells of a reference that healed without any upload', () => {
    const modified = [{ attribute: 'manager', oldValue: null, newValue: '7a0f', redacted: false }]
    const healed = summarize({ ...updated, cause: 'reference', origin: null, modified })
    assert.equal(healed.upload, null)
    assert.deepEqual(
      healed.provisioningSteps.map(({ name, status }) => `${name} ${status}`),
      ['EntryReferenceResolution success', 'EntryExportUpdate success'],
    )
    assert.deepEqual(healed.provisioningSteps[0]?.details, { manager: '7a0f' })
  })

  test('never shows a redacted value in any field', () => {
    const secret = { attribute: 'employeeId', oldValue: 'old-secret', newValue: 'new-secret', redacted: true }
    for (const origin of [created.origin, null]) {
      const text = JSON.stringify(summarize({ ...updated, origin, modified: [secret] }))
      assert.ok(!text.includes('secret'))
      assert.ok(text.includes('{"displayName":"employeeId","oldValue":"[Redact]","newValue":"[Redact]"}'))
    }
  })

  test('adds the older names action and statusInfo in beta only', () => {
    const beta = toProvisioningObjectSummary(skipped, context, 'beta')
    assert.equal(beta.action, 'other')
    assert.equal(beta.statusInfo?.status, 'skipped')
    assert.ok(!('statusInfo' in summarize(skipped)))
  })
})
