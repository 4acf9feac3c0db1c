import { compactVerify, decodeProtectedHeader } from 'jose'
import { isJsonObject } from '../../std/json-object.ts'
import { issuerOf } from './issue.ts'
import type { KeyRing } from './key-ring.ts'

/** Whom an id_token is about, and for whom it was made. */
export interface IdTokenHint {
  readonly userId: string
  readonly appId: string
}

interface Expected {
  readonly keys: Pick<KeyRing, 'current'>
  readonly origin: string
  readonly tenantId: string
}

const hintCharsMax = 8_192

/**
 * Reads an id_token that comes back as a hint (OpenID Connect RP-Initiated Logout section 4): signed by this service for
 * this tenant, however old. Undefined for anything else.
 */
export async function verifyIdTokenHint(
  hint: string,
  { keys, origin, tenantId }: Expected,
): Promise<IdTokenHint | undefined> {
  if (hint === '' || hint.length > hintCharsMax) return undefined
  try {
    const key = (await keys.current()).find(decodeProtectedHeader(hint).kid ?? '')
    if (key === undefined) return undefined
    const { payload } = await compactVerify(hint, key.publicKey, { algorithms: ['RS256'] })
    const claims: unknown = JSON.parse(Buffer.from(payload).toString())
    if (!isJsonObject(claims)) return undefined
    const { iss, aud, oid, sid } = claims
    // Access tokens have no `sid`: they are no hint.
    if (iss !== issuerOf(origin, tenantId) || typeof sid !== 'string') return undefined
    return typeof aud === 'string' && typeof oid === 'string' ? { userId: oid, appId: aud } : undefined
  } catch {
    return undefined
  }
}
