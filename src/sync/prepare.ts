import type { EvaluationContext } from '../expression/evaluation.ts'
import type { LogError } from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import { type Desired, mapAttributes } from './map.ts'
import type { SourceRecord } from './record.ts'
import { scopeRecord } from './scope-record.ts'
import type { Prepared } from './trail.ts'

const nothingDesired: Desired = { values: [], candidates: new Map() }
const outOfScope = { inScope: false, clauses: {} } as const

/** Scopes and maps one record. Mappings of a record out of scope are not evaluated: nothing would be done with them. */
export function prepareRecord(program: JobProgram, record: SourceRecord, context: EvaluationContext): Prepared {
  if (record.isUnread === true && record.presence === 'present') return prepareDefective(record)
  if (record.anchor === '') return fail(record, anchorEmpty)
  if (!record.anchor.isWellFormed()) return fail({ ...record, anchor: '' }, anchorBroken)
  // Who is gone has no attributes to map.
  if (record.presence === 'absent') return { record, scope: outOfScope, desired: nothingDesired, ends: null }
  const scoped = scopeRecord(program, record, context)
  const { scope } = scoped
  if (scoped.ends !== null || !scope.inScope) return scoped
  const result = mapAttributes(program, record, context)
  switch (result.kind) {
    case 'mapped':
      return { record, scope, desired: result.desired, ends: endOfUnmatchable(program, result.desired) }
    case 'ignored':
      return {
        record,
        scope,
        desired: nothingDesired,
        ends: { kind: 'skip', object: null, error: ignored(result.reason) },
      }
    case 'failed':
      return { record, scope, desired: nothingDesired, ends: { kind: 'fail', error: result.error } }
  }
}

/** "The record needs a value for at least one matching property, else it is skipped at import." */
function endOfUnmatchable(program: JobProgram, desired: Desired): Prepared['ends'] {
  const canMatch = program.matching.some((mapping) => (desired.values[mapping.index] ?? null) !== null)
  return canMatch ? null : { kind: 'skip', object: null, error: importSkipped }
}

/** A record whose preparation met a defect of ours must not stop the queue. */
export function prepareDefective(record: SourceRecord): Prepared {
  return fail(record, internalError)
}

function fail(record: SourceRecord, error: LogError): Prepared {
  return { record, scope: outOfScope, desired: nothingDesired, ends: { kind: 'fail', error } }
}

const anchorEmpty: LogError = {
  code: 'MissingValues',
  reason: 'Source identifier of an entry cannot be empty',
  additionalDetails: 'externalId',
  recommendedAction: 'Send externalId: the identifier of the person in the source system.',
}

/** Databases store such texts with the halves replaced, so that two persons would become one. */
const anchorBroken: LogError = {
  code: 'UnprocessableEntity',
  reason: 'Source identifier of an entry holds half of a character',
  additionalDetails: 'externalId',
  recommendedAction: 'Send externalId without lone surrogates (\\ud800 to \\udfff).',
}

const importSkipped: LogError = {
  code: 'ImportSkipped',
  reason: 'The record has no value for any matching property.',
  additionalDetails: null,
  recommendedAction: 'Send the attribute that the job matches by.',
}

export const internalError: LogError = {
  code: 'InternalError',
  reason: 'The record met an unexpected error of the service; the service log has the details.',
  additionalDetails: null,
  recommendedAction: 'Report the defect; send the record again after an upgrade.',
}

function ignored(reason: string): LogError {
  return { code: 'EntrySynchronizationSkipped', reason, additionalDetails: 'IgnoreObjectFlow', recommendedAction: null }
}
