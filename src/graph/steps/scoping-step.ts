import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import { isAbsence, isUndecided, type ProvisioningStep, subject, type ToStep, toFlag } from './step.ts'

/** Whether the person takes part, clause by clause. */
export const toScoping: ToStep = (entry, { sourceSystemName }) => {
  if (entry.cause === 'reference' || entry.sourceAnchor === '') return undefined
  const base = { name: 'EntrySynchronizationScoping', provisioningStepType: 'scoping' } as const
  const who = subject(entry)
  if (entry.error?.code === 'InternalError' && isUndecided(entry)) return undefined
  if (isUndecided(entry)) {
    const details = { ...detailsOf(entry), ErrorCode: entry.error?.code ?? '' }
    return { ...base, status: 'failure', description: `Could not determine whether ${who} is in scope`, details }
  }
  const { inScope } = entry.scoping
  if (inScope)
    return { ...base, status: 'success', description: `Determined ${who} to be in scope`, details: detailsOf(entry) }
  const [reason, description] = isAbsence(entry)
    ? ['Absent', `${who} is not in scope because it is no longer in ${sourceSystemName}`]
    : isFiltered(entry)
      ? ['InputFilter', `${who} does not pass the input filter`]
      : ['NotEffectivelyEntitled', `${who} is not in scope`]
  return { ...base, status: statusOf(entry), description, details: { SkipReason: reason, ...detailsOf(entry) } }
}

/** Leaving the scope is a step that worked, unless nothing came of it. */
function statusOf({ result, action }: StoredLogEntry): ProvisioningStep['status'] {
  return result === 'skipped' && action === 'other' ? 'skipped' : 'success'
}

function isFiltered({ error }: StoredLogEntry): boolean {
  return error?.additionalDetails === 'InputFilter'
}

/**
 * The reference's words. Whoever an API-driven job hears of counts as assigned and has a role, because nothing else is
 * asked of such people.
 */
function detailsOf(entry: StoredLogEntry): Readonly<Record<string, string>> {
  const { inScope, clauses } = entry.scoping
  const active = isAbsence(entry) ? 'False' : entry.sourceActive
  return {
    ...(active === null ? {} : { 'Active in the source system': active }),
    'Assigned to the application': 'True',
    'User has the required role': 'True',
    'Scoping filter evaluation passed': toFlag(inScope),
    IsInProvisioningScope: toFlag(inScope),
    IsEffectivelyEntitledForProvisioning: toFlag(inScope),
    ScopeEvaluationResult: JSON.stringify(clauses),
  }
}
