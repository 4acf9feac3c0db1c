import { type Endpoint, json } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { missingParameter } from './form.ts'
import { discoveryCacheHeaders } from './openid-configuration.ts'

/** Clients whose authority cannot be set ask about these names; they reach us when the names lead here. */
const publicHosts = ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net']

/**
 * `GET /common/discovery/instance?authorization_endpoint=…`: MSAL asks whether an authority can be trusted and where
 * its discovery document is. The port is not compared, because MSAL for Python leaves it out; the answer names our own
 * origin, because that client uses the URL as it is (client-compatibility 2.2).
 */
export const instanceDiscovery: Endpoint = async ({ request, door }) => {
  const asked = request.url.searchParams.get('authorization_endpoint') ?? ''
  if (asked === '') throw missingParameter('authorization_endpoint')
  const url = URL.parse(asked)
  const own = new URL(door.origin)
  const isOwn = url?.hostname === own.hostname
  if (url === null || !(isOwn || publicHosts.includes(url.hostname))) {
    throw new OAuthError(50049, `The authority '${asked}' is not served here. This is ${door.origin}.`)
  }
  const tenant = url.pathname.split('/')[1] ?? ''
  const metadata = { preferred_network: own.host, preferred_cache: own.host, aliases: [own.host] }
  const document = {
    tenant_discovery_endpoint: `${door.origin}/${tenant === '' ? 'common' : tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: isOwn ? [metadata] : [],
  }
  return json(document, 200, discoveryCacheHeaders)
}
