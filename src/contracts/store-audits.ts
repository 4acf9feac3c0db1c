import type { JsonObject } from '../std/json-object.ts'

/** `directoryAudit`: what somebody changed; `signIn`: who signed in, or tried to. */
export type AuditKind = 'directoryAudit' | 'signIn'

/** One entry of the audit log, in Graph's words. */
export interface AuditEntry {
  readonly kind: AuditKind
  /** GUID. */
  readonly id: string
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  /** All properties as Graph sends them, `id` and time included. */
  readonly properties: JsonObject
}

export interface AuditsReader {
  find(kind: AuditKind, id: string): Promise<AuditEntry | undefined>
  /** Newest first, unless the page says otherwise. */
  list(kind: AuditKind, page: AuditPage): Promise<readonly AuditEntry[]>
}

export interface AuditsStore extends AuditsReader {
  /** Removes entries from before a time (milliseconds since 1970), oldest first, at most `limit`. Answers how many. */
  purge(before: number, limit: number): Promise<number>
}

export interface AuditPage {
  readonly limit: number
  /** Inclusive, milliseconds since 1970. */
  readonly from?: number | undefined
  readonly until?: number | undefined
  readonly oldestFirst?: boolean | undefined
  /** Continue behind this entry. */
  readonly afterId?: string | undefined
}

export interface AuditsWriter {
  /** Inside a transaction: the entry lasts exactly when what it tells of lasts. */
  append(entries: readonly AuditEntry[]): Promise<void>
}
