import { compactVerify } from 'jose'
import { type CertificateCredential, certificateCredentialsOf } from '../auth/certificate-credentials.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import type { JsonObject } from '../std/json-object.ts'
import { type ClientAssertion, malformed } from './client-assertion.ts'
import { OAuthError } from './error.ts'

const algorithms = ['PS256', 'RS256']

/**
 * Checks an assertion with the certificate that its header names by thumbprint (`x5t`, `x5t#S256`; RFC 7515 section
 * 4.1.7). Refuses with 50012 (header) and 700027 (unknown, expired, wrong signature).
 */
export async function verifyCertificateAssertion(
  { compact, header }: ClientAssertion,
  holders: readonly DirectoryObject[],
  now: number,
): Promise<CertificateCredential> {
  const { alg } = header
  if (typeof alg !== 'string' || !algorithms.includes(alg)) {
    throw malformed(`is signed with '${String(alg)}'. Use ${algorithms.join(' or ')}`)
  }
  const credential = findCredential(header, holders.flatMap(certificateCredentialsOf))
  if (now < credential.startsAt) throw unusable(credential, 'is not valid yet')
  if (now >= credential.endsAt) throw unusable(credential, 'has expired')
  const isSigned = await compactVerify(compact, credential.certificate.publicKey, { algorithms }).then(
    () => true,
    () => false,
  )
  if (isSigned) return credential
  throw new OAuthError(700027, `The assertion is not signed with the key of certificate '${credential.thumbprint}'.`)
}

function findCredential(header: JsonObject, credentials: readonly CertificateCredential[]): CertificateCredential {
  const sha1 = thumbprintOf(header.x5t)
  const sha256 = thumbprintOf(header['x5t#S256'])
  if (sha1 === undefined && sha256 === undefined) {
    throw malformed("names no certificate: its header needs 'x5t#S256' or 'x5t'")
  }
  // An application may list the same certificate twice; the entry that lasts longer counts.
  const found = credentials
    .filter((credential) => sha256 === undefined || credential.thumbprintSha256 === sha256)
    .filter((credential) => sha1 === undefined || credential.thumbprint === sha1)
    .toSorted((a, b) => b.endsAt - a.endsAt)[0]
  if (found !== undefined) return found
  const name = sha256 ?? sha1
  throw new OAuthError(
    700027,
    `The certificate with the thumbprint '${name}' is not registered on the application. Add it to keyCredentials.`,
  )
}

/** Base64url, but some libraries pad it or use the other alphabet (client-compatibility 3.4). */
function thumbprintOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  return value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function unusable({ thumbprint }: CertificateCredential, reason: string): OAuthError {
  return new OAuthError(700027, `The certificate '${thumbprint}' ${reason}. Add a new one to the application.`)
}
