import type { Condition, PropertyRef, Value } from '../odata/condition.ts'
import { toPredicate } from '../odata/evaluate-filter.ts'
import type { LogContext } from './log-context.ts'
import { type LogIdKind, readLogId } from './log-id.ts'
import { toJobMembers } from './provisioning-object-summary.ts'

/** A condition that everything fulfils is `true`, one that nothing fulfils `false`. */
export type RewrittenFilter = Condition | boolean

export interface LogFilterSource {
  readonly tenantId: string
  /** All jobs of the tenant. */
  readonly contexts: readonly LogContext[]
}

const aliases: Readonly<Record<string, string>> = {
  action: 'provisioningAction',
  'statusInfo/status': 'provisioningStatusInfo/status',
}
const idKinds: Readonly<Record<string, LogIdKind>> = { id: 'entry', changeId: 'change' }
const jobMembers =
  /^(tenantId|(servicePrincipal|sourceSystem|targetSystem)\/\w+|(source|target)Identity\/identityType)$/

const sequenceProperty: PropertyRef = { path: 'sequence', type: 'Int64', foldsCase: false, nullable: false }
const jobIdProperty: PropertyRef = { path: 'jobId', type: 'String', foldsCase: false, nullable: false }

/**
 * Puts a filter on provisioningObjectSummary into words that the store has: ids become sequences, members that the job
 * alone decides become the list of jobs where they hold, older names become the present ones.
 */
export function rewriteLogFilter(condition: Condition, source: LogFilterSource): RewrittenFilter {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return rewriteChain(condition, source)
    case 'not': {
      const clause = rewriteLogFilter(condition.clause, source)
      return typeof clause === 'boolean' ? !clause : { kind: 'not', clause }
    }
    case 'any':
    case 'count':
      return condition
    default:
      return rewriteLeaf(condition, source)
  }
}

function rewriteChain(
  { kind, clauses }: Extract<Condition, { readonly clauses: readonly Condition[] }>,
  source: LogFilterSource,
): RewrittenFilter {
  const rewritten = clauses.map((clause) => rewriteLogFilter(clause, source))
  // `false` decides an `and`, `true` an `or`; the other constant changes nothing.
  const decisive = kind === 'or'
  if (rewritten.includes(decisive)) return decisive
  const open = rewritten.filter((clause) => typeof clause !== 'boolean')
  const [first] = open
  if (first === undefined) return !decisive
  return open.length === 1 ? first : { kind, clauses: open }
}

type Leaf = Extract<Condition, { readonly property: PropertyRef }>

function rewriteLeaf(leaf: Leaf, source: LogFilterSource): RewrittenFilter {
  const { path } = leaf.property
  const kind = idKinds[path]
  if (kind !== undefined) return rewriteId(leaf, kind, source.tenantId)
  if (jobMembers.test(path)) return rewriteJobMember(leaf, source.contexts)
  const present = aliases[path]
  return present === undefined ? leaf : { ...leaf, property: { ...leaf.property, path: present } }
}

/** An id that no entry of the tenant can have equals none and differs from all. */
function rewriteId(leaf: Leaf, kind: LogIdKind, tenantId: string): RewrittenFilter {
  const toSequences = (values: readonly Value[]) =>
    values.flatMap((value) => (value.kind === 'text' ? (readLogId(kind, tenantId, value.text) ?? []) : []))
  if (leaf.kind === 'compare') {
    const [sequence] = toSequences([leaf.value])
    if (sequence === undefined) return leaf.operator === 'ne'
    return { ...leaf, property: sequenceProperty, value: { kind: 'number', value: sequence } }
  }
  if (leaf.kind !== 'in') return false
  const values = toSequences(leaf.values).map((value) => ({ kind: 'number', value }) as const)
  return values.length === 0 ? false : { kind: 'in', property: sequenceProperty, values, orNull: false }
}

function rewriteJobMember(leaf: Leaf, contexts: readonly LogContext[]): RewrittenFilter {
  const holds = toPredicate(leaf)
  const fulfilling = contexts.filter((context) => holds(toFilterable(context)))
  if (fulfilling.length === 0) return false
  if (fulfilling.length === contexts.length) return true
  const values = fulfilling.map(({ jobId }) => ({ kind: 'text', text: jobId }) as const)
  return { kind: 'in', property: jobIdProperty, values, orNull: false }
}

function toFilterable(context: LogContext): object {
  return {
    ...toJobMembers(context),
    sourceIdentity: { identityType: context.sourceObjectName },
    targetIdentity: { identityType: context.targetObjectName },
  }
}
