/** A user of the embedded directory. */
export interface User {
  /** GUID (version 7, so that ids of one time lie together). */
  readonly id: string
  /** Grows by one with each change. */
  readonly version: number
  /** Object id of the manager. */
  readonly managerId: string | null
  /** Graph properties by name, complex ones nested, as Graph sends them; a property never set is missing. */
  readonly properties: UserProperties
}

/** A user in the deleted items: from there it can come back. The properties are as they were. */
export interface DeletedUser extends User {
  /** ISO 8601, UTC. */
  readonly deletedDateTime: string
}

export type UserProperties = Readonly<Record<string, unknown>> & {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly accountEnabled: boolean
  readonly createdDateTime: string
}
