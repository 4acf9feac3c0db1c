import { toInstantOrNull } from '../expression/coerce/to-instant.ts'
import { toText } from '../expression/coerce/to-text.ts'
import { EvaluationFailure } from '../expression/error.ts'
import { type EvaluationResult, isList } from '../expression/value.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { AttributeDefinition } from '../model/synchronization-schema.ts'

type Target = Pick<AttributeDefinition, 'name' | 'type' | 'multivalued'>

/**
 * Brings a result into the target attribute's type. Empty text is no value; dates without an offset are UTC, wherever the
 * server stands. Throws EvaluationFailure for what the type cannot hold.
 */
export function toAttributeValue(result: EvaluationResult, target: Target): AttributeValue {
  if (result === null || result === '') return null
  if (target.multivalued) return isList(result) ? nonEmpty(result) : nonEmpty([toText(result) ?? ''])
  if (target.type === 'DateTime') return toTimestamp(result, target)
  const text = toText(result)
  if (text === null || text === '') return null
  if (target.type === 'Boolean') return toBoolean(text, target)
  return target.type === 'Integer' ? toInteger(text, target) : text
}

function nonEmpty(list: readonly string[]): readonly string[] | null {
  const kept = list.filter((item) => item !== '')
  return kept.length === 0 ? null : kept
}

function toBoolean(text: string, target: Target): boolean {
  const value = text.trim().toLowerCase()
  if (value === 'true' || value === '1') return true
  if (value === 'false' || value === '0') return false
  throw new EvaluationFailure(`'${text}' is not a Boolean value for ${target.name}`)
}

function toInteger(text: string, target: Target): number {
  const trimmed = text.trim()
  const value = Number(trimmed)
  // Number() would take blanks for 0 and understands hexadecimal digits and exponents.
  if (/^[+-]?\d+(?:\.0+)?$/.test(trimmed) && Number.isSafeInteger(value)) return value
  throw new EvaluationFailure(`'${text}' is not an integer for ${target.name}`)
}

/** `yyyy-MM-ddTHH:mm:ssZ`, the form that the directory's date attributes have. */
function toTimestamp(result: EvaluationResult, target: Target): string | null {
  try {
    const instant = toInstantOrNull(result)
    return instant === null ? null : `${new Date(instant.epochMs).toISOString().slice(0, 19)}Z`
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error
    throw new EvaluationFailure(`${error.message}, which ${target.name} needs`)
  }
}
