import { resourceIdentifiers } from '../../auth/resource-identifiers.ts'
import { issuerOf } from '../../auth/tokens/issue.ts'
import { type Claims, verifySignature } from '../../auth/tokens/verify.ts'
import { EntrainError } from '../../model/error.ts'
import { type ClientRegistration, text, texts } from '../client-registration.ts'
import { OAuthError, type OAuthErrorNumber } from '../error.ts'
import { findResource } from '../find-resource.ts'
import type { Visit } from '../sign-in/visit.ts'

/** Servers of one installation may differ a little in time. */
const notBeforeSkewSeconds = 300

/** The user's access token that an API of the tenant's own was called with. */
export interface UserAssertion {
  readonly userId: string
  /** When the user signed in, in milliseconds since 1970. */
  readonly authTime: number
  readonly authMethods: readonly string[]
}

/**
 * Checks that a token is ours, of this tenant, valid now, meant for the application that shows it, and a user's. Refuses
 * with 50013, 500133 (lifetime), 500131 (audience) and 7000114 (a token of an application for itself).
 */
export async function verifyUserAssertion(
  visit: Visit,
  client: ClientRegistration,
  assertion: string,
): Promise<UserAssertion> {
  const { tenant, call, now } = visit
  const claims = await verifySignature(assertion, call.door.keys).catch((error: unknown) => {
    throw error instanceof EntrainError
      ? refuse(50013, `The assertion is no token of this service. ${error.message}`)
      : error
  })
  if (claims.iss !== issuerOf(call.door.origin, tenant.id)) {
    throw refuse(50013, 'The assertion was issued for another tenant or at another address of this service.')
  }
  refuseTimes(claims, now / 1000)
  await refuseAudience(visit, client, text(claims.aud))
  if (claims.idtyp === 'app') {
    const message = `The application '${client.appId}' was called by an application for itself, so there is nobody on whose behalf it could act.`
    throw new OAuthError(7000114, message)
  }
  if (claims.idtyp !== 'user' || typeof claims.scp !== 'string') {
    throw refuse(50013, 'The assertion is no access token. Send the token that the API was called with, no id_token.')
  }
  // What comes of a sign-in ends with it, however often it is passed on; tokens of a former release do not tell it.
  const { oid, iat, auth_time: signedInAt = iat, amr } = claims
  return { userId: text(oid), authTime: Number(signedInAt) * 1000, authMethods: texts(amr) }
}

function refuseTimes({ nbf, exp }: Claims, seconds: number): void {
  const isValid =
    typeof exp === 'number' && typeof nbf === 'number' && seconds < exp && seconds >= nbf - notBeforeSkewSeconds
  if (!isValid) throw refuse(500133, "The assertion has expired or is not yet valid. Get the user's token anew.")
}

/** Whoever was sent the token may pass it on in this way, and nobody else (RFC 7523 section 3). */
async function refuseAudience({ store, call }: Visit, client: ClientRegistration, audience: string): Promise<void> {
  const found = await findResource(audience, store.objects, resourceIdentifiers(call.door.origin))
  const isOwn = found?.servicePrincipal !== undefined && found.servicePrincipal.id === client.servicePrincipal?.id
  if (isOwn) return
  const message = `The assertion is for '${audience}', and not for the application '${client.appId}' that shows it.`
  throw refuse(500131, message)
}

function refuse(number: OAuthErrorNumber, message: string): OAuthError {
  return new OAuthError(number, message, { as: 'invalid_grant' })
}
