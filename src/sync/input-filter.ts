import type { EvaluationContext } from '../expression/evaluation.ts'
import type { LogError } from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import type { Prepared } from './trail.ts'

/**
 * The end of a record that does not pass `inputFilterGroups`; null when it passes. Such a record is left alone as if it
 * had not been sent: unlike one that leaves the scope it deprovisions nobody.
 */
export function endOfFiltered(program: JobProgram, record: SourceRecord, context: EvaluationContext): Prepared | null {
  const scope = program.decideInput(record, context)
  if (scope.inScope) return null
  const ends = { kind: 'skip', object: null, error: filtered } as const
  return { record, scope, desired: { values: [], candidates: new Map() }, ends }
}

const filtered: LogError = {
  code: 'EntrySynchronizationSkipped',
  reason: 'The record does not pass the input filter of the job, so it was left alone.',
  additionalDetails: 'InputFilter',
  recommendedAction: 'Correct inputFilterGroups of the scope, or the attributes of the person.',
}
