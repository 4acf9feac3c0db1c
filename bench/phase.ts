import type { ServerProcess } from './server-process.ts'
import { awaitReadable, countStates, type Job, uploadAll } from './upload.ts'

export interface PhaseResult {
  readonly usersPerSecond: number
  readonly requestsPerSecond: number
  readonly latenciesMs: readonly number[]
  /** Processor time of the server per person, microseconds; null where the system does not tell. */
  readonly cpuMicrosPerUser: number | null
}

export interface Phase {
  readonly name: string
  readonly bodies: readonly Buffer[]
  readonly users: number
  readonly inFlight: number
  /** How many operations must end in each state; states that are not named must not occur. */
  readonly expected: Readonly<Record<string, number>>
  readonly onAccepted: (requests: number) => void
}

/** Sends everyone and measures until the last log entry can be read; then, off the clock, checks what became of them. */
export async function runPhase(job: Job, server: ServerProcess, phase: Phase): Promise<PhaseResult> {
  const cpuBefore = server.cpuMicros()
  const { accepted, firstSentAt, lastAcceptedAt } = await uploadAll(job, phase.bodies, phase)
  // Requests overtake each other: the one that is settled last is among the last ones that were on their way together.
  await Promise.all(accepted.slice(-phase.inFlight).map((upload) => awaitReadable(job, upload)))
  const seconds = (performance.now() - firstSentAt) / 1_000
  const cpuAfter = server.cpuMicros()
  checkCounts(phase, await countStates(job, accepted))
  return {
    usersPerSecond: phase.users / seconds,
    requestsPerSecond: (accepted.length * 1_000) / (lastAcceptedAt - firstSentAt),
    latenciesMs: accepted.map(({ latencyMs }) => latencyMs),
    cpuMicrosPerUser: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / phase.users,
  }
}

function checkCounts({ name, expected }: Phase, counts: Readonly<Record<string, number>>): void {
  const states = new Set([...Object.keys(expected), ...Object.keys(counts)])
  const wrong = [...states].filter((state) => (counts[state] ?? 0) !== (expected[state] ?? 0))
  if (wrong.length === 0) return
  const told = wrong.map((state) => `${state}: ${counts[state] ?? 0} instead of ${expected[state] ?? 0}`)
  throw new Error(`The phase "${name}" did not do what it had to: ${told.join(', ')}`)
}
