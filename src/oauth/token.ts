import { grantedPermissions } from '../auth/granted-permissions.ts'
import { resourceIdentifiers } from '../auth/resource-identifiers.ts'
import { accessTokenLifetimeSeconds, type IssuedToken, issueAppOnlyToken } from '../auth/tokens/issue.ts'
import type { HttpResponse } from '../http/message.ts'
import { authenticateClient, type PresentedClient, readClient } from './authenticate-client.ts'
import { type Endpoint, type EndpointCall, json } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { missingParameter, readForm } from './form.ts'
import { requestedAudience } from './requested-resource.ts'
import { requireTenant } from './tenant.ts'

/** `POST /{tenant}/oauth2/v2.0/token` and `POST /{tenant}/oauth2/token`: client credentials (RFC 6749 section 4.4). */
export function tokenEndpoint(version: 'v1' | 'v2'): Endpoint {
  return async (call) => {
    if (call.request.method !== 'POST') {
      throw new OAuthError(900561, `This endpoint takes POST requests only, and this was ${call.request.method}.`)
    }
    let presented: PresentedClient | undefined
    const met = (client: PresentedClient) => {
      presented = client
    }
    try {
      return await grant(call, version, met)
    } catch (error) {
      if (error instanceof OAuthError) reportRefusal(call, error, presented)
      throw error
    }
  }
}

async function grant(
  { request, tenantName, correlationId, door }: EndpointCall,
  version: 'v1' | 'v2',
  met: (client: PresentedClient) => void,
): Promise<HttpResponse> {
  const form = await readForm(request)
  if (form.grant_type === '') throw missingParameter('grant_type')
  const tenant = await requireTenant(door.tenants, tenantName)
  if (form.grant_type !== 'client_credentials') {
    throw new OAuthError(70003, `The grant type '${form.grant_type}' is not supported. Use client_credentials.`)
  }
  const presented = readClient(request.header('authorization'), form)
  met(presented)
  const applications = door.applicationsOf(tenant.id)
  const now = door.clock.now()
  const servicePrincipal = await authenticateClient({ presented, tenant, applications, now })
  const audience = requestedAudience(form, version, resourceIdentifiers(door.origin))
  const roles = await grantedPermissions(applications, servicePrincipal.id)

  const { signing } = await door.keys.current()
  const wanted = { tenantId: tenant.id, servicePrincipal, audience, roles, origin: door.origin, issuedAt: now }
  const issued = await issueAppOnlyToken(wanted, signing)
  door.events.tokenIssued({
    tenantId: tenant.id,
    appId: servicePrincipal.appId,
    audience,
    uti: issued.uti,
    correlationId,
  })
  return success(issued, version, audience)
}

/** `expires_in` is a number: clients that find a text do not keep the token (client-compatibility 3.10). */
function success({ token, notBefore, expires }: IssuedToken, version: 'v1' | 'v2', resource: string): HttpResponse {
  const expiresIn = accessTokenLifetimeSeconds - 1
  const common = { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token }
  if (version === 'v2') return json(common)
  return json({ ...common, expires_on: String(expires), not_before: String(notBefore), resource })
}

function reportRefusal(
  { tenantName, correlationId, door }: EndpointCall,
  { number, message }: OAuthError,
  presented: PresentedClient | undefined,
): void {
  const clientId = presented?.clientId ?? null
  door.events.tokenRefused({ tenant: tenantName, clientId, errorCode: number, reason: message, correlationId })
}
