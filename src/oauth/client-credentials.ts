import { resourceIdentifiers } from '../auth/resource-identifiers.ts'
import { accessTokenLifetimeSeconds, type IssuedToken } from '../auth/tokens/issue.ts'
import type { HttpResponse } from '../http/message.ts'
import type { ServicePrincipal } from '../model/application.ts'
import type { Tenant } from '../model/tenant.ts'
import { toApplicationSignIn } from './application-sign-in.ts'
import { type AuthenticatedClient, authenticateClient, type PresentedClient } from './authenticate-client.ts'
import { type EndpointCall, json } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { type FoundResource, findResource } from './find-resource.ts'
import type { Form } from './form.ts'
import { issueApplicationToken } from './issue-application-token.ts'
import { requestedResource } from './requested-resource.ts'

export interface ClientCredentialsRequest {
  readonly call: EndpointCall
  readonly form: Form
  readonly version: 'v1' | 'v2'
  readonly tenant: Tenant
  readonly presented: PresentedClient
}

/** What was found out so far, for the log of sign-ins. */
interface Progress {
  client?: AuthenticatedClient
  resource?: FoundResource
}

/** The client credentials grant (RFC 6749 section 4.4): a token for the application itself. Each attempt of a known application is logged. */
export async function grantClientCredentials(request: ClientCredentialsRequest): Promise<HttpResponse> {
  const progress: Progress = {}
  try {
    const { issued, resource } = await grant(request, progress)
    await logSignIn(request, progress, issued)
    return success(issued, request.version, resource.audience)
  } catch (error) {
    if (error instanceof OAuthError) await logSignIn(request, progress, error)
    throw error
  }
}

async function grant(
  { call, form, version, tenant, presented }: ClientCredentialsRequest,
  progress: Progress,
): Promise<{ readonly issued: IssuedToken; readonly resource: FoundResource }> {
  const { door, correlationId } = call
  const applications = door.applicationsOf(tenant.id)
  const objects = door.objectsOf(tenant.id)
  const now = door.clock.now()
  const { assertions } = door
  const client = await authenticateClient({ presented, tenant, applications, objects, assertions, now })
  progress.client = client
  const toGraphAudience = resourceIdentifiers(door.origin)
  const resource = await requestedResource(form, version, (name) => findResource(name, objects, toGraphAudience))
  progress.resource = resource

  const { servicePrincipal, credential } = client
  const clientAuthentication = credential.kind === 'clientSecret' ? '1' : '2'
  const wish = { tenantId: tenant.id, servicePrincipal, resource, clientAuthentication, now } as const
  const issued = await issueApplicationToken(wish, door)
  const { appId } = servicePrincipal
  door.events.tokenIssued({
    tenantId: tenant.id,
    appId,
    audience: resource.audience,
    uti: issued.uti,
    correlationId,
  })
  return { issued, resource }
}

/** An id that no application of the tenant has leaves no entry: there is nobody whose log it would be. */
async function logSignIn(
  { call, tenant, presented }: ClientCredentialsRequest,
  { client, resource }: Progress,
  outcome: IssuedToken | OAuthError,
): Promise<void> {
  const { door, request, correlationId } = call
  const known = client?.servicePrincipal ?? (await findCaller(call, tenant, presented))
  if (known === undefined) return
  const entry = toApplicationSignIn({
    at: door.clock.now(),
    tenantId: tenant.id,
    servicePrincipal: known,
    credential: client?.credential,
    resource,
    outcome,
    ipAddress: request.remoteAddress,
    correlationId,
  })
  door.signIns.record(tenant.id, entry, outcome instanceof OAuthError ? 'refused' : 'granted')
}

async function findCaller(
  { door }: EndpointCall,
  tenant: Tenant,
  { clientId }: PresentedClient,
): Promise<ServicePrincipal | undefined> {
  return door.applicationsOf(tenant.id).findServicePrincipalByAppId(clientId)
}

/**
 * `expires_in` is a number in the second version: clients that find a text do not keep the token (client-compatibility
 * 3.10). The first version writes texts throughout.
 */
function success({ token, notBefore, expires }: IssuedToken, version: 'v1' | 'v2', resource: string): HttpResponse {
  const expiresIn = accessTokenLifetimeSeconds - 1
  if (version === 'v2') {
    return json({ token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token })
  }
  return json({
    token_type: 'Bearer',
    expires_in: String(expiresIn),
    ext_expires_in: String(expiresIn),
    expires_on: String(expires),
    not_before: String(notBefore),
    resource,
    access_token: token,
  })
}
