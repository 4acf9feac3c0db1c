import type { Target } from '../contracts/target.ts'
import { toDisplayText } from '../model/attribute-value.ts'
import { foldCase } from '../odata/fold-case.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import type { JobProgram } from './job-program.ts'
import { wantedAnchors } from './link.ts'
import { planLookups } from './match.ts'
import { toAnchorKey } from './record.ts'
import type { Prepared } from './trail.ts'
import type { Ties } from './waves.ts'

/**
 * What ties the records of a batch to one another: the person, what is matched by, and values that only one object can
 * have (of two records that want the same one, the first to arrive gets it). Who is referred to goes first, so that the
 * reference is written together with the rest.
 */
export function createTies(
  program: JobProgram,
  { capabilities }: Pick<Target, 'capabilities'>,
): (prepared: Prepared) => Ties {
  const unique = program.mappings.filter(({ target }) => capabilities.uniqueAttributes.includes(target.name))
  return (prepared) => {
    const { record, desired } = prepared
    const keys = [toPersonKey(record.anchor)]
    if (desired.values.length === 0) return { keys, after: [] }
    for (const { attribute, value } of planLookups(program, desired)) keys.push(toValueKey(attribute, value))
    for (const mapping of unique) {
      const value = isFounded(mapping, prepared) ? toDisplayText(desired.values[mapping.index] ?? null) : null
      if (value !== null) keys.push(toValueKey(mapping.target.name, value))
    }
    for (const [index, candidates] of desired.candidates) {
      const attribute = program.mappings[index]?.target.name ?? ''
      for (const value of candidates) keys.push(toValueKey(attribute, value))
    }
    return { keys, after: wantedAnchors(program, desired).map(toPersonKey) }
  }
}

function toPersonKey(anchor: string): string {
  return `anchor:${toAnchorKey(anchor)}`
}

function toValueKey(attribute: string, value: string): string {
  return `${attribute}:${foldCase(value)}`
}

/**
 * What an expression makes of nothing is the same for every partial record. It would line all of them up, and none of
 * them is to get it.
 */
function isFounded({ inputs }: CompiledMapping, { record }: Prepared): boolean {
  return inputs.length === 0 || inputs.some((input) => input.isPresent(record))
}
