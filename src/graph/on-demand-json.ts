import { toDisplayText } from '../model/attribute-value.ts'
import type { StoredLogEntry } from '../model/provisioning-log.ts'
import type { SimulatedRecord } from '../model/simulation.ts'
import { toGraphTime } from './graph-time.ts'
import type { LogContext } from './log-context.ts'
import { toProvisioningObjectSummary } from './provisioning-object-summary.ts'

const results = { success: 'Success', skipped: 'Skipped', failure: 'Failure', warning: 'Warning' } as const

/** What became of one subject: Graph's `stringKeyStringValuePair` before it is written as text (provisioning-engine section 16). */
export function toOnDemandResult(entry: StoredLogEntry, context: LogContext) {
  const summary = toProvisioningObjectSummary(entry, context, 'beta')
  const { status, errorInformation } = summary.provisioningStatusInfo
  const { errorCode = '', reason: errorMessage = '' } = errorInformation ?? {}
  return {
    key: { result: results[entry.result], details: { errorCode, errorMessage } },
    value: {
      action: entry.action,
      changeId: summary.changeId,
      startTime: toGraphTime(entry.at - entry.durationMs),
      endTime: toGraphTime(entry.at),
      modifiedProperties: summary.modifiedProperties,
      provisioningSteps: summary.provisioningSteps.map(({ provisioningStepType, ...step }) => ({
        ...step,
        type: provisioningStepType,
        timestamp: toGraphTime(entry.at),
      })),
      reportableIdentifier: entry.sourceUserName ?? entry.sourceAnchor,
      statusInfo: { status, ...(errorInformation ?? {}) },
      sourceIdentity: toIdentity(summary.sourceIdentity),
      sourceSystem: toSystem(summary.sourceSystem),
      targetIdentity: toIdentity(summary.targetIdentity),
      targetSystem: toSystem(summary.targetSystem),
    },
  }
}

/** The same of a dry run (ours): nothing was written, so there is no change, no time and no step. */
export function toForeseenResult({ externalId, displayName, action, result, error, changes }: SimulatedRecord) {
  return {
    key: {
      result: results[result],
      details: { errorCode: error?.code ?? '', errorMessage: error?.reason ?? '' },
    },
    value: {
      dryRun: true,
      action,
      modifiedProperties: changes.map(({ attribute, oldValue, newValue }) => ({
        displayName: attribute,
        oldValue: toDisplayText(oldValue),
        newValue: toDisplayText(newValue),
      })),
      statusInfo: { status: result },
      sourceIdentity: { id: externalId, displayName: displayName ?? '' },
    },
  }
}

type Summary = ReturnType<typeof toProvisioningObjectSummary>

function toIdentity({ id, identityType, displayName, details }: Summary['sourceIdentity' | 'targetIdentity']) {
  return { id, type: identityType, displayName, details }
}

function toSystem({ id, displayName, details }: Summary['sourceSystem']) {
  return { id, name: displayName, details }
}
