import type { ProvisioningLogEntry } from '../model/provisioning-log.ts'
import type { JobProgress } from '../model/synchronization-job.ts'
import type { User, UserProperties } from '../model/user.ts'

/** The engine's side of the store: one transaction per batch, all or nothing. */
export interface ProvisioningStore {
  /**
   * Runs `work` in one durable transaction. When `work` rejects, nothing of it remains. Only one runs at a time.
   * Throws `unavailable` when the database is busy, full or out of reach, so that the same may succeed later.
   */
  transaction<T>(work: (transaction: ProvisioningTransaction) => Promise<T>): Promise<T>
}

export interface ProvisioningTransaction {
  readonly links: LinksStore
  readonly references: PendingReferencesStore
  readonly users: UsersWriter
  /** Appends entries; they are numbered in the order given. */
  appendLog(entries: readonly ProvisioningLogEntry[]): Promise<void>
  /** Reads the job's progress inside the transaction, changes it and saves it. Answers with what was saved. */
  advance(jobId: string, change: (progress: JobProgress) => JobProgress): Promise<JobProgress>
}

/** Which source record is which target object, per job. Anchors compare without letter case. */
export interface LinksStore {
  /** One answer per anchor, in order. */
  find(jobId: string, anchors: readonly string[]): Promise<readonly (Link | undefined)[]>
  /** Adds or replaces. */
  put(jobId: string, links: readonly Link[]): Promise<void>
  remove(jobId: string, anchors: readonly string[]): Promise<void>
}

export interface Link {
  readonly anchor: string
  readonly targetId: string
  /** Where the latest record of this person lies: upload and operation. */
  readonly uploadSequence: number
  readonly operationIndex: number
}

/** References whose object is not known yet; they heal when the wanted anchor is linked. */
export interface PendingReferencesStore {
  /** True when the job has none at all, which spares the look-ups. */
  isEmpty(jobId: string): Promise<boolean>
  /** Adds or replaces the reference of this subject and attribute. Answers whether it was already waiting for the same anchor. */
  put(jobId: string, reference: PendingReference): Promise<boolean>
  /** Removes the reference of this subject and attribute, if there is one. */
  remove(jobId: string, subjectAnchor: string, attribute: string): Promise<void>
  /** Everything that waits for one of these anchors. */
  listWaitingFor(jobId: string, anchors: readonly string[]): Promise<readonly PendingReference[]>
}

export interface PendingReference {
  readonly subjectAnchor: string
  readonly attribute: string
  readonly wantedAnchor: string
}

/** Writing users, many at once. Each item succeeds or fails by itself. */
export interface UsersWriter {
  /**
   * For each value the users that have it, at most two (two are enough to know that it is ambiguous). Letter case ignored.
   * `property` is a Graph property, a member (`a.b`) or the first element of a list (`a[0]`).
   */
  findBy(property: string, values: readonly string[]): Promise<readonly (readonly User[])[]>
  findByIds(ids: readonly string[]): Promise<readonly (User | undefined)[]>
  insert(users: readonly NewUser[]): Promise<readonly WriteOutcome[]>
  /** Replaces the properties and the manager of existing users; the version grows by one. */
  replace(users: readonly User[]): Promise<readonly WriteOutcome[]>
  /** Sets the manager and leaves the properties as they are; the version grows by one. Spares what `replace` does for them. */
  setManagers(users: readonly Pick<User, 'id' | 'managerId'>[]): Promise<readonly WriteOutcome[]>
}

export interface NewUser {
  readonly id: string
  readonly managerId: string | null
  readonly properties: UserProperties
}

/** `taken`: another user of the tenant has the same value of that property. */
export type WriteOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'taken'; readonly property: string }
  | { readonly kind: 'gone' }
