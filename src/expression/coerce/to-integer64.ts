import { EvaluationFailure } from '../error.ts'
import type { EvaluationResult } from '../value.ts'
import { shorten } from './to-number.ts'
import { toText } from './to-text.ts'

const wholeNumber = /^[+-]?\d{1,19}$/
const hexNumber = /^&[hH][0-9a-fA-F]{1,16}$/
const int64Min = -(2n ** 63n)
const int64Max = 2n ** 63n - 1n

/** A 64-bit signed integer, as for FILETIME and bit masks; anything else is an evaluation failure. Null for Null. */
export function toInteger64(value: EvaluationResult): bigint | null {
  if (value === null) return null
  const text = toText(value)?.trim()
  if (text === undefined) return null
  const integer = readInteger(text)
  if (integer === undefined || integer < int64Min || integer > int64Max) {
    throw new EvaluationFailure(`"${shorten(text)}" is not a 64-bit integer`)
  }
  return integer
}

function readInteger(text: string): bigint | undefined {
  if (wholeNumber.test(text)) return BigInt(text.startsWith('+') ? text.slice(1) : text)
  return hexNumber.test(text) ? BigInt.asIntN(64, BigInt(`0x${text.slice(2)}`)) : undefined
}
