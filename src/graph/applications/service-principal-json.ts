import { graphAppId } from '../../auth/permissions.ts'
import { distinct } from '../../directory/applications/application-object.ts'
import { rolesOf, scopesOf } from '../../directory/applications/check-entitlements.ts'
import { textsOf } from '../../directory/applications/invalid-property.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { JsonObject } from '../../std/json-object.ts'
import type { EntityJson } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import { toObjectJson } from '../object-json.ts'
import { toCustomSecurityAttributes } from '../user-json.ts'
import { membersOf, shortTime, toApplicationJson, withOrigin } from './application-json.ts'
import { graphAppRoles, graphScopes } from './graph-entitlements.ts'

/** Tenant that owns Microsoft's own applications, Graph among them. */
const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

export interface Mirrored {
  /** The application of this tenant, if it has one. */
  readonly application: DirectoryObject | undefined
  readonly tenantId: string
  /** Of this service: one of the names of Graph. */
  readonly origin: string
  /** They ask for a permission of their own. */
  readonly showsSecurityAttributes: boolean
}

/**
 * Graph's JSON of a service principal, all properties of the version. What belongs to the application is read from it
 * each time, so that both agree.
 */
export function toServicePrincipalJson(
  object: DirectoryObject,
  mirrored: Mirrored,
  version: Call['version'],
): EntityJson {
  const json = toObjectJson(object, entityOf('servicePrincipal', version))
  const isGraph = isGraphItself(object)
  const appRoles = isGraph ? graphAppRoles : withOrigin(appRolesOf(object, mirrored.application))
  const scopes = isGraph ? graphScopes : withOrigin(scopesOfResource(object, mirrored.application))
  return {
    ...json,
    ...fromApplication(json, mirrored, version),
    createdDateTime: shortTime(json.createdDateTime),
    deletedDateTime: shortTime(json.deletedDateTime),
    accountEnabled: json.accountEnabled ?? true,
    appRoleAssignmentRequired: json.appRoleAssignmentRequired ?? false,
    servicePrincipalType: json.servicePrincipalType ?? 'Application',
    appOwnerOrganizationId: isGraph ? microsoftTenantId : (json.appOwnerOrganizationId ?? mirrored.tenantId),
    servicePrincipalNames: namesOf(json, isGraph ? mirrored.origin : undefined),
    appRoles,
    customSecurityAttributes: mirrored.showsSecurityAttributes
      ? toCustomSecurityAttributes(json.customSecurityAttributes)
      : null,
    ...(version === 'beta' ? { publishedPermissionScopes: scopes } : { oauth2PermissionScopes: scopes }),
  }
}

export function isGraphItself({ properties }: DirectoryObject): boolean {
  return String(properties.appId).toLowerCase() === graphAppId
}

/** The roles that can be assigned on a resource. */
export function appRolesOf(resource: DirectoryObject, application: DirectoryObject | undefined): readonly JsonObject[] {
  return isGraphItself(resource) ? graphAppRoles : rolesOf(application?.properties ?? resource.properties)
}

/** The delegated permissions that a resource offers. */
export function scopesOfResource(
  resource: DirectoryObject,
  application: DirectoryObject | undefined,
): readonly JsonObject[] {
  return isGraphItself(resource) ? graphScopes : scopesOf(application?.properties ?? {})
}

function namesOf({ appId, servicePrincipalNames }: JsonObject, graphOrigin: string | undefined): readonly string[] {
  const graphNames = graphOrigin === undefined ? [] : ['https://graph.microsoft.com', graphOrigin]
  return distinct([String(appId), ...textsOf(servicePrincipalNames), ...graphNames])
}

function fromApplication(json: EntityJson, { application }: Mirrored, version: Call['version']): JsonObject {
  if (application === undefined) {
    return {
      appDisplayName: json.appDisplayName ?? json.displayName,
      signInAudience: json.signInAudience ?? 'AzureADMultipleOrgs',
      info: json.info ?? unsetInfo,
      verifiedPublisher: json.verifiedPublisher ?? unsetPublisher,
    }
  }
  const shown = toApplicationJson(application, version)
  const web = membersOf(shown.web)
  return {
    appDescription: shown.description,
    appDisplayName: shown.displayName,
    applicationTemplateId: shown.applicationTemplateId ?? json.applicationTemplateId ?? null,
    addIns: isEmpty(json.addIns) ? (shown.addIns ?? []) : json.addIns,
    homepage: json.homepage ?? web.homePageUrl ?? null,
    logoutUrl: json.logoutUrl ?? web.logoutUrl ?? null,
    info: shown.info,
    isDisabled: shown.isDisabled,
    replyUrls: [
      ...new Set([
        ...textsOf(json.replyUrls),
        ...textsOf(web.redirectUris),
        ...textsOf(membersOf(shown.spa).redirectUris),
        ...textsOf(membersOf(shown.publicClient).redirectUris),
      ]),
    ],
    signInAudience: shown.signInAudience,
    tags: distinct([...textsOf(json.tags), ...textsOf(shown.tags)]),
    verifiedPublisher: shown.verifiedPublisher,
  }
}

const unsetInfo = {
  termsOfServiceUrl: null,
  supportUrl: null,
  privacyStatementUrl: null,
  marketingUrl: null,
  logoUrl: null,
}
const unsetPublisher = { displayName: null, verifiedPublisherId: null, addedDateTime: null }

function isEmpty(value: unknown): boolean {
  return !Array.isArray(value) || value.length === 0
}
