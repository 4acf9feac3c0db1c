import { toDisplayText } from '../../model/attribute-value.ts'
import {
  type MatchedTrail,
  type MatchingAttempt,
  redactedText,
  type StoredLogEntry,
} from '../../model/provisioning-log.ts'
import type { LogContext } from '../log-context.ts'
import { subject, type ToStep, targetName } from './step.ts'

/** Which object of the target the person is, what decided it, and what was asked before in vain. */
export const toMatching: ToStep = (entry, context) => {
  if (entry.cause === 'reference' || entry.sourceAnchor === '') return undefined
  const { matching } = entry
  const { targetSystemName } = context
  const base = { name: 'EntryImport', provisioningStepType: 'matching', status: 'success' } as const
  switch (matching.kind) {
    case 'none': {
      if (entry.action !== 'create' || !entry.scoping.inScope) return undefined
      const description = `${subject(entry)} will be created in ${targetSystemName}`
      return { ...base, name: 'EntrySynchronizationAdd', description, details: toVain(askedInVain(entry, context)) }
    }
    case 'link': {
      const description = `${subject(entry)} is linked to '${targetName(entry)}' in ${targetSystemName}`
      return { ...base, description, details: entry.targetId === null ? {} : { TargetId: entry.targetId } }
    }
    case 'matched': {
      const description = `${subject(entry)} matches '${targetName(entry)}' in ${targetSystemName} by ${matching.attribute}`
      return { ...base, description, details: toDetails(matching) }
    }
    case 'ambiguous': {
      const description = `${subject(entry)} matches more than one object in ${targetSystemName} by ${matching.attribute}`
      return { ...base, status: 'failure', description, details: toDetails(matching) }
    }
  }
}

function toDetails({ attribute, value, inVain = [] }: MatchedTrail): Readonly<Record<string, string>> {
  return { [attribute]: value, ...toVain(inVain) }
}

/** Ours: what nobody in the target had, in the order in which it was asked. */
function toVain(attempts: readonly MatchingAttempt[]): Readonly<Record<string, string>> {
  if (attempts.length === 0) return {}
  return { MatchedNobody: attempts.map(({ attribute, value }) => `${attribute}: ${value}`).join('; ') }
}

/** Before a create every matching property was asked about in vain; each was written then. */
function askedInVain({ modified }: StoredLogEntry, { program }: LogContext): MatchingAttempt[] {
  const matching = program?.matching ?? []
  return matching.flatMap(({ target }) => {
    const written = modified.find(({ attribute }) => attribute === target.name)
    if (written === undefined) return []
    const value = written.redacted ? redactedText : toDisplayText(written.newValue)
    return value === null ? [] : [{ attribute: target.name, value }]
  })
}
