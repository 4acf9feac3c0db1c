import { EvaluationFailure } from '../expression/error.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import type { LogError, ScopingTrail } from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import type { Prepared } from './trail.ts'

/**
 * Asks the input filter, then the scope. A record that does not pass the input filter ends here, as if it had not been
 * sent: unlike one that leaves the scope it deprovisions nobody. One that cannot be decided about fails.
 */
export function scopeRecord(program: JobProgram, record: SourceRecord, context: EvaluationContext): Prepared {
  try {
    const input = program.decideInput(record, context)
    if (!input.inScope) return prepared(record, input, { kind: 'skip', object: null, error: filtered })
    return prepared(record, program.decideScope(record, context), null)
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error
    const scope = { inScope: false, clauses: {} }
    return prepared(record, scope, { kind: 'fail', error: undecidable(error.message) })
  }
}

function prepared(record: SourceRecord, scope: ScopingTrail, ends: Prepared['ends']): Prepared {
  return { record, scope, desired: { values: [], candidates: new Map() }, ends }
}

const filtered: LogError = {
  code: 'EntrySynchronizationSkipped',
  reason: 'The record does not pass the input filter of the job, so it was left alone.',
  additionalDetails: 'InputFilter',
  recommendedAction: 'Correct inputFilterGroups of the scope, or the attributes of the person.',
}

function undecidable(because: string): LogError {
  return {
    code: 'InvalidExpression',
    reason: 'A clause of the scope could not be decided, so the person was left alone.',
    additionalDetails: because,
    recommendedAction: 'Correct the source value, or the clause.',
  }
}
