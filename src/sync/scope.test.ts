import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ScopeFilter } from '../model/synchronization-schema.ts'
import { compileScope, ScopeError } from './scope.ts'

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

const compile = (scope: ScopeFilter | null) =>
  compileScope(
    scope,
    (name) => (name === 'unknown' ? undefined : (record) => record[name]),
    (pattern) => (text) => new RegExp(pattern).test(text),
  )

function holds(value: unknown, operator: string, ...operands: string[]): boolean {
  return compile(scopeOf([['a', operator, ...operands]]))({ a: value }).inScope
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

  test('is refused when its attribute or its operator is unknown', () => {
    assert.throws(() => compile(scopeOf([['unknown', 'EQUALS', 'x']])), ScopeError)
    assert.throws(
      () => compile(scopeOf([['a', 'Valid Cert Match', 'x']])),
      /Unknown scoping operator 'Valid Cert Match'/,
    )
    assert.throws(() => compile(scopeOf([['a', 'constructor', 'x']])), ScopeError)
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
})
