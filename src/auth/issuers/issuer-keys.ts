import { type CryptoKey, compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose'
import type { Clock } from '../../contracts/clock.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { fetchJson, OutsideError, type OutsideRules } from './fetch-json.ts'

/** How long keys are used without looking again. */
export const issuerKeysTtlMs = 3_600_000
/** A token that names an unknown key makes us look again, but no more often than this. */
export const issuerRefreshPauseMs = 60_000
/** An issuer that failed is left alone this long. */
export const issuerRetryPauseMs = 10_000
const issuersMax = 1_000
const keysMax = 100

/** Signatures with a public key only: with a shared secret, whoever can check a token could make one. */
export const issuerAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const
export type IssuerAlgorithm = (typeof issuerAlgorithms)[number]

export interface SignedText {
  readonly compact: string
  readonly issuer: string
  /** Default: all of `issuerAlgorithms`. */
  readonly algorithms?: readonly IssuerAlgorithm[] | undefined
  /** Where the keys lie, when the issuer has no discovery document. */
  readonly jwksUri?: string | undefined
}

/** Public keys of other issuers, kept in memory. */
export interface IssuerKeys {
  /**
   * Whether one of the issuer's current keys made the signature (OpenID Connect Discovery 1.0 section 4, RFC 7517).
   * Refuses with `OutsideError` when the keys cannot be had.
   */
  verify(signed: SignedText): Promise<boolean>
}

interface Entry {
  readonly at: number
  readonly keys: KeyFinder | undefined
  readonly failure: OutsideError | undefined
}

type KeyFinder = ReturnType<typeof createLocalJWKSet>

export function createIssuerKeys({
  rules,
  clock,
}: {
  readonly rules: OutsideRules
  readonly clock: Clock
}): IssuerKeys {
  const entries = new Map<string, Entry>()
  const loading = new Map<string, Promise<Entry>>()

  async function load({ issuer, jwksUri }: SignedText): Promise<Entry> {
    const former = entries.get(issuer)
    const entry = await readKeys(issuer, jwksUri, rules).then(
      (keys): Entry => ({ at: clock.now(), keys, failure: undefined }),
      (error: unknown): Entry => {
        if (!(error instanceof OutsideError)) throw error
        // What was known stays in use, so that an issuer's short absence is not ours.
        return { at: clock.now() - issuerKeysTtlMs + issuerRetryPauseMs, keys: former?.keys, failure: error }
      },
    )
    entries.delete(issuer)
    entries.set(issuer, entry)
    const oldest = entries.keys().next()
    if (entries.size > issuersMax && !oldest.done) entries.delete(oldest.value)
    return entry
  }

  /** Everybody who waits for the same issuer waits for the same answer. */
  function reload(signed: SignedText): Promise<Entry> {
    const running = loading.get(signed.issuer) ?? load(signed).finally(() => loading.delete(signed.issuer))
    loading.set(signed.issuer, running)
    return running
  }

  async function current(signed: SignedText): Promise<Entry> {
    const entry = entries.get(signed.issuer)
    const isFresh = entry !== undefined && Math.abs(clock.now() - entry.at) < issuerKeysTtlMs
    return isFresh ? entry : reload(signed)
  }

  return {
    async verify(signed) {
      const entry = await current(signed)
      const verdict = await check(signed, entry)
      if (verdict !== 'unknownKey') return verdict === 'valid'
      if (Math.abs(clock.now() - entry.at) < issuerRefreshPauseMs) return false
      return (await check(signed, await reload(signed))) === 'valid'
    },
  }
}

async function readKeys(issuer: string, jwksUri: string | undefined, rules: OutsideRules): Promise<KeyFinder> {
  const keys = toKeySet(await fetchJson(jwksUri ?? (await discover(issuer, rules)), rules))
  if (keys.length === 0 || keys.length > keysMax) {
    throw new OutsideError('unreachable', `The issuer '${issuer}' publishes ${keys.length} usable keys.`)
  }
  // The members were checked to be objects with a public `kty`; jose checks the rest when a key is used.
  return createLocalJWKSet({ keys } as unknown as JSONWebKeySet)
}

async function discover(issuer: string, rules: OutsideRules): Promise<string> {
  const document = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, rules)
  if (document.issuer !== issuer) {
    throw new OutsideError(
      'refused',
      `The discovery document of '${issuer}' names the issuer '${String(document.issuer)}'.`,
    )
  }
  if (typeof document.jwks_uri === 'string') return document.jwks_uri
  throw new OutsideError('refused', `The discovery document of '${issuer}' has no jwks_uri.`)
}

function toKeySet({ keys }: JsonObject): readonly JsonObject[] {
  const listed: readonly unknown[] = Array.isArray(keys) ? keys : []
  return listed.filter(isJsonObject).filter(({ kty, use }) => {
    return (kty === 'RSA' || kty === 'EC' || kty === 'OKP') && (use === undefined || use === 'sig')
  })
}

async function check(
  { compact, algorithms = issuerAlgorithms }: SignedText,
  { keys, failure }: Entry,
): Promise<'valid' | 'wrong' | 'unknownKey'> {
  if (keys === undefined) throw failure ?? new OutsideError('unreachable', 'The issuer has no keys.')
  const options = { algorithms: [...algorithms] }
  try {
    await compactVerify(compact, keys, options)
    return 'valid'
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'unknownKey'
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return 'wrong'
    for await (const key of error) if (await isSignedBy(compact, key, options)) return 'valid'
    return 'wrong'
  }
}

async function isSignedBy(compact: string, key: CryptoKey, options: { algorithms: string[] }): Promise<boolean> {
  return compactVerify(compact, key, options).then(
    () => true,
    () => false,
  )
}
