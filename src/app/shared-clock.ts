import { type MovableClock, systemClock } from '../contracts/clock.ts'
import { EntrainError } from '../model/error.ts'

/** A movable clock whose time every thread sees that was given its memory. */
export interface SharedClock extends MovableClock {
  /** Hand it to a thread with `workerData`; `openSharedClock` tells the same time there. */
  readonly memory: SharedArrayBuffer
}

export interface SharedClockStart {
  /** Milliseconds ahead of the system's clock, at least 0. Default 0. */
  readonly aheadMs?: number
  /** It stands still between two moves, so that what depends on time comes out the same on a slow machine. */
  readonly isStopped?: boolean
}

/** The last time that four digits of a year can tell. */
const epochMsMax = Date.UTC(9999, 11, 31)

const cells = 2
/** Milliseconds: ahead of the system's clock, or since 1970 when it stands still. Moved with one atomic addition. */
const base = 0
/** 1 = it stands still. */
const stopped = 1

export function createSharedClock({ aheadMs = 0, isStopped = false }: SharedClockStart = {}): SharedClock {
  const memory = new SharedArrayBuffer(cells * BigInt64Array.BYTES_PER_ELEMENT)
  if (isStopped) {
    const cell = new BigInt64Array(memory)
    Atomics.store(cell, stopped, 1n)
    Atomics.store(cell, base, BigInt(systemClock.now()))
  }
  const clock = openSharedClock(memory)
  clock.advance(aheadMs)
  return clock
}

/** The clock that another thread made. */
export function openSharedClock(memory: SharedArrayBuffer): SharedClock {
  const cell = new BigInt64Array(memory)
  const isStopped = Atomics.load(cell, stopped) === 1n
  const based = () => Number(Atomics.load(cell, base))
  const now = isStopped ? based : () => based() + systemClock.now()

  function advance(ms: number): void {
    const at = now()
    if (!(ms >= 0)) {
      throw new EntrainError('invalidValue', `The clock stands at ${toText(at)} and is never moved back.`)
    }
    if (at + ms > epochMsMax) {
      throw new EntrainError('invalidValue', `The clock can be moved to ${toText(epochMsMax)} at most.`)
    }
    Atomics.add(cell, base, BigInt(Math.round(ms)))
  }

  return {
    memory,
    now,
    offsetMs: isStopped ? () => based() - systemClock.now() : based,
    moveTo: (epochMs) => advance(epochMs - now()),
    advance,
  }
}

/** The same clock; `onMoved` hears of every move. */
export function withMoves(clock: MovableClock, onMoved: () => void): MovableClock {
  return {
    now: clock.now,
    offsetMs: clock.offsetMs,
    moveTo(epochMs) {
      clock.moveTo(epochMs)
      onMoved()
    },
    advance(ms) {
      clock.advance(ms)
      onMoved()
    },
  }
}

function toText(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
