import type { Lookup, TargetObject } from '../contracts/target.ts'
import { type AttributeValue, toDisplayText } from '../model/attribute-value.ts'
import type { MatchingTrail } from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import type { Desired } from './map.ts'

/** Which target object a record belongs to. */
export type Match =
  | { readonly kind: 'nobody'; readonly trail: MatchingTrail }
  | { readonly kind: 'one'; readonly object: TargetObject; readonly trail: MatchingTrail }
  | { readonly kind: 'ambiguous'; readonly trail: MatchingTrail }

export const nobody: Match = { kind: 'nobody', trail: { kind: 'none' } }

/** What to ask the target about one record, in order of precedence; mappings without a value are passed over. */
export function planLookups(program: JobProgram, desired: Desired): Lookup[] {
  return program.matching.flatMap((mapping) => {
    const value = toLookupText(desired.values[mapping.index])
    return value === null ? [] : [{ attribute: mapping.target.name, value }]
  })
}

function toLookupText(value: AttributeValue | undefined): string | null {
  return value === undefined || value === null ? null : toDisplayText(value)
}

/** Judges the answer to one lookup: undefined = go on with the next one. */
export function decideMatch(
  lookup: Lookup,
  [object, another]: readonly TargetObject[],
  inVain: readonly Lookup[] = [],
): Match | undefined {
  if (object === undefined) return undefined
  const { attribute, value } = lookup
  const trail = { attribute, value, ...(inVain.length === 0 ? {} : { inVain }) }
  if (another !== undefined) return { kind: 'ambiguous', trail: { kind: 'ambiguous', ...trail } }
  return { kind: 'one', object, trail: { kind: 'matched', ...trail } }
}
