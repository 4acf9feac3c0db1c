import { setTimeout as sleep } from 'node:timers/promises'
import { EntrainError } from '../../model/error.ts'
import { isBusy, type SqliteDriver } from './driver.ts'

/** The only way to write through a connection: one transaction after the other, and waiting never blocks the thread. */
export interface WriteLock {
  /**
   * Runs `work` between BEGIN IMMEDIATE and COMMIT. When it rejects, nothing of it remains.
   * Throws `unavailable` when the database is not free within the waiting time.
   */
  run<T>(work: () => T | Promise<T>): Promise<T>
  /** Resolves when everything that was asked for so far has ended. */
  idle(): Promise<void>
}

export interface WriteLockOptions {
  /** How long a write waits for its turn. Default 10 s. */
  readonly waitMsMax?: number
}

const waitMsMaxDefault = 10_000
const retryAfterMs = 3

/**
 * SQLite has one writer per file, and another thread writes its batches to the same one. SQLite's own waiting would stop
 * the event loop, so the connection has no busy timeout and the attempt is repeated.
 */
export function createWriteLock(driver: SqliteDriver, options: WriteLockOptions = {}): WriteLock {
  const waitMsMax = options.waitMsMax ?? waitMsMaxDefault
  let last: Promise<void> = Promise.resolve()

  return {
    run(work) {
      const deadline = performance.now() + waitMsMax
      const turn = last.then(() => runAlone(driver, work, deadline))
      // A failed write is its caller's business; the next one runs all the same.
      last = turn.then(
        () => {},
        () => {},
      )
      return turn
    },
    idle: () => last,
  }
}

async function runAlone<T>(driver: SqliteDriver, work: () => T | Promise<T>, deadline: number): Promise<T> {
  await begin(driver, deadline)
  try {
    const result = await work()
    driver.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(driver, error)
    throw error
  }
}

async function begin(driver: SqliteDriver, deadline: number): Promise<void> {
  while (!tryBegin(driver)) {
    if (performance.now() >= deadline) {
      throw new EntrainError('unavailable', 'The database is busy with other writes. Try again in a few seconds.', {
        headers: { 'Retry-After': '5' },
      })
    }
    await sleep(retryAfterMs)
  }
}

function tryBegin(driver: SqliteDriver): boolean {
  try {
    driver.exec('BEGIN IMMEDIATE')
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}

/** Some failures (disk full) end the transaction by themselves; then there is nothing to roll back. */
function rollBack(driver: SqliteDriver, cause: unknown): void {
  try {
    driver.exec('ROLLBACK')
  } catch (error) {
    if (error instanceof Error && error.message.includes('no transaction is active')) return
    throw new AggregateError([cause, error], 'the write failed and could not be rolled back')
  }
}
