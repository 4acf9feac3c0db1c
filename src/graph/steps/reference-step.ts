import { toDisplayText } from '../../model/attribute-value.ts'
import { type ModifiedProperty, redactedText, type StoredLogEntry } from '../../model/provisioning-log.ts'
import type { LogContext } from '../log-context.ts'
import { subject, type ToStep } from './step.ts'

/** References to other people: set, or waiting for someone who is not known yet. */
export const toReferenceResolution: ToStep = (entry, context) => {
  const base = { name: 'EntryReferenceResolution', provisioningStepType: 'referenceResolution' } as const
  if (entry.unresolved.length > 0) {
    return {
      ...base,
      status: 'warning',
      description: `References of ${subject(entry)} point to records that are not known yet`,
      details: Object.fromEntries(entry.unresolved.map(({ attribute, anchor }) => [attribute, anchor])),
    }
  }
  if (entry.cause === 'reference') {
    const status = entry.result === 'failure' ? 'failure' : 'success'
    const description = `References of ${subject(entry)} that waited were resolved`
    return { ...base, status, description, details: toDetails(entry.modified) }
  }
  const references = entry.result === 'success' ? referencesOf(entry, context) : []
  if (references.length === 0) return undefined
  const description = `References of ${subject(entry)} were resolved`
  return { ...base, status: 'success', description, details: toDetails(references) }
}

function referencesOf({ modified }: StoredLogEntry, { program }: LogContext): readonly ModifiedProperty[] {
  const names = new Set(program?.references.map(({ target }) => target.name))
  return modified.filter(({ attribute, newValue }) => names.has(attribute) && newValue !== null)
}

function toDetails(references: readonly ModifiedProperty[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    references.map(({ attribute, newValue, redacted }) => [
      attribute,
      redacted ? redactedText : (toDisplayText(newValue) ?? ''),
    ]),
  )
}
