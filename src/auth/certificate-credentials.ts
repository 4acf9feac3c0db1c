import { createHash, X509Certificate } from 'node:crypto'
import type { DirectoryObject } from '../model/directory-object.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'

/** One of the certificates that an application may sign in with (Graph `keyCredential` with `usage` Verify). */
export interface CertificateCredential {
  readonly keyId: string
  readonly certificate: X509Certificate
  /** SHA-1 of the DER in base64url (`x5t`, RFC 7515 section 4.1.7). */
  readonly thumbprint: string
  /** SHA-256 likewise (`x5t#S256`). */
  readonly thumbprintSha256: string
  /** Milliseconds since 1970, UTC. */
  readonly startsAt: number
  readonly endsAt: number
}

/** Credentials that an object may have at most; Graph's own limit lies far below. */
const credentialsMax = 200

/** The certificates of an application object or service principal. What cannot be read is left out. */
export function certificateCredentialsOf({ properties }: DirectoryObject): readonly CertificateCredential[] {
  const listed: readonly unknown[] = Array.isArray(properties.keyCredentials) ? properties.keyCredentials : []
  return listed
    .slice(0, credentialsMax)
    .filter(isJsonObject)
    .flatMap((credential) => toCertificateCredential(credential) ?? [])
}

function toCertificateCredential(credential: JsonObject): CertificateCredential | undefined {
  const { keyId, key, usage, startDateTime, endDateTime } = credential
  if (typeof key !== 'string' || (typeof usage === 'string' && usage.toLowerCase() !== 'verify')) return undefined
  const certificate = readCertificate(key)
  if (certificate === undefined) return undefined
  return {
    keyId: typeof keyId === 'string' ? keyId : '',
    certificate,
    thumbprint: digest('sha1', certificate),
    thumbprintSha256: digest('sha256', certificate),
    startsAt: readTime(startDateTime) ?? certificate.validFromDate.getTime(),
    endsAt: readTime(endDateTime) ?? certificate.validToDate.getTime(),
  }
}

function readCertificate(key: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(key, 'base64'))
  } catch {
    return undefined
  }
}

function digest(algorithm: 'sha1' | 'sha256', { raw }: X509Certificate): string {
  return createHash(algorithm).update(raw).digest('base64url')
}

function readTime(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
