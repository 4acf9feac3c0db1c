import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Audit, auditValueCharsMax, directoryAudit } from './audit-entry.ts'

const audit: Audit = {
  at: Date.UTC(2031, 2, 1, 8),
  id: 'A0000000-0000-4000-8000-000000000001',
  activity: 'Update user',
  category: 'UserManagement',
  initiatedBy: { kind: 'user', id: 'u1', displayName: 'Ann', userPrincipalName: 'ann@fabrikam.example' },
  targets: [{ id: 'u2', type: 'User', displayName: 'Bo', userPrincipalName: 'bo@fabrikam.example' }],
  modifiedProperties: [{ name: 'jobTitle', oldValue: null, newValue: 'Clerk' }],
  correlationId: 'c1',
}

const propertiesOf = (changes: Partial<Audit> = {}) => directoryAudit({ ...audit, ...changes }).properties

describe('directoryAudit', () => {
  test('says who did what to whom in the words of Graph', () => {
    assert.deepEqual(directoryAudit(audit), {
      kind: 'directoryAudit',
      id: 'a0000000-0000-4000-8000-000000000001',
      at: Date.UTC(2031, 2, 1, 8),
      properties: {
        id: 'a0000000-0000-4000-8000-000000000001',
        category: 'UserManagement',
        correlationId: 'c1',
        result: 'success',
        resultReason: '',
        activityDisplayName: 'Update user',
        activityDateTime: '2031-03-01T08:00:00.000Z',
        loggedByService: 'Core Directory',
        operationType: 'Update',
        initiatedBy: {
          user: { id: 'u1', displayName: 'Ann', userPrincipalName: 'ann@fabrikam.example', ipAddress: null },
          app: null,
        },
        targetResources: [
          {
            id: 'u2',
            displayName: 'Bo',
            type: 'User',
            userPrincipalName: 'bo@fabrikam.example',
            groupType: null,
            modifiedProperties: [{ displayName: 'jobTitle', oldValue: null, newValue: '"Clerk"' }],
          },
        ],
        additionalDetails: [],
      },
    })
  })

  test('an application is named by its service principal, the service itself by its name only', () => {
    const byApplication = propertiesOf({
      initiatedBy: { kind: 'application', appId: 'a1', servicePrincipalId: 's1', displayName: 'HR' },
    })
    assert.deepEqual(byApplication.initiatedBy, {
      user: null,
      app: { appId: 'a1', servicePrincipalId: 's1', displayName: 'HR', servicePrincipalName: null },
    })
    const byService = propertiesOf({ initiatedBy: { kind: 'service', displayName: 'Account Provisioning' } })
    assert.deepEqual(byService.initiatedBy, {
      user: null,
      app: { appId: null, servicePrincipalId: null, displayName: 'Account Provisioning', servicePrincipalName: null },
    })
  })

  test('provisioning is logged by the provisioning service', () => {
    assert.equal(propertiesOf({ category: 'ProvisioningManagement' }).loggedByService, 'Account Provisioning')
  })

  test('the user agent is one of the additional details', () => {
    assert.deepEqual(propertiesOf({ userAgent: 'curl/8', additionalDetails: { Scope: 'all' } }).additionalDetails, [
      { key: 'User-Agent', value: 'curl/8' },
      { key: 'Scope', value: 'all' },
    ])
  })

  test('a value that is very long is cut', () => {
    const [target] = directoryAudit({
      ...audit,
      modifiedProperties: [{ name: 'notes', oldValue: null, newValue: 'x'.repeat(auditValueCharsMax) }],
    }).properties.targetResources as [{ modifiedProperties: [{ newValue: string }] }]
    assert.equal(target.modifiedProperties[0].newValue.length, auditValueCharsMax)
    assert.equal(target.modifiedProperties[0].newValue.at(-1), '…')
  })
})
