import type { AttributeType } from '../../model/synchronization-schema.ts'
import { dateOperators } from './date-operators.ts'
import { ScopeError, type ScopeOperator, type ValueTest } from './operator.ts'

const allButBinary: readonly AttributeType[] = ['String', 'Integer', 'Boolean', 'DateTime', 'Reference']
const texts: readonly AttributeType[] = ['String', 'Integer', 'DateTime', 'Reference']
const numbers: readonly AttributeType[] = ['Integer', 'String']
const truths: readonly AttributeType[] = ['Boolean', 'String']
const everything: readonly AttributeType[] = [...allButBinary, 'Binary']

/** All operators of scoping filters (provisioning-engine: "Operators"), and ours. */
export const operators: readonly ScopeOperator[] = [
  binary('EQUALS', {
    types: allButBinary,
    doc: 'The value is the operand, letter case included; with several operands, one of them.',
    compile: (operands, { type }) => isOneOf(operands, type),
  }),
  binary('NOT EQUALS', {
    types: allButBinary,
    multivaluedComparisonType: 'All',
    doc: 'The value is none of the operands. False when there is no value.',
    compile: (operands, { type }) => not(isOneOf(operands, type)),
  }),
  unary('IS TRUE', { types: truths, doc: 'The value is true.', compile: () => isText('true') }),
  unary('IS FALSE', {
    types: truths,
    doc: 'The value is false. False when there is no value.',
    compile: () => isText('false'),
  }),
  unary('IS NULL', {
    types: everything,
    doc: 'There is no value, or an empty one.',
    whenNull: true,
    compile: () => never,
  }),
  unary('IS NOT NULL', { types: everything, doc: 'There is a value.', compile: () => always }),
  unary('PRESENT', { types: everything, doc: 'There is a value.', compile: () => always }),
  binary('REGEX MATCH', {
    types: texts,
    doc: 'The pattern is found in the value; anchor it with `^` and `$`. Letter case counts.',
    compile: (operands, site) => anyOf(operands.map(site.compilePattern)),
  }),
  binary('NOT REGEX MATCH', {
    types: texts,
    multivaluedComparisonType: 'All',
    doc: 'The pattern is not found in the value. False when there is no value.',
    compile: (operands, site) => not(anyOf(operands.map(site.compilePattern))),
  }),
  numeric('GREATER_THAN', (value, operand) => value > operand),
  numeric('GREATER_THAN_OR_EQUALS', (value, operand) => value >= operand),
  { ...numeric('LESS_THAN', (value, operand) => value < operand), ours: true },
  { ...numeric('LESS_THAN_OR_EQUALS', (value, operand) => value <= operand), ours: true },
  binary('INCLUDES', {
    types: texts,
    doc: 'The value contains the operand, letter case included.',
    compile: (operands) => anyOf(operands.map((operand) => (value) => value.includes(operand))),
  }),
  binary('ENDS_WITH', {
    types: texts,
    doc: 'The value ends with the operand, letter case included.',
    compile: (operands) => anyOf(operands.map((operand) => (value) => value.endsWith(operand))),
  }),
  binary('IN', {
    types: allButBinary,
    doc: 'The value is one of the operands, letter case included.',
    ours: true,
    compile: (operands, { type }) => isOneOf(operands, type),
  }),
  binary('NOT IN', {
    types: allButBinary,
    multivaluedComparisonType: 'All',
    doc: 'The value is none of the operands. False when there is no value.',
    ours: true,
    compile: (operands, { type }) => not(isOneOf(operands, type)),
  }),
  binary('&', {
    types: numbers,
    doc: 'Integers: value and operand share a bit. Texts: the operand contains the value.',
    compile: (operands) => anyOf(operands.map(sharesBits)),
  }),
  binary('!&', {
    types: numbers,
    multivaluedComparisonType: 'All',
    doc: 'The negation of `&`. False when there is no value.',
    compile: (operands) => not(anyOf(operands.map(sharesBits))),
  }),
  ...dateOperators,
]

type Details = Pick<ScopeOperator, 'types' | 'doc' | 'compile'> & Partial<ScopeOperator>

function binary(name: string, details: Details): ScopeOperator {
  return { name, arity: 'Binary', multivaluedComparisonType: 'Any', ...details }
}

function unary(name: string, details: Details): ScopeOperator {
  return { name, arity: 'Unary', multivaluedComparisonType: 'Any', ...details }
}

/** Both sides are whole numbers from 0 on; a value that is none satisfies no such clause. */
function numeric(name: string, holds: (value: bigint, operand: bigint) => boolean): ScopeOperator {
  const symbol = name.toLowerCase().replaceAll('_', ' ')
  return binary(name, {
    types: numbers,
    doc: `The value is ${symbol.replace(' or equals', ' or equal to')} the operand; both are whole numbers from 0 on.`,
    compile(operands) {
      const limits = operands.map(toNumberOperand)
      return (value) => {
        const number = toNumber(value)
        return number !== undefined && limits.some((limit) => holds(number, limit))
      }
    },
  })
}

/** Digits of the longest text that counts as a number: reading more of them would take its time. */
const digitsMax = 100

function toNumber(text: string): bigint | undefined {
  return text.length <= digitsMax && /^\d+$/.test(text) ? BigInt(text) : undefined
}

function toNumberOperand(operand: string): bigint {
  const number = toNumber(operand.trim())
  if (number !== undefined) return number
  throw new ScopeError(`'${operand}' is not a whole number from 0 on, and this operator compares such numbers.`)
}

function isOneOf(operands: readonly string[], type: AttributeType): ValueTest {
  const wanted = new Set(type === 'Boolean' ? operands.map(toBooleanOperand) : operands)
  return (value) => wanted.has(value)
}

/** Booleans read as `True` and `False`; operands come as JSON clients write them. */
function toBooleanOperand(operand: string): string {
  const text = operand.trim().toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true' ? 'True' : 'False'
  throw new ScopeError(`'${operand}' is not a Boolean value: write True or False, or use IS TRUE.`)
}

function isText(wanted: string): ValueTest {
  return (value) => value.toLowerCase() === wanted
}

/** Integers share a bit; for texts: the attribute's value is contained in the operand. */
function sharesBits(operand: string): ValueTest {
  const bits = toNumber(operand)
  return (value) => {
    const number = bits === undefined ? undefined : toNumber(value)
    return bits === undefined || number === undefined ? operand.includes(value) : (number & bits) !== 0n
  }
}

function anyOf(tests: readonly ValueTest[]): ValueTest {
  return (value, context) => tests.some((test) => test(value, context))
}

function not(test: ValueTest): ValueTest {
  return (value, context) => !test(value, context)
}

const always: ValueTest = () => true
const never: ValueTest = () => false
