import type { IssuerKeys } from '../auth/issuers/issuer-keys.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import type { Tenant } from '../model/tenant.ts'
import { type AudienceRules, isAcceptedAudience } from './assertion-audiences.ts'
import type { AssertionMemory } from './assertion-memory.ts'
import { type ClientAssertion, checkAssertionTimes, malformed, skewSeconds } from './client-assertion.ts'
import { OAuthError } from './error.ts'
import type { TokenObjects } from './registrations.ts'
import { verifyCertificateAssertion } from './verify-certificate-assertion.ts'
import { listFederatedCredentials, verifyFederatedAssertion } from './verify-federated-assertion.ts'

/** What it takes to believe an assertion. */
export interface AssertionRules extends AudienceRules {
  readonly issuerKeys: IssuerKeys
  /** Refuses assertions that were used before; null accepts them until they end. */
  readonly memory: AssertionMemory | null
}

/** The registrations of one client in the tenant. */
export interface ClientObjects {
  readonly application: DirectoryObject | undefined
  readonly servicePrincipal: DirectoryObject | undefined
}

export interface AssertionQuestion extends ClientObjects {
  readonly clientId: string
  readonly assertion: ClientAssertion
  readonly tenant: Tenant
  readonly objects: TokenObjects
  readonly rules: AssertionRules
  readonly now: number
}

export type AssertionCredential =
  | { readonly kind: 'certificate'; readonly keyId: string; readonly thumbprint: string }
  | { readonly kind: 'federatedIdentityCredential'; readonly name: string; readonly issuer: string }

/**
 * Decides whether an assertion proves who the client is (RFC 7523 section 3): one that the client issued about itself is
 * signed with a certificate of its own, any other comes from an issuer that the application trusts. Refuses with 50012
 * (malformed, used before), 50013 (audience), 500133 (time), 700027 and 700211 to 700213.
 */
export async function verifyClientAssertion(question: AssertionQuestion): Promise<AssertionCredential> {
  const { assertion, clientId, now } = question
  checkAssertionTimes(assertion, now)
  // Workloads present the token that another issuer gave them again and again until it ends.
  if (!isOwnAssertion(assertion, clientId)) return verifyForeign(question)
  const credential = await verifyOwn(question)
  const { memory } = question.rules
  const isNew =
    assertion.id === undefined || memory === null || memory.use(clientId, assertion.id, endOf(assertion), now)
  if (isNew) return credential
  throw malformed('was used before. Make a new one, with another jti, for each request')
}

/** Whether the client speaks about itself, as against another issuer about it. */
export function isOwnAssertion({ issuer, subject }: ClientAssertion, clientId: string): boolean {
  return sameId(issuer, clientId) || sameId(subject, clientId)
}

async function verifyOwn(question: AssertionQuestion): Promise<AssertionCredential> {
  const { assertion, clientId, tenant, rules, application, servicePrincipal, now } = question
  if (!sameId(assertion.issuer, clientId) || !sameId(assertion.subject, clientId)) {
    throw malformed(`must have the client id '${clientId}' in 'iss' and in 'sub'`)
  }
  if (!assertion.audiences.some((audience) => isAcceptedAudience(audience, tenant, rules))) {
    const audience = assertion.audiences.join(' ')
    const wanted = `${rules.origin}/${tenant.id}/oauth2/v2.0/token`
    throw new OAuthError(50013, `The client assertion is for '${audience}', and its audience must be '${wanted}'.`)
  }
  const holders = [application, servicePrincipal].filter((holder) => holder !== undefined)
  const { keyId, thumbprint } = await verifyCertificateAssertion(assertion, holders, now)
  return { kind: 'certificate', keyId, thumbprint }
}

async function verifyForeign({
  assertion,
  application,
  objects,
  rules,
}: AssertionQuestion): Promise<AssertionCredential> {
  const credentials = application === undefined ? [] : await listFederatedCredentials(objects, application)
  const { name, issuer } = await verifyFederatedAssertion(assertion, credentials, rules.issuerKeys)
  return { kind: 'federatedIdentityCredential', name, issuer }
}

/** Clients write their id in any letter case. */
function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** With the time that clocks may differ: until then the assertion would be accepted again. */
function endOf({ expires }: ClientAssertion): number {
  return (expires + skewSeconds) * 1000
}
