import { type AuthenticatedClient, authenticateClient, type PresentedClient } from '../authenticate-client.ts'
import { type ClientRegistration, findClient } from '../client-registration.ts'
import { OAuthError } from '../error.ts'
import type { Visit } from '../sign-in/visit.ts'

export interface IdentifiedClient {
  readonly client: ClientRegistration
  readonly clientAuthentication: '0' | '1' | '2'
  /** What proved it; undefined for a public client. */
  readonly credential: AuthenticatedClient['credential'] | undefined
}

/** Who redeems something for a user: a confidential client proves it, a public one cannot (RFC 6749 section 2.1). */
export async function identifyClient(
  { store, tenant, call, now }: Visit,
  presented: PresentedClient,
  isPublicUse: boolean,
): Promise<IdentifiedClient> {
  const client = await findClient(store.objects, presented.clientId)
  if (client === undefined) {
    throw new OAuthError(700016, `The application '${presented.clientId}' was not found in the tenant '${tenant.id}'.`)
  }
  if (presented.secretSpellings.length > 0 || presented.assertion !== undefined) {
    const { door } = call
    const applications = door.applicationsOf(tenant.id)
    const objects = door.objectsOf(tenant.id)
    const question = { presented, tenant, applications, objects, assertions: door.assertions, now }
    const { credential } = await authenticateClient(question)
    return { client, clientAuthentication: credential.kind === 'clientSecret' ? '1' : '2', credential }
  }
  if (client.isDisabled) throw new OAuthError(7000112, `The application '${client.appId}' is disabled.`)
  if (isPublicUse) return { client, clientAuthentication: '0', credential: undefined }
  throw new OAuthError(
    7000218,
    "The request must contain 'client_secret' or 'client_assertion': the client is not public.",
  )
}
