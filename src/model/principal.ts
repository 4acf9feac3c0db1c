/** Who is calling, read from a verified access token. */
export type Principal = ApplicationPrincipal | UserPrincipal

/** An application-only token: `roles` are granted application permissions, `directoryRoles` template ids it holds. */
export interface ApplicationPrincipal {
  readonly kind: 'application'
  readonly tenantId: string
  readonly appId: string
  readonly servicePrincipalId: string
  readonly roles: readonly string[]
  /** They replace no permission; they are asked about where only a role helps (passwords). Left out: none. */
  readonly directoryRoles?: readonly string[]
}

/** A delegated token: `scopes` were consented for the application, `directoryRoles` are the role template ids that the user holds now. */
export interface UserPrincipal {
  readonly kind: 'user'
  readonly tenantId: string
  readonly appId: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly directoryRoles: readonly string[]
  /** Left out: a member. */
  readonly isGuest?: boolean
}
