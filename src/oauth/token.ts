import type { HttpResponse } from '../http/message.ts'
import { type PresentedClient, readClient } from './authenticate-client.ts'
import { grantClientCredentials } from './client-credentials.ts'
import type { Endpoint, EndpointCall } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { missingParameter, readForm } from './form.ts'
import { findUserGrant } from './grants/user-grants.ts'
import { requireTenant } from './tenant.ts'

/** `POST /{tenant}/oauth2/v2.0/token` and `POST /{tenant}/oauth2/token`: the client credentials grant, and the grants for users (RFC 6749 section 3.2). */
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
  call: EndpointCall,
  version: 'v1' | 'v2',
  met: (client: PresentedClient) => void,
): Promise<HttpResponse> {
  const { request, tenantName, door } = call
  const form = await readForm(request)
  if (form.grant_type === '') throw missingParameter('grant_type')
  const grantForUser = findUserGrant(form.grant_type)
  if (grantForUser !== undefined) {
    const presented = readClient(request.header('authorization'), form)
    met(presented)
    return grantForUser(call, { form, presented, version })
  }
  const tenant = await requireTenant(door.tenants, tenantName)
  if (form.grant_type !== 'client_credentials') {
    throw new OAuthError(70003, `The grant type '${form.grant_type}' is not supported.`)
  }
  const presented = readClient(request.header('authorization'), form)
  met(presented)
  return grantClientCredentials({ call, form, version, tenant, presented })
}

function reportRefusal(
  { tenantName, correlationId, door }: EndpointCall,
  { number, message }: OAuthError,
  presented: PresentedClient | undefined,
): void {
  const clientId = presented?.clientId ?? null
  door.events.tokenRefused({ tenant: tenantName, clientId, errorCode: number, reason: message, correlationId })
}
