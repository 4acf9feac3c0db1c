import type { Condition, PropertyRef } from '../../odata/condition.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import type { Dialect } from '../dialect.ts'
import type { Column } from './filter-to-sql.ts'
import { actionCodes, resultCodes, toNameSql } from './log-codes.ts'
import { clausesOf, type SplitFilter, splitFilter } from './split-filter.ts'

/** What a filter says about where its entries lie, besides the condition that each of them must fulfil. */
export interface LogFilterPlan extends SplitFilter {
  /** Whether entries of this job can fulfil the filter. */
  readonly wantsJob: (job: { readonly id: string; readonly servicePrincipalId: string }) => boolean
  readonly sourceAnchor: string | undefined
  readonly cycle: CycleReference | undefined
  readonly uploadId: string | undefined
  /** The one entry that can fulfil the filter; 0 when the filter names an id that no entry can have. */
  readonly sequence: number | undefined
  /** Milliseconds since 1970 between which all entries lie, both inclusive. */
  readonly fromMs: number
  readonly throughMs: number
}

export interface CycleReference {
  readonly id: string
  readonly foldsCase: boolean
}

export interface LogFilterSource {
  readonly dialect: Dialect
  /** The number behind a public entry id; undefined for text that is not such an id. */
  readonly sequenceOf: (id: string) => number | undefined
}

const servicePrincipalName = `(SELECT json_extract(sp.properties, '$.displayName') FROM directory_objects AS sp
  WHERE sp.tenant = l.tenant AND sp.id = j.service_principal_id)`

/** Log entries are the table `l`, their job `j`, their cycle `c`, their upload `s`. Everything else is read out of the decoded entry. */
const columns: Readonly<Record<string, Column>> = {
  sequence: { kind: 'number', sql: 'l.sequence' },
  jobId: { kind: 'text', sql: 'j.id' },
  cycleId: { kind: 'text', sql: 'c.id' },
  tenantId: { kind: 'text', sql: '(SELECT t.id FROM tenants AS t WHERE t.key = l.tenant)' },
  activityDateTime: { kind: 'epochMs', sql: 'l.at' },
  provisioningAction: { kind: 'text', sql: toNameSql('l.action', actionCodes) },
  action: { kind: 'text', sql: toNameSql('l.action', actionCodes) },
  'provisioningStatusInfo/status': { kind: 'text', sql: toNameSql('l.result', resultCodes) },
  'statusInfo/status': { kind: 'text', sql: toNameSql('l.result', resultCodes) },
  'sourceIdentity/id': { kind: 'text', sql: 'l.source_anchor' },
  // Graph shows an empty id as long as nothing was created.
  'targetIdentity/id': { kind: 'text', sql: "COALESCE(l.target_id, '')" },
  'upload/uploadId': { kind: 'text', sql: 's.id' },
  'upload/requestId': { kind: 'text', sql: 's.request_id' },
  'upload/operationIndex': { kind: 'number', sql: 'l.operation' },
  'servicePrincipal/id': { kind: 'text', sql: 'j.service_principal_id' },
  'servicePrincipal/displayName': { kind: 'text', sql: servicePrincipalName },
}

export function planLogFilter(
  condition: Condition | undefined,
  { dialect, sequenceOf }: LogFilterSource,
): LogFilterPlan {
  const clauses = clausesOf(condition)
  const rewrite = (clause: Condition) => rewriteIds(clause, sequenceOf)
  const wantsJob = toPredicate({ kind: 'and', clauses: clauses.filter(isAboutJob) })
  const cycle = equalTo(clauses, 'cycleId')
  return {
    ...splitFilter(clauses, { columnOf: (path) => columns[path], dialect, rewrite }),
    wantsJob: ({ id, servicePrincipalId }) => wantsJob({ jobId: id, servicePrincipal: { id: servicePrincipalId } }),
    sourceAnchor: exactText(equalTo(clauses, 'sourceIdentity/id')),
    uploadId: exactText(equalTo(clauses, 'upload/uploadId')),
    cycle: cycle && { id: cycle.text, foldsCase: cycle.property.foldsCase },
    sequence: clauses
      .map(rewrite)
      .map(toSequence)
      .find((sequence) => sequence !== undefined),
    ...timesOf(clauses),
  }
}

const idPaths: ReadonlySet<string> = new Set(['id', 'changeId'])
const sequenceProperty: PropertyRef = { path: 'sequence', type: 'Int64', foldsCase: false, nullable: false }
/** Sequences begin at 1. */
const sequenceOfNobody = 0

/** Ids are not stored: they are made from the sequence, so a clause about an id becomes one about the sequence. */
function rewriteIds(condition: Condition, sequenceOf: LogFilterSource['sequenceOf']): Condition {
  const toValue = (text: string) => ({ kind: 'number', value: sequenceOf(text) ?? sequenceOfNobody }) as const
  switch (condition.kind) {
    case 'or':
    case 'and':
      return { ...condition, clauses: condition.clauses.map((clause) => rewriteIds(clause, sequenceOf)) }
    case 'not':
      return { ...condition, clause: rewriteIds(condition.clause, sequenceOf) }
    case 'compare': {
      const { operator, property, value } = condition
      const isEquality = operator === 'eq' || operator === 'ne'
      if (!idPaths.has(property.path) || !isEquality || value.kind !== 'text') return condition
      return { ...condition, property: sequenceProperty, value: toValue(value.text) }
    }
    case 'in': {
      if (!idPaths.has(condition.property.path)) return condition
      const values = condition.values.map((value) => (value.kind === 'text' ? toValue(value.text) : value))
      return { ...condition, property: sequenceProperty, values }
    }
    default:
      return condition
  }
}

function toSequence(clause: Condition): number | undefined {
  if (clause.kind !== 'compare' || clause.operator !== 'eq' || clause.property.path !== 'sequence') return undefined
  return clause.value.kind === 'number' ? clause.value.value : undefined
}

const jobPaths: ReadonlySet<string> = new Set(['jobId', 'servicePrincipal/id'])

/** Such a clause is decided once per job, so entries of other jobs are not even read. */
function isAboutJob(condition: Condition): boolean {
  switch (condition.kind) {
    case 'or':
    case 'and':
      return condition.clauses.every(isAboutJob)
    case 'not':
      return isAboutJob(condition.clause)
    case 'any':
    case 'count':
      return false
    default:
      return jobPaths.has(condition.property.path)
  }
}

interface TextEquality {
  readonly property: PropertyRef
  readonly text: string
}

function equalTo(clauses: readonly Condition[], path: string): TextEquality | undefined {
  for (const clause of clauses) {
    if (clause.kind !== 'compare' || clause.operator !== 'eq' || clause.property.path !== path) continue
    if (clause.value.kind === 'text') return { property: clause.property, text: clause.value.text }
  }
  return undefined
}

/** The index holds the text as it is; a folded text cannot be looked up in it. */
function exactText(equality: TextEquality | undefined): string | undefined {
  return equality?.property.foldsCase ? undefined : equality?.text
}

function timesOf(clauses: readonly Condition[]): Pick<LogFilterPlan, 'fromMs' | 'throughMs'> {
  let [fromMs, throughMs] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const clause of clauses) {
    if (clause.kind !== 'compare' || clause.property.path !== 'activityDateTime') continue
    if (clause.value.kind !== 'instant') continue
    const { operator, value } = clause
    if (operator === 'eq' || operator === 'gt' || operator === 'ge') fromMs = Math.max(fromMs, value.epochMs)
    if (operator === 'eq' || operator === 'lt' || operator === 'le') throughMs = Math.min(throughMs, value.epochMs)
  }
  return { fromMs, throughMs }
}
