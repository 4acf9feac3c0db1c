import type { AttributeChange, TargetObject } from '../contracts/target.ts'
import type { LogError, ScopingTrail } from '../model/provisioning-log.ts'
import { absent, notInScope, redundantExport } from '../model/standard-log-errors.ts'
import type { JobOptions } from '../model/synchronization-job.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import { collectChanges, collectInitialValues, type FlowFindings, type FlowOptions } from './flow.ts'
import type { JobProgram } from './job-program.ts'
import type { Match } from './match.ts'
import { shownExpression } from './shown-expression.ts'

/** The one thing to do about a record. */
export type Operation =
  | { readonly kind: 'create'; readonly changes: readonly AttributeChange[] }
  | {
      readonly kind: 'update'
      readonly object: TargetObject
      readonly changes: readonly AttributeChange[]
      readonly disables: boolean
    }
  | Deletion
  /** Would disable or delete the object, and is kept back for now. */
  | { readonly kind: 'hold'; readonly object: TargetObject; readonly held: Deprovisioning }
  | { readonly kind: 'skip'; readonly error: LogError; readonly object: TargetObject | null }
  | { readonly kind: 'fail'; readonly error: LogError }

interface Deletion {
  readonly kind: 'delete'
  readonly object: TargetObject
}

/** What takes an account away from its owner. */
export type Deprovisioning = Extract<Operation, { kind: 'update' | 'delete' }>

export interface Findings extends FlowFindings {
  readonly scope: ScopingTrail
  readonly match: Match
  /** The record was linked before this batch. */
  readonly linked: boolean
}

export interface PlanOptions extends FlowOptions {
  /** Who leaves the scope keeps the account as it is. */
  readonly skipOutOfScopeDeletions: boolean
  readonly absentPeople: JobOptions['absentPeople']
}

/** The target attribute that says whether an account is enabled. */
const accountEnabled = 'accountEnabled'

/** Chooses the one operation that the findings call for (provisioning-engine: "Decision table"). Pure. */
export function planOperation(program: JobProgram, findings: Findings, options: PlanOptions): Operation {
  const { match, scope, record } = findings
  if (record.presence === 'absent') return planAbsent(program, findings, options)
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

/** The leaver policy for people whom the source no longer has (ours). */
function planAbsent(program: JobProgram, { match, linked }: Findings, { absentPeople }: PlanOptions): Operation {
  const object = match.kind === 'one' && linked ? match.object : null
  if (object === null || !program.flow.delete || absentPeople === 'ignore')
    return { kind: 'skip', error: absent, object }
  if (absentPeople === 'delete') return { kind: 'delete', object }
  if (object.value(accountEnabled) === false) return { kind: 'skip', error: absent, object }
  return { kind: 'update', object, changes: [{ attribute: accountEnabled, value: false }], disables: true }
}

/** Whether an operation takes an account away: a deletion, or a change from enabled to disabled. */
export function isDeprovisioning(operation: Operation): operation is Deprovisioning {
  if (operation.kind === 'delete') return true
  if (operation.kind !== 'update' || operation.object.value(accountEnabled) === false) return false
  return operation.changes.some(({ attribute, value }) => attribute === accountEnabled && value === false)
}

function planCreate(program: JobProgram, { desired }: Findings): Operation {
  const { changes, missing } = collectInitialValues(program, desired)
  return missing.length > 0 ? { kind: 'fail', error: mandatoryFieldsMissing(missing) } : { kind: 'create', changes }
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
  const named = missing.map((mapping) => `${mapping.target.name} <- ${shownExpression(mapping) ?? '(no source)'}`)
  return {
    code: 'MandatoryFieldsMissing',
    reason: `The target requires ${missing.map((mapping) => mapping.target.name).join(', ')}, and the mappings gave no value.`,
    additionalDetails: named.join('; '),
    recommendedAction: 'Send the source attribute, or give the mapping a default value.',
  }
}
