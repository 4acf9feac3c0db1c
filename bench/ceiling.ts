import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { medianOf } from './statistics.ts'

/** What the machine could do if there were nothing but the bytes. */
export interface Ceiling {
  /** One core that only parses the bodies: UTF-8 to text, then JSON.parse. */
  readonly parseUsersPerSecond: number
  /** One thread that only appends the bodies to a file, with an fdatasync for each. */
  readonly appendUsersPerSecond: number
}

const appendPasses = 5
const passesPerSample = 3
/** A pass over few bodies is too short to be told apart from noise. */
const passMsMin = 100
const appendedBodiesMax = 400

/** Parses the bodies now and then during a round: what else runs on the machine changes from minute to minute. */
export interface ParseGauge {
  /** Takes some passes; the server should have nothing to do meanwhile. */
  sample(): void
  /** Users per second: the median of all passes so far. */
  rate(): number
}

export function createParseGauge(bodies: readonly Buffer[], users: number): ParseGauge {
  const usersPerBody = users / bodies.length
  const rates: number[] = []
  const parseAll = (): number => {
    const startedAt = performance.now()
    let parsed = 0
    do {
      for (const body of bodies) JSON.parse(body.toString())
      parsed += bodies.length
    } while (performance.now() - startedAt < passMsMin)
    return (parsed * usersPerBody * 1_000) / (performance.now() - startedAt)
  }
  parseAll()
  return {
    sample() {
      for (let pass = 0; pass < passesPerSample; pass++) rates.push(parseAll())
    },
    rate: () => medianOf(rates),
  }
}

/** Users per second. */
export function measureAppend(bodies: readonly Buffer[], users: number, folder: string): number {
  const usersPerBody = users / bodies.length
  const appended = bodies.slice(0, appendedBodiesMax)
  const file = join(folder, 'append.bin')
  const appendAll = (): number => {
    const descriptor = openSync(file, 'w')
    const startedAt = performance.now()
    for (const body of appended) {
      writeSync(descriptor, body)
      fdatasyncSync(descriptor)
    }
    const seconds = (performance.now() - startedAt) / 1_000
    closeSync(descriptor)
    return (appended.length * usersPerBody) / seconds
  }
  const rate = medianOf(Array.from({ length: appendPasses }, appendAll))
  rmSync(file)
  return rate
}
