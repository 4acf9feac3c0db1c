import type { ObjectKey } from '../../contracts/store-objects.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { invalidProperty, textsOf } from './invalid-property.ts'

const textCharsMax = 600
const nameForm = /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/

/** Refuses with `invalidValue` a credential that could match no token (Graph page "federatedIdentityCredential resource type"). */
export function checkFederatedCredential(credential: JsonObject): void {
  const { name, issuer, subject, audiences, claimsMatchingExpression } = credential
  if (typeof name !== 'string' || !nameForm.test(name)) {
    const message = 'The name has 3 to 120 letters, digits, dashes and underscores, and begins with a letter or digit.'
    throw invalidProperty({ target: 'name', message })
  }
  if (typeof issuer !== 'string' || issuer.length > textCharsMax || !/^https?:\/\/\S+$/i.test(issuer)) {
    const message = `The issuer is the URL of an issuer of tokens, of at most ${textCharsMax} characters.`
    throw invalidProperty({ target: 'issuer', message })
  }
  const hasSubject = typeof subject === 'string' && subject !== '' && subject.length <= textCharsMax
  const hasExpression = claimsMatchingExpression !== undefined && claimsMatchingExpression !== null
  if (!hasSubject && !hasExpression) {
    const message = `The subject is the 'sub' of the token, of at most ${textCharsMax} characters.`
    throw invalidProperty({ target: 'subject', message })
  }
  const [audience, ...others] = textsOf(audiences)
  if (audience !== undefined && audience !== '' && audience.length <= textCharsMax && others.length === 0) return
  const message = "The audiences are exactly one text, usually 'api://AzureADTokenExchange'."
  throw invalidProperty({ target: 'audiences', message })
}

/** The name and the pair of issuer and subject are unique below an application. */
export function federatedKeys(applicationId: string, { name, issuer, subject }: JsonObject): readonly ObjectKey[] {
  return [
    { name: 'name', value: `${applicationId} ${name}` },
    ...(typeof subject === 'string' ? [{ name: 'subject', value: `${applicationId} ${issuer} ${subject}` }] : []),
  ]
}
