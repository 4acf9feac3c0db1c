import { InvalidArgumentError } from 'commander'
import { createGraphClient, type GraphClient } from './client.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { addConnectionOptions } from './connection-options.ts'
import { type ConnectionFlags, readConnectionSettings } from './connection-settings.ts'
import { type JsonObject, textAt } from './json-value.ts'
import { type LogFilter, toFilterText } from './logs/log-filter.ts'
import { layOutLog } from './logs/log-row.ts'
import { pause } from './pause.ts'
import { renderRow } from './table.ts'

interface LogsFlags extends ConnectionFlags, LogFilter {
  readonly follow?: true
  readonly json?: true
  readonly top: number
}

/** Microsoft allows five requests in ten seconds. */
const followIntervalMs = 2_500
const entriesMax = 10_000
const pageMax = 1_000

const examples = `
Examples:
  entrain logs                          the latest entries, newest last
  entrain logs --status failure         what failed and why
  entrain logs --person E-1001 -n 5     the last five entries about one person
  entrain logs --follow                 go on showing new entries (Ctrl-C ends it)
  entrain logs --upload ID --json | jq .provisioningStatusInfo.errorInformation`

export const registerLogs: CommandRegistration = (program, context) => {
  const command = program
    .command('logs')
    .summary('show what happened to whom, and why')
    .description(
      'Shows the provisioning log: what happened to whom, what was changed, or why not. Newest entries come last.',
    )
    .option('-n, --top <n>', 'how many entries', parseTop, 50)
    .option('-f, --follow', 'go on showing new entries')
    .option('--json', "print Graph's entries, one JSON object per line")
    .optionsGroup('Filters:')
    .option('--status <status>', 'success, failure, warning or skipped')
    .option('--action <action>', 'create, update, disable, delete or other')
    .option('--person <externalId>', 'entries about this person')
    .option('--cycle <id>', 'entries of this cycle')
    .option('--upload <id>', 'entries of this upload')
    .option('--since <time>', 'entries from this time on, e.g. 2026-02-03 or 2026-02-03T08:00:00Z')
  addConnectionOptions(command)
    .addHelpText('after', examples)
    .action((flags: LogsFlags) => showLogs(flags, context))
}

async function showLogs(flags: LogsFlags, context: CommandContext): Promise<void> {
  const filter = toFilterText(flags)
  const settings = readConnectionSettings(flags, context.env)
  const client = createGraphClient(settings)
  const write = createWriter(flags, context)
  try {
    const latest = await readLatest(client, { filter, top: flags.top, signal: context.signal })
    for (const entry of latest) write(entry)
    if (flags.follow === true) await follow({ client, filter, latest, write }, context.signal)
    else if (latest.length === 0) context.terminal.err.write('There are no such entries.\n')
  } finally {
    client.close()
  }
}

function createWriter(flags: LogsFlags, { terminal: { out } }: CommandContext): (entry: JsonObject) => void {
  if (flags.json === true) return (entry) => out.write(`${JSON.stringify(entry)}\n`)
  const { columns, widths } = layOutLog(out.columns)
  const options = { widths, paint: out.paint, keepsAll: !out.isTty }
  let isFirst = true
  return (entry) => {
    const titles = columns.map(({ title }) => ({ text: title, paint: 'dim' }) as const)
    if (isFirst) out.write(`${renderRow(columns, titles, options)}\n`)
    isFirst = false
    out.write(
      `${renderRow(
        columns,
        columns.map(({ cellOf }) => cellOf(entry)),
        options,
      )}\n`,
    )
  }
}

interface LatestQuery {
  readonly filter: string
  readonly top: number
  readonly signal: AbortSignal
}

/** The newest entries, oldest of them first. */
async function readLatest(client: GraphClient, { filter, top, signal }: LatestQuery): Promise<readonly JsonObject[]> {
  const entries: JsonObject[] = []
  const path = logPath({ filter, top: Math.min(top, pageMax), order: 'desc' })
  for await (const entry of client.items(path, signal)) {
    entries.push(entry)
    if (entries.length >= top) break
  }
  return entries.reverse()
}

interface Following {
  readonly client: GraphClient
  readonly filter: string
  readonly latest: readonly JsonObject[]
  readonly write: (entry: JsonObject) => void
}

/** Asks again and again for entries from the time of the last one on; ids tell which of that moment are known already. */
async function follow({ client, filter, latest, write }: Following, signal: AbortSignal): Promise<void> {
  let since = textAt(latest.at(-1), 'activityDateTime') ?? new Date().toISOString()
  let known = new Set(
    latest.filter((entry) => textAt(entry, 'activityDateTime') === since).map((entry) => textAt(entry, 'id')),
  )
  while (!signal.aborted) {
    await pause(followIntervalMs, signal)
    if (signal.aborted) return
    const whole = [filter, `activityDateTime ge ${since}`].filter((part) => part !== '').join(' and ')
    for await (const entry of client.items(logPath({ filter: whole, top: pageMax, order: 'asc' }), signal)) {
      const id = textAt(entry, 'id')
      if (known.has(id)) continue
      const at = textAt(entry, 'activityDateTime') ?? since
      if (at !== since) known = new Set()
      since = at
      known.add(id)
      write(entry)
    }
  }
}

function logPath({
  filter,
  top,
  order,
}: {
  readonly filter: string
  readonly top: number
  readonly order: 'asc' | 'desc'
}): string {
  const where = filter === '' ? '' : `$filter=${encodeURIComponent(filter)}&`
  return `/auditLogs/provisioning?${where}$top=${top}&$orderby=${encodeURIComponent(`activityDateTime ${order}`)}`
}

function parseTop(text: string): number {
  const top = Number(text)
  if (!Number.isInteger(top) || top < 1 || top > entriesMax) throw new InvalidArgumentError(`Use 1 to ${entriesMax}.`)
  return top
}
