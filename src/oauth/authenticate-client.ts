import { verifyClientSecret } from '../auth/client-secrets.ts'
import type { ServicePrincipal } from '../model/application.ts'
import type { Tenant } from '../model/tenant.ts'
import type { TokenApplications } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { type Form, missingParameter } from './form.ts'

/** What a client presents: its id, and every spelling in which its secret may be meant. */
export interface PresentedClient {
  readonly clientId: string
  readonly secretSpellings: readonly string[]
  readonly byHeader: boolean
  readonly byAssertion: boolean
}

/**
 * Reads the client's id and secret from the body or from Basic (RFC 6749 section 2.3.1). Basic arrives raw,
 * form-urlencoded and strictly percent-encoded: the secret is tried as sent and decoded.
 */
export function readClient(authorization: string | undefined, form: Form): PresentedClient {
  const basic = readBasic(authorization)
  const clientId = basic?.clientId ? basic.clientId : form.client_id
  if (clientId === '') throw missingParameter('client_id')
  const spellings = [form.client_secret, ...(basic?.secretSpellings ?? [])].filter((spelling) => spelling !== '')
  return {
    clientId,
    secretSpellings: [...new Set(spellings)],
    byHeader: basic !== undefined,
    byAssertion: form.client_assertion !== '',
  }
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
  readonly now: number
}

/**
 * Finds the service principal whose secret was presented. Refuses with 700016 (unknown), 7000218 (nothing presented),
 * 700027 (assertion), 7000215 (wrong), 7000222 (expired), and 7000112 (disabled), which is told only to who knows the secret.
 */
export async function authenticateClient(question: ClientQuestion): Promise<ServicePrincipal> {
  const { presented, tenant, applications, now } = question
  const { clientId } = presented
  const servicePrincipal = await applications.findServicePrincipalByAppId(clientId)
  if (servicePrincipal === undefined) {
    throw new OAuthError(700016, `The application '${clientId}' was not found in the tenant '${tenant.id}'.`)
  }
  if (presented.secretSpellings.length === 0) throw noSecret(presented)

  const verdict = verifyClientSecret(
    await applications.listPasswords(servicePrincipal.appId),
    presented.secretSpellings,
    now,
  )
  if (verdict.kind === 'expired') {
    const message = `The client secret '${verdict.keyId}' of the application '${clientId}' has expired. Add a new one.`
    throw new OAuthError(7000222, message, { headers: challenge(presented) })
  }
  if (verdict.kind === 'wrong') {
    const message = `The client secret of the application '${clientId}' is wrong. Send the value of the secret, not its id.`
    throw new OAuthError(7000215, message, { headers: challenge(presented) })
  }
  if (servicePrincipal.accountEnabled) return servicePrincipal
  throw new OAuthError(7000112, `The application '${clientId}' is disabled in the tenant '${tenant.id}'.`)
}

function noSecret(presented: PresentedClient): OAuthError {
  if (presented.byAssertion) {
    const message = `The application '${presented.clientId}' has no certificate that the assertion could be checked with.`
    return new OAuthError(700027, message)
  }
  return new OAuthError(7000218, "The request must contain 'client_secret', or the secret in Basic authentication.")
}

/** A client that used the header is answered in the header (RFC 6749 section 5.2). */
function challenge({ byHeader }: PresentedClient): Readonly<Record<string, string>> {
  return byHeader ? { 'WWW-Authenticate': 'Basic realm="token", charset="UTF-8"' } : {}
}
