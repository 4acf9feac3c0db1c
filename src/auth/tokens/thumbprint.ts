import { createHash } from 'node:crypto'

/** The `x5t` of a certificate: SHA-1 of its DER in base64url (RFC 7515 section 4.1.7). It names the key, it protects nothing. */
export function certificateThumbprint(der: Uint8Array): string {
  return createHash('sha1').update(der).digest('base64url')
}
