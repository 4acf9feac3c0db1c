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
  const scoped = scopeRecord(program, record, context)
  const { scope } = scoped
  if (scoped.ends !== null || !scope.inScope) return scoped
