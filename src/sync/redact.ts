import type { TargetObject } from '../contracts/target.ts'
import {
  type LogError,
  type MatchingAttempt,
  type MatchingTrail,
  type ProvisioningLogEntry,
  redactedText,
  type UnresolvedReference,
} from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'

/** What a job's log must not show. */
interface Hidden {
  /** Target attributes of `Redact` mappings, and everything that is write-only. */
  readonly attributes: ReadonlySet<string>
  /** Source attributes that `Redact` mappings read. */
  readonly sources: ReadonlySet<string>
}

export interface Redacted {
  readonly program: JobProgram
  /** The target object that the entry is about. */
  readonly object: TargetObject | null
}

/**
 * Takes everything out of an entry that a `Redact` mapping hides, wherever it stands: names, matching values, changes,
 * errors. Only the source identifier always stays: without it nobody could tell whom an entry is about.
 */
export function redactEntry(entry: ProvisioningLogEntry, { program, object }: Redacted): ProvisioningLogEntry {
  const hidden = hiddenBy(program)
  if (hidden === null) return entry
  const { attributes, sources } = hidden
  const unresolved = entry.unresolved.map((reference) =>
    attributes.has(reference.attribute) ? { ...reference, anchor: redactedText } : reference,
  )
  const hideIf = (isHidden: boolean, text: string | null): string | null =>
    isHidden && text !== null ? redactedText : text
  const isNamed = isNamedBy(object, attributes)
  return {
    ...entry,
    // A healed reference knows the person by the object's name alone.
    sourceDisplayName: hideIf(
      sources.has('displayName') || (isNamed && entry.sourceDisplayName === entry.targetDisplayName),
      entry.sourceDisplayName,
    ),
    sourceUserName: hideIf(sources.has('userName'), entry.sourceUserName),
    sourceActive: hideIf(sources.has('active'), entry.sourceActive),
    targetDisplayName: hideIf(isNamed, entry.targetDisplayName),
    matching: redactMatching(entry.matching, attributes),
    modified: entry.modified.map((property) =>
      attributes.has(property.attribute) ? { ...property, oldValue: null, newValue: null, redacted: true } : property,
    ),
    unresolved,
    error: entry.error === null ? null : redactError({ ...entry, unresolved }, entry.error, attributes),
  }
}

/** An object is shown by one of its attributes; which one is the target's own affair. */
function isNamedBy(object: TargetObject | null, attributes: ReadonlySet<string>): boolean {
  if (object === null || object.displayName === null) return false
  return [...attributes].some((attribute) => object.value(attribute) === object.displayName)
}

function redactMatching(matching: MatchingTrail, attributes: ReadonlySet<string>): MatchingTrail {
  if (matching.kind !== 'matched' && matching.kind !== 'ambiguous') return matching
  const hide = <T extends MatchingAttempt>(attempt: T): T =>
    attributes.has(attempt.attribute) ? { ...attempt, value: redactedText } : attempt
  const { inVain } = matching
  return { ...hide(matching), ...(inVain === undefined ? {} : { inVain: inVain.map(hide) }) }
}

/** `attribute: anchor` of each reference. */
export function nameReferences(references: readonly UnresolvedReference[]): string {
  return references.map(({ attribute, anchor }) => `${attribute}: ${anchor}`).join('; ')
}

/** Errors quote values in one place only: `additionalDetails`, behind the attribute's name. */
function redactError(
  { unresolved, result }: Pick<ProvisioningLogEntry, 'unresolved' | 'result'>,
  error: LogError,
  attributes: ReadonlySet<string>,
): LogError {
  // The one error that quotes values of several attributes.
  if (result === 'warning' && unresolved.length > 0) return { ...error, additionalDetails: nameReferences(unresolved) }
  const attribute = [...attributes].find((name) => error.additionalDetails?.startsWith(`${name}: `))
  return attribute === undefined ? error : { ...error, additionalDetails: `${attribute}: ${redactedText}` }
}

const hiddenByProgram = new WeakMap<JobProgram, Hidden | null>()

/** Null when nothing is hidden, as in most jobs. */
function hiddenBy(program: JobProgram): Hidden | null {
  const known = hiddenByProgram.get(program)
  if (known !== undefined) return known
  const mappings = program.mappings.filter(({ redacts }) => redacts)
  const hidden =
    mappings.length === 0
      ? null
      : {
          attributes: new Set(mappings.map(({ target }) => target.name)),
          sources: program.hiddenSources,
        }
  hiddenByProgram.set(program, hidden)
  return hidden
}
