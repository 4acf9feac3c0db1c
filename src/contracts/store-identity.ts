import type { JsonObject } from '../std/json-object.ts'

/** What signing in keeps of a tenant's people. Times are milliseconds since 1970, UTC; ids compare without letter case. */
export interface IdentityStore {
  readonly passwords: PasswordsStore
  readonly totp: TotpStore
  readonly failures: SignInFailuresStore
  readonly artifacts: ArtifactsStore
  /** Removes what has expired, and what belongs to users that are gone for good. Answers how many rows that were. */
  purge(now: number): Promise<number>
}

/** The stored form of a user's password; the password itself is never kept. */
export interface UserPassword {
  readonly userId: string
  /** Scheme, parameters, salt and hash in one text (auth/passwords/password-hash.ts). */
  readonly hash: string
  /** False while only a fast hash protects it: so that writing many users stays fast, the slow one is made later. */
  readonly isHardened: boolean
}

/** Setting passwords inside a transaction. */
export interface PasswordsWriter {
  /** Adds or replaces. */
  put(passwords: readonly UserPassword[]): Promise<void>
}

export interface PasswordsStore {
  find(userId: string): Promise<UserPassword | undefined>
  /** Adds or replaces. */
  put(password: UserPassword): Promise<void>
  /** Replaces the hash only where it is still the former one. Answers whether it was. */
  harden(password: UserPassword, formerHash: string): Promise<boolean>
  /** Those that are not hardened, at most `limit`. */
  listQuick(limit: number): Promise<readonly UserPassword[]>
}

/** Secrets of second factors (RFC 6238), apart from passwords. */
export interface TotpStore {
  find(userId: string): Promise<Totp | undefined>
  /** Adds or replaces. */
  put(userId: string, totp: Totp): Promise<void>
  /** Takes a time step, so that a code is good once. Answers false when this one or a later one was taken before. */
  takeStep(userId: string, step: number): Promise<boolean>
  remove(userId: string): Promise<void>
}

export interface Totp {
  /** Base32. */
  readonly secret: string
  /** The last time step that was used. */
  readonly lastStep: number
}

/** Failures by account name, whether there is such an account or not. */
export interface SignInFailuresStore {
  find(account: string): Promise<SignInFailures | undefined>
  /**
   * Replaces what is known of an account by what `change` makes of it, in one step, so that failures at the same time all
   * count. Beyond 10,000 accounts those whose last failure is oldest are forgotten.
   */
  update(account: string, change: (former: SignInFailures | undefined) => SignInFailures): Promise<void>
  remove(account: string): Promise<void>
}

/** How many accounts of a tenant failures are kept of. */
export const failedAccountsMax = 10_000
/** How long a failure counts. */
export const failureMemoryMs = 24 * 3_600_000

export interface SignInFailures {
  /** In a row. */
  readonly count: number
  readonly lastAt: number
  readonly lockedUntil: number
}

/** What is handed out and shown again: the store knows it by a hash. */
export type ArtifactKind = 'session' | 'code' | 'refreshToken' | 'deviceCode' | 'userCode'

export interface Artifact {
  readonly kind: ArtifactKind
  /** Hash of what the holder shows. */
  readonly key: string
  /** What came of the same sign-in has the same family and is revoked together. */
  readonly family: string
  readonly userId: string | null
  readonly createdAt: number
  readonly expiresAt: number
  /** When it was used first; null when it was not. */
  readonly usedAt: number | null
  readonly data: JsonObject
}

export interface ArtifactsStore {
  /** Refuses with `conflict` when the key is taken. */
  add(artifacts: readonly Omit<Artifact, 'usedAt'>[]): Promise<void>
  /** Not what has expired by then. */
  find(kind: ArtifactKind, key: string, now: number): Promise<Artifact | undefined>
  /** All of a family that have not expired by then, oldest first. */
  listFamily(kind: ArtifactKind, family: string, now: number): Promise<readonly Artifact[]>
  /** All of a user that have not expired by then, newest first, at most `limit`. */
  listUser(
    kind: ArtifactKind,
    userId: string,
    page: { readonly now: number; readonly limit: number },
  ): Promise<readonly Artifact[]>
  /** Marks it used and answers what it was before: of two that use it at once, one finds `usedAt` null. */
  use(kind: ArtifactKind, key: string, now: number): Promise<Artifact | undefined>
  /** Adds what comes of another one, unless that one is gone: revoked meanwhile. Answers whether it did. */
  addFrom(source: Pick<Artifact, 'kind' | 'key'>, artifact: Omit<Artifact, 'usedAt'>): Promise<boolean>
  /**
   * Replaces user, expiry and data by what `work` makes of them, nothing else happening in between; `work` may be called
   * again. Answers false when it is gone, or when `work` answers undefined.
   */
  change(
    source: Pick<Artifact, 'kind' | 'key'>,
    work: (before: Artifact) => Pick<Artifact, 'userId' | 'expiresAt' | 'data'> | undefined,
  ): Promise<boolean>
  remove(kind: ArtifactKind, key: string): Promise<void>
  revokeFamily(family: string): Promise<void>
  /** Everything of a user, or everything but one family. */
  revokeUser(userId: string, exceptFamily?: string): Promise<void>
  /** Keeps the newest of a user and removes the rest, so that nobody piles them up. */
  keepNewest(kind: ArtifactKind, userId: string, limit: number): Promise<void>
  count(kind: ArtifactKind): Promise<number>
}
