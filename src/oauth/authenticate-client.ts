import { verifyClientSecret } from '../auth/client-secrets.ts'
import type { ServicePrincipal } from '../model/application.ts'
import type { Tenant } from '../model/tenant.ts'
import { type ClientAssertion, readClientAssertion } from './client-assertion.ts'
import { OAuthError } from './error.ts'
import { type Form, missingParameter } from './form.ts'
import type { TokenApplications, TokenObjects } from './registrations.ts'
import {
  type AssertionCredential,
  type AssertionRules,
  type ClientObjects,
  isOwnAssertion,
  verifyClientAssertion,
} from './verify-client-assertion.ts'

/** What a client presents: its id, and every spelling in which its secret may be meant, or an assertion. */
export interface PresentedClient {
  readonly clientId: string
  readonly secretSpellings: readonly string[]
  readonly byHeader: boolean
  readonly assertion: ClientAssertion | undefined
}

/**
 * Reads the client's id and secret, or its assertion, from the body or from Basic (RFC 6749 section 2.3.1). Basic arrives raw,
 * form-urlencoded and strictly percent-encoded: the secret is tried as sent and decoded.
 */
export function readClient(authorization: string | undefined, form: Form): PresentedClient {
  const basic = readBasic(authorization)
  const clientId = basic?.clientId ? basic.clientId : form.client_id
  if (clientId === '') throw missingParameter('client_id')
  const spellings = [form.client_secret, ...(basic?.secretSpellings ?? [])].filter((spelling) => spelling !== '')
  const assertion = readClientAssertion(form)
  if (assertion !== undefined && spellings.length > 0) {
    throw new OAuthError(9002313, "The request has a secret and a 'client_assertion'. Send one of them.")
  }
  return { clientId, secretSpellings: [...new Set(spellings)], byHeader: basic !== undefined, assertion }
}

function readBasic(header: string | undefined): Pick<PresentedClient, 'clientId' | 'secretSpellings'> | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/_=-]+)\s*$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  if (colon === -1) return undefined
  const secret = text.slice(colon + 1)
  return { clientId: formDecode(text.slice(0, colon)).trim(), secretSpellings: [secret, formDecode(secret)] }
}

/** A `%` that encodes nothing stands for itself: then the text was never encoded. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

export interface ClientQuestion {
  readonly presented: PresentedClient
  readonly tenant: Tenant
  readonly applications: TokenApplications
  readonly objects: TokenObjects
  readonly assertions: AssertionRules
  readonly now: number
}

/** Who a client turned out to be, and what proved it. */
export interface AuthenticatedClient {
  readonly servicePrincipal: ServicePrincipal
  readonly credential: { readonly kind: 'clientSecret'; readonly keyId: string } | AssertionCredential
}

/**
 * Finds the service principal whose secret or assertion was presented. Refuses with 700016 (unknown), 7000218 (nothing
 * presented), 700025 (a public client), 7000215 (wrong), 7000222 (expired), what `verifyClientAssertion` refuses, and
 * 7000112 (disabled), which is told only to who has proved to be the client.
 */
export async function authenticateClient(question: ClientQuestion): Promise<AuthenticatedClient> {
  const { presented, tenant, applications } = question
  const { clientId } = presented
  const servicePrincipal = await applications.findServicePrincipalByAppId(clientId)
  if (servicePrincipal === undefined) {
    throw new OAuthError(700016, `The application '${clientId}' was not found in the tenant '${tenant.id}'.`)
  }
  const registered = await findClientObjects(question.objects, clientId)
  if (presented.assertion === undefined && presented.secretSpellings.length === 0) throw nothingPresented(presented)
  const isForeign = presented.assertion !== undefined && !isOwnAssertion(presented.assertion, clientId)
  if (!isForeign && isPublicOnly(registered)) {
    const message = `The application '${clientId}' is a public client, which sends neither 'client_secret' nor 'client_assertion'.`
    throw new OAuthError(700025, message, { headers: challenge(presented) })
  }
  const credential = await verifyCredential(question, registered, servicePrincipal)
  if (servicePrincipal.accountEnabled && registered.application?.properties.isDisabled !== true) {
    return { servicePrincipal, credential }
  }
  throw new OAuthError(7000112, `The application '${clientId}' is disabled in the tenant '${tenant.id}'.`)
}

/** The application object and the service principal of a client id, as far as they are in the tenant. */
export async function findClientObjects(objects: TokenObjects, clientId: string): Promise<ClientObjects> {
  const key = { name: 'appId', value: clientId }
  const [application, servicePrincipal] = await Promise.all([
    objects.findByKey('application', key),
    objects.findByKey('servicePrincipal', key),
  ])
  return { application, servicePrincipal }
}

/** Marked as public, and without anything that it could prove itself with. */
function isPublicOnly({ application, servicePrincipal }: ClientObjects): boolean {
  if (application?.properties.isFallbackPublicClient !== true) return false
  const credentials = [application, servicePrincipal].flatMap((holder) => [
    holder?.properties.passwordCredentials,
    holder?.properties.keyCredentials,
  ])
  return !credentials.some((list) => Array.isArray(list) && list.length > 0)
}

async function verifyCredential(
  { presented, tenant, applications, objects, assertions, now }: ClientQuestion,
  registered: ClientObjects,
  { appId }: ServicePrincipal,
): Promise<AuthenticatedClient['credential']> {
  const { assertion, clientId } = presented
  if (assertion !== undefined) {
    return verifyClientAssertion({ ...registered, clientId: appId, assertion, tenant, objects, rules: assertions, now })
  }
  const verdict = verifyClientSecret(await applications.listPasswords(appId), presented.secretSpellings, now)
  if (verdict.kind === 'expired') {
    const message = `The client secret '${verdict.keyId}' of the application '${clientId}' has expired. Add a new one.`
    throw new OAuthError(7000222, message, { headers: challenge(presented) })
  }
  if (verdict.kind === 'wrong') {
    const message = `The client secret of the application '${clientId}' is wrong. Send the value of the secret, not its id.`
    throw new OAuthError(7000215, message, { headers: challenge(presented) })
  }
  return { kind: 'clientSecret', keyId: verdict.keyId }
}

function nothingPresented(presented: PresentedClient): OAuthError {
  const message =
    "The request must contain 'client_secret' or 'client_assertion', or the secret in Basic authentication."
  return new OAuthError(7000218, message, { headers: challenge(presented) })
}

/** A client that used the header is answered in the header (RFC 6749 section 5.2). */
function challenge({ byHeader }: PresentedClient): Readonly<Record<string, string>> {
  return byHeader ? { 'WWW-Authenticate': 'Basic realm="token", charset="UTF-8"' } : {}
}
