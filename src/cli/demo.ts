import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '../app/open-app.ts'
import { createEvents } from '../telemetry/events.ts'
import { createLogger } from '../telemetry/logger.ts'
import { createGraphClient } from './client.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { readConnectionSettings } from './connection-settings.ts'
import { createCompany, type DemoFile, type ExpectedOutcomes } from './demo/company.ts'
import { createNextDay } from './demo/next-day.ts'
import { toCsv } from './demo/people-text.ts'
import { type Initialized, initialize, writeProfile } from './init.ts'
import { readServerConfig } from './server-options.ts'
import { openOrExplain, untilAborted } from './start.ts'
import type { RowOutcome } from './upload/outcome.ts'
import type { UploadFlags } from './upload/upload-flags.ts'
import { upload } from './upload.ts'

interface DemoFlags {
  readonly data?: string
  readonly port?: string
  readonly people: string
  readonly seed: string
  readonly exit?: true
}

const examples = `
Examples:
  entrain demo
  entrain demo --people 5000 --seed 7
  entrain demo --exit`

export const registerDemo: CommandRegistration = (program, context) => {
  program
    .command('demo')
    .summary('see it work: a company of 1,000 people becomes accounts, then its next day')
    .description(
      'Starts a server on an empty database, makes up a company, uploads it over HTTPS with a real token, uploads the changes of the next day, and goes on serving.',
    )
    .option('--people <n>', 'rows of the first day', '1000')
    .option('--seed <n>', 'another seed makes another company', '1')
    .option('--exit', 'stop when both days are done')
    .option('--data <folder>', 'keep everything in this empty folder (default: a temporary one)')
    .option('--port <n>', 'port to listen on (default: 8443, or a free one when that is taken)')
    .addHelpText('after', examples)
    .action((flags: DemoFlags) => demo(flags, context))
}

async function demo(flags: DemoFlags, context: CommandContext): Promise<void> {
  const folder = flags.data ?? (await mkdtemp(join(tmpdir(), 'entrain-demo-')))
  const company = createCompany({
    peopleCount: toNumber(flags.people),
    seed: toNumber(flags.seed),
    domain: 'fabrikam.example',
  })
  const { app, done } = await openServer(folder, flags)
  try {
    say(context, `Entrain serves ${app.origin} on an empty database in ${folder}\n`)
    const first = await runDay('Day 1: the whole company', 'day-1.csv', company.firstDay, { folder, context })
    const nextDay = createNextDay(company)
    const second = await runDay('Day 2: hires, transfers, leavers', 'day-2.csv', nextDay, { folder, context })
    const healed = await tellHealed(nextDay.expected.healedReferences, { folder, context })
    context.setExitCode(first && second && healed ? 0 : 1)
    if (flags.exit === true) {
      context.terminal.out.write('\nWithout --exit it goes on serving and prints requests to try.\n')
      return
    }
    context.terminal.out.write(howToGoOn(done, folder))
    say(context, '\nIt goes on serving. Ctrl-C ends it.\n')
    await untilAborted(context.signal)
  } finally {
    await app.close()
    if (flags.data === undefined) await rm(folder, { recursive: true, force: true })
  }
}

async function openServer(
  folder: string,
  flags: DemoFlags,
): Promise<{ readonly app: App; readonly done: Initialized }> {
  const config = readServerConfig({ data: folder, port: flags.port ?? '8443', host: 'localhost', logLevel: 'warn' }, {})
  const made = await initialize(config, { tenantName: 'Fabrikam', domain: ['fabrikam.example'] })
  const events = createEvents(createLogger({ level: 'warn' }))
  const app = await openOrExplain(config, events).catch((error: unknown) => {
    if (flags.port !== undefined || !(error instanceof CommandError)) throw error
    return openOrExplain({ ...config, port: 0 }, events)
  })
  const done = withOrigin(made, app.origin)
  await writeProfile(done)
  return { app, done }
}

function withOrigin(made: Initialized, origin: string): Initialized {
  const moved = (url: string): string => url.replace(made.origin, origin)
  return { ...made, origin, bulkUploadUrl: moved(made.bulkUploadUrl), tokenUrl: moved(made.tokenUrl) }
}

interface Stage {
  readonly folder: string
  readonly context: CommandContext
}

const uploadFlags = {
  yes: true,
  empty: 'absent',
  batch: 50,
  rate: '40/s',
  inFlight: 4,
  wait: true,
  timeout: 120,
} as const

/** Uploads one day's file through the code that users get. Answers whether the outcomes are the ones to expect. */
async function runDay(title: string, name: string, day: DemoFile, { folder, context }: Stage): Promise<boolean> {
  const { err, out } = context.terminal
  err.write(`\n${err.paint.bold(`── ${title} ──`)}\n`)
  const file = join(folder, name)
  await writeFile(file, toCsv(day.people))
  const flags: UploadFlags = { ...uploadFlags, data: folder }
  // Rows that fail are part of the story: they do not fail the demo.
  const outcomes = await upload(file, flags, { ...context, env: {}, setExitCode: () => {} })
  const differences = compare(day.expected, outcomes ?? [])
  if (differences.length === 0) out.write(`${out.paint.green('✓')} These are the outcomes that this file must have.\n`)
  else err.write(`${err.paint.red('✗')} Not as expected: ${differences.join(', ')}.\n`)
  return differences.length === 0
}

/** People of day one whose manager arrived on day two: the engine sets the reference by itself, without a new upload. */
async function tellHealed(expected: number, { folder, context }: Stage): Promise<boolean> {
  const { out } = context.terminal
  const client = createGraphClient(readConnectionSettings({ data: folder }, {}))
  try {
    let count = 0
    for await (const entry of client.items('/auditLogs/provisioning?$top=1000', context.signal)) {
      if (entry.upload === null) count++
    }
    const mark = count === expected ? out.paint.green('✓') : out.paint.red('✗')
    out.write(`${mark} ${count} people of day 1 got their manager, who arrived on day 2 only.\n`)
    return count === expected
  } finally {
    client.close()
  }
}

const compared = ['created', 'updated', 'disabled', 'skipped', 'failed'] as const

function compare(expected: ExpectedOutcomes, outcomes: readonly RowOutcome[]): string[] {
  return compared.flatMap((state) => {
    const count = outcomes.filter((outcome) => outcome.state === state).length
    return count === expected[state] ? [] : [`${count} ${state} instead of ${expected[state]}`]
  })
}

function howToGoOn(done: Initialized, folder: string): string {
  const { origin, tenantId, clientId, clientSecret, bulkUploadUrl, tokenUrl, caFile } = done
  const trust = caFile === null ? '' : ' --cacert $CA'
  return `
Your turn. What a connector needs to know:
  upload URL     ${bulkUploadUrl}
  token URL      ${tokenUrl}
  tenant         ${tenantId}
  client id      ${clientId}
  client secret  ${clientSecret}
  trust          ${caFile ?? '(not needed)'}

A token, an upload, and what became of it:
  CA=${caFile ?? ''}
  TOKEN=$(node bin/entrain.js token --data ${folder})
  curl -i${trust} -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/scim+json' \\
    ${bulkUploadUrl} \\
    -d '${oneUser}'
  curl -s${trust} -H "Authorization: Bearer $TOKEN" '${origin}/v1.0/auditLogs/provisioning?$top=1'

The same token without our command line:
  curl -s${trust} ${tokenUrl} -d grant_type=client_credentials \\
    -d scope=https://graph.microsoft.com/.default -d client_id=${clientId} --data-urlencode 'client_secret=${clientSecret}'

The log for people:
  node bin/entrain.js logs --data ${folder}
`
}

const oneUser = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations: [
    {
      method: 'POST',
      path: '/Users',
      bulkId: '1',
      data: {
        schemas: [
          'urn:ietf:params:scim:schemas:core:2.0:User',
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
        ],
        externalId: 'X-1',
        userName: 'new.person@fabrikam.example',
        displayName: 'New Person',
        active: true,
      },
    },
  ],
})

function say({ terminal: { err } }: CommandContext, text: string): void {
  err.write(text)
}

function toNumber(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new CommandError('usage', `Use a whole number, not "${text}".`)
}
