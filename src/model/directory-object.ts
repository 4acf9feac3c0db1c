import type { JsonObject } from '../std/json-object.ts'

/** Kinds of objects that the directory keeps beside users, by their Graph type. */
export const objectTypes = [
  'application',
  'servicePrincipal',
  'group',
  'directoryRole',
  'unifiedRoleAssignment',
  'appRoleAssignment',
  'oAuth2PermissionGrant',
  'extensionProperty',
  'federatedIdentityCredential',
  'delegatedPermissionClassification',
  'attributeSet',
  'customSecurityAttributeDefinition',
  'allowedValue',
  'administrativeUnit',
  'claimsMappingPolicy',
  'homeRealmDiscoveryPolicy',
  'tokenIssuancePolicy',
  'tokenLifetimePolicy',
  'appManagementPolicy',
  'synchronizationTemplateSchema',
  'synchronizationSecrets',
  'applicationLogo',
] as const

export type ObjectType = (typeof objectTypes)[number]

/** An object of the directory that is not a user. */
export interface DirectoryObject {
  /** A GUID in lower case; some types have other ids, which tell letter case apart. */
  readonly id: string
  readonly type: ObjectType
  /** Grows by one with each change. */
  readonly version: number
  /** ISO 8601, UTC; null unless it lies in the deleted items. */
  readonly deletedDateTime: string | null
  /** Graph properties by name, as Graph sends them, and what is kept beside them (hashes of secrets). */
  readonly properties: JsonObject
}

/**
 * How one object points to another: `owners` and `members` as Graph has them, `parent` from what is contained, and the
 * ends of assignments and grants.
 */
export type LinkRelation =
  | 'owners'
  | 'members'
  | 'parent'
  | 'principal'
  | 'resource'
  | 'client'
  | 'policies'
  | 'creator'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The spelling in which an id is kept: GUIDs compare without letter case, other ids do not. */
export function toObjectId(id: string): string {
  return guid.test(id) ? id.toLowerCase() : id
}
