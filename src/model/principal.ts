/** Who is calling, read from a verified access token. */
export type Principal = ApplicationPrincipal | UserPrincipal

/** An application-only token: `roles` are granted application permissions. */
export interface ApplicationPrincipal {
  readonly kind: 'application'
  readonly tenantId: string
  readonly appId: string
  readonly servicePrincipalId: string
  readonly roles: readonly string[]
}

/** A delegated token: `scopes` were consented for the application, `directoryRoles` are the user's role template ids. */
export interface UserPrincipal {
  readonly kind: 'user'
  readonly tenantId: string
  readonly appId: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly directoryRoles: readonly string[]
}
