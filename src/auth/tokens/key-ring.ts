import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { Clock } from '../../contracts/clock.ts'
import type { SigningKey, SigningKeysStore } from '../../contracts/store-tenants.ts'

/** How long a retired key still verifies: longer than any token lives, and than validators keep a JWKS. */
export const retiredKeyOverlapMs = 24 * 3_600_000
/** How soon a change by another process is noticed. */
const reloadAfterMs = 60_000
/** Tokens that name unknown keys make the ring look again, but no more often than this. */
const reloadPauseMs = 5_000

/** A key in memory. */
export interface RingKey {
  readonly keyId: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** DER in base64. */
  readonly certificate: string
}

/** The keys of one moment. A change gives a new object, so identity tells whether anything changed. */
export interface KeySet {
  readonly signing: RingKey
  /** Newest first; retired ones are here until their overlap ends. */
  readonly verifying: readonly RingKey[]
  find(keyId: string): RingKey | undefined
}

export interface KeyRing {
  /** The current keys; makes the first key of an empty store. */
  current(): Promise<KeySet>
  /** Looks into the store once more because a token names an unknown key. At most every 5 seconds. */
  refresh(): Promise<KeySet>
  /** Makes a new key for signing. The former one verifies until its overlap ends. */
  rotate(): Promise<KeySet>
}

export function createKeyRing({ store, clock }: { readonly store: SigningKeysStore; readonly clock: Clock }): KeyRing {
  let loaded: { readonly set: KeySet; readonly at: number } | undefined
  let loading: Promise<KeySet> | undefined

  async function load(): Promise<KeySet> {
    const now = clock.now()
    let rows = await store.list()
    if (!rows.some((row) => row.retiredAt === null)) {
      await store.rotate(await makeKey(now))
      rows = await store.list()
    }
    const alive = rows.filter((row) => !isOver(row, now))
    for (const row of rows) if (isOver(row, now)) await store.remove(row.keyId)
    const set = loaded !== undefined && sameKeys(loaded.set, alive) ? loaded.set : toKeySet(alive)
    loaded = { set, at: now }
    return set
  }

  /** Everybody who asks while the store is being read waits for the same answer. */
  function reload(): Promise<KeySet> {
    loading ??= load().finally(() => {
      loading = undefined
    })
    return loading
  }

  const youngerThan = (ageMs: number) => loaded !== undefined && Math.abs(clock.now() - loaded.at) < ageMs

  return {
    current: async () => (loaded !== undefined && youngerThan(reloadAfterMs) ? loaded.set : reload()),
    refresh: async () => (loaded !== undefined && youngerThan(reloadPauseMs) ? loaded.set : reload()),
    rotate: async () => {
      await store.rotate(await makeKey(clock.now()))
      await loading
      return reload()
    },
  }
}

/** Loaded only when a key is made: the certificate library would slow down every start. */
async function makeKey(now: number): Promise<SigningKey> {
  const { generateSigningKey } = await import('./signing-key.ts')
  return generateSigningKey(now)
}

function isOver(row: SigningKey, now: number): boolean {
  return row.retiredAt !== null && Date.parse(row.retiredAt) + retiredKeyOverlapMs <= now
}

function sameKeys(set: KeySet, rows: readonly SigningKey[]): boolean {
  const rowIds = rows.map((row) => row.keyId)
  return rowIds.join() === set.verifying.map((key) => key.keyId).join() && signingRow(rows).keyId === set.signing.keyId
}

function signingRow(rows: readonly SigningKey[]): SigningKey {
  const row = rows.find((candidate) => candidate.retiredAt === null)
  if (row === undefined) throw new Error('the store has no signing key although one was just made')
  return row
}

function toKeySet(rows: readonly SigningKey[]): KeySet {
  const verifying = rows.map(toRingKey)
  const byId = new Map(verifying.map((key) => [key.keyId, key]))
  return { signing: toRingKey(signingRow(rows)), verifying, find: (keyId) => byId.get(keyId) }
}

function toRingKey(row: SigningKey): RingKey {
  const { publicKey } = new X509Certificate(Buffer.from(row.certificate, 'base64'))
  const privateKey = createPrivateKey(row.privateKeyPem)
  return { keyId: row.keyId, privateKey, publicKey, certificate: row.certificate }
}
