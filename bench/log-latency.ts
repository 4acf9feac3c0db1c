import { setTimeout as sleep } from 'node:timers/promises'
import { operationsPerRequest, steadyUsersPerSecond } from './options.ts'
import { awaitReadable, type Job, uploadOne } from './upload.ts'

const intervalMs = (operationsPerRequest * 1_000) / steadyUsersPerSecond

/** The number of requests that a steady load of so many seconds has. */
export const steadyRequestsOf = (seconds: number): number => Math.ceil((seconds * 1_000) / intervalMs)

/**
 * Sends the bodies at an even pace, whatever the answers take, and measures from the sending of each to the moment when
 * the log entry of its last operation has been read through the API. Milliseconds, in order.
 */
export async function measureLogLatency(
  job: Job,
  bodies: readonly Buffer[],
  onSettled: (requests: number) => void,
): Promise<readonly number[]> {
  const startedAt = performance.now()
  let settled = 0
  return Promise.all(
    bodies.map(async (body, index) => {
      await sleep(Math.max(0, startedAt + index * intervalMs - performance.now()))
      const sentAt = performance.now()
      await awaitReadable(job, await uploadOne(job, body))
      const latencyMs = performance.now() - sentAt
      onSettled(++settled)
      return latencyMs
    }),
  )
}
