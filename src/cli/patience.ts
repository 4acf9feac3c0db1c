import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from './command-error.ts'
import type { HttpAnswer } from './http-transport.ts'
import { ConnectionError } from './http-transport.ts'

/** Sends, and sends again after a pause while the server is busy or the connection breaks; gives the last answer back. */
export type Patience = (send: () => Promise<HttpAnswer>, signal?: AbortSignal) => Promise<HttpAnswer>

/** How often a request is sent at most. */
const attemptsMax = 6
/** A server that asks for a longer pause has a quota that waiting does not cure. */
const retryAfterSecondsMax = 300
const backoffFirstMs = 500
const retryStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** All requests through one patience share its pauses: when one is told to wait, the others hold back too. */
export function createPatience({ now }: { readonly now: () => number }): Patience {
  let quietUntil = 0

  return async (send, signal) => {
    for (let attempt = 1; ; attempt += 1) {
      if (quietUntil > now()) await sleep(quietUntil - now(), undefined, signal === undefined ? {} : { signal })
      const answer = await send().catch((error: unknown) => noAnswerOrThrow(error, attempt))
      if (answer !== null && (!retryStatuses.has(answer.status) || attempt >= attemptsMax)) return answer
      const asked = answer === null ? undefined : retryAfterMs(answer)
      quietUntil = Math.max(quietUntil, now() + (asked ?? backoffFirstMs * 2 ** (attempt - 1)))
    }
  }
}

function noAnswerOrThrow(error: unknown, attempt: number): null {
  if (error instanceof ConnectionError && error.mayRetry && attempt < attemptsMax) return null
  throw error
}

/** RFC 9110 section 10.2.3 in whole seconds; a date or nonsense counts as absent. */
function retryAfterMs(answer: HttpAnswer): number | undefined {
  const text = answer.headers['retry-after']?.trim()
  if (text === undefined || !/^\d+$/.test(text)) return undefined
  const seconds = Number(text)
  if (seconds > retryAfterSecondsMax) {
    throw new CommandError(
      'server',
      `The server asks to wait ${seconds} s before the next request: a quota is used up.`,
    )
  }
  return seconds * 1000
}
