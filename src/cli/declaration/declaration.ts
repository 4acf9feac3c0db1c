import type { Permission } from '../../auth/permissions.ts'
import type { JsonObject } from '../json-value.ts'

/** What a tenant's applications, grants and jobs are to be: the content of an `entrain.yaml`. */
export interface Declaration {
  readonly applications: readonly DeclaredApplication[]
}

/** One application with everything that hangs on it. What is left out is left as it is. */
export interface DeclaredApplication {
  /** Names the application in the file, and finds it in the tenant unless `appId` does; one of the two is there. */
  readonly uniqueName: string | null
  readonly appId: string | null
  /** Graph's properties of the application, by Graph's names. */
  readonly properties: JsonObject
  /** Graph's properties of its service principal. */
  readonly servicePrincipal: JsonObject
  /** Permissions of Microsoft Graph; the lists are complete: others are taken away. */
  readonly applicationPermissions: readonly Permission[] | null
  readonly delegatedPermissions: readonly Permission[] | null
  /** Applications (uniqueName or appId) and users (userPrincipalName); complete, for application and service principal. */
  readonly owners: readonly string[] | null
  readonly federatedIdentityCredentials: readonly JsonObject[] | null
  readonly jobs: readonly DeclaredJob[] | null
}

/** A job below the service principal; the first of a template in the file is the first one in the tenant. */
export interface DeclaredJob {
  readonly template: string
  readonly schedule: 'Active' | 'Paused' | 'Disabled' | null
  readonly settings: Readonly<Record<string, string>>
  readonly options: JsonObject
  /** The schema, read from the file that the declaration names. */
  readonly schema: JsonObject | null
}

/** The same as it is in the tenant, with the ids that are needed to change it. */
export interface ActualApplication {
  readonly id: string
  readonly appId: string
  readonly uniqueName: string | null
  readonly application: JsonObject
  readonly servicePrincipal: JsonObject | null
  readonly servicePrincipalId: string | null
  /** Granted application permissions: the name, and the id of the assignment. */
  readonly applicationGrants: ReadonlyMap<string, string>
  readonly delegatedGrant: { readonly id: string; readonly scopes: readonly string[] } | null
  /** By the name that a declaration uses. */
  readonly owners: ReadonlyMap<string, string>
  readonly federatedIdentityCredentials: readonly JsonObject[]
  readonly jobs: readonly ActualJob[]
}

export interface ActualJob {
  readonly id: string
  readonly template: string
  readonly job: JsonObject
  readonly schema: JsonObject
}

/** How an application is called in the file. */
export function keyOf({ uniqueName, appId }: { readonly uniqueName: string | null; readonly appId: string | null }) {
  return uniqueName ?? appId ?? ''
}

/** Properties of an application that an export writes: those that people set. */
export const applicationProperties = [
  'displayName',
  'description',
  'notes',
  'signInAudience',
  'identifierUris',
  'isFallbackPublicClient',
  'tags',
  'web',
  'spa',
  'publicClient',
  'api',
  'appRoles',
  'info',
  'optionalClaims',
  'groupMembershipClaims',
  'serviceManagementReference',
] as const

export const servicePrincipalProperties = [
  'displayName',
  'accountEnabled',
  'appRoleAssignmentRequired',
  'description',
  'notes',
  'tags',
  'notificationEmailAddresses',
] as const
