import { OutsideError } from '../auth/issuers/fetch-json.ts'
import type { IssuerKeys } from '../auth/issuers/issuer-keys.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import type { ClientAssertion } from './client-assertion.ts'
import { OAuthError } from './error.ts'
import type { TokenObjects } from './registrations.ts'

/** Graph allows 20 per application; what lies beyond this is not read. */
const credentialsMax = 100
const retryAfterSeconds = 10

/** Trust of an application in tokens of another issuer (Graph `federatedIdentityCredential`). */
export interface FederatedCredential {
  readonly name: string
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
}

export async function listFederatedCredentials(
  objects: TokenObjects,
  application: DirectoryObject,
): Promise<readonly FederatedCredential[]> {
  const ids = await objects.listLinking('parent', application.id, { limit: credentialsMax })
  const found = ids.length === 0 ? [] : await objects.findMany(ids)
  return found.flatMap((object) => (object?.type === 'federatedIdentityCredential' ? toCredential(object) : []))
}

function toCredential({ properties }: DirectoryObject): FederatedCredential[] {
  const { name, issuer, subject, audiences } = properties
  if (typeof issuer !== 'string' || typeof subject !== 'string' || !Array.isArray(audiences)) return []
  const accepted = audiences.filter((audience) => typeof audience === 'string')
  return [{ name: typeof name === 'string' ? name : '', issuer, subject, audiences: accepted }]
}

/**
 * Checks a token of another issuer. Issuer, subject and audience have to equal one credential's, to the letter; only then
 * is the issuer asked for its keys, so that nobody makes us call servers that no application trusts. Refuses with 700211
 * (issuer), 700213 (subject), 700212 (audience), 700027 (signature), and with 90033 when the issuer cannot be reached.
 */
export async function verifyFederatedAssertion(
  assertion: ClientAssertion,
  credentials: readonly FederatedCredential[],
  keys: IssuerKeys,
): Promise<FederatedCredential> {
  const credential = findCredential(assertion, credentials)
  const isSigned = await keys.verify({ compact: assertion.compact, issuer: credential.issuer }).catch(toRefusal)
  if (isSigned) return credential
  throw new OAuthError(700027, `The assertion is not signed with a key that '${credential.issuer}' publishes.`)
}

function findCredential(
  { issuer, subject, audiences }: ClientAssertion,
  credentials: readonly FederatedCredential[],
): FederatedCredential {
  const ofIssuer = credentials.filter((credential) => credential.issuer === issuer)
  if (ofIssuer.length === 0) throw noMatch(700211, 'issuer', issuer)
  const ofSubject = ofIssuer.filter((credential) => credential.subject === subject)
  if (ofSubject.length === 0) throw noMatch(700213, 'subject', subject)
  const found = ofSubject.find((credential) => credential.audiences.some((accepted) => audiences.includes(accepted)))
  if (found === undefined) throw noMatch(700212, 'audience', audiences.join(' '))
  return found
}

function noMatch(number: 700211 | 700212 | 700213, what: string, value: string): OAuthError {
  return new OAuthError(
    number,
    `No federated identity credential of the application has the ${what} '${value}'. It is compared to the letter.`,
  )
}

function toRefusal(error: unknown): never {
  if (!(error instanceof OutsideError)) throw error
  const message = `The keys of the assertion's issuer cannot be read: ${error.message}`
  if (error.kind === 'refused') throw new OAuthError(700027, message)
  throw new OAuthError(90033, message, { headers: { 'Retry-After': String(retryAfterSeconds) } })
}
