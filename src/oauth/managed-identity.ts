import { createHash, timingSafeEqual } from 'node:crypto'
import { resourceIdentifiers } from '../auth/resource-identifiers.ts'
import type { IssuedToken } from '../auth/tokens/issue.ts'
import type { Handler, HttpRequest, HttpResponse } from '../http/message.ts'
import type { ServicePrincipal } from '../model/application.ts'
import { toApplicationSignIn } from './application-sign-in.ts'
import { json, type OAuthDoor } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { type FoundResource, findResource } from './find-resource.ts'
import { issueApplicationToken } from './issue-application-token.ts'

/** One workload of this machine: who knows the header's secret gets tokens of the service principal. */
export interface ManagedIdentity {
  readonly name: string
  /** SHA-256 of the secret's UTF-8 bytes, base64url. */
  readonly secretHash: string
  readonly tenantId: string
  readonly servicePrincipalId: string
}

export interface ManagedIdentityDoor
  extends Pick<OAuthDoor, 'applicationsOf' | 'objectsOf' | 'keys' | 'clock' | 'origin' | 'events' | 'signIns'> {
  /** Asked for each request, so that a change takes effect at once. */
  readonly identities: () => Promise<readonly ManagedIdentity[]>
}

export const managedIdentityPath = '/msi/token'
const apiVersions = ['2019-08-01']
const retryAfterSeconds = 5

export function hashIdentityHeader(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url')
}

/**
 * `GET /msi/token?api-version=2019-08-01&resource=…` with `X-IDENTITY-HEADER`, the managed identity endpoint of App
 * Service (identity-platform section 9). To be listened on at loopback only.
 */
export function createManagedIdentityHandler(door: ManagedIdentityDoor): Handler {
  return async (request) => {
    try {
      return await answer(request, door)
    } catch (error) {
      if (!(error instanceof OAuthError)) door.events.unexpectedError(error, { requestId: request.requestId })
      return toFailure(error, request)
    }
  }
}

async function answer(request: HttpRequest, door: ManagedIdentityDoor): Promise<HttpResponse> {
  const identity = await findIdentity(request, await door.identities())
  const servicePrincipal = await findServicePrincipal(identity, door)
  const progress: { resource?: FoundResource } = {}
  const tell = (outcome: IssuedToken | OAuthError) =>
    record({ request, door, identity, servicePrincipal }, progress, outcome)
  try {
    const { issued, resource } = await issue(request, door, { identity, servicePrincipal, progress })
    tell(issued)
    return json({
      access_token: issued.token,
      expires_on: String(issued.expires),
      resource,
      token_type: 'Bearer',
      client_id: servicePrincipal.appId,
    })
  } catch (error) {
    if (error instanceof OAuthError) tell(error)
    throw error
  }
}

interface Asking {
  readonly identity: ManagedIdentity
  readonly servicePrincipal: ServicePrincipal
  readonly progress: { resource?: FoundResource }
}

async function issue(
  { url }: HttpRequest,
  door: ManagedIdentityDoor,
  { identity, servicePrincipal, progress }: Asking,
): Promise<{ readonly issued: IssuedToken; readonly resource: string }> {
  requireSelf(url.searchParams, servicePrincipal)
  const name = readResource(url.searchParams)
  const { tenantId } = identity
  const resource = await findResource(name, door.objectsOf(tenantId), resourceIdentifiers(door.origin))
  if (resource === undefined) throw new OAuthError(500011, `The resource '${name}' was not found in the tenant.`)
  progress.resource = resource
  if (!servicePrincipal.accountEnabled) {
    throw new OAuthError(7000112, `The managed identity '${servicePrincipal.displayName}' is disabled.`)
  }
  const now = door.clock.now()
  const wish = { tenantId, servicePrincipal, resource, clientAuthentication: '2', now } as const
  return { issued: await issueApplicationToken(wish, door), resource: name }
}

/** A request that was passed on came from elsewhere, so nothing is given to it. */
async function findIdentity(request: HttpRequest, identities: readonly ManagedIdentity[]): Promise<ManagedIdentity> {
  if (request.url.pathname.replace(/\/$/, '') !== managedIdentityPath || request.method !== 'GET') {
    throw new OAuthError(9002313, `Ask with GET ${managedIdentityPath}?api-version=${apiVersions[0]}&resource=…`)
  }
  if (request.header('x-forwarded-for') !== undefined) throw new OAuthError(9002313, 'Forwarded requests get no token.')
  const secret = request.header('x-identity-header') ?? ''
  if (secret === '') throw new OAuthError(7000218, 'The header X-IDENTITY-HEADER is missing.')
  const hash = Buffer.from(hashIdentityHeader(secret))
  const found = identities.filter(({ secretHash }) => isEqual(Buffer.from(secretHash), hash))[0]
  if (found === undefined) throw new OAuthError(7000215, 'No managed identity has this X-IDENTITY-HEADER.')
  return found
}

function isEqual(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}

async function findServicePrincipal(
  { tenantId, servicePrincipalId }: ManagedIdentity,
  door: ManagedIdentityDoor,
): Promise<ServicePrincipal> {
  const [object] = await door.objectsOf(tenantId).findMany([servicePrincipalId])
  const { appId, servicePrincipalType } = object?.type === 'servicePrincipal' ? object.properties : {}
  const found = await door.applicationsOf(tenantId).findServicePrincipalByAppId(String(appId))
  if (found === undefined) throw new OAuthError(700016, `The service principal '${servicePrincipalId}' does not exist.`)
  if (servicePrincipalType === 'ManagedIdentity') return found
  throw new OAuthError(700016, `The service principal '${servicePrincipalId}' is not a managed identity.`)
}

/** The secret is bound to one identity; naming it once more does no harm, naming another one is a mistake. */
function requireSelf(query: URLSearchParams, { appId, id, displayName }: ServicePrincipal): void {
  const wrong = [
    ['client_id', appId],
    ['principal_id', id],
    ['object_id', id],
  ].find(([name = '', own]) => query.has(name) && query.get(name)?.toLowerCase() !== own?.toLowerCase())
  if (wrong === undefined && !query.has('mi_res_id')) return
  const name = wrong?.[0] ?? 'mi_res_id'
  throw new OAuthError(700016, `This X-IDENTITY-HEADER belongs to '${displayName}' (${appId}); leave '${name}' out.`)
}

function readResource(query: URLSearchParams): string {
  const version = query.get('api-version') ?? ''
  if (!apiVersions.includes(version)) {
    throw new OAuthError(9002313, `The api-version '${version}' is not served. Use ${apiVersions.join(', ')}.`)
  }
  const resource = query.get('resource') ?? ''
  if (resource === '') throw new OAuthError(900144, "The query must contain the parameter 'resource'.")
  return resource.replace(/\/\.default$/i, '')
}

interface Told {
  readonly request: HttpRequest
  readonly door: ManagedIdentityDoor
  readonly identity: ManagedIdentity
  readonly servicePrincipal: ServicePrincipal
}

function record(
  { request, door, identity, servicePrincipal }: Told,
  { resource }: { readonly resource?: FoundResource },
  outcome: IssuedToken | OAuthError,
): void {
  const entry = toApplicationSignIn({
    at: door.clock.now(),
    tenantId: identity.tenantId,
    servicePrincipal,
    credential: { kind: 'managedIdentity' },
    resource,
    outcome,
    ipAddress: request.remoteAddress,
    correlationId: request.clientRequestId,
  })
  door.signIns.record(identity.tenantId, entry, outcome instanceof OAuthError ? 'refused' : 'granted')
}

/** App Service's shape of an error. */
function toFailure(error: unknown, { clientRequestId }: HttpRequest): HttpResponse {
  const refusal = error instanceof OAuthError ? error : new OAuthError(90033, 'The token service failed. Try again.')
  const { status } = refusal
  const headers = status === 503 ? { 'Retry-After': String(retryAfterSeconds) } : undefined
  const message = `AADSTS${refusal.number}: ${refusal.message}`
  return json({ statusCode: status, message, correlationId: clientRequestId }, status, headers)
}
