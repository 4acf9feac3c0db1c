import type { Value } from './condition.ts'
import { parseDateTime } from './date-time.ts'
import type { Literal } from './filter-ast.ts'
import type { EnumType, SingleProperty, ValuesProperty, ValueType } from './filterable.ts'
import { foldCase } from './fold-case.ts'
import { ODataError } from './odata-error.ts'
import { printLiteral } from './print-filter.ts'

type Comparable = SingleProperty | ValuesProperty

/** What to write for a value of the type. */
const wanted = {
  String: "a string in single quotes such as 'text'",
  Boolean: 'true or false, without quotes',
  DateTimeOffset: 'a time with its zone such as 2026-01-01T00:00:00Z',
  Guid: 'a GUID such as 00000000-0000-0000-0000-000000000000',
  Int32: 'a whole number of 32 bits, without quotes',
  Int64: 'a whole number, without quotes',
  Double: 'a number, without quotes',
} as const satisfies Record<Exclude<ValueType, EnumType>, string>

/**
 * Gives a literal the type of the property that it is compared with.
 * @returns undefined for the literal `null`
 * @throws ODataError `invalidLiteral`
 */
export function checkLiteral(literal: Literal, property: Comparable): Value | undefined {
  if (literal.kind === 'null') return undefined
  const value = toValue(literal, property)
  if (value !== undefined) return value
  const { type, name } = property
  const hint = typeof type === 'string' ? wanted[type] : `one of ${type.members.map((m) => `'${m}'`).join(', ')}`
  const message = `Invalid filter clause: the value ${printLiteral(literal)} at position ${literal.position} does not fit property '${name}'. Write ${hint}.`
  throw new ODataError('invalidLiteral', message, literal.position)
}

/**
 * The flags that `has` asks for.
 * @throws ODataError `invalidLiteral`
 */
export function checkFlags(literal: Literal, property: Comparable): readonly string[] {
  const names = literal.kind === 'string' || literal.kind === 'enum' ? literal.text.split(',') : ['']
  return names.map((name) => {
    const part = literal.kind === 'string' || literal.kind === 'enum' ? { ...literal, text: name.trim() } : literal
    const value = checkLiteral(part, property)
    if (value?.kind === 'text') return value.text
    throw new ODataError(
      'invalidLiteral',
      `Invalid filter clause: 'has' needs a member name, not null.`,
      literal.position,
    )
  })
}

function toValue(literal: Literal, { type, caseExact }: Comparable): Value | undefined {
  if (typeof type !== 'string') return toMember(literal, type, caseExact)
  switch (type) {
    case 'String':
      return toText(literal, caseExact)
    case 'Guid':
      return toGuid(literal)
    case 'Boolean':
      return literal.kind === 'boolean' ? literal : undefined
    case 'DateTimeOffset':
      return toInstant(literal)
    default:
      return toNumber(literal, type)
  }
}

/** A bare GUID is welcome too: many string properties hold one. */
function toText(literal: Literal, caseExact: boolean): Value | undefined {
  if (literal.kind !== 'string' && literal.kind !== 'guid') return undefined
  return { kind: 'text', text: caseExact ? literal.text : foldCase(literal.text) }
}

const guidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function toGuid(literal: Literal): Value | undefined {
  if (literal.kind !== 'guid' && literal.kind !== 'string') return undefined
  return guidForm.test(literal.text) ? { kind: 'text', text: literal.text.toLowerCase() } : undefined
}

function toInstant(literal: Literal): Value | undefined {
  if (literal.kind !== 'dateTime' && literal.kind !== 'string') return undefined
  const instant = parseDateTime(literal.text)
  return instant && { kind: 'instant', ...instant }
}

const int32Max = 2 ** 31 - 1

function toNumber(literal: Literal, type: 'Int32' | 'Int64' | 'Double'): Value | undefined {
  if (literal.kind !== 'number') return undefined
  const value = Number(literal.text)
  const fits = {
    Int32: Number.isInteger(value) && value >= -int32Max - 1 && value <= int32Max,
    Int64: Number.isSafeInteger(value),
    Double: Number.isFinite(value),
  }
  return fits[type] ? { kind: 'number', value } : undefined
}

/** Where case counts an unknown member simply equals nothing; elsewhere it is a mistake worth reporting. */
function toMember(literal: Literal, type: EnumType, caseExact: boolean): Value | undefined {
  if (literal.kind !== 'string' && literal.kind !== 'enum') return undefined
  if (literal.kind === 'enum' && !namesType(literal.typeName, type)) return undefined
  if (caseExact) return { kind: 'text', text: literal.text }
  const member = type.members.find((candidate) => candidate.toLowerCase() === literal.text.toLowerCase())
  return member === undefined ? undefined : { kind: 'text', text: member }
}

function namesType(typeName: string, type: EnumType): boolean {
  const name = typeName.toLowerCase()
  return name === type.enum.toLowerCase() || name === `microsoft.graph.${type.enum.toLowerCase()}`
}
