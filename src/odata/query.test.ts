import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { filterableType } from './filterable.ts'
import { ODataError } from './odata-error.ts'
import { parseQuery, type QueryRules } from './query.ts'
import { optionNames } from './query-options.ts'
import { nameTable } from './select.ts'

const rules: QueryRules = {
  typeName: 'user',
  properties: nameTable(['id', 'displayName', 'mail', 'employeeOrgData', 'employeeOrgData/costCenter']),
  filterable: filterableType('user', [{ name: 'displayName', type: 'String', operators: ['eq', 'in'] }]),
  sortable: nameTable(['displayName', 'mail']),
  expandable: nameTable(['manager', 'owners']),
  topMax: 999,
  searches: true,
}
const bare: QueryRules = { typeName: 'domain', properties: nameTable(['id']) }

const parse = (text: string, own = rules) => parseQuery(new URLSearchParams(text), own)

function refusal(text: string, own = rules): string {
  try {
    parse(text, own)
  } catch (error) {
    if (error instanceof ODataError) return `${error.code}: ${error.message}`
    throw error
  }
  assert.fail(`${text} should have been refused`)
}

describe('parseQuery', () => {
  test('reads an empty query as: everything, in the default shape', () => {
    const { text: _, ...query } = parse('')
    assert.deepEqual(query, {
      filter: undefined,
      select: undefined,
      orderby: [],
      expand: undefined,
      top: undefined,
      skip: undefined,
      count: false,
      search: undefined,
      skiptoken: undefined,
      deltatoken: undefined,
    })
  })

  test('takes option names in any letter case, encoded, and without the dollar sign', () => {
    for (const name of ['$top', '%24top', '$TOP', 'top', 'Top']) assert.equal(parse(`${name}=5`).top, 5)
    assert.equal(parse('$skipToken=abc').skiptoken, 'abc')
    assert.deepEqual(parse('$orderBy=mail').orderby, [{ property: 'mail', direction: 'asc' }])
  })

  test('ignores custom options but not misspelt system options', () => {
    assert.equal(parse('x=1&x=2&$format=json').top, undefined)
    assert.match(refusal('$tpo=1'), /^unknownOption: .*'\$tpo'/)
  })

  test('refuses an option that is given twice, whatever its spelling', () => {
    assert.match(refusal('$top=1&$top=1'), /^duplicateOption: Query option '\$top'/)
    assert.match(refusal('$top=1&TOP=2'), /^duplicateOption/)
  })

  test('reads and checks the filter', () => {
    const { filter } = parse("$filter=displayname+eq+'Ann%20O''Neil'")
    assert.equal(filter?.condition.kind, 'compare')
    assert.deepEqual(filter?.uses, [{ property: 'displayName', operator: 'eq' }])
    assert.match(refusal('$filter='), /^syntax/)
    assert.match(refusal("$filter=shoeSize eq '1'"), /^unknownProperty/)
    const filterLimits = { lengthCharsMax: 19, depthMax: 1, clausesMax: 1, alternativesMax: 1 }
    assert.match(refusal("$filter=displayName in ('a')", { ...rules, filterLimits }), /^tooLong/)
  })

  test('selects names in canonical spelling, each once', () => {
    assert.deepEqual(parse('$select=ID, displayname,id').select, ['id', 'displayName'])
    assert.deepEqual(parse('$select=employeeorgdata/costcenter').select, ['employeeOrgData/costCenter'])
    assert.equal(parse('$select=*').select, undefined)
    assert.equal(parse('$select=').select, undefined)
    assert.match(refusal('$select=id,,mail'), /^invalidOption/)
    assert.equal(
      refusal('$select=id,shoeSize'),
      "unknownProperty: Parsing OData Select and Expand failed: Could not find a property named 'shoeSize' on type 'microsoft.graph.user'.",
    )
  })

  test('takes page sizes from 1 to the largest', () => {
    assert.equal(parse('$top=999').top, 999)
    for (const top of ['0', '1000', '-1', '1.5', 'all', '', '9'.repeat(30)]) {
      const message = `invalidPageSize: Invalid page size specified: '${top}'. Must be between 1 and 999 inclusive.`
      assert.equal(refusal(`$top=${top}`), message)
    }
  })

  test('sorts by one of the allowed properties', () => {
    assert.deepEqual(parse('$orderby=DISPLAYNAME DESC').orderby, [{ property: 'displayName', direction: 'desc' }])
    assert.deepEqual(parse('$orderby=displayName, mail asc', { ...rules, sortKeysMax: 2 }).orderby, [
      { property: 'displayName', direction: 'asc' },
      { property: 'mail', direction: 'asc' },
    ])
    assert.match(
      refusal('$orderby=id'),
      /^unsupportedOrder: Sorting not supported for current query\. Sort by one of: displayName, mail/,
    )
    assert.match(refusal('$orderby=displayName,mail'), /^unsupportedOrder/)
    assert.match(refusal('$orderby=shoeSize'), /^unknownProperty/)
    assert.match(refusal('$orderby=mail upwards'), /^invalidOption/)
    assert.match(refusal('$orderby='), /^invalidOption/)
    assert.match(refusal('$orderby=mail,mail desc', { ...rules, sortKeysMax: 2 }), /^invalidOption/)
  })

  test('expands one property with its own selection', () => {
    assert.deepEqual(parse('$expand=MANAGER').expand, { property: 'manager', select: undefined, levels: undefined })
    assert.deepEqual(parse('$expand=manager($levels=max;$select=id,displayName)').expand, {
      property: 'manager',
      select: ['id', 'displayName'],
      levels: 'max',
    })
    assert.equal(parse('$expand=manager(levels=3)').expand?.levels, 3)
    assert.equal(parse('$expand=').expand, undefined)
  })

  const badExpansions = [
    ['manager,owners', 'unsupportedOption'],
    ['manager($select=id),owners', 'unsupportedOption'],
    ['*', 'unsupportedOption'],
    ["owners($filter=id eq 'x')", 'unsupportedOption'],
    ['owners($expand=owners)', 'unsupportedOption'],
    ['owners(nonsense)', 'unsupportedOption'],
    ['friends', 'unknownProperty'],
    ['owners($select=id;$select=mail)', 'duplicateOption'],
    ['manager($levels=0)', 'invalidOption'],
    ['manager($levels=1001)', 'invalidOption'],
    ['manager(', 'invalidOption'],
    ['(manager)', 'invalidOption'],
  ] as const

  for (const [text, code] of badExpansions) {
    test(`refuses to expand ${text}`, () => {
      assert.ok(refusal(`$expand=${encodeURIComponent(text)}`).startsWith(`${code}: `))
    })
  }

  test('reads counting and search', () => {
    assert.equal(parse('$count=TRUE').count, true)
    assert.equal(parse('$count=false').count, false)
    assert.match(refusal('$count=yes'), /^invalidOption/)
    assert.equal(parse('$search="displayName:ann"').search, '"displayName:ann"')
  })

  test('refuses what the resource does not offer', () => {
    assert.equal(refusal('$skip=1'), "unsupportedOption: '$skip' is not supported by the service.")
    assert.equal(parse('$skip=10', { ...rules, skips: true }).skip, 10)
    assert.match(refusal('$skip=-1', { ...rules, skips: true }), /^invalidOption/)
    for (const option of ['$filter=x', '$top=1', '$orderby=id', '$expand=x', '$search=x']) {
      assert.match(refusal(option, bare), /^unsupportedOption/)
    }
  })

  test('has the same text for every spelling of one query, page tokens left aside', () => {
    const first = parse('$top=5&$select=id')
    assert.equal(parse('SELECT=id&%24top=5&$skiptoken=abc').text, first.text)
    assert.notEqual(parse('$top=6&$select=id').text, first.text)
  })

  test('answers any options with a query or an ODataError', () => {
    const names = fc.constantFrom(...optionNames).map((name) => `$${name}`)
    const pieces = [
      'displayName',
      'id',
      'manager',
      '(',
      ')',
      '$select=',
      ';',
      ',',
      '*',
      'desc',
      '1',
      '=',
      ' ',
      '$levels=',
      '/',
    ]
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values), { maxLength: 3 }), (pairs) => {
        try {
          parseQuery(pairs, { ...rules, skips: true })
        } catch (error) {
          assert.ok(error instanceof ODataError, String(error))
        }
      }),
      { numRuns: 500 },
    )
  })
})
