import { type ClockMove, parseClockMove } from '../config/parse-clock-move.ts'
import { toDuration } from '../odata/duration.ts'
import { createGraphClient, type GraphClient } from './client.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { addConnectionOptions } from './connection-options.ts'
import { type ConnectionFlags, readConnectionSettings } from './connection-settings.ts'
import { GraphError } from './graph-error.ts'
import { numberAt, parseJson, textAt } from './json-value.ts'

interface ClockFlags extends ConnectionFlags {
  readonly json?: true
}

const examples = `
Examples:
  entrain clock                      tell the service's time
  entrain clock +30d                 30 days later (s, m, h, d, w)
  entrain clock 2027-01-01T08:00:00Z`

const path = '/entrain/clock'

export const registerClock: CommandRegistration = (program, context) => {
  const command = program
    .command('clock')
    .argument('[time]', 'a time, or a distance such as +30d')
    .summary("tell or move a test server's time")
    .description(
      'Tells the time of a server that was started with --clock, or moves it forward. For tests of what happens on a later day.',
    )
    .option('--json', 'print JSON for programs')
  addConnectionOptions(command)
    .addHelpText('after', examples)
    .action((time: string | undefined, flags: ClockFlags) => tellOrMove(time, flags, context))
}

async function tellOrMove(time: string | undefined, flags: ClockFlags, context: CommandContext): Promise<void> {
  const move = time === undefined ? null : readMove(time)
  const client = createGraphClient(readConnectionSettings(flags, context.env))
  try {
    const clock = await ask(client, move, context.signal)
    const { out } = context.terminal
    if (flags.json === true) out.write(`${JSON.stringify(clock)}\n`)
    else out.write(`${clock.now} (${toDistance(clock.offsetSeconds)})\n`)
  } finally {
    client.close()
  }
}

function readMove(time: string): ClockMove {
  try {
    return parseClockMove(time)
  } catch (error) {
    throw new CommandError('usage', `The time ${error instanceof Error ? error.message : String(error)}.`)
  }
}

async function ask(client: GraphClient, move: ClockMove | null, signal: AbortSignal) {
  try {
    const answer = await client.send(move === null ? { path, signal } : { ...toRequest(move), signal })
    const value = parseJson(answer.body)
    return { now: textAt(value, 'now') ?? '', offsetSeconds: numberAt(value, 'offsetSeconds') ?? 0 }
  } catch (error) {
    if (!(error instanceof GraphError) || !error.message.includes('Resource not found for the segment')) throw error
    const hint = 'Start it with --clock, e.g. "entrain start --clock +0s", on a data folder for tests.'
    throw new CommandError('server', "The server keeps the system's time.", hint)
  }
}

function toRequest(move: ClockMove) {
  const body = move.kind === 'to' ? { now: new Date(move.epochMs).toISOString() } : { advance: toDuration(move.ms) }
  return {
    method: 'PATCH',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  } as const
}

/** How far a clock is ahead, for readers: `30 d 12 h ahead of the system`. */
export function toDistance(offsetSeconds: number): string {
  const minutes = Math.floor(offsetSeconds / 60)
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const
  const text = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`])).join(' ')
  return text === '' ? "the system's time" : `${text} ahead of the system`
}
