import type { AttributeChange, TargetObject } from '../contracts/target.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { LogError, ScopingTrail } from '../model/provisioning-log.ts'
import { notInScope, redundantExport } from '../model/standard-log-errors.ts'
import type { AttributeDefinition } from '../model/synchronization-schema.ts'
import { foldCase } from '../odata/fold-case.ts'
import { type CompiledMapping, type JobProgram, objectFilter } from './job-program.ts'
import type { Desired } from './map.ts'
import type { Match } from './match.ts'
import type { SourceRecord } from './record.ts'

/** The one thing to do about a record. */
export type Operation =
  | { readonly kind: 'create'; readonly changes: readonly AttributeChange[] }
  | {
      readonly kind: 'update'
      readonly object: TargetObject
      readonly changes: readonly AttributeChange[]
      readonly disables: boolean
    }
  | { readonly kind: 'skip'; readonly error: LogError; readonly object: TargetObject | null }
  | { readonly kind: 'fail'; readonly error: LogError }

export interface Findings {
  readonly record: SourceRecord
  readonly scope: ScopingTrail
  readonly desired: Desired
  readonly match: Match
  /** The record was linked before this batch. */
  readonly linked: boolean
}

export interface PlanOptions {
  readonly skipMappingWhenAllInputsAbsent: boolean
  /** Who leaves the scope keeps the account as it is. */
  readonly skipOutOfScopeDeletions: boolean
}

/** The target attribute that says whether an account is enabled. */
const accountEnabled = 'accountEnabled'

/** Chooses the one operation that the findings call for (provisioning-engine: "Decision table"). Pure. */
export function planOperation(program: JobProgram, findings: Findings, options: PlanOptions): Operation {
  const { match, scope } = findings
  if (!scope.inScope) return planOutOfScope(program, findings, options)
  if (match.kind === 'ambiguous') return { kind: 'fail', error: duplicateTargetEntries(match) }
  if (match.kind === 'nobody') {
    return program.flow.add
      ? planCreate(program, findings)
      : { kind: 'skip', error: actionSwitchedOff('Create'), object: null }
  }
  const changes = collectChanges(program, findings, match.object, options)
  if (changes.length === 0) return { kind: 'skip', error: redundantExport, object: match.object }
  if (!program.flow.update) return { kind: 'skip', error: actionSwitchedOff('Update'), object: match.object }
  return { kind: 'update', object: match.object, changes, disables: isDisable(changes, match.object) }
}

function planOutOfScope(program: JobProgram, { match, linked }: Findings, options: PlanOptions): Operation {
  const object = match.kind === 'one' ? match.object : null
  const leaves = linked && object !== null && program.flow.delete && !options.skipOutOfScopeDeletions
  if (!leaves || object.value(accountEnabled) === false) return { kind: 'skip', error: notInScope, object }
  return { kind: 'update', object, changes: [{ attribute: accountEnabled, value: false }], disables: true }
}

function planCreate(program: JobProgram, { desired }: Findings): Operation {
  const changes: AttributeChange[] = []
  const missing: CompiledMapping[] = []
  for (const mapping of program.mappings) {
    if (mapping.target.name === objectFilter || mapping.target.type === 'Reference') continue
    const value = desired.values[mapping.index] ?? mapping.defaultValue
    if (value !== null) changes.push({ attribute: mapping.target.name, value })
    else if (mapping.target.required) missing.push(mapping)
  }
  for (const mapping of program.references) addReference(mapping, desired, changes)
  return missing.length > 0 ? { kind: 'fail', error: mandatoryFieldsMissing(missing) } : { kind: 'create', changes }
}

function addReference(mapping: CompiledMapping, desired: Desired, changes: AttributeChange[]): void {
  const value = desired.values[mapping.index]
  if (value !== undefined && value !== null) changes.push({ attribute: mapping.target.name, value })
}

function collectChanges(
  program: JobProgram,
  findings: Findings,
  object: TargetObject,
  options: PlanOptions,
): AttributeChange[] {
  const changes: AttributeChange[] = []
  for (const mapping of program.mappings) {
    if (!flowsOnUpdate(mapping, findings.record, options)) continue
    const value = findings.desired.values[mapping.index] ?? clearedValue(mapping, findings)
    if (value === undefined) continue
    const { flowType, flowBehavior } = mapping.mapping
    const current = object.value(mapping.target.name)
    if (flowType === 'AttributeAddOnly' && current !== null) continue
    const merged = flowType === 'MultiValueAddOnly' || flowType === 'ValueAddOnly' ? addValues(current, value) : value
    const writesAlways = flowBehavior === 'FlowAlways' || mapping.target.mutability === 'WriteOnly'
    if (writesAlways || !isSameValue(current, merged, mapping.target))
      changes.push({ attribute: mapping.target.name, value: merged })
  }
  return changes
}

function flowsOnUpdate(mapping: CompiledMapping, { data }: SourceRecord, options: PlanOptions): boolean {
  if (mapping.mapping.flowType === 'ObjectAddOnly' || mapping.target.mutability === 'Immutable') return false
  if (mapping.target.name === objectFilter) return false
  // "absent = no opinion": an expression over nothing but absent attributes must not invent a value.
  if (!options.skipMappingWhenAllInputsAbsent || mapping.inputs.length === 0 || mapping.clearsWithNull) return true
  return mapping.inputs.some((input) => input.isPresent(data))
}

/** Null flows only through two open gates; omission counts only inside what is present. */
function clearedValue(mapping: CompiledMapping, { desired, record: { data } }: Findings): AttributeValue | undefined {
  // A direct mapping of what is absent says nothing; an expression that says nothing means to (IgnoreAttributeFlow).
  const saysNothing = desired.values[mapping.index] === undefined && mapping.source.kind !== 'attribute'
  if (!mapping.clearsWithNull || saysNothing) return undefined
  return mapping.inputs.every((input) => input.isPresent(data) || input.isEnclosurePresent(data)) ? null : undefined
}

function addValues(current: AttributeValue, added: AttributeValue): AttributeValue {
  if (!Array.isArray(added)) return added ?? current
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

function isDisable(changes: readonly AttributeChange[], object: TargetObject): boolean {
  const [change] = changes
  return (
    changes.length === 1 &&
    change?.attribute === accountEnabled &&
    change.value === false &&
    object.value(accountEnabled) !== false
  )
}

function actionSwitchedOff(action: 'Create' | 'Update'): LogError {
  return {
    code: 'EntrySynchronizationSkipped',
    reason: `The object mapping has ${action} switched off.`,
    additionalDetails: null,
    recommendedAction: `Add ${action === 'Create' ? 'Add' : 'Update'} to the flowTypes of the object mapping.`,
  }
}

function duplicateTargetEntries({ trail }: Match): LogError {
  const where = trail.kind === 'ambiguous' ? `${trail.attribute}: ${trail.value}` : null
  return {
    code: 'DuplicateTargetEntries',
    reason: 'More than one object of the target has the matching value.',
    additionalDetails: where,
    recommendedAction: 'Make the matching attribute unique in the target, then send the person again.',
  }
}

function mandatoryFieldsMissing(missing: readonly CompiledMapping[]): LogError {
  const named = missing.map(
    (mapping) => `${mapping.target.name} <- ${mapping.mapping.source?.expression ?? '(no source)'}`,
  )
  return {
    code: 'MandatoryFieldsMissing',
    reason: `The target requires ${missing.map((mapping) => mapping.target.name).join(', ')}, and the mappings gave no value.`,
    additionalDetails: named.join('; '),
    recommendedAction: 'Send the source attribute, or give the mapping a default value.',
  }
}
