import type { Lookup, Target } from '../contracts/target.ts'
import { toDisplayText } from '../model/attribute-value.ts'
import { foldCase } from '../odata/fold-case.ts'
import type { CompiledMapping, JobProgram } from './job-program.ts'
import { planLookups } from './match.ts'
import { toAnchorKey } from './record.ts'
import type { Prepared } from './trail.ts'

/** Two records that share a key must be decided one after the other. */
export function waveKeysOf(
  prepared: Prepared,
  program: JobProgram,
  { capabilities }: Pick<Target, 'capabilities'>,
): string[] {
  const { record, desired } = prepared
  const lookups = desired.values.length === 0 ? [] : planLookups(program, desired)
  const claims = claimsOf(prepared, program, capabilities.uniqueAttributes)
  const values = [...lookups, ...claims].map(({ attribute, value }) => `${attribute}:${foldCase(value)}`)
  return [`anchor:${toAnchorKey(record.anchor)}`, ...values]
}

/** Values that only one object can have: of two records that want the same one, the first to arrive gets it. */
function claimsOf(prepared: Prepared, { mappings }: JobProgram, uniqueAttributes: readonly string[]): Lookup[] {
  const { desired } = prepared
  return mappings.flatMap((mapping) => {
    const { index, target } = mapping
    const candidates = desired.candidates.get(index)
    if (candidates !== undefined) return candidates.map((value) => ({ attribute: target.name, value }))
    if (!uniqueAttributes.includes(target.name) || !isFounded(mapping, prepared)) return []
    const value = toDisplayText(desired.values[index] ?? null)
    return value === null ? [] : [{ attribute: target.name, value }]
  })
}

/**
 * What an expression makes of nothing is the same for every partial record. It would line all of them up, and none of
 * them is to get it.
 */
function isFounded({ inputs }: CompiledMapping, { record }: Prepared): boolean {
  return inputs.length === 0 || inputs.some((input) => input.isPresent(record.data))
}
