import type { ProvisioningLogEntry } from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import { shownExpression } from './shown-expression.ts'

/**
 * Adds to an error about one attribute, `attribute: value`, the mapping that the value came from: `attribute: value <-
 * expression`. Comes after redaction, which knows the shorter form.
 */
export function nameMapping(entry: ProvisioningLogEntry, program: JobProgram): ProvisioningLogEntry {
  const { error } = entry
  const details = error?.additionalDetails
  if (error === null || typeof details !== 'string') return entry
  const found = program.mappings.find(({ target }) => details.startsWith(`${target.name}: `))
  const expression = (found && shownExpression(found)) ?? ''
  const origin = ` <- ${expression}`
  if (expression === '' || details.endsWith(origin)) return entry
  return { ...entry, error: { ...error, additionalDetails: details + origin } }
}
