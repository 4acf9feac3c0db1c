import { createGraphClient, type GraphClient } from './client.ts'
import type { PaintName } from './colour.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { addConnectionOptions } from './connection-options.ts'
import { type ConnectionFlags, readConnectionSettings } from './connection-settings.ts'
import { countOf, toCount } from './count-text.ts'
import { GraphError } from './graph-error.ts'
import { renderTroubles } from './job/render-troubles.ts'
import { type JsonObject, listAt, numberAt, objectAt, textAt } from './json-value.ts'
import { type Cell, renderTable } from './table.ts'
import { toLocalTime } from './time-text.ts'
import { jobsPath } from './upload/job-target.ts'

interface StatusFlags extends ConnectionFlags {
  readonly json?: true
}

/** What waits before the engine; null when the server does not tell. */
interface Backlog {
  readonly uploads: number
  readonly people: number
  /** There are more uploads than were looked at. */
  readonly isPartial: boolean
}

interface JobStatus {
  readonly job: JsonObject
  readonly backlog: Backlog | null
}

const uploadsMax = 500
const uploadsPerPage = 100

export const registerStatus: CommandRegistration = (program, context) => {
  const command = program
    .command('status')
    .summary('show the jobs: state, backlog, last cycle, linked people, who waits')
    .description(
      "Shows the provisioning jobs of the application: state, what waits, the last cycle's result, how many people are linked, fail or are held back, and what to do about a quarantine.",
    )
    .option('--json', 'print JSON for programs')
  addConnectionOptions(command).action((flags: StatusFlags) => showStatus(flags, context))
}

async function showStatus(flags: StatusFlags, { terminal: { out, err }, env, signal }: CommandContext): Promise<void> {
  const settings = readConnectionSettings(flags, env)
  const path = jobsPath(settings)
  const client = createGraphClient(settings)
  try {
    const statuses: JobStatus[] = []
    for await (const job of client.items(path, signal)) {
      if (settings.jobId !== null && flags.job !== undefined && textAt(job, 'id') !== settings.jobId) continue
      statuses.push({
        job,
        backlog: await readBacklog(client, `${path}/${encodeURIComponent(textAt(job, 'id') ?? '')}`, signal),
      })
    }
    if (flags.json === true) out.write(`${JSON.stringify(statuses.map(({ job, backlog }) => ({ ...job, backlog })))}\n`)
    else if (statuses.length === 0) err.write('The application has no provisioning jobs.\n')
    else
      out.write(
        renderTable(columns, statuses.map(toRow), { width: out.columns, paint: out.paint }) +
          statuses.map(({ job }) => renderTroubles(job, out)).join(''),
      )
  } finally {
    client.close()
  }
}

async function readBacklog(client: GraphClient, jobPath: string, signal: AbortSignal): Promise<Backlog | null> {
  try {
    const waiting: number[] = []
    for await (const upload of client.items(`${jobPath}/uploads?$top=${uploadsPerPage}`, signal)) {
      // Newest first, and a job settles uploads in the order of arrival: behind a completed one all are.
      if (textAt(upload, 'status') === 'completed' || waiting.length === uploadsMax) break
      waiting.push(numberAt(objectAt(upload, 'counts'), 'staged') ?? 0)
    }
    const people = waiting.reduce((sum, count) => sum + count, 0)
    return { uploads: waiting.length, people, isPartial: waiting.length === uploadsMax }
  } catch (error) {
    if (error instanceof GraphError && [403, 404].includes(error.status)) return null
    throw error
  }
}

const columns = [
  { title: 'Job', shrinks: true },
  { title: 'State' },
  { title: 'Waiting', shrinks: true },
  { title: 'Last cycle' },
  { title: 'Result' },
  { title: 'Linked', align: 'right' },
  { title: 'Failing', align: 'right' },
  { title: 'Held', align: 'right' },
] as const

const statePaints: Readonly<Record<string, PaintName>> = {
  Active: 'green',
  Succeeded: 'green',
  Paused: 'yellow',
  NotRun: 'yellow',
  EntryLevelErrors: 'yellow',
  Quarantine: 'red',
  Failed: 'red',
}

function toRow({ job, backlog }: JobStatus): Cell[] {
  const status = objectAt(job, 'status')
  const last = objectAt(status, 'lastExecution')
  const linked = listAt(status, 'synchronizedEntryCountByType').reduce<number>(
    (sum, entry) => sum + (numberAt(entry, 'value') ?? 0),
    0,
  )
  return [
    textAt(job, 'id') ?? '',
    painted(stateOf(job)),
    backlogText(backlog),
    toLocalTime(textAt(last, 'timeEnded')),
    painted(textAt(last, 'state') ?? '–'),
    toCount(linked),
    ...waitingCells(objectAt(job, 'waiting')),
  ]
}

/** Who will be tried again, and who waits for an administrator; Microsoft's jobs do not tell. */
function waitingCells(waiting: JsonObject | undefined): Cell[] {
  return ['escrowed', 'staged'].map((name) => {
    const count = numberAt(waiting, name)
    if (count === undefined) return '–'
    return count === 0 ? '0' : { text: toCount(count), paint: 'yellow' }
  })
}

/** What matters most: a quarantine, then whether it is switched on, then what it does. */
function stateOf(job: JsonObject): string {
  const code = textAt(objectAt(job, 'status'), 'code') ?? '–'
  const schedule = textAt(objectAt(job, 'schedule'), 'state')
  return code === 'Quarantine' || schedule === 'Active' ? code : (schedule ?? code)
}

function painted(state: string): Cell {
  const paint = statePaints[state]
  return paint === undefined ? state : { text: state, paint }
}

function backlogText(backlog: Backlog | null): string {
  if (backlog === null) return 'not known'
  if (backlog.uploads === 0) return 'nothing'
  const more = backlog.isPartial ? 'more than ' : ''
  return `${more}${countOf(backlog.people, 'person', 'people')} in ${countOf(backlog.uploads, 'upload')}`
}
