import { EvaluationFailure } from '../error.ts'
import type { EvaluationResult } from '../value.ts'
import { toText } from './to-text.ts'

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const numberCharactersMax = 64

/** The number that a value stands for, undefined when it is none. Text is trimmed and read invariantly. */
export function parseNumber(value: EvaluationResult): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string') return undefined
  if (value.length > numberCharactersMax) return undefined
  const text = value.trim()
  return decimal.test(text) ? Number(text) : undefined
}

/** Null for Null; a text that is no number is an evaluation failure. */
export function toNumber(value: EvaluationResult): number | null {
  if (typeof value === 'number' || value === null) return value
  const text = toText(value)
  if (text === null) return null
  const number = parseNumber(typeof value === 'bigint' ? value : text)
  if (number === undefined) throw new EvaluationFailure(`"${shorten(text)}" is not a number`)
  return number
}

/** As toNumber, fractions cut off. */
export function toInteger(value: EvaluationResult): number | null {
  const number = toNumber(value)
  return number === null ? null : Math.trunc(number)
}

const shownCharactersMax = 40

/** Keeps messages readable when a value is long. */
export function shorten(text: string): string {
  return text.length <= shownCharactersMax ? text : `${text.slice(0, shownCharactersMax)}…`
}
