import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { medianOf } from './statistics.ts'

/** What the machine could do if there were nothing but the bytes. */
export interface Ceiling {
  /** One core that only parses the bodies (JSON.parse of the decoded text). */
  readonly parseUsersPerSecond: number
  /** One thread that only appends the bodies to a file, with an fdatasync for each. */
  readonly appendUsersPerSecond: number
}

const passes = 5
/** A pass over few bodies is too short to be told apart from noise. */
const passMsMin = 100
const appendedBodiesMax = 400

export function measureCeiling(bodies: readonly Buffer[], users: number, folder: string): Ceiling {
  const usersPerBody = users / bodies.length
  return {
    parseUsersPerSecond: measureParse(bodies) * usersPerBody,
    appendUsersPerSecond: measureAppend(bodies.slice(0, appendedBodiesMax), folder) * usersPerBody,
  }
}

/** Bodies per second. */
function measureParse(bodies: readonly Buffer[]): number {
  const texts = bodies.map((body) => body.toString())
  const parseAll = (): number => {
    const startedAt = performance.now()
    let parsed = 0
    do {
      for (const text of texts) JSON.parse(text)
      parsed += texts.length
    } while (performance.now() - startedAt < passMsMin)
    return (parsed * 1_000) / (performance.now() - startedAt)
  }
  parseAll()
  return medianOf(Array.from({ length: passes }, parseAll))
}

/** Bodies per second. */
function measureAppend(bodies: readonly Buffer[], folder: string): number {
  const file = join(folder, 'append.bin')
  const appendAll = (): number => {
    const descriptor = openSync(file, 'w')
    const startedAt = performance.now()
    for (const body of bodies) {
      writeSync(descriptor, body)
      fdatasyncSync(descriptor)
    }
    const seconds = (performance.now() - startedAt) / 1_000
    closeSync(descriptor)
    return bodies.length / seconds
  }
  const rate = medianOf(Array.from({ length: passes }, appendAll))
  rmSync(file)
  return rate
}
