import type { AttributeValue } from '../../model/attribute-value.ts'
import type { ProvisioningAction, ProvisioningResult } from '../../model/provisioning-log.ts'
import type {
  SimulatedChange,
  SimulatedFailure,
  SimulatedKind,
  SimulatedRecord,
  SimulationReport,
} from '../../model/simulation.ts'
import { isJsonObject, listAt, numberAt, objectAt, textAt } from '../json-value.ts'
import { toProblem } from './outcome.ts'

const simulatedKinds = [
  'created',
  'updated',
  'disabled',
  'deleted',
  'held',
  'skipped',
  'failed',
] as const satisfies readonly SimulatedKind[]
const actions = ['create', 'update', 'disable', 'delete', 'stagedDelete', 'other'] as const
const results = ['success', 'warning', 'failure', 'skipped'] as const

/** Reads a report as a server sends it. What is missing or unknown counts as empty. */
export function parseSimulationReport(value: unknown): SimulationReport {
  const threshold = objectAt(value, 'threshold')
  const details = objectAt(value, 'details')
  return {
    counts: parseCounts(value),
    records: numberAt(value, 'records') ?? 0,
    byAttribute: numbersOf(objectAt(value, 'byAttribute')),
    failures: listAt(value, 'failures').map(toFailure),
    conflicts: listAt(value, 'conflicts').map((each) => ({
      attribute: textAt(each, 'attribute') ?? '',
      value: textAt(each, 'value') ?? '',
      externalIds: listAt(each, 'externalIds').filter((id) => typeof id === 'string'),
    })),
    threshold: {
      limit: numberAt(threshold, 'limit') ?? null,
      wouldDisableOrDelete: numberAt(threshold, 'wouldDisableOrDelete') ?? 0,
      exceeded: threshold?.exceeded === true,
    },
    absent: numberAt(value, 'absent') ?? 0,
    details: Object.fromEntries(
      simulatedKinds.flatMap((kind) => {
        const records = listAt(details, kind).map(toRecord)
        return records.length === 0 ? [] : [[kind, records]]
      }),
    ),
    durationMs: numberAt(value, 'durationMs') ?? 0,
  }
}

function parseCounts(value: unknown): SimulationReport['counts'] {
  const counts = objectAt(value, 'counts')
  const rows = actions.flatMap((action) => {
    const found = objectAt(counts, action)
    return found === undefined ? [] : [[action, numbersOf(found)] as const]
  })
  return Object.fromEntries(rows)
}

function numbersOf(value: unknown): Record<string, number> {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (typeof each === 'number' ? [[name, each]] : [])),
  )
}

function toFailure(value: unknown): SimulatedFailure {
  return {
    code: textAt(value, 'code') ?? '',
    count: numberAt(value, 'count') ?? 0,
    examples: listAt(value, 'examples').map(toRecord),
  }
}

function toRecord(value: unknown): SimulatedRecord {
  const position = objectAt(value, 'position')
  const [body, operation] = [numberAt(position, 'body'), numberAt(position, 'operation')]
  const error = objectAt(value, 'error')
  return {
    externalId: textAt(value, 'externalId') ?? '',
    displayName: textAt(value, 'displayName') ?? null,
    action: actions.find((each) => each === textAt(value, 'action')) ?? ('other' satisfies ProvisioningAction),
    result: results.find((each) => each === textAt(value, 'result')) ?? ('success' satisfies ProvisioningResult),
    error: error === undefined ? null : toProblem(error),
    changes: listAt(value, 'changes').map(toChange),
    ...(body === undefined || operation === undefined ? {} : { position: { body, operation } }),
  }
}

function toChange(value: unknown): SimulatedChange {
  const { oldValue, newValue } = isJsonObject(value) ? value : {}
  return { attribute: textAt(value, 'attribute') ?? '', oldValue: toValue(oldValue), newValue: toValue(newValue) }
}

function toValue(value: unknown): AttributeValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : null
}
