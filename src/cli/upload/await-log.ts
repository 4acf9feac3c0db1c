import { type JsonObject, objectAt, textAt } from '../json-value.ts'
import { pause } from '../pause.ts'
import type { Operation } from '../people/to-bulk-requests.ts'
import type { AwaitedOutcomes, AwaitOptions } from './await-uploads.ts'
import { type RowOutcome, toOutcomeFromLog, unknownOutcome } from './outcome.ts'
import type { SentRequest } from './send-requests.ts'

export interface AwaitLogOptions extends AwaitOptions {
  readonly jobId: string
  /** Microsoft allows five report requests in ten seconds, and its log lags minutes behind. */
  readonly intervalMs: number
}

const entriesPerPage = 1_000

/**
 * For servers without a status resource: reads the job's log from the time of the first upload and finds the people
 * in it. What the log does not tell in time has the state `staged`.
 */
export async function awaitLog(sent: readonly SentRequest[], options: AwaitLogOptions): Promise<AwaitedOutcomes> {
  const operations = sent.flatMap(({ request }) => request.operations)
  const since = new Date(Math.min(...sent.map(({ acceptedAt }) => acceptedAt))).toISOString()
  const filter = `jobId eq '${options.jobId.replaceAll("'", "''")}' and activityDateTime ge ${since}`
  const path = `/auditLogs/provisioning?$filter=${encodeURIComponent(filter)}&$top=${entriesPerPage}`
  let outcomes: readonly RowOutcome[] = []
  let settled = 0
  let movedAt = performance.now()
  while (performance.now() - movedAt < options.patienceMs && !options.signal.aborted) {
    const entries: JsonObject[] = []
    for await (const entry of options.client.items(path, options.signal)) entries.push(entry)
    outcomes = matchEntries(entries, operations)
    const now = outcomes.filter(({ state }) => state !== 'staged').length
    options.onProgress(now)
    if (now === operations.length) break
    if (now !== settled) movedAt = performance.now()
    settled = now
    await pause(options.intervalMs, options.signal)
  }
  return { outcomes, warnings: [] }
}

/** Gives each person the log's entries in the order of time; a person who was sent twice takes the first two. */
export function matchEntries(entries: readonly JsonObject[], operations: readonly Operation[]): readonly RowOutcome[] {
  const entriesById = new Map<string, JsonObject[]>()
  const inTime = entries.toSorted((left, right) => timeOf(left) - timeOf(right))
  for (const entry of inTime) {
    const id = (textAt(objectAt(entry, 'sourceIdentity'), 'id') ?? '').toLowerCase()
    const known = entriesById.get(id)
    if (known === undefined) entriesById.set(id, [entry])
    else known.push(entry)
  }
  const taken = new Map<string, number>()
  return operations.map((operation) => {
    const id = operation.externalId.toLowerCase()
    const position = taken.get(id) ?? 0
    taken.set(id, position + 1)
    const entry = entriesById.get(id)?.[position]
    return entry === undefined ? unknownOutcome(operation, null) : toOutcomeFromLog(entry, operation)
  })
}

function timeOf(entry: JsonObject): number {
  return Date.parse(textAt(entry, 'activityDateTime') ?? '')
}
