import { toInstantOrNull } from '../expression/coerce/to-instant.ts'
import { toText } from '../expression/coerce/to-text.ts'
import { EvaluationFailure } from '../expression/error.ts'
import { type EvaluationResult, isList } from '../expression/value.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { AttributeDefinition } from '../model/synchronization-schema.ts'

type Target = Pick<AttributeDefinition, 'name' | 'type' | 'multivalued'>

/**
 * Brings a result into the target attribute's type (provisioning-engine: "Comparing and typing on export"). Empty text
 * is no value. Throws EvaluationFailure when it does not fit.
 */
export function toAttributeValue(result: EvaluationResult, target: Target): AttributeValue {
  if (result === null || result === '') return null
  if (target.multivalued) return isList(result) ? nonEmpty(result) : nonEmpty([toText(result) ?? ''])
  if (target.type === 'DateTime') return toTimestamp(result, target)
  const text = toText(result)
  if (text === null || text === '') return null
  switch (target.type) {
    case 'Boolean':
      return toBoolean(text, target)
    case 'Integer':
      return toInteger(text, target)
    default:
      return text
  }
}

function nonEmpty(list: readonly string[]): readonly string[] | null {
  const kept = list.filter((item) => item !== '')
  return kept.length === 0 ? null : kept
}

function toBoolean(text: string, { name }: Target): boolean {
  const value = text.trim().toLowerCase()
  if (value === 'true' || value === '1') return true
  if (value === 'false' || value === '0') return false
  throw new EvaluationFailure(`'${text}' is not a Boolean value for ${name}`)
}

function toInteger(text: string, { name }: Target): number {
  const value = Number(text.trim())
  if (Number.isSafeInteger(value)) return value
  throw new EvaluationFailure(`'${text}' is not an integer for ${name}`)
}

/** `yyyy-MM-ddTHH:mm:ssZ`, the form that the directory's date attributes have. A text without a zone is UTC. */
function toTimestamp(result: EvaluationResult, { name }: Target): string | null {
  try {
    const instant = toInstantOrNull(result)
    return instant === null ? null : `${new Date(instant.epochMs).toISOString().slice(0, 19)}Z`
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error
    throw new EvaluationFailure(`'${toText(result)}' is not a date and time for ${name}`)
  }
}
