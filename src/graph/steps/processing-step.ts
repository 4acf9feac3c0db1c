import type { ProvisioningAction, StoredLogEntry } from '../../model/provisioning-log.ts'
import type { LogContext } from '../log-context.ts'
import {
  failedBeforeExport,
  isAbsence,
  isUndecided,
  type ProvisioningStep,
  subject,
  type ToStep,
  targetName,
} from './step.ts'

type Step = Pick<ProvisioningStep, 'name' | 'status' | 'description' | 'details'>

/** What the engine decided to do. A create is told by the matching step, as the reference has it. */
export const toProcessing: ToStep = (entry, context) => {
  if (entry.cause === 'reference' || entry.sourceAnchor === '' || entry.matching.kind === 'ambiguous') return undefined
  const step = decide(entry, context)
  return step && { ...step, provisioningStepType: 'processing' }
}

function decide(entry: StoredLogEntry, context: LogContext): Step | undefined {
  if (entry.action === 'stagedDelete') return toStaged(entry, context)
  if (failedBeforeExport(entry)) return toFailure(entry)
  if (entry.action === 'other') return toSkip(entry)
  return toDecision(entry, context)
}

const names: Readonly<Partial<Record<ProvisioningAction, string>>> = {
  create: 'EntrySynchronizationAdd',
  update: 'EntrySynchronizationUpdate',
  disable: 'EntrySynchronizationDisable',
  delete: 'EntrySynchronizationDelete',
}
const verbs: Readonly<Partial<Record<ProvisioningAction, string>>> = {
  update: 'updated',
  disable: 'disabled',
  delete: 'deleted',
}

function toDecision(entry: StoredLogEntry, { targetSystemName, sourceSystemName }: LogContext): Step | undefined {
  const name = names[entry.action]
  const verb = verbs[entry.action]
  if (name === undefined || verb === undefined) return undefined
  const why = isAbsence(entry)
    ? ` (is no longer in ${sourceSystemName})`
    : entry.scoping.inScope
      ? ''
      : ' (left the scope)'
  const description = `${subject(entry)} will be ${verb} in ${targetSystemName}${why}`
  return { name, status: 'success', description, details: {} }
}

/** A clause that could not be decided has told its failure already. */
function toFailure(entry: StoredLogEntry): Step | undefined {
  if (isUndecided(entry) && entry.error?.code !== 'InternalError') return undefined
  return {
    name: names[entry.action] ?? 'EntrySynchronizationAdd',
    status: 'failure',
    description: `${subject(entry)} could not be processed`,
    details: entry.error === null ? {} : { ErrorCode: entry.error.code },
  }
}

/** Where the code alone does not tell one skip from another, the details of the error do. */
const tellingDetails: ReadonlySet<string> = new Set(['IgnoreObjectFlow', 'Absent'])

function toSkip(entry: StoredLogEntry): Step | undefined {
  // Out of scope: the scoping step has said all there is to say.
  if (!entry.scoping.inScope && !isAbsence(entry)) return undefined
  const { error } = entry
  const isRedundant = error === null || error.code === 'RedundantExport' || entry.result === 'warning'
  const details = error?.additionalDetails ?? ''
  const reason = isRedundant ? 'RedundantExport' : tellingDetails.has(details) ? details : error.code
  return {
    name: 'EntrySynchronizationSkip',
    status: 'skipped',
    description: isRedundant
      ? `No change to ${subject(entry)} currently needs to be made`
      : `${subject(entry)} was skipped: ${error.reason}`,
    details: { SkipReason: reason },
  }
}

/** Held back by the accidental deletion threshold (provisioning-logs: "Staged delete"). */
function toStaged(entry: StoredLogEntry, { targetSystemName }: LogContext): Step {
  const isDelete = entry.modified.length === 0
  const action = isDelete ? 'Delete' : 'Disable'
  return {
    name: `EntrySynchronization${action}`,
    status: 'skipped',
    description: `'${targetName(entry)}' would be ${isDelete ? 'deleted' : 'disabled'} in ${targetSystemName}; this waits until an administrator allows it`,
    details: { SkipReason: entry.error?.code ?? 'TooManyDeletes', StagedAction: action },
  }
}
