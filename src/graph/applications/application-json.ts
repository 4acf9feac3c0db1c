import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import type { EntityJson } from '../collection.ts'
import { entityOf } from '../entity-of.ts'
import { toGraphTime } from '../graph-time.ts'
import { toObjectJson } from '../object-json.ts'

/** Complex values are sent with all their members, whatever was set. */
const complexValues: Readonly<Record<string, JsonObject>> = {
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    requestedAccessTokenVersion: null,
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  },
  info: {
    termsOfServiceUrl: null,
    supportUrl: null,
    privacyStatementUrl: null,
    marketingUrl: null,
    logoUrl: null,
  },
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
  publicClient: { redirectUris: [] },
  spa: { redirectUris: [] },
  verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
  web: {
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    redirectUriSettings: [],
  },
}

/** Graph's JSON of an application, all properties of the version. */
export function toApplicationJson(object: DirectoryObject, version: Call['version']): EntityJson {
  const json = toObjectJson(object, entityOf('application', version))
  const { api, web } = json
  return {
    ...json,
    ...Object.fromEntries(
      Object.entries(complexValues).map(([name, unset]) => [name, { ...unset, ...membersOf(json[name]) }]),
    ),
    createdDateTime: shortTime(json.createdDateTime),
    deletedDateTime: shortTime(json.deletedDateTime),
    oauth2RequirePostResponse: json.oauth2RequirePostResponse ?? false,
    signInAudience: json.signInAudience ?? 'AzureADMyOrg',
    appRoles: withOrigin(json.appRoles),
    api: {
      ...complexValues.api,
      ...membersOf(api),
      oauth2PermissionScopes: withoutOrigin(membersOf(api).oauth2PermissionScopes),
    },
    web: withSettings({ ...complexValues.web, ...membersOf(web) }),
  }
}

/** Of every redirect URI the settings list says something, unless it was set. */
function withSettings(web: JsonObject): JsonObject {
  const { redirectUris, redirectUriSettings } = web
  if (Array.isArray(redirectUriSettings) && redirectUriSettings.length > 0) return web
  const uris = Array.isArray(redirectUris) ? redirectUris : []
  return { ...web, redirectUriSettings: uris.map((uri) => ({ uri, index: null })) }
}

export function withOrigin(entitlements: unknown): readonly JsonObject[] {
  return listed(entitlements).map((entitlement) => ({ ...entitlement, origin: 'Application' }))
}

function withoutOrigin(entitlements: unknown): readonly JsonObject[] {
  return listed(entitlements).map(({ origin: _, ...entitlement }) => entitlement)
}

function listed(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

export function membersOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}

/** Fractions of a second are sent only when there are any. */
export function shortTime(value: unknown): unknown {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? value : toGraphTime(time)
}
