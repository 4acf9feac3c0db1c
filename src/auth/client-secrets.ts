import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { PasswordCredential } from '../model/application.ts'

const secretChars = 40
const hintChars = 3
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const alphabet = `${alphanumeric}~._-`

export interface NewClientSecret {
  readonly displayName: string | null
  /** Milliseconds since 1970, UTC. */
  readonly startsAt: number
  readonly endsAt: number
}

/** Makes a client secret. The text is shown once and not kept; the credential is what is stored. */
export function createClientSecret(wanted: NewClientSecret): {
  readonly secretText: string
  readonly credential: PasswordCredential
} {
  const secretText = randomSecret()
  const credential = {
    keyId: randomUUID(),
    displayName: wanted.displayName,
    hint: secretText.slice(0, hintChars),
    secretHash: hashSecret(secretText),
    startDateTime: new Date(wanted.startsAt).toISOString(),
    endDateTime: new Date(wanted.endsAt).toISOString(),
  }
  return { secretText, credential }
}

export type SecretVerdict =
  | { readonly kind: 'valid'; readonly keyId: string }
  | { readonly kind: 'expired'; readonly keyId: string }
  | { readonly kind: 'wrong' }

/**
 * Compares every spelling that a client may have meant with every credential, in constant time. `expired` is said only
 * to who knows the secret; one that has not begun yet is wrong.
 */
export function verifyClientSecret(
  credentials: readonly PasswordCredential[],
  spellings: readonly string[],
  now: number,
): SecretVerdict {
  const hashes = spellings.map(hashSecret)
  const known = credentials.filter((credential) =>
    hashes.reduce((found, hash) => equalHashes(hash, credential.secretHash) || found, false),
  )
  const begun = known.filter((credential) => Date.parse(credential.startDateTime) <= now)
  const valid = begun.find((credential) => now < Date.parse(credential.endDateTime))
  if (valid !== undefined) return { kind: 'valid', keyId: valid.keyId }
  const expired = begun[0]
  return expired === undefined ? { kind: 'wrong' } : { kind: 'expired', keyId: expired.keyId }
}

function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url')
}

function equalHashes(one: string, other: string): boolean {
  const left = Buffer.from(one)
  const right = Buffer.from(other)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Begins and ends with a letter or digit, so that a secret survives command lines and a double click. */
function randomSecret(): string {
  const first = randomText(alphanumeric, hintChars)
  const middle = randomText(alphabet, secretChars - hintChars - 1)
  return `${first}${middle}${randomText(alphanumeric, 1)}`
}

/** Every character is equally likely: random bytes beyond the last whole multiple of the alphabet are thrown away. */
function randomText(characters: string, length: number): string {
  const usable = 256 - (256 % characters.length)
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < usable && text.length < length) text += characters[byte % characters.length]
    }
  }
  return text
}
