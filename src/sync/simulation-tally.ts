import {
  type ProvisioningAction,
  type ProvisioningLogEntry,
  type ProvisioningResult,
  redactedText,
} from '../model/provisioning-log.ts'
import type {
  SimulatedConflict,
  SimulatedFailure,
  SimulatedKind,
  SimulatedRecord,
  SimulationReport,
} from '../model/simulation.ts'

/** Counts the log entries of a dry run as they come. */
export interface SimulationTally {
  /** Uploads from this sequence on are the simulation's own; entries tell where in them a record stands. */
  begin(firstSequence: number): void
  add(entries: readonly ProvisioningLogEntry[]): void
  /** Accounts that were disabled or deleted so far. */
  deprovisioned(): number
  report(): Omit<SimulationReport, 'threshold' | 'durationMs'>
}

/** Conflicts that are told apart at most. */
const conflictsMax = 10_000

/** Each list of the report names at most `detailMax` records. */
export function createSimulationTally(detailMax: number): SimulationTally {
  const counts: Partial<Record<ProvisioningAction, Partial<Record<ProvisioningResult, number>>>> = {}
  const byAttribute = new Map<string, number>()
  const failures = new Map<string, { count: number; examples: SimulatedRecord[] }>()
  const conflicts = new Map<string, SimulatedConflict & { readonly externalIds: string[] }>()
  const details: Partial<Record<SimulatedKind, SimulatedRecord[]>> = {}
  let first: number | null = null
  let records = 0
  let absent = 0

  const addOne = (entry: ProvisioningLogEntry): void => {
    const { action, result, error } = entry
    if (entry.cause === 'absence') absent++
    else if (entry.cause !== 'reference') records++
    const byResult = counts[action] ?? {}
    byResult[result] = (byResult[result] ?? 0) + 1
    counts[action] = byResult
    if (result === 'success' || result === 'warning')
      for (const { attribute } of entry.modified) byAttribute.set(attribute, (byAttribute.get(attribute) ?? 0) + 1)
    const record = toSimulatedRecord(entry, first)
    keep(listOf(details, kindOf(entry)), record, detailMax)
    if (result !== 'failure' || error === null) return
    const failure = failures.get(error.code) ?? { count: 0, examples: [] }
    failure.count++
    keep(failure.examples, record, detailMax)
    failures.set(error.code, failure)
    if (error.code === 'Conflict') addConflict(entry, error.additionalDetails)
  }

  const addConflict = ({ sourceAnchor }: ProvisioningLogEntry, told: string | null): void => {
    const [, attribute, value] = /^([^:]+): (.*?)(?: <- .*)?$/s.exec(told ?? '') ?? []
    if (attribute === undefined || value === undefined) return
    const key = `${attribute}:${value}`
    const conflict = conflicts.get(key) ?? { attribute, value, externalIds: [] }
    keep(conflict.externalIds, sourceAnchor, detailMax)
    if (conflicts.size < conflictsMax) conflicts.set(key, conflict)
  }

  return {
    begin(firstSequence) {
      first = firstSequence
    },
    add(entries) {
      for (const entry of entries) addOne(entry)
    },
    deprovisioned: () => (counts.disable?.success ?? 0) + (counts.delete?.success ?? 0),
    report: () => ({
      counts,
      records,
      absent,
      byAttribute: Object.fromEntries([...byAttribute].sort((a, b) => b[1] - a[1])),
      failures: [...failures]
        .map(([code, { count, examples }]): SimulatedFailure => ({ code, count, examples }))
        .sort((a, b) => b.count - a.count),
      conflicts: [...conflicts.values()].slice(0, detailMax),
      details,
    }),
  }
}

function keep<T>(list: T[], item: T, max: number): void {
  if (list.length < max) list.push(item)
}

function listOf(details: Partial<Record<SimulatedKind, SimulatedRecord[]>>, kind: SimulatedKind): SimulatedRecord[] {
  const list = details[kind] ?? []
  details[kind] = list
  return list
}

function kindOf({ action, result }: ProvisioningLogEntry): SimulatedKind {
  if (result === 'failure') return 'failed'
  if (action === 'stagedDelete') return 'held'
  if (result === 'skipped') return 'skipped'
  if (action === 'create') return 'created'
  if (action === 'disable') return 'disabled'
  if (action === 'delete') return 'deleted'
  return action === 'update' ? 'updated' : 'skipped'
}

/** Values are already redacted: the entry is what the log would show. */
function toSimulatedRecord(entry: ProvisioningLogEntry, first: number | null): SimulatedRecord {
  const { sourceAnchor, sourceDisplayName, action, result, error, origin } = entry
  const record = {
    externalId: sourceAnchor,
    displayName: sourceDisplayName,
    action,
    result,
    error,
    changes: entry.modified.map(({ attribute, oldValue, newValue, redacted }) =>
      redacted ? { attribute, oldValue: null, newValue: redactedText } : { attribute, oldValue, newValue },
    ),
  }
  const isOwn = first !== null && origin !== null && origin.uploadSequence >= first && entry.cause !== 'absence'
  if (!isOwn) return record
  return { ...record, position: { body: origin.uploadSequence - first, operation: origin.operationIndex } }
}
