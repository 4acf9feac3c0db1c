import type { Target, TargetObject } from '../contracts/target.ts'
import type { LogError } from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import type { Desired } from './map.ts'

export type UniqueValues =
  | { readonly kind: 'chosen'; readonly desired: Desired }
  | { readonly kind: 'exhausted'; readonly error: LogError }

/**
 * Takes the first candidate of each `SelectUniqueValue` mapping that nobody in the target has. No other record of the
 * same wave wants one of them (wave-ties.ts), so what is free now is free when the object is written.
 */
export async function chooseUniqueValues(
  program: JobProgram,
  desired: Desired,
  object: TargetObject | null,
  target: Target,
): Promise<UniqueValues> {
  if (desired.candidates.size === 0) return { kind: 'chosen', desired }
  const values = [...desired.values]
  for (const [index, candidates] of desired.candidates) {
    const attribute = program.mappings[index]?.target.name ?? ''
    // What an object has it keeps: names that people know must not change with every twin.
    if (object !== null && !(desired.fills?.has(index) === true && object.value(attribute) === null)) continue
    const free = await findFree(attribute, candidates, target)
    if (free === undefined) return { kind: 'exhausted', error: exhausted(attribute, candidates) }
    values[index] = free
  }
  return { kind: 'chosen', desired: { ...desired, values } }
}

/** Most people get their first candidate, so few are asked about at a time. */
const askedAtOnce = 4

async function findFree(attribute: string, candidates: readonly string[], target: Target): Promise<string | undefined> {
  for (let start = 0; start < candidates.length; start += askedAtOnce) {
    const some = candidates.slice(start, start + askedAtOnce)
    const found = await target.find(some.map((value) => ({ attribute, value })))
    const free = some.find((_, position) => found[position]?.length === 0)
    if (free !== undefined) return free
  }
  return undefined
}

function exhausted(attribute: string, candidates: readonly string[]): LogError {
  return {
    code: 'Conflict',
    reason: `Every candidate for ${attribute} is taken.`,
    additionalDetails: `${attribute}: ${candidates.slice(0, 5).join(', ')}${candidates.length > 5 ? ', …' : ''}`,
    recommendedAction: 'Add a rule to SelectUniqueValue that is free.',
  }
}
