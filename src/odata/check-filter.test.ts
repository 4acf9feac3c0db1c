import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkFilter } from './check-filter.ts'
import { parseFilter } from './filter.ts'
import { filterableType } from './filterable.ts'
import { ODataError, toEntrainError } from './odata-error.ts'

const text = ['eq', 'ne', 'not', 'ge', 'le', 'in', 'startsWith', 'eq null'] as const
const user = filterableType('user', [
  { name: 'id', type: 'Guid', operators: ['eq', 'not', 'in'], nullable: false },
  { name: 'displayName', type: 'String', operators: text },
  { name: 'jobTitle', type: 'String', operators: ['eq'] },
  { name: 'aboutMe', type: 'String', operators: [] },
  { name: 'accountEnabled', type: 'Boolean', operators: ['eq', 'ne', 'not', 'in', 'ge', 'startsWith'] },
  { name: 'createdDateTime', type: 'DateTimeOffset', operators: ['eq', 'ge', 'le', 'startsWith'] },
  { name: 'employeeOrgData/costCenter', type: 'String', operators: ['eq'], caseExact: true },
  { name: 'level', type: 'Int32', operators: ['eq', 'gt', 'has'] },
  { name: 'quota', type: 'Int64', operators: ['eq'] },
  { name: 'ratio', type: 'Double', operators: ['eq'] },
  {
    name: 'action',
    type: { enum: 'action', members: ['create', 'stagedDelete'] },
    operators: ['eq', 'in', 'has', 'ge'],
  },
  { name: 'status', type: { enum: 'status', members: ['failure'] }, operators: ['eq'], caseExact: true },
  { name: 'otherMails', type: 'String', collection: true, operators: ['eq', 'endsWith', '/$count eq 0'] },
  { name: 'tags', type: 'String', collection: true, operators: ['eq', 'not'] },
  { name: 'identities', operators: ['not'], members: [{ name: 'issuer', type: 'String', operators: ['eq', 'not'] }] },
])

const check = (filter: string) => checkFilter(parseFilter(filter), user)

function refusal(filter: string): { code: string; seen: string; message: string } {
  try {
    check(filter)
  } catch (error) {
    if (error instanceof ODataError)
      return { code: error.code, seen: toEntrainError(error).code, message: error.message }
    throw error
  }
  assert.fail(`${filter} should have been refused`)
}

describe('ODataError', () => {
  test('is seen with the same code in the envelope as in the error of the service', () => {
    const error = new ODataError('tooManyClauses', 'too many')
    assert.equal(error.graphCode, 'Request_UnsupportedQuery')
    assert.equal(toEntrainError(error).code, 'unsupportedQuery')
  })
})

describe('checkFilter', () => {
  test('finds properties in any letter case and gives them their canonical spelling', () => {
    const { condition } = check("EMPLOYEEORGDATA/costcenter eq 'K9'")
    assert.deepEqual(condition, {
      kind: 'compare',
      operator: 'eq',
      property: { path: 'employeeOrgData/costCenter', type: 'String', foldsCase: false, nullable: true },
      value: { kind: 'text', text: 'K9' },
    })
  })

  test('folds the text where case does not count', () => {
    const { condition } = check("startsWith(displayName,'ANN')")
    assert.ok(condition.kind === 'match')
    assert.equal(condition.text, 'ann')
    assert.equal(condition.property.foldsCase, true)
  })

  const guid = '0f8fad5b-d9cb-469f-a165-70867728950e'
  const values: readonly (readonly [string, unknown])[] = [
    [`id eq ${guid.toUpperCase()}`, { kind: 'text', text: guid }],
    [`id eq '${guid}'`, { kind: 'text', text: guid }],
    [`jobTitle eq ${guid}`, { kind: 'text', text: guid }],
    ['level eq -7', { kind: 'number', value: -7 }],
    ['quota eq 9007199254740991', { kind: 'number', value: Number.MAX_SAFE_INTEGER }],
    ['ratio eq 1.5e3', { kind: 'number', value: 1500 }],
    ["action eq 'STAGEDdelete'", { kind: 'text', text: 'stagedDelete' }],
    ["action eq microsoft.graph.action'create'", { kind: 'text', text: 'create' }],
    ["status eq 'Failure'", { kind: 'text', text: 'Failure' }],
  ]

  for (const [filter, value] of values) {
    test(`types the value of ${filter}`, () => {
      const { condition } = check(filter)
      assert.ok(condition.kind === 'compare')
      assert.partialDeepStrictEqual(condition.value, value)
    })
  }

  test('takes a date bare or quoted', () => {
    const [bare, quoted] = ['2026-01-01T00:00:00Z', "'2026-01-01T00:00:00Z'"].map((value) => {
      const { condition } = check(`createdDateTime ge ${value}`)
      return condition.kind === 'compare' ? condition.value : undefined
    })
    assert.deepEqual(bare, {
      kind: 'instant',
      sortableUtc: '2026-01-01T00:00:00',
      epochMs: 1767225600000,
      finerThanMs: false,
    })
    assert.deepEqual(quoted, bare)
  })

  test('refuses unknown properties as the reference does', () => {
    assert.deepEqual(refusal("shoeSize eq 'x'"), {
      code: 'unknownProperty',
      seen: 'badRequest',
      message: "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'.",
    })
    assert.equal(refusal("identities/any(i:i/colour eq 'x')").code, 'unknownProperty')
    assert.equal(refusal("tags/any(t:t/name eq 'x')").code, 'unknownProperty')
    assert.equal(refusal("tags/any(t:displayName eq 'x')").code, 'unknownProperty')
    assert.equal(refusal("__proto__ eq 'x'").code, 'unknownProperty')
  })

  test('refuses operators that the property does not list, and says which it does', () => {
    assert.deepEqual(refusal("startsWith(jobTitle,'x')"), {
      code: 'unsupportedOperator',
      seen: 'unsupportedQuery',
      message:
        "Unsupported or invalid query filter clause specified for property 'jobTitle' of resource 'user'. Allowed: eq.",
    })
  })

  const unsupported = [
    "aboutMe eq 'x'",
    "jobTitle ne 'x'",
    "not (jobTitle eq 'x')",
    'jobTitle eq null',
    'displayName ge null',
    "contains(displayName,'x')",
    'accountEnabled ge true',
    "startsWith(accountEnabled,'t')",
    "startsWith(createdDateTime,'2026')",
    "action ge 'create'",
    "level has 'x'",
    "tags eq 'x'",
    "startsWith(tags,'x')",
    "displayName/any(d:d eq 'x')",
    'displayName/$count eq 0',
    'otherMails/$count eq 1',
    'otherMails/$count gt 0',
    "not otherMails/any(o:o eq 'x')",
    'not otherMails/any()',
  ]

  for (const filter of unsupported) {
    test(`refuses ${filter} as unsupported`, () => assert.equal(refusal(filter).code, 'unsupportedOperator'))
  }

  const unfitting = [
    'displayName eq 5',
    'displayName eq true',
    'displayName eq 2026-01-01',
    "accountEnabled eq 'true'",
    "id eq 'abc'",
    "createdDateTime ge 'yesterday'",
    'createdDateTime ge 2026-02-30',
    'createdDateTime ge 2026-01-01T00:00:00',
    'level eq 1.5',
    'level eq 2147483648',
    "level eq '1'",
    'quota eq 9007199254740993',
    'ratio eq 1e999',
    "action eq 'delete'",
    "action eq other.action'create'",
    'action has null',
    'action has 1',
    "accountEnabled in (true,'x')",
  ]

  for (const filter of unfitting) {
    test(`refuses the value of ${filter}`, () => assert.equal(refusal(filter).code, 'invalidLiteral'))
  }

  test('says where the value stands and what would fit', () => {
    assert.equal(
      refusal('accountEnabled eq 1').message,
      "Invalid filter clause: the value 1 at position 18 does not fit property 'accountEnabled'. Write true or false, without quotes.",
    )
  })

  test('tells which abilities the filter uses, so that advanced queries can be told apart', () => {
    const { uses } = check(
      "not (displayName eq 'x') and displayName ne null and otherMails/$count eq 0 and not identities/any(i:i/issuer eq 'y')",
    )
    assert.deepEqual(
      uses.map(({ property, operator }) => `${property}: ${operator}`),
      [
        'displayName: eq',
        'displayName: not',
        'displayName: eq null',
        'otherMails: /$count eq 0',
        'identities: not',
        'identities/issuer: eq',
      ],
    )
  })
})
