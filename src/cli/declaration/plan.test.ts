import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { assignNames } from './assign-names.ts'
import type { ActualApplication, DeclaredApplication } from './declaration.ts'
import { covers, findDifferences } from './differences.ts'
import { parseDeclaration } from './parse-declaration.ts'
import { planSteps } from './plan.ts'
import { printDeclaration } from './print-declaration.ts'

const declared: DeclaredApplication = {
  uniqueName: 'hr',
  appId: null,
  properties: { displayName: 'HR', web: { redirectUris: ['https://a'] } },
  servicePrincipal: {},
  applicationPermissions: ['User.Read.All', 'AuditLog.Read.All'],
  delegatedPermissions: ['User.Read'],
  owners: ['ada@fabrikam.example'],
  federatedIdentityCredentials: null,
  jobs: [{ template: 'API2AAD', schedule: 'Active', settings: { A: '1' }, options: {}, schema: { rules: [1] } }],
}

const actual: ActualApplication = {
  id: 'o-1',
  appId: 'a-1',
  uniqueName: 'hr',
  application: { displayName: 'HR', web: { redirectUris: ['https://a'], homePageUrl: null }, tags: [] },
  servicePrincipal: { displayName: 'HR', tags: [] },
  servicePrincipalId: 's-1',
  applicationGrants: new Map([
    ['User.Read.All', 'g-1'],
    ['AuditLog.Read.All', 'g-2'],
  ]),
  delegatedGrant: { id: 'd-1', scopes: ['User.Read'] },
  owners: new Map([['Ada@fabrikam.example', 'u-1']]),
  federatedIdentityCredentials: [],
  jobs: [
    {
      id: 'j-1',
      template: 'API2AAD',
      job: { schedule: { state: 'Active' }, synchronizationJobSettings: [{ name: 'A', value: '1' }], options: {} },
      schema: { version: '7', rules: [1] },
    },
  ],
}

const plan = (wanted: DeclaredApplication, found: ActualApplication | undefined) =>
  planSteps({ applications: [wanted] }, () => found).map(({ kind, what }) => `${kind} ${what}`)

describe('planSteps', () => {
  test('nothing to do when the tenant is as declared', () => {
    assert.deepEqual(plan(declared, actual), [])
  })

  test('makes everything of an application that is not there, in an order that works', () => {
    assert.deepEqual(plan(declared, undefined), [
      'add application',
      'add service principal',
      'add owner ada@fabrikam.example',
      'add permission User.Read.All (application)',
      'add permission AuditLog.Read.All (application)',
      'add delegated permissions for everybody',
      'add job API2AAD',
      'change settings of job API2AAD',
      'change schema of job API2AAD',
      'change schedule of job API2AAD',
    ])
  })

  test('changes what differs and takes away what is not declared', () => {
    const wanted = {
      ...declared,
      properties: { displayName: 'HR feed' },
      applicationPermissions: ['User.Read.All'] as const,
      delegatedPermissions: [],
      owners: [],
    }
    assert.deepEqual(plan(wanted, actual), [
      'change application',
      'remove owner Ada@fabrikam.example',
      'remove permission AuditLog.Read.All (application)',
      'remove delegated permissions for everybody',
    ])
  })

  test('what is not declared stays as it is', () => {
    const silent = {
      ...declared,
      properties: {},
      applicationPermissions: null,
      delegatedPermissions: null,
      owners: null,
      jobs: null,
    }
    assert.deepEqual(plan(silent, actual), [])
  })
})

describe('findDifferences', () => {
  test('names the member that differs; lists count as a whole', () => {
    const before = { web: { redirectUris: ['a'], logoutUrl: 'x' }, tags: ['a', 'b'] }
    assert.deepEqual(findDifferences(before, { web: { redirectUris: ['b'] }, tags: ['a', 'b'] }), [
      { property: 'web/redirectUris', before: ['a'], after: ['b'] },
    ])
  })

  test('everything covers itself', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => covers(value, value)))
  })
})

describe('printDeclaration', () => {
  test('an export planned against the same tenant changes nothing', () => {
    const { yaml, schemas } = printDeclaration([actual])
    const read = parseDeclaration({ file: 'x', text: yaml, readSchema: (file) => schemas.get(file) ?? {} })
    assert.deepEqual(
      planSteps(read, () => actual),
      [],
    )
    assert.deepEqual([...schemas.keys()], ['hr.schema.json'])
  })

  test('names each application for tenants where it has to be made, the same in every order', () => {
    const named = (appId: string, displayName: string, uniqueName: string | null = null) => ({
      ...actual,
      appId,
      uniqueName,
      application: { displayName },
    })
    const all = [
      named('00000001-a', 'Payroll'),
      named('00000002-a', 'Payroll'),
      named('00000003-a', 'HR'),
      named('00000004-a', 'Other', 'hr'),
      named('00000005-a', '工资'),
      named('00000006-a', 'Time & Leave'),
    ]
    const names = assignNames(all)
    assert.deepEqual(Object.fromEntries(names), Object.fromEntries(assignNames(all.toReversed())))
    assert.deepEqual(
      [...names.values()],
      ['payroll-00000001', 'payroll-00000002', 'hr-00000003', 'hr', '00000005-a', 'time-leave'],
    )
    const { schemas } = printDeclaration(all)
    assert.equal(schemas.size, all.length)
  })
})
