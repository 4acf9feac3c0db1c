import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkFilter } from './check-filter.ts'
import { evaluateFilter } from './evaluate-filter.ts'
import { parseFilter } from './filter.ts'
import { type FilterOperator, filterableType } from './filterable.ts'

const operators: readonly FilterOperator[] = [
  ...([
    'eq',
    'ne',
    'not',
    'gt',
    'ge',
    'lt',
    'le',
    'in',
    'has',
    'eq null',
    'startsWith',
    'endsWith',
    'contains',
  ] as const),
  ...(['/$count eq 0', '/$count ne 0', '/$count eq 1', '/$count ne 1'] as const),
]
const scopes = { enum: 'scopes', members: ['Watermark', 'Escrows', 'Full'] }
const entry = filterableType('entry', [
  { name: 'displayName', type: 'String', operators },
  { name: 'jobId', type: 'String', operators, caseExact: true },
  { name: 'targetSystem/displayName', type: 'String', operators, caseExact: true },
  { name: 'activityDateTime', type: 'DateTimeOffset', operators },
  { name: 'enabled', type: 'Boolean', operators },
  { name: 'count', type: 'Int32', operators },
  { name: 'resetScope', type: scopes, operators },
  { name: 'tags', type: 'String', operators, collection: true },
  { name: 'identities', operators, members: [{ name: 'issuer', type: 'String', operators }] },
])
const object = {
  displayName: 'Ann Lee',
  jobId: 'API2AAD.9c1f',
  targetSystem: { displayName: 'Active Directory' },
  activityDateTime: '2026-02-03T08:15:20.5+01:00',
  count: 3,
  resetScope: 'Watermark, Escrows',
  tags: ['HideApp'],
  identities: [{ issuer: 'fabrikam.example' }, {}],
}

const holds = (filter: string, subject: unknown = object) =>
  evaluateFilter(checkFilter(parseFilter(filter), entry).condition, subject)

describe('evaluateFilter', () => {
  const truths = [
    "displayName eq 'ANN LEE'",
    "startsWith(displayName,'ann') and endsWith(displayName,'LEE')",
    "displayName gt 'ANN' and displayName lt 'b'",
    "jobid eq 'API2AAD.9c1f'",
    "contains(targetSystem/displayName,'Directory')",
    'activityDateTime eq 2026-02-03T07:15:20.5Z',
    'activityDateTime ge 2026-02-03 and activityDateTime lt 2026-02-04',
    'enabled eq null',
    'enabled ne true',
    'enabled in (true,null)',
    'not (enabled eq true)',
    'not (enabled ne null)',
    'count ge 3 and count lt 4',
    'count in (1,3)',
    "resetScope has 'escrows'",
    "resetScope has 'Escrows,Watermark'",
    "tags/any(t:t eq 'hideapp')",
    'tags/any()',
    'tags/$count eq 1',
    "identities/any(i:i/issuer eq 'fabrikam.example')",
    'identities/any(i:i/issuer eq null)',
    'identities/$count ne 0',
  ]
  const falsehoods = [
    "jobid eq 'api2aad.9c1f'",
    "contains(targetSystem/displayName,'directory')",
    'enabled eq true',
    'enabled ne null',
    'count gt 3',
    "resetScope has 'Full'",
    "tags/any(t:startsWith(t,'x'))",
    'not tags/any()',
    'identities/$count eq 0',
  ]

  for (const filter of truths) test(`${filter} holds`, () => assert.equal(holds(filter), true))
  for (const filter of falsehoods) test(`${filter} does not hold`, () => assert.equal(holds(filter), false))

  test('treats an unset text as different from every text and as starting with none', () => {
    for (const subject of [{}, { displayName: null }]) {
      assert.equal(holds('displayName eq null', subject), true)
      assert.equal(holds("displayName ne 'x'", subject), true)
      assert.equal(holds("not (displayName eq 'x')", subject), true)
      assert.equal(holds("startsWith(displayName,'')", subject), false)
      assert.equal(holds("displayName ge ''", subject), false)
      assert.equal(holds("not (displayName ge '')", subject), true)
    }
  })

  test('treats a value of the wrong type, a missing parent and no object at all as unset', () => {
    for (const subject of [{ count: '3', tags: 'x', targetSystem: 7 }, { targetSystem: null }, null, 'text']) {
      assert.equal(holds('count eq null and targetSystem/displayName eq null and tags/$count eq 0', subject), true)
    }
  })

  test('does not see inherited members', () => {
    const inherited: unknown = Object.create({ displayName: 'Ann' })
    assert.equal(holds('displayName eq null', inherited), true)
  })
})
