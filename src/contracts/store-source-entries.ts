import type { Appointment, HeldRecord, SourceEntry } from './store-provisioning.ts'

/** What the doors ask about the people that a job knows. The engine's own side is `SourceEntriesStore`. */
export interface SourceEntriesReader {
  find(jobId: string, anchor: string): Promise<SourceEntry | undefined>
  findByTarget(jobId: string, targetId: string): Promise<SourceEntry | undefined>
  /** In order of the anchors, at most `limit`; continuing after an anchor. */
  list(jobId: string, page: EntriesPage): Promise<readonly SourceEntry[]>
  count(jobId: string): Promise<number>
  /** With what waits for each; in order of the anchors, at most `limit`, continuing after an anchor. */
  listStates(jobId: string, page: StatesPage): Promise<readonly EntryState[]>
  /** Why the engine will look at a person again, and what of the person is held back. */
  waitingOf(jobId: string, anchor: string): Promise<WaitingOf>
  /** How many people wait: for another try, and for an administrator. */
  countWaiting(jobId: string): Promise<{ readonly escrowed: number; readonly staged: number }>
  /** The earliest appointment of the job, milliseconds since 1970; null when there is none. */
  nextDueAt(jobId: string): Promise<number | null>
  listHeld(jobId: string, limit: number, after: HeldRecord | null): Promise<readonly HeldRecord[]>
}

export interface EntriesPage {
  readonly limit: number
  readonly afterAnchor: string | null
  /** Only those that are linked. */
  readonly isLinked: boolean
}

/** A person as a job knows it, and whether anything waits. */
export interface EntryState extends SourceEntry {
  /** A failure is tried again. */
  readonly isEscrowed: boolean
  /** A record is kept back because it would disable or delete somebody. */
  readonly isHeld: boolean
}

/** What is left out is not asked for. */
export interface EntryStateFilter {
  readonly isLinked?: boolean
  readonly isEscrowed?: boolean
  readonly isHeld?: boolean
  readonly isAbsent?: boolean
}

export interface StatesPage {
  readonly limit: number
  readonly afterAnchor: string | null
  readonly filter: EntryStateFilter
}

export interface WaitingOf {
  readonly appointments: readonly Appointment[]
  readonly held: readonly HeldRecord[]
}
