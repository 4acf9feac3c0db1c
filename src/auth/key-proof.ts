import { createPublicKey, X509Certificate } from 'node:crypto'
import { type JWTPayload, jwtVerify } from 'jose'
import type { DirectoryObject } from '../model/directory-object.ts'
import { isJsonObject } from '../std/json-object.ts'

/** Audience of proofs: the directory's older interface (Graph page "Generate proof of possession tokens for rolling keys"). */
const proofAudience = '00000002-0000-0000-c000-000000000000'
const proofSecondsMax = 600
const skewSeconds = 60
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']

/**
 * Whether a JWT shows that its sender holds one of the object's keys: signed with it, issued by the object (or its
 * appId), for the directory, living ten minutes at most. `now` in milliseconds since 1970.
 */
export async function provesPossession(proof: string, holder: DirectoryObject, now: number): Promise<boolean> {
  for (const key of validKeysOf(holder, now)) {
    const payload = await verify(proof, key, now)
    if (payload !== undefined) return isIssuedBy(payload, holder) && isShort(payload)
  }
  return false
}

/** The certificates of an object that can be used at a time, as DER. */
export function validKeysOf({ properties }: DirectoryObject, now: number): readonly Buffer[] {
  const credentials = Array.isArray(properties.keyCredentials) ? properties.keyCredentials : []
  return credentials.filter(isJsonObject).flatMap(({ key, type, startDateTime, endDateTime }) => {
    const isValid = Date.parse(String(startDateTime)) <= now && now < Date.parse(String(endDateTime))
    return type === 'AsymmetricX509Cert' && isValid && typeof key === 'string' ? [Buffer.from(key, 'base64')] : []
  })
}

async function verify(proof: string, der: Buffer, now: number): Promise<JWTPayload | undefined> {
  try {
    const { publicKey } = new X509Certificate(der)
    const { payload } = await jwtVerify(proof, createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), {
      algorithms,
      audience: proofAudience,
      clockTolerance: skewSeconds,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'nbf', 'iss'],
    })
    return payload
  } catch {
    // Whatever is wrong with it: it proves nothing by this key.
    return undefined
  }
}

function isIssuedBy({ iss = '' }: JWTPayload, { id, properties }: DirectoryObject): boolean {
  return [id, String(properties.appId)].some((name) => name.toLowerCase() === iss.toLowerCase())
}

function isShort({ exp = Number.POSITIVE_INFINITY, nbf = 0 }: JWTPayload): boolean {
  return exp - nbf <= proofSecondsMax
}
