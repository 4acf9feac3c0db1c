import type { TargetObject } from '../contracts/target.ts'
import type { UnresolvedReference } from '../model/provisioning-log.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import type { JobProgram } from './job-program.ts'
import type { Desired } from './map.ts'
import { toAnchorKey } from './record.ts'

/** References of one record: those whose object is known stand in `desired` as object ids, the others are named. */
export interface ResolvedReferences {
  readonly desired: Desired
  readonly unresolved: readonly UnresolvedReference[]
}

/** The anchors that a record refers to. */
export function wantedAnchors(program: JobProgram, desired: Desired): string[] {
  return program.references.flatMap((mapping) => {
    const value = desired.values[mapping.index]
    return typeof value === 'string' ? [value] : []
  })
}

/** The reference attributes that a record may set on its object; null = the object is yet to be created. */
export function referringAttributes(program: JobProgram, desired: Desired, object: TargetObject | null): string[] {
  return program.references
    .filter((mapping) => typeof desired.values[mapping.index] === 'string' && flows(mapping, program, object))
    .map((mapping) => mapping.target.name)
}

function flows({ mapping, target }: CompiledMapping, { flow }: JobProgram, object: TargetObject | null): boolean {
  if (object === null) return true
  if (!flow.update || mapping.flowType === 'ObjectAddOnly' || target.mutability === 'Immutable') return false
  const keeps = mapping.flowType === 'AttributeAddOnly' || mapping.flowType === 'ValueAddOnly'
  return !keeps || object.value(target.name) === null
}

/** Puts object ids in the place of anchors (provisioning-engine: "References"). Pure. */
export function resolveReferences(
  program: JobProgram,
  desired: Desired,
  targetIdOf: (anchorKey: string) => string | undefined,
): ResolvedReferences {
  if (program.references.length === 0) return { desired, unresolved: [] }
  const values = [...desired.values]
  const unresolved: UnresolvedReference[] = []
  for (const mapping of program.references) {
    const anchor = values[mapping.index]
    if (typeof anchor !== 'string') continue
    const targetId = targetIdOf(toAnchorKey(anchor))
    values[mapping.index] = targetId
    if (targetId === undefined) unresolved.push({ attribute: mapping.target.name, anchor })
  }
  return { desired: { ...desired, values }, unresolved }
}
