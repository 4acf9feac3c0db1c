/** One entry in the history of a job's schema (ours). */
export interface SchemaVersion {
  readonly version: number
  /** ISO 8601. */
  readonly createdDateTime: string
  /** Null for the version that a job began with, and for versions from before this was kept. */
  readonly changedBy: SchemaAuthor | null
  /** What is different from the version before, in one line; null when that is not known. */
  readonly summary: string | null
}

/** Who changed a schema: an application, or a user through one. */
export interface SchemaAuthor {
  readonly appId: string
  readonly servicePrincipalId: string | null
  readonly userId: string | null
}

/** What is kept about a change besides the schema itself. */
export interface SchemaChange {
  readonly changedBy: SchemaAuthor
  readonly summary: string | null
  /** The version that the change was made on: with another one in force it is refused. Null = whichever is. */
  readonly basedOn: number | null
  /** Everybody is looked at again with it. Saved together, so that a crash in between leaves neither. */
  readonly evaluates: boolean
}
