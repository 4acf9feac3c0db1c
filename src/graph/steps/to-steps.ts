import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import type { LogContext } from '../log-context.ts'
import { toExport } from './export-step.ts'
import { toImport } from './import-step.ts'
import { toMatching } from './matching-step.ts'
import { toProcessing } from './processing-step.ts'
import { toReferenceResolution } from './reference-step.ts'
import { toScoping } from './scoping-step.ts'
import type { ProvisioningStep } from './step.ts'

/** Says how an entry came about, step by step in the order of the engine (provisioning-logs: "Steps"). */
export function toSteps(entry: StoredLogEntry, context: LogContext): readonly ProvisioningStep[] {
  const make = [toImport, toScoping, toMatching, toProcessing, toExport, toReferenceResolution]
  const steps = make.map((step) => step(entry, context)).filter((step) => step !== undefined)
  // A reference that heals is resolved first and written then; in an upload it comes after the object.
  return entry.cause === 'reference' ? steps.toReversed() : steps
}
