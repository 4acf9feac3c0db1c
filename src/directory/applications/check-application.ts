import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { checkEntitlements, scopesOf } from './check-entitlements.ts'
import { type ApplicationPlace, checkIdentifierUris, checkRedirectUris } from './check-uris.ts'
import { invalidProperty, listOf, textsOf } from './invalid-property.ts'

const resourcesMax = 50
const permissionsMax = 400
const tagCharsMax = 256
const audiences: readonly string[] = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
]
const groupClaims: readonly string[] = ['None', 'SecurityGroup', 'DirectoryRole', 'ApplicationGroup', 'All']
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Refuses with `invalidValue` what an application must not look like (Graph page "application resource type"). */
export function checkApplication(application: JsonObject, place: ApplicationPlace): void {
  checkChoices(application)
  checkEntitlements(application)
  checkApi(application)
  checkRequiredAccess(application)
  checkIdentifierUris(application, place)
  checkRedirectUris(application)
  checkEncryptionKey(application)
  const tag = textsOf(application.tags).find(({ length }) => length > tagCharsMax)
  if (tag !== undefined)
    throw invalidProperty({ target: 'tags', message: `A tag has at most ${tagCharsMax} characters.` })
}

/** Tokens are encrypted with one of the object's own keys. */
export function checkEncryptionKey({ tokenEncryptionKeyId, keyCredentials }: JsonObject): void {
  if (typeof tokenEncryptionKeyId !== 'string') return
  const wanted = tokenEncryptionKeyId.toLowerCase()
  const keys = listOf(keyCredentials).filter(isJsonObject)
  if (keys.some(({ keyId }) => String(keyId).toLowerCase() === wanted)) return
  const message = `The tokenEncryptionKeyId '${tokenEncryptionKeyId}' is not the keyId of one of the keyCredentials.`
  throw invalidProperty({ target: 'tokenEncryptionKeyId', message })
}

function checkChoices({ displayName, signInAudience, groupMembershipClaims }: JsonObject): void {
  if (typeof displayName !== 'string' || displayName.trim() === '') {
    const message = "Invalid value specified for property 'displayName' of resource 'Application'."
    throw invalidProperty({ target: 'displayName', message })
  }
  if (typeof signInAudience === 'string' && !audiences.includes(signInAudience)) {
    const message = `signInAudience is one of ${audiences.join(', ')}; it was '${signInAudience}'.`
    throw invalidProperty({ target: 'signInAudience', message })
  }
  const claims = typeof groupMembershipClaims === 'string' ? groupMembershipClaims.split(/\s*,\s*/) : []
  const unknown = claims.find((claim) => !groupClaims.includes(claim))
  if (unknown === undefined) return
  const message = `groupMembershipClaims takes ${groupClaims.join(', ')}, separated by commas; '${unknown}' is none of them.`
  throw invalidProperty({ target: 'groupMembershipClaims', message })
}

function checkApi(application: JsonObject): void {
  const api = isJsonObject(application.api) ? application.api : {}
  const { requestedAccessTokenVersion: version } = api
  if (version !== undefined && version !== null && version !== 1 && version !== 2) {
    const message = 'requestedAccessTokenVersion is 1, 2 or null.'
    throw invalidProperty({ target: 'api/requestedAccessTokenVersion', message })
  }
  const known = new Set(scopesOf(application).map(({ id }) => String(id).toLowerCase()))
  for (const preAuthorized of listOf(api.preAuthorizedApplications).filter(isJsonObject)) {
    const ids = textsOf(preAuthorized.delegatedPermissionIds ?? preAuthorized.permissionIds)
    const isKnown = guid.test(String(preAuthorized.appId)) && ids.every((id) => known.has(id.toLowerCase()))
    if (isKnown) continue
    const message = 'A preauthorized application needs an appId and ids of scopes of this application.'
    throw invalidProperty({ target: 'api/preAuthorizedApplications', message })
  }
}

function checkRequiredAccess({ requiredResourceAccess }: JsonObject): void {
  const target = 'requiredResourceAccess'
  const resources = listOf(requiredResourceAccess).filter(isJsonObject)
  if (resources.length > resourcesMax) {
    throw invalidProperty({ target, message: `An application names at most ${resourcesMax} resources.` })
  }
  const appIds = resources.map(({ resourceAppId }) => String(resourceAppId).toLowerCase())
  if (new Set(appIds).size !== appIds.length || !appIds.every((appId) => guid.test(appId))) {
    throw invalidProperty({ target, message: 'Every resourceAppId is the appId of an application, named once.' })
  }
  const wanted = resources.flatMap(({ resourceAccess }) => listOf(resourceAccess).filter(isJsonObject))
  if (wanted.length > permissionsMax) {
    throw invalidProperty({ target, message: `An application requires at most ${permissionsMax} permissions.` })
  }
  if (wanted.every(({ id, type }) => guid.test(String(id)) && (type === 'Scope' || type === 'Role'))) return
  throw invalidProperty({ target, message: "Every permission needs an id and a type, which is 'Scope' or 'Role'." })
}
