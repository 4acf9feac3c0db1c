import { EntrainError } from '../model/error.ts'
import { ODataError } from '../odata/odata-error.ts'
import { parseSkipToken, type SortKey, writeSkipToken } from '../odata/skip-token.ts'

/** How long a token leads anywhere (graph-conventions section 10). */
export const deltaTokenLifetimeMs = 7 * 86_400_000

/** What the first call of a delta query asked for; every later one asks for the same. */
export interface DeltaOptions {
  /** Names of properties and of links; undefined for the default set. */
  readonly select: readonly string[] | undefined
  /** Object ids; undefined for everything. */
  readonly ids: readonly string[] | undefined
}

/** Where a delta query goes on. */
export type DeltaPosition =
  /** In the full state, behind an id; what changes meanwhile is read from `sequence` on afterwards. */
  | { readonly kind: 'state'; readonly sequence: number; readonly afterId: string }
  /** In the change feed, behind a change. */
  | { readonly kind: 'changes'; readonly sequence: number }

export interface DeltaToken {
  readonly position: DeltaPosition
  readonly options: DeltaOptions
  /** Asked for on an earlier page of the same round (`Prefer: return=minimal`): all its pages are alike. */
  readonly isMinimal: boolean
}

/** `scope` is what the token is good for: tenant, version and set. `now`: milliseconds since 1970. */
export function writeDeltaToken({ position, options, isMinimal }: DeltaToken, scope: string, now: number): string {
  const { kind, sequence } = position
  const afterId = position.kind === 'state' ? position.afterId : null
  const { select, ids } = options
  const names = select?.join(',') ?? null
  const key: SortKey = [kind, sequence, afterId, now, names, ids?.join(',') ?? null, isMinimal]
  return writeSkipToken(key, scope)
}

/** Refuses with `syncStateNotFound` what is too old or was not made for this; `start` is where to begin anew. */
export function parseDeltaToken(
  token: string,
  scope: string,
  { now, start }: { readonly now: number; readonly start: string },
): DeltaToken {
  const [kind, sequence, afterId, issuedAt, select = null, ids = null, minimal = null] = readKey(token, scope, start)
  if (typeof sequence !== 'number' || typeof issuedAt !== 'number') throw unknownState(start)
  if (now - issuedAt > deltaTokenLifetimeMs) throw unknownState(start)
  const rest = { options: { select: toList(select), ids: toList(ids) }, isMinimal: minimal === true }
  if (kind === 'changes') return { position: { kind, sequence }, ...rest }
  if (kind === 'state' && typeof afterId === 'string') return { position: { kind, sequence, afterId }, ...rest }
  throw unknownState(start)
}

function readKey(token: string, scope: string, start: string): SortKey {
  try {
    return parseSkipToken(token, scope)
  } catch (error) {
    if (!(error instanceof ODataError)) throw error
    throw unknownState(start)
  }
}

function toList(value: SortKey[number]): readonly string[] | undefined {
  return typeof value === 'string' ? value.split(',') : undefined
}

export function unknownState(start: string): EntrainError {
  const message = 'The token is unknown or has expired. Begin again without one: the Location header says where.'
  return new EntrainError('syncStateNotFound', message, { headers: { Location: start } })
}
