import { createHash, X509Certificate } from 'node:crypto'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { invalidProperty } from './invalid-property.ts'

const target = 'keyCredentials'
const keyTypes: readonly string[] = ['AsymmetricX509Cert', 'X509CertAndPassword', 'Symmetric']
const usages: readonly string[] = ['Verify', 'Sign']
const credentialsMax = 100
const keyBytesMax = 32 * 1024
const symmetricLifeMs = 365 * 86_400_000

export interface CredentialsContext {
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  readonly newId: () => string
}

/**
 * What a whole new list of keys becomes: a key that is named by `keyId` without its bytes stays as it was, certificates
 * give the dates and the thumbprint that the caller left out (Graph page "keyCredential resource type").
 */
export function parseKeyCredentials(
  wanted: readonly unknown[],
  stored: readonly JsonObject[],
  context: CredentialsContext,
): readonly JsonObject[] {
  if (wanted.length > credentialsMax) {
    throw invalidProperty({ target, message: `It has at most ${credentialsMax} keys.` })
  }
  const keys = wanted.filter(isJsonObject).map((credential) => {
    const known = stored.find(({ keyId }) => isSame(keyId, credential.keyId))
    const hasKey = typeof credential.key === 'string' && credential.key !== ''
    if (known !== undefined && !hasKey) return { ...known, ...withoutNulls(credential), key: known.key }
    return parseKeyCredential(credential, context)
  })
  const ids = keys.map(({ keyId }) => String(keyId).toLowerCase())
  if (new Set(ids).size === ids.length) return keys
  throw invalidProperty({ target, message: 'Two keys have the same keyId.' })
}

/** One new key. Refuses with `invalidValue` what is not a key, or one that is used beyond its certificate's days. */
export function parseKeyCredential(credential: JsonObject, { now, newId }: CredentialsContext): JsonObject {
  const { key, type, usage = 'Verify', keyId } = credential
  if (typeof type !== 'string' || !keyTypes.includes(type)) {
    throw invalidProperty({ target: `${target}/type`, message: `The type of a key is one of ${keyTypes.join(', ')}.` })
  }
  if (typeof usage !== 'string' || !usages.includes(usage)) {
    throw invalidProperty({ target: `${target}/usage`, message: `The usage of a key is one of ${usages.join(', ')}.` })
  }
  const bytes = typeof key === 'string' ? Buffer.from(key, 'base64') : Buffer.alloc(0)
  if (bytes.length === 0 || bytes.length > keyBytesMax) {
    const message = `The key has to be base64 of at most ${keyBytesMax} bytes.`
    throw invalidProperty({ target: `${target}/key`, message })
  }
  const found = type === 'AsymmetricX509Cert' ? describeCertificate(bytes) : describeBytes(bytes, now)
  const { key: stored, ...described } = found
  const given = withoutNulls(credential)
  const startDateTime = readDate(given.startDateTime) ?? found.startDateTime
  const endDateTime = readDate(given.endDateTime) ?? found.endDateTime
  if (type === 'AsymmetricX509Cert') requireWithin({ startDateTime, endDateTime }, found)
  return {
    ...described,
    ...(typeof given.customKeyIdentifier === 'string' && { customKeyIdentifier: given.customKeyIdentifier }),
    ...(typeof given.displayName === 'string' && { displayName: given.displayName }),
    startDateTime,
    endDateTime,
    keyId: typeof keyId === 'string' ? keyId.toLowerCase() : newId(),
    type,
    usage,
    key: stored,
  }
}

interface DescribedKey {
  readonly customKeyIdentifier: string
  readonly displayName: string | null
  readonly startDateTime: string
  readonly endDateTime: string
  /** base64 of the DER. */
  readonly key: string
}

function describeCertificate(bytes: Buffer): DescribedKey {
  const certificate = readCertificate(bytes)
  if (certificate === undefined) {
    const message = 'The key is not an X.509 certificate. Send the DER (or the text of the PEM file) in base64.'
    throw invalidProperty({ target: `${target}/key`, message })
  }
  const { raw, subject, validFromDate, validToDate } = certificate
  return {
    customKeyIdentifier: createHash('sha1').update(raw).digest('base64'),
    displayName: subject.split('\n').at(-1) ?? null,
    startDateTime: validFromDate.toISOString(),
    endDateTime: validToDate.toISOString(),
    key: raw.toString('base64'),
  }
}

function readCertificate(bytes: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes)
  } catch {
    return undefined
  }
}

function describeBytes(bytes: Buffer, now: number): DescribedKey {
  return {
    customKeyIdentifier: createHash('sha1').update(bytes).digest('base64'),
    displayName: null,
    startDateTime: new Date(now).toISOString(),
    endDateTime: new Date(now + symmetricLifeMs).toISOString(),
    key: bytes.toString('base64'),
  }
}

type Span = Pick<DescribedKey, 'startDateTime' | 'endDateTime'>

/** A certificate cannot be used longer than it says itself. */
function requireWithin({ startDateTime, endDateTime }: Span, certificate: Span): void {
  if (Date.parse(endDateTime) > Date.parse(certificate.endDateTime)) {
    const message = `Key credential end date is invalid: the certificate ends at ${certificate.endDateTime}.`
    throw invalidProperty({ target: `${target}/endDateTime`, message, code: 'KeyCredentialsInvalidEndDate' })
  }
  if (Date.parse(startDateTime) < Date.parse(certificate.startDateTime)) {
    const message = `Key credential start date is invalid: the certificate begins at ${certificate.startDateTime}.`
    throw invalidProperty({ target: `${target}/startDateTime`, message, code: 'KeyCredentialsInvalidStartDate' })
  }
}

function readDate(value: unknown): string | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined))
}

function isSame(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase()
}
