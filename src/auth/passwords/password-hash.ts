import { argon2, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Stored forms of a password. `quick` is HMAC-SHA-256 under a random salt: it costs microseconds, so that many users can
 * be written at once. `hardened` is Argon2id (RFC 9106) over the quick form, which therefore can be made later without the password.
 */
const quickPrefix = '$hmac-sha256$'
const hardenedPrefix = '$argon2id-hmac-sha256$v=19$m=19456,t=2,p=1$'
const hardening = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const saltBytes = 16
/** Longer ones are refused before anything is computed. */
export const passwordCharsMax = 256

/** The form that is made at once. */
export function hashQuickly(password: string): string {
  const salt = randomBytes(saltBytes)
  return `${quickPrefix}${salt.toString('base64url')}$${quickly(password, salt).toString('base64url')}`
}

/** The slow form of a quick one, from about 20 ms of work outside the event loop; hardened ones stay as they are. */
export async function harden(hash: string): Promise<string> {
  if (isHardened(hash)) return hash
  const { salt, digest } = parse(hash, quickPrefix)
  const slow = await slowly(digest, salt)
  return `${hardenedPrefix}${salt.toString('base64url')}$${slow.toString('base64url')}`
}

export async function hashPassword(password: string): Promise<string> {
  return harden(hashQuickly(password))
}

export function isHardened(hash: string): boolean {
  return hash.startsWith(hardenedPrefix)
}

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  if (password.length > passwordCharsMax) return false
  const hardened = isHardened(hash)
  const { salt, digest } = parse(hash, hardened ? hardenedPrefix : quickPrefix)
  const quick = quickly(password, salt)
  // A quick form is compared after the slow work as well: the time tells nobody which form it is.
  const slow = await slowly(quick, salt)
  return timingSafeEqual(hardened ? slow : quick, digest)
}

/** RFC 8265 section 4.2: the same password typed on two keyboards may be composed differently. */
function quickly(password: string, salt: Buffer): Buffer {
  return createHmac('sha256', salt).update(password.normalize('NFC'), 'utf8').digest()
}

function slowly(message: Buffer, nonce: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  argon2('argon2id', { message, nonce, ...hardening }, (error, derived) =>
    error === null ? resolve(derived) : reject(error),
  )
  return promise
}

function parse(hash: string, prefix: string): { readonly salt: Buffer; readonly digest: Buffer } {
  const [salt, digest] = hash.startsWith(prefix) ? hash.slice(prefix.length).split('$') : []
  if (salt === undefined || digest === undefined) throw new Error('a stored password has no form that is known')
  return { salt: Buffer.from(salt, 'base64url'), digest: Buffer.from(digest, 'base64url') }
}
