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

export type UserProperties = Readonly<Record<string, unknown>> & {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly accountEnabled: boolean
  readonly createdDateTime: string
}
