import { toDisplayText } from '../model/attribute-value.ts'
import {
  type ProvisioningAction,
  type ProvisioningResult,
  redactedText,
  type StoredLogEntry,
} from '../model/provisioning-log.ts'
import type { LogContext } from './log-context.ts'

/** One part of an entry's trail (Graph `provisioningStep`). */
export interface ProvisioningStep {
  readonly name: string
  readonly provisioningStepType: 'import' | 'scoping' | 'matching' | 'processing' | 'referenceResolution' | 'export'
  readonly status: ProvisioningResult
  readonly description: string
  readonly details: Readonly<Record<string, string>>
}

/** Says how an entry came about, step by step in the order of the engine (provisioning-logs: "Steps"). */
export function toSteps(entry: StoredLogEntry, context: LogContext): readonly ProvisioningStep[] {
  const make = [toImport, toScoping, toMatching, toProcessing, toExport, toReferenceResolution]
  const steps = make.map((step) => step(entry, context)).filter((step) => step !== undefined)
  // A reference that heals is resolved first and written then; in an upload it comes after the object.
  return entry.cause === 'reference' ? steps.toReversed() : steps
}

type ToStep = (entry: StoredLogEntry, context: LogContext) => ProvisioningStep | undefined

const toImport: ToStep = (entry, { sourceSystemName }) => {
  if (entry.cause === 'reference') return undefined
  const change = entry.action === 'create' ? 'Add' : 'Update'
  const details = {
    externalId: entry.sourceAnchor,
    ...(entry.sourceActive === null ? {} : { active: entry.sourceActive }),
  }
  if (entry.sourceAnchor === '') {
    const description = `Received a User change of type (${change}) from ${sourceSystemName} without a source identifier`
    return { name: `EntryImport${change}`, provisioningStepType: 'import', status: entry.result, description, details }
  }
  const description = `Received ${subject(entry)} change of type (${change}) from ${sourceSystemName}`
  return { name: `EntryImport${change}`, provisioningStepType: 'import', status: 'success', description, details }
}

const toScoping: ToStep = (entry) => {
  if (entry.cause === 'reference' || entry.sourceAnchor === '') return undefined
  const { inScope, clauses } = entry.scoping
  const base = { name: 'EntrySynchronizationScoping', provisioningStepType: 'scoping' } as const
  const details = { IsInProvisioningScope: inScope ? 'True' : 'False', ScopeEvaluationResult: JSON.stringify(clauses) }
  if (inScope) {
    return { ...base, status: 'success', description: `Determined ${subject(entry)} to be in scope`, details }
  }
  return {
    ...base,
    status: entry.result === 'skipped' ? 'skipped' : 'success',
    description: `${subject(entry)} is not in scope`,
    details: { SkipReason: 'NotEffectivelyEntitled', ...details },
  }
}

const toMatching: ToStep = (entry, { targetSystemName }) => {
  if (entry.cause === 'reference' || entry.sourceAnchor === '') return undefined
  const { matching } = entry
  const base = { name: 'EntryImport', provisioningStepType: 'matching', status: 'success' } as const
  switch (matching.kind) {
    case 'none': {
      if (entry.action !== 'create') return undefined
      const description = `${subject(entry)} will be created in ${targetSystemName}`
      return { ...base, name: 'EntrySynchronizationAdd', description, details: {} }
    }
    case 'link': {
      const description = `${subject(entry)} is linked to '${targetName(entry)}' in ${targetSystemName}`
      return { ...base, description, details: entry.targetId === null ? {} : { TargetId: entry.targetId } }
    }
    case 'matched': {
      const description = `${subject(entry)} matches '${targetName(entry)}' in ${targetSystemName} by ${matching.attribute}`
      return { ...base, description, details: { [matching.attribute]: matching.value } }
    }
    case 'ambiguous': {
      const description = `${subject(entry)} matches more than one object in ${targetSystemName} by ${matching.attribute}`
      return { ...base, status: 'failure', description, details: { [matching.attribute]: matching.value } }
    }
  }
}

const toProcessing: ToStep = (entry) => {
  if (!entry.scoping.inScope || entry.sourceAnchor === '' || entry.matching.kind === 'ambiguous') return undefined
  if (entry.result === 'skipped') {
    const redundant = entry.error === null || entry.error.code === 'RedundantExport'
    return {
      name: 'EntrySynchronizationSkip',
      provisioningStepType: 'processing',
      status: 'skipped',
      description: redundant
        ? `No change to ${subject(entry)} currently needs to be made`
        : `${subject(entry)} was skipped: ${entry.error?.reason}`,
      details: { SkipReason: entry.error?.code ?? 'RedundantExport' },
    }
  }
  if (entry.result !== 'failure' || entry.action in exportWords) return undefined
  return {
    name: 'EntrySynchronizationAdd',
    provisioningStepType: 'processing',
    status: 'failure',
    description: `${subject(entry)} could not be processed`,
    details: {},
  }
}

const exportWords: Readonly<Partial<Record<ProvisioningAction, { name: string; verb: string; done: string }>>> = {
  create: { name: 'EntryExportAdd', verb: 'create', done: 'created' },
  update: { name: 'EntryExportUpdate', verb: 'update', done: 'updated' },
  disable: { name: 'EntryExportDisable', verb: 'disable', done: 'disabled' },
  delete: { name: 'EntryExportDelete', verb: 'delete', done: 'deleted' },
}

const toExport: ToStep = (entry, { targetSystemName, targetObjectName }) => {
  const words = exportWords[entry.action]
  if (words === undefined || entry.result === 'skipped' || entry.matching.kind === 'ambiguous') return undefined
  if (entry.sourceAnchor === '') return undefined
  const base = { name: words.name, provisioningStepType: 'export' } as const
  if (entry.result === 'failure') {
    const description = `Failed to ${words.verb} ${targetObjectName} in ${targetSystemName}`
    return { ...base, status: 'failure', description, details: { ReportableIdentifier: entry.sourceAnchor } }
  }
  const description = `${targetObjectName} '${targetName(entry)}' was ${words.done} in ${targetSystemName}`
  return { ...base, status: 'success', description, details: { ReportableIdentifier: targetName(entry) } }
}

const toReferenceResolution: ToStep = (entry) => {
  const base = { name: 'EntryReferenceResolution', provisioningStepType: 'referenceResolution' } as const
  if (entry.unresolved.length > 0) {
    return {
      ...base,
      status: 'warning',
      description: `References of ${subject(entry)} point to records that are not known yet`,
      details: Object.fromEntries(entry.unresolved.map(({ attribute, anchor }) => [attribute, anchor])),
    }
  }
  if (entry.cause !== 'reference') return undefined
  return {
    ...base,
    status: entry.result === 'failure' ? 'failure' : 'success',
    description: `References of ${subject(entry)} that waited were resolved`,
    details: Object.fromEntries(
      entry.modified.map(({ attribute, newValue, redacted }) => [
        attribute,
        redacted ? redactedText : (toDisplayText(newValue) ?? ''),
      ]),
    ),
  }
}

function subject({ sourceAnchor }: StoredLogEntry): string {
  return `User '${sourceAnchor}'`
}

function targetName({ targetDisplayName, targetId, sourceAnchor }: StoredLogEntry): string {
  return targetDisplayName ?? targetId ?? sourceAnchor
}
