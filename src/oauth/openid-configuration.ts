import { issuerOf } from '../auth/tokens/issue.ts'
import { type Endpoint, json } from './endpoint.ts'
import { userGrantTypes } from './grants/user-grants.ts'
import { findAudience } from './tenant.ts'
import { userInfoPath } from './user-info.ts'

const claims = [
  'sub',
  'iss',
  'aud',
  'exp',
  'iat',
  'nbf',
  'auth_time',
  'amr',
  'nonce',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'email',
  'oid',
  'roles',
  'tid',
  'sid',
  'ver',
  'c_hash',
]

/** How long clients may keep what rarely changes. */
export const discoveryCacheHeaders = { 'Cache-Control': 'public, max-age=300' }

/**
 * `GET /{tenant}/v2.0/.well-known/openid-configuration` and the same without `v2.0` (OpenID Connect Discovery 1.0
 * section 3). Only what is served is advertised, except `authorization_endpoint`: MSAL refuses a document without it.
 * Both versions name the issuer that stands in the tokens.
 */
export function openIdConfiguration(version: 'v1' | 'v2'): Endpoint {
  return async ({ tenantName, door }) => {
    const audience = await findAudience(door.tenants, tenantName)
    const tenant = audience.kind === 'tenant' ? audience.tenant.id : tenantName.toLowerCase()
    const base = `${door.origin}/${tenant}`
    const oauth = version === 'v2' ? `${base}/oauth2/v2.0` : `${base}/oauth2`
    const { host } = new URL(door.origin)
    const document = {
      issuer: issuerOf(door.origin, audience.kind === 'tenant' ? tenant : '{tenantid}'),
      authorization_endpoint: `${oauth}/authorize`,
      token_endpoint: `${oauth}/token`,
      device_authorization_endpoint: `${oauth}/devicecode`,
      end_session_endpoint: `${oauth}/logout`,
      userinfo_endpoint: `${door.origin}${userInfoPath}`,
      jwks_uri: version === 'v2' ? `${base}/discovery/v2.0/keys` : `${base}/discovery/keys`,
      grant_types_supported: ['client_credentials', ...userGrantTypes],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      token_endpoint_auth_signing_alg_values_supported: ['PS256', 'RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      claims_supported: claims,
      code_challenge_methods_supported: ['S256'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      request_uri_parameter_supported: false,
      tenant_region_scope: null,
      cloud_instance_name: host,
      cloud_graph_host_name: host,
      msgraph_host: host,
    }
    return json(document, 200, discoveryCacheHeaders)
  }
}
