import type { ProvisioningResult, StoredLogEntry } from '../../model/provisioning-log.ts'
import type { LogContext } from '../log-context.ts'

/** One part of an entry's trail (Graph `provisioningStep`). */
export interface ProvisioningStep {
  readonly name: string
  readonly provisioningStepType: 'import' | 'scoping' | 'matching' | 'processing' | 'referenceResolution' | 'export'
  readonly status: ProvisioningResult
  readonly description: string
  readonly details: Readonly<Record<string, string>>
}

/** Undefined where the entry did not come so far. */
export type ToStep = (entry: StoredLogEntry, context: LogContext) => ProvisioningStep | undefined

export function subject({ sourceAnchor }: StoredLogEntry): string {
  return `User '${sourceAnchor}'`
}

export function targetName({ targetDisplayName, targetId, sourceAnchor }: StoredLogEntry): string {
  return targetDisplayName ?? targetId ?? sourceAnchor
}

export function toFlag(value: boolean): 'True' | 'False' {
  return value ? 'True' : 'False'
}

/** Codes of records that failed before the scope was decided. */
const undecidedCodes: ReadonlySet<string> = new Set(['InvalidExpression', 'InternalError'])

/** Nobody could decide whether the person is in scope: a clause failed, or the service did. */
export function isUndecided({ scoping, error, result }: StoredLogEntry): boolean {
  return result === 'failure' && !scoping.inScope && undecidedCodes.has(error?.code ?? '')
}

/**
 * The source no longer had the person. Entries do not say so in a word of its own: nobody asked the scope, and still the
 * person is out of it.
 */
export function isAbsence(entry: StoredLogEntry): boolean {
  const { cause, scoping, sourceAnchor } = entry
  if (cause === 'absence') return true
  const isUnasked = !scoping.inScope && Object.keys(scoping.clauses).length === 0
  return isUnasked && sourceAnchor !== '' && !isUndecided(entry)
}

/** What went wrong before anything was sent to the target. */
export function failedBeforeExport({ result, action, modified, matching }: StoredLogEntry): boolean {
  if (result !== 'failure' || matching.kind === 'ambiguous') return false
  return action !== 'delete' && modified.length === 0
}
