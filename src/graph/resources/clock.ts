import type { MovableClock } from '../../contracts/clock.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import { parseDateTime } from '../../odata/date-time.ts'
import { parseDuration } from '../../odata/duration.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import { toGraphTime } from '../graph-time.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { entityResponse } from '../odata-response.ts'

export interface ClockParts {
  /** Null when the service keeps the system's time: then there are no such routes. */
  readonly movableClock: MovableClock | null
}

const bodyBytesMax = 4 * 1024

/** The service's clock, read and moved (ours, for tests): there only while the server runs with a clock of its own. */
export function clockRoutes({ movableClock: clock }: ClockParts): Handlers {
  if (clock === null) return {}
  return {
    'GET /entrain/clock': async (call) => answer(call, clock),
    'PATCH /entrain/clock': (call) => move(call, clock),
  }
}

async function move(call: Call, clock: MovableClock): Promise<HttpResponse> {
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  const now = isJsonObject(body) ? ownProperty(body, 'now') : undefined
  const advance = isJsonObject(body) ? ownProperty(body, 'advance') : undefined
  if ((now === undefined) === (advance === undefined)) {
    throw new EntrainError('invalidValue', "Send either 'now', a time, or 'advance', a duration such as P30D.")
  }
  if (now !== undefined) clock.moveTo(readTime(now))
  else clock.advance(readDuration(advance))
  return answer(call, clock)
}

function answer(call: Call, clock: MovableClock): HttpResponse {
  const offsetSeconds = Math.round(clock.offsetMs() / 1000)
  return entityResponse(call, 'entrain/clock', { now: toGraphTime(clock.now()), offsetSeconds })
}

function readTime(value: unknown): number {
  const instant = typeof value === 'string' ? parseDateTime(value) : undefined
  if (instant !== undefined) return instant.epochMs
  throw new EntrainError('invalidValue', "The value of 'now' must be a time such as 2027-01-01T08:00:00Z.")
}

function readDuration(value: unknown): number {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined
  if (ms !== undefined) return ms
  throw new EntrainError('invalidValue', "The value of 'advance' must be a duration such as P30D or PT12H.")
}
