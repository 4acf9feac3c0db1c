import type { AttributeValue } from '../../model/attribute-value.ts'
import type {
  Initiator,
  LogError,
  MatchingTrail,
  ModifiedProperty,
  ProvisioningCause,
  ProvisioningLogEntry,
  ScopingTrail,
} from '../../model/provisioning-log.ts'
import { standardLogErrors } from '../../model/standard-log-errors.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'

/**
 * The stored form of a log entry: positions instead of names, attributes by their place in the schema version's
 * mappings. It is a storage format, read and written here alone. Positions are append only.
 */
/** Names of a schema version's target attributes, by mapping position. */
export interface AttributeDictionary {
  readonly names: readonly string[]
  readonly positions: ReadonlyMap<string, number>
}

/** Target attributes of all mappings, in document order. */
export function attributeNames(schema: SynchronizationSchema): string[] {
  return schema.synchronizationRules.flatMap((rule) =>
    rule.objectMappings.flatMap((mapping) =>
      mapping.attributeMappings.map((attribute) => attribute.targetAttributeName),
    ),
  )
}

export function toDictionary(names: readonly string[]): AttributeDictionary {
  return { names, positions: new Map(names.map((name, position) => [name, position])) }
}

type Attribute = number | string
type EncodedAttempt = readonly [attribute: Attribute, value: string]
type EncodedMatching =
  | 0
  | 1
  | readonly [kind: 2 | 3, attribute: Attribute, value: string, inVain?: readonly EncodedAttempt[]]
type EncodedScoping = 1 | readonly [inScope: 0 | 1, clauses: Readonly<Record<string, boolean>>]
type EncodedModified =
  | readonly [attribute: Attribute]
  | readonly [attribute: Attribute, oldValue: AttributeValue, newValue: AttributeValue]
type EncodedError = 0 | number | readonly [code: string, reason: string, details: string | null, action: string | null]

type EncodedInitiator = readonly [kind: 0 | 1, id: string, displayName: string]

type EncodedTrail = readonly [
  durationMs: number,
  sourceDisplayName: string | null,
  sourceUserName: string | null,
  sourceActive: string | null,
  targetDisplayName: string | null,
  bulkId: string | null,
  scoping: EncodedScoping,
  matching: EncodedMatching,
  modified: readonly EncodedModified[],
  unresolved: readonly (readonly [attribute: Attribute, anchor: string])[],
  error: EncodedError,
  /** Left out for an upload of the engine's own doing; older rows have none. */
  cause?: number,
  initiator?: EncodedInitiator,
]

/** What the row's own columns do not say. */
export type TrailFields = Pick<
  ProvisioningLogEntry,
  | 'durationMs'
  | 'sourceDisplayName'
  | 'sourceUserName'
  | 'sourceActive'
  | 'targetDisplayName'
  | 'scoping'
  | 'matching'
  | 'modified'
  | 'unresolved'
  | 'error'
  | 'cause'
  | 'initiator'
> & { readonly bulkId: string | null }

export function encodeTrail(entry: ProvisioningLogEntry, dictionary: AttributeDictionary): string {
  const positionOf = (name: string): Attribute => dictionary.positions.get(name) ?? name
  const trail: EncodedTrail = [
    entry.durationMs,
    entry.sourceDisplayName,
    entry.sourceUserName,
    entry.sourceActive,
    entry.targetDisplayName,
    entry.origin?.bulkId ?? null,
    encodeScoping(entry.scoping),
    encodeMatching(entry.matching, positionOf),
    entry.modified.map((property) => encodeModified(property, positionOf)),
    entry.unresolved.map(({ attribute, anchor }) => [positionOf(attribute), anchor] as const),
    encodeError(entry.error),
    ...encodeCause(entry),
  ]
  return JSON.stringify(trail)
}

export function decodeTrail(text: string, dictionary: AttributeDictionary): TrailFields {
  // Written by encodeTrail, and by nothing else.
  const trail = JSON.parse(text) as EncodedTrail
  const nameOf = (attribute: Attribute): string =>
    typeof attribute === 'string' ? attribute : (dictionary.names[attribute] ?? `#${attribute}`)
  const [
    durationMs,
    sourceDisplayName,
    sourceUserName,
    sourceActive,
    targetDisplayName,
    bulkId,
    scoping,
    matching,
    modified,
    unresolved,
    error,
    cause,
    initiator,
  ] = trail
  return {
    durationMs,
    sourceDisplayName,
    sourceUserName,
    sourceActive,
    targetDisplayName,
    bulkId,
    scoping: decodeScoping(scoping),
    matching: decodeMatching(matching, nameOf),
    modified: modified.map((property) => decodeModified(property, nameOf)),
    unresolved: unresolved.map(([attribute, anchor]) => ({ attribute: nameOf(attribute), anchor })),
    error: decodeError(error),
    cause: causes[cause ?? (bulkId === null ? referenceCause : 0)] ?? 'upload',
    initiator: initiator === undefined ? null : decodeInitiator(initiator),
  }
}

/** Positions are what is stored. Append only. */
const causes: readonly ProvisioningCause[] = [
  'upload',
  'retry',
  'evaluation',
  'date',
  'absence',
  'release',
  'onDemand',
  'reference',
]
/** Entries of version 0.1.0 say nothing of a cause; those without an upload were healed references. */
const referenceCause = causes.indexOf('reference')

/** Nothing for an upload, which is what nearly all entries come from. */
function encodeCause({ cause, initiator }: ProvisioningLogEntry): [] | [number] | [number, EncodedInitiator] {
  if (initiator !== null) {
    const kind = initiator.kind === 'user' ? 0 : 1
    return [causes.indexOf(cause), [kind, initiator.id, initiator.displayName]]
  }
  return cause === 'upload' ? [] : [causes.indexOf(cause)]
}

function decodeInitiator([kind, id, displayName]: EncodedInitiator): Initiator {
  return { kind: kind === 0 ? 'user' : 'application', id, displayName }
}

function encodeScoping({ inScope, clauses }: ScopingTrail): EncodedScoping {
  for (const _ in clauses) return [inScope ? 1 : 0, clauses]
  return inScope ? 1 : [0, {}]
}

function decodeScoping(scoping: EncodedScoping): ScopingTrail {
  return scoping === 1 ? { inScope: true, clauses: {} } : { inScope: scoping[0] === 1, clauses: scoping[1] }
}

function encodeMatching(matching: MatchingTrail, positionOf: (name: string) => Attribute): EncodedMatching {
  if (matching.kind === 'none') return 0
  if (matching.kind === 'link') return 1
  const { attribute, value, inVain } = matching
  const kind = matching.kind === 'matched' ? 2 : 3
  if (inVain === undefined) return [kind, positionOf(attribute), value]
  return [kind, positionOf(attribute), value, inVain.map((attempt) => [positionOf(attempt.attribute), attempt.value])]
}

function decodeMatching(matching: EncodedMatching, nameOf: (attribute: Attribute) => string): MatchingTrail {
  if (matching === 0) return { kind: 'none' }
  if (matching === 1) return { kind: 'link' }
  const [kind, attribute, value, inVain] = matching
  const trail = { kind: kind === 2 ? 'matched' : 'ambiguous', attribute: nameOf(attribute), value } as const
  if (inVain === undefined) return trail
  return { ...trail, inVain: inVain.map(([name, asked]) => ({ attribute: nameOf(name), value: asked })) }
}

/** A redacted value is never stored. */
function encodeModified(
  { attribute, oldValue, newValue, redacted }: ModifiedProperty,
  positionOf: (name: string) => Attribute,
): EncodedModified {
  return redacted ? [positionOf(attribute)] : [positionOf(attribute), oldValue, newValue]
}

function decodeModified(modified: EncodedModified, nameOf: (attribute: Attribute) => string): ModifiedProperty {
  const attribute = nameOf(modified[0])
  if (modified.length === 1) return { attribute, oldValue: null, newValue: null, redacted: true }
  return { attribute, oldValue: modified[1], newValue: modified[2], redacted: false }
}

/** 0 = none, a number = a standard outcome (counted from 1), otherwise spelt out. */
function encodeError(error: LogError | null): EncodedError {
  if (error === null) return 0
  const position = standardLogErrors.findIndex(
    (standard) =>
      standard.code === error.code &&
      standard.reason === error.reason &&
      standard.additionalDetails === error.additionalDetails,
  )
  return position >= 0 ? position + 1 : [error.code, error.reason, error.additionalDetails, error.recommendedAction]
}

function decodeError(error: EncodedError): LogError | null {
  if (typeof error === 'number') return error === 0 ? null : (standardLogErrors[error - 1] ?? null)
  const [code, reason, additionalDetails, recommendedAction] = error
  return { code, reason, additionalDetails, recommendedAction }
}
