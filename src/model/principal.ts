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
  /** Roles over parts of the tenant that are held now. Left out: none. */
  readonly scopedRoles?: readonly ScopedRole[]
}

/** A delegated token: `scopes` were consented for the application, `directoryRoles` are the role template ids that the user holds now. */
export interface UserPrincipal {
  readonly kind: 'user'
  readonly tenantId: string
  readonly appId: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly directoryRoles: readonly string[]
  /** Roles over parts of the tenant that are held now. Left out: none. */
  readonly scopedRoles?: readonly ScopedRole[]
  /** Left out: a member. */
  readonly isGuest?: boolean
}

/** A directory role that reaches over one object, or over the members of an administrative unit. */
export interface ScopedRole {
  readonly roleTemplateId: string
  /** `/administrativeUnits/{id}`, or `/{id}` of any other object. */
  readonly scope: string
}
