import type { ProvisioningAction } from '../../model/provisioning-log.ts'
import { failedBeforeExport, type ToStep, targetName } from './step.ts'

const exportWords: Readonly<Partial<Record<ProvisioningAction, { name: string; verb: string; done: string }>>> = {
  create: { name: 'EntryExportAdd', verb: 'create', done: 'created' },
  update: { name: 'EntryExportUpdate', verb: 'update', done: 'updated' },
  disable: { name: 'EntryExportDisable', verb: 'disable', done: 'disabled' },
  delete: { name: 'EntryExportDelete', verb: 'delete', done: 'deleted' },
}

/** What was sent to the target, and what it said. */
export const toExport: ToStep = (entry, { targetSystemName, targetObjectName }) => {
  const words = exportWords[entry.action]
  if (words === undefined || entry.result === 'skipped' || entry.matching.kind === 'ambiguous') return undefined
  if (entry.sourceAnchor === '' || failedBeforeExport(entry)) return undefined
  const base = { name: words.name, provisioningStepType: 'export' } as const
  if (entry.result === 'failure') {
    const description = `Failed to ${words.verb} ${targetObjectName} in ${targetSystemName}`
    const details = { ReportableIdentifier: entry.sourceAnchor }
    return { ...base, status: 'failure', description, details }
  }
  const description = `${targetObjectName} '${targetName(entry)}' was ${words.done} in ${targetSystemName}`
  return { ...base, status: 'success', description, details: { ReportableIdentifier: targetName(entry) } }
}
