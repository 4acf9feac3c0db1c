import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Regex } from '../expression/regex/regex.ts'
import type { AttributeDefinition, ScopeFilter } from '../model/synchronization-schema.ts'
import type { JsonObject } from '../std/json-object.ts'
import { sampleAttribute, sampleContext } from './samples.conformance.ts'
import { type CompiledScope, compileScope, scopeOperators } from './scope.ts'
import { compileSourceAttribute } from './source-attribute.ts'

type Clause = readonly [attribute: string, operator: string, ...operands: string[]]

function scopeOf(...groups: readonly (readonly Clause[])[]): ScopeFilter {
  return {
    groups: groups.map((clauses, index) => ({
      name: `G${index + 1}`,
      clauses: clauses.map(([sourceOperandName, operatorName, ...values]) => ({
        sourceOperandName,
        operatorName,
        targetOperand: { values },
      })),
    })),
    inputFilterGroups: [],
    categoryFilterGroups: [],
  }
}

type Extras = Partial<Pick<AttributeDefinition, 'type' | 'multivalued'>>

const compilePattern = (pattern: string) => {
  const regex = new Regex(pattern)
  return (text: string) => regex.matches(text)
}

/** Every attribute but `unknown` is declared, as text unless said otherwise. */
function compiled(scope: ScopeFilter | null, extras: Extras = {}): CompiledScope {
  const find = (name: string) =>
    name === 'unknown' ? undefined : compileSourceAttribute(sampleAttribute(name, extras))
  return compileScope(scope, { find, compilePattern }, '/scope')
}

function compile(scope: ScopeFilter | null, extras: Extras = {}) {
  const { decide, problems } = compiled(scope, extras)
  assert.deepEqual(problems, [])
  return (data: JsonObject, context = sampleContext) => decide({ data }, context)
}

function holds(value: unknown, operator: string, ...operands: string[]): boolean {
  return compile(scopeOf([['a', operator, ...operands]]))({ a: value }).inScope
}

/** What is wrong with a scope of one clause. */
function problemOf(clause: Clause, extras: Extras = {}): string {
  const { problems } = compiled(scopeOf([['a', 'IS NULL'], clause]), extras)
  const [problem, ...more] = problems
  assert.ok(problem !== undefined, `${clause.join(' ')} is taken`)
  assert.deepEqual(more, [])
  assert.equal(problem.code, 'SchemaInvalid')
  assert.equal(problem.target, '/scope/groups/0/clauses/1')
  return problem.message
}

describe('a scoping clause', () => {
  const vectors: readonly (readonly [value: unknown, operator: string, operand: string | null, expected: boolean])[] = [
    ['sales', 'EQUALS', 'Sales', false],
    ['Sales', 'EQUALS', 'Sales', true],
    ['Sales', 'NOT EQUALS', 'sales', true],
    ['Sales', 'NOT EQUALS', 'Sales', false],
    [null, 'NOT EQUALS', 'Sales', false],
    [undefined, 'NOT EQUALS', 'Sales', false],
    [null, 'EQUALS', '', false],
    [null, 'IS NULL', null, true],
    [undefined, 'IS NULL', null, true],
    ['', 'IS NULL', null, true],
    ['x', 'IS NULL', null, false],
    ['x', 'IS NOT NULL', null, true],
    ['', 'IS NOT NULL', null, false],
    ['x', 'Present', null, true],
    ['a@domain.com', 'REGEX MATCH', '.*\\@domain.com', true],
    ['a@domain.org', 'REGEX MATCH', '.*\\@domain.com', false],
    [null, 'REGEX MATCH', '.*', false],
    [null, 'NOT REGEX MATCH', '.*', false],
    ['', 'NOT REGEX MATCH', 'x', false],
    ['abc', 'NOT REGEX MATCH', 'x', true],
    ['1500000', 'REGEX MATCH', '(1[0-9][0-9][0-9][0-9][0-9][0-9])', true],
    ['100', 'REGEX MATCH', '([1-9][0-9])', true],
    ['10', 'Greater_Than', '9', true],
    ['9', 'Greater_Than', '9', false],
    ['9', 'Greater_Than_OR_EQUALS', '9', true],
    ['abc', 'Greater_Than', '9', false],
    ['-1', 'Greater_Than', '0', false],
    ['12345678901234567890', 'GREATER THAN', '12345678901234567889', true],
    [null, 'Greater_Than', '0', false],
    ['Senior Engineer', 'Includes', 'Eng', true],
    ['Senior Engineer', 'Includes', 'eng', false],
    ['Senior Engineer', 'ENDS_WITH', 'neer', true],
    ['Senior Engineer', 'ENDS_WITH', 'NEER', false],
    [null, 'Includes', '', false],
    [true, 'IS TRUE', null, true],
    ['True', 'IS TRUE', null, true],
    [false, 'IS TRUE', null, false],
    [false, 'IS FALSE', null, true],
    [null, 'IS FALSE', null, false],
    [null, 'IS TRUE', null, false],
    [true, 'EQUALS', 'True', true],
    ['6', '&', '2', true],
    ['4', '&', '2', false],
    ['Sales', '&', 'Sales,Finance', true],
    ['HR', '&', 'Sales,Finance', false],
    ['4', '!&', '2', true],
    ['6', '!&', '2', false],
    [null, '&', '2', false],
    [null, '!&', '2', false],
  ]
  for (const [value, operator, operand, expected] of vectors) {
    test(`${JSON.stringify(value) ?? 'absent'} ${operator} ${operand ?? ''} is ${expected}`, () => {
      assert.equal(holds(value, operator, ...(operand === null ? [] : [operand])), expected)
    })
  }

  test('names operators without regard to letter case, spaces and underscores', () => {
    for (const name of ['not equals', 'NOT_EQUALS', 'Not Equals', ' NOT EQUALS '])
      assert.ok(holds('a', name, 'b'), name)
  })

  test('holds for any of several operands', () => {
    assert.ok(holds('b', 'EQUALS', 'a', 'b'))
    assert.ok(!holds('b', 'NOT EQUALS', 'a', 'b'))
    assert.ok(holds('5', 'GREATER_THAN', '9', '4'))
    assert.ok(holds('xb', 'REGEX MATCH', 'a', 'b'))
    assert.ok(!holds('xb', 'NOT REGEX MATCH', 'a', 'b'))
  })
})

describe('a clause that cannot be decided is a problem with its place', () => {
  test('an unknown attribute, or one in other letters', () => {
    assert.match(problemOf(['unknown', 'EQUALS', 'x']), /Unknown source attribute 'unknown'.*case-sensitive/)
  })

  test('an unknown operator, with the one that was probably meant', () => {
    assert.match(problemOf(['a', 'EQUAL', 'x']), /Did you mean EQUALS/)
    assert.match(problemOf(['a', 'ALL EQUAL', 'x']), /Unknown scoping operator 'ALL EQUAL'/)
    assert.match(problemOf(['a', 'Valid Cert Match', 'x']), /never documented/)
    assert.match(problemOf(['a', 'IsMemberOf', 'x']), /carry no groups/)
    assert.match(problemOf(['a', 'constructor', 'x']), /Known are EQUALS/)
    assert.match(problemOf(['a', '', 'x']), /Unknown scoping operator/)
  })

  test('a missing operand, an operand of another type, a wrong pattern', () => {
    assert.match(problemOf(['a', 'EQUALS']), /needs a value/)
    for (const operand of ['nine', '-1', '1.5', ''])
      assert.match(problemOf(['a', 'GREATER_THAN', operand]), /not a whole number/, operand)
    assert.match(problemOf(['a', 'REGEX MATCH', '([']), /G1[.]a REGEX MATCH/)
    assert.match(problemOf(['a', 'EQUALS', 'yes'], { type: 'Boolean' }), /not a Boolean value/)
    assert.match(problemOf(['a', 'BEFORE', 'tomorrow']), /no date/)
  })

  test('an operator that does not go with the type of the attribute', () => {
    assert.match(problemOf(['a', 'GREATER_THAN', '1'], { type: 'Boolean' }), /takes attributes of type Integer, String/)
    assert.match(problemOf(['a', 'BEFORE', 'now'], { type: 'Integer' }), /takes attributes of type String, DateTime/)
    assert.match(problemOf(['a', 'REGEX MATCH', 'x'], { type: 'Boolean' }), /this one is Boolean/)
  })

  test('every wrong clause is named, not only the first', () => {
    const { problems } = compiled({
      ...scopeOf([['unknown', 'EQUALS', 'x']], [['a', 'NOPE', 'x']]),
      inputFilterGroups: scopeOf([['a', 'BEFORE', 'x']]).groups,
    })
    assert.deepEqual(
      problems.map(({ target }) => target),
      ['/scope/groups/0/clauses/0', '/scope/groups/1/clauses/0', '/scope/inputFilterGroups/0/clauses/0'],
    )
  })
})

describe('operators that are ours', () => {
  test('compare numbers downwards', () => {
    assert.deepEqual(
      ['8', '9', '10', '-1', 'x', null].map((value) => holds(value, 'LESS_THAN', '9')),
      [true, false, false, false, false, false],
    )
    assert.ok(holds('9', 'less than or equals', '9'))
  })

  test('take a list of values', () => {
    assert.deepEqual(
      ['DE', 'AT', 'de', 'CH', '', null].map((value) => holds(value, 'IN', 'DE', 'AT')),
      [true, true, false, false, false, false],
    )
    assert.deepEqual(
      ['DE', 'AT', 'de', 'CH', '', null].map((value) => holds(value, 'NOT_IN', 'DE', 'AT')),
      [false, false, true, true, false, false],
    )
  })

  test('say that they are', () => {
    assert.deepEqual(
      scopeOperators.flatMap(({ name, ours }) => (ours ? [name] : [])),
      ['LESS_THAN', 'LESS_THAN_OR_EQUALS', 'IN', 'NOT IN', 'BEFORE', 'AFTER', 'ON OR BEFORE', 'ON OR AFTER'],
    )
    for (const { name, arity, types, multivaluedComparisonType, doc } of scopeOperators) {
      assert.ok(types.length > 0 && doc !== '', name)
      assert.equal(arity, name.startsWith('IS ') || name === 'PRESENT' ? 'Unary' : 'Binary')
      assert.equal(multivaluedComparisonType, /^(NOT|!)/.test(name) ? 'All' : 'Any')
    }
  })
})

describe('a clause about a multi-valued attribute', () => {
  const decide = (operator: string, ...values: unknown[]) =>
    compile(scopeOf([['a', operator, 'x']]), { multivalued: true })({ a: values }).inScope

  test('holds when any of the values satisfies it, a negation when all of them do', () => {
    assert.ok(decide('EQUALS', 'x', 'y'))
    assert.ok(!decide('EQUALS', 'y', 'z'))
    assert.ok(!decide('NOT EQUALS', 'x', 'y'))
    assert.ok(decide('NOT EQUALS', 'y', 'z'))
  })

  test('may ask for any or all of them by name', () => {
    assert.ok(!decide('ALL EQUALS', 'x', 'y'))
    assert.ok(decide('all_equals', 'x', 'x'))
    assert.ok(decide('ANY NOT EQUALS', 'x', 'y'))
    assert.ok(!decide('AnyNotEquals', 'x', 'x'))
  })

  test('reads the values of complex elements, and takes an empty list for no value', () => {
    assert.ok(decide('EQUALS', { value: 'x', type: 'work' }, { value: 'y' }))
    assert.ok(!decide('NOT EQUALS'))
    assert.ok(!decide('ALL EQUALS'))
    const isNull = compile(scopeOf([['a', 'IS NULL']]), { multivalued: true })
    assert.deepEqual(
      [isNull({ a: [] }).inScope, isNull({ a: [''] }).inScope, isNull({ a: ['x'] }).inScope],
      [true, true, false],
    )
  })
})

describe('a pattern of a clause', () => {
  test('cannot stall the scope', () => {
    assert.equal(holds(`${'a'.repeat(10_000)}!`, 'REGEX MATCH', '^(a+)+$'), false)
    assert.equal(holds(`${'a'.repeat(10_000)}!`, 'NOT REGEX MATCH', '^(a|a)*$'), true)
  })

  test('is not run on a text of any length: such a record cannot be decided about', () => {
    assert.throws(
      () => holds('a'.repeat(20_000), 'REGEX MATCH', '^(a+)+$'),
      /^EvaluationFailure: G1.a REGEX MATCH .*at most 16384/,
    )
  })
})

describe('Booleans and references', () => {
  test('a Boolean equals its name in any letter case', () => {
    const decide = compile(scopeOf([['a', 'EQUALS', 'true']]), { type: 'Boolean' })
    assert.deepEqual(
      [decide({ a: true }).inScope, decide({ a: 'True' }).inScope, decide({ a: false }).inScope],
      [true, true, false],
    )
  })

  test('a manager counts by the identifier that the source gives', () => {
    const decide = compile(scopeOf([['manager', 'IN', 'E-1', 'E-2']]), { type: 'Reference' })
    assert.ok(decide({ manager: { value: 'E-1' } }).inScope)
    assert.ok(decide({ manager: 'E-2' }).inScope)
    assert.ok(!decide({ manager: { value: 'E-3' } }).inScope)
  })
})

describe('a scoping filter', () => {
  test('has everyone in scope when there is none, or no group, or no clause', () => {
    for (const scope of [null, scopeOf(), scopeOf([])])
      assert.deepEqual(compile(scope)({}), { inScope: true, clauses: {} })
  })

  test('needs all clauses of one group', () => {
    const decide = compile(
      scopeOf(
        [
          ['a', 'EQUALS', '1'],
          ['b', 'EQUALS', '1'],
        ],
        [['c', 'EQUALS', '1']],
      ),
    )
    assert.equal(decide({ a: '0', b: '1', c: '1' }).inScope, true)
    assert.equal(decide({ a: '0', b: '1', c: '0' }).inScope, false)
    assert.equal(decide({ a: '1', b: '1' }).inScope, true)
  })

  test('tells the outcome of every clause, also of those that no longer matter', () => {
    const decide = compile(scopeOf([['userType', 'EQUALS', 'Employee']], [['a', 'IS NULL']]))
    assert.deepEqual(decide({ userType: 'Guest' }), {
      inScope: true,
      clauses: { "G1.userType EQUALS 'Employee'": false, 'G2.a IS NULL': true },
    })
  })

  test('shortens what it says about a clause of many operands', () => {
    const operands = Array.from({ length: 1_000 }, (_, index) => `Department ${index}`)
    const decide = compile(
      scopeOf([
        ['a', 'IN', ...operands],
        ['a', 'NOT IN', ...operands],
      ]),
    )
    const { clauses } = decide({ a: 'Department 999' })
    assert.deepEqual(Object.values(clauses), [true, false])
    for (const label of Object.keys(clauses)) assert.ok(label.length < 300)
  })

  test('takes texts of very many digits for no number', () => {
    assert.ok(!holds('9'.repeat(101), 'GREATER_THAN', '1'))
    assert.ok(holds('9'.repeat(100), 'GREATER_THAN', '1'))
  })

  test('decides its input groups apart, and lets its category groups be', () => {
    const scope = {
      ...scopeOf(),
      inputFilterGroups: scopeOf([['a', 'EQUALS', '1']]).groups,
      categoryFilterGroups: scopeOf([['a', 'whatever', '1']]).groups,
    }
    const { decide, decideInput, problems } = compiled(scope)
    assert.deepEqual(problems, [])
    assert.equal(decide({ data: {} }, sampleContext).inScope, true)
    assert.deepEqual(decideInput({ data: { a: '2' } }, sampleContext), {
      inScope: false,
      clauses: { "G1.a EQUALS '1'": false },
    })
    assert.equal(decideInput({ data: { a: '1' } }, sampleContext).inScope, true)
  })
})
