/** A registered program (Graph `application`), with the credentials it may sign in with. */
export interface Application {
  /** Object id, GUID. */
  readonly id: string
  /** Client id, GUID. */
  readonly appId: string
  readonly displayName: string
  readonly createdDateTime: string
  /** Nobody gets in with it, in no tenant; left out: false. */
  readonly isDisabled?: true
}

/** The program's identity inside the tenant (Graph `servicePrincipal`, "enterprise application"). */
export interface ServicePrincipal {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  readonly accountEnabled: boolean
  /** Tags as Graph has them, e.g. `WindowsAzureActiveDirectoryIntegratedApp`. */
  readonly tags: readonly string[]
  /** Object ids of owners (service principals or users). */
  readonly ownerIds: readonly string[]
}

/** A client secret. Only its hash is kept. Times are ISO 8601, UTC. */
export interface PasswordCredential {
  readonly keyId: string
  readonly displayName: string | null
  /** The first three characters, as Graph shows them. */
  readonly hint: string
  /** SHA-256 of the secret's UTF-8 bytes, base64url. Secrets are random and long, so a slow hash adds nothing. */
  readonly secretHash: string
  readonly startDateTime: string
  readonly endDateTime: string
}

/** An application permission granted to a service principal (Graph `appRoleAssignment`). */
export interface AppRoleAssignment {
  readonly id: string
  readonly principalId: string
  readonly resourceId: string
  readonly appRoleId: string
  readonly createdDateTime: string
}
