import type { AttributeChange, TargetObject } from '../contracts/target.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { AttributeDefinition } from '../model/synchronization-schema.ts'
import { foldCase } from '../odata/fold-case.ts'
import { type CompiledMapping, objectFilter } from './compile-mapping.ts'
import type { JobProgram } from './job-program.ts'
import type { Desired } from './map.ts'
import type { SourceRecord } from './record.ts'

/** What decides which values flow. */
export interface FlowFindings {
  readonly record: SourceRecord
  readonly desired: Desired
}

export interface FlowOptions {
  /** A mapping whose inputs are all absent says nothing about an object that is there (ours). */
  readonly skipMappingWhenAllInputsAbsent: boolean
}

export interface InitialValues {
  readonly changes: readonly AttributeChange[]
  /** Mappings of required attributes that came to no value and have no default. */
  readonly missing: readonly CompiledMapping[]
}

/** What a new object gets: the mapped values, else the defaults. Pure. */
export function collectInitialValues(program: JobProgram, desired: Desired): InitialValues {
  const changes: AttributeChange[] = []
  const missing: CompiledMapping[] = []
  for (const mapping of program.mappings) {
    if (mapping.target.name === objectFilter || mapping.target.type === 'Reference') continue
    const isLeftOut = desired.leftOut?.has(mapping.index) === true
    const value = desired.values[mapping.index] ?? (isLeftOut ? null : mapping.defaultValue)
    if (value !== null) changes.push({ attribute: mapping.target.name, value })
    else if (mapping.target.required) missing.push(mapping)
  }
  for (const mapping of program.references) addReference(mapping, desired, changes)
  return { changes, missing }
}

function addReference(mapping: CompiledMapping, desired: Desired, changes: AttributeChange[]): void {
  const value = desired.values[mapping.index]
  if (value !== undefined && value !== null) changes.push({ attribute: mapping.target.name, value })
}

/** What an object that is there gets (provisioning-engine: "When a mapping is applied"). Pure. */
export function collectChanges(
  program: JobProgram,
  findings: FlowFindings,
  object: TargetObject,
  options: FlowOptions,
): AttributeChange[] {
  const changes: AttributeChange[] = []
  for (const mapping of program.mappings) {
    if (whyNotOnUpdate(mapping, findings.record, options) !== null) continue
    const value = findings.desired.values[mapping.index] ?? clearedValue(mapping, findings)
    if (value === undefined) continue
    const { flowType, flowBehavior } = mapping.mapping
    const current = object.value(mapping.target.name)
    if (flowType === 'AttributeAddOnly' && current !== null) continue
    const merged =
      flowType === 'MultiValueAddOnly' || flowType === 'ValueAddOnly' ? addValues(current, value, flowType) : value
    const writesAlways = flowBehavior === 'FlowAlways' || mapping.target.mutability === 'WriteOnly'
    if (writesAlways || !isSameValue(current, merged, mapping.target))
      changes.push({ attribute: mapping.target.name, value: merged })
  }
  return changes
}

/** Why a mapping says nothing about an object that is there; null when it does. */
export function whyNotOnUpdate(
  mapping: CompiledMapping,
  record: SourceRecord,
  options: FlowOptions,
): 'onlyOnCreate' | 'noValue' | 'inputsAbsent' | null {
  if (mapping.mapping.flowType === 'ObjectAddOnly' || mapping.target.mutability === 'Immutable') return 'onlyOnCreate'
  if (mapping.target.name === objectFilter) return 'noValue'
  // "absent = no opinion": an expression over nothing but absent attributes must not invent a value.
  if (!options.skipMappingWhenAllInputsAbsent || mapping.inputs.length === 0 || mapping.clearsWithNull) return null
  return mapping.inputs.some((input) => input.isPresent(record)) ? null : 'inputsAbsent'
}

/** Null flows only through two open gates; omission counts only inside what is present. */
function clearedValue(mapping: CompiledMapping, { desired, record }: FlowFindings): AttributeValue | undefined {
  // A direct mapping of what is absent says nothing; an expression that says nothing means to (IgnoreAttributeFlow).
  const saysNothing = desired.values[mapping.index] === undefined && mapping.source.kind !== 'attribute'
  if (!mapping.clearsWithNull || saysNothing) return undefined
  return mapping.inputs.every((input) => input.isPresent(record) || input.isEnclosurePresent(record)) ? null : undefined
}

/** A single value cannot be added to: `ValueAddOnly` keeps what is there, `MultiValueAddOnly` is not about such attributes. */
function addValues(
  current: AttributeValue,
  added: AttributeValue,
  flowType: 'MultiValueAddOnly' | 'ValueAddOnly',
): AttributeValue {
  if (!Array.isArray(added)) return flowType === 'ValueAddOnly' ? (current ?? added) : added
  const kept = Array.isArray(current) ? current : []
  const known = new Set(kept.map((item) => foldCase(item)))
  return [...kept, ...added.filter((item) => !known.has(foldCase(item)))]
}

/** Whether two values are the same to the target (provisioning-engine: "Comparing and typing on export"). */
export function isSameValue(
  a: AttributeValue,
  b: AttributeValue,
  { caseExact, type }: Pick<AttributeDefinition, 'caseExact' | 'type'>,
): boolean {
  if (a === b) return true
  if (a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) return isSameSet(toList(a), toList(b), caseExact)
  if (type === 'DateTime') return Date.parse(String(a)) === Date.parse(String(b))
  if (type === 'Integer') return Number(a) === Number(b)
  // Letters of base64 are bytes: their case is never a matter of spelling.
  if (typeof a !== typeof b || typeof a !== 'string' || caseExact || type === 'Binary') return false
  return foldCase(a) === foldCase(String(b))
}

function toList(value: AttributeValue): readonly string[] {
  return Array.isArray(value) ? value : [String(value)]
}

function isSameSet(a: readonly string[], b: readonly string[], caseExact: boolean): boolean {
  const fold = (list: readonly string[]) => new Set(caseExact ? list : list.map(foldCase))
  const left = fold(a)
  const right = fold(b)
  return left.size === right.size && [...left].every((item) => right.has(item))
}
