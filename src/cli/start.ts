import { once } from 'node:events'
import { type App, openApp } from '../app/open-app.ts'
import type { Config } from '../config/config.ts'
import { EntrainError } from '../model/error.ts'
import { createEvents } from '../telemetry/events.ts'
import { createLogger } from '../telemetry/logger.ts'
import { toDistance } from './clock.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { addServerOptions, readServerConfig, type ServerFlags } from './server-options.ts'

interface StartFlags extends ServerFlags {
  readonly json?: true
}

const examples = `
Examples:
  entrain start
  entrain start --data /var/lib/entrain --port 8443 --log-level warn
  ENTRAIN_THROTTLE=service-2025 entrain start
  entrain start --data ./rehearsal --clock +90d`

export const registerStart: CommandRegistration = (program, context) => {
  const command = program
    .command('start')
    .summary('run the server until it is told to stop')
    .description('Serves the Graph API and the token endpoints over HTTPS on one port until SIGTERM or Ctrl-C.')
    .option('--json', 'print one line of JSON when it is ready')
  addServerOptions(command)
    .option(
      '--clock <time>',
      'for tests: a later time, or a distance such as +90d; "entrain clock" moves it on (ENTRAIN_CLOCK)',
    )
    .addHelpText('after', examples)
    .action((flags: StartFlags) => start(flags, context))
}

async function start(flags: StartFlags, context: CommandContext): Promise<void> {
  const config = readServerConfig(flags, context.env)
  const events = createEvents(createLogger({ level: config.logLevel }))
  const app = await openOrExplain(config, events)
  events.startup({
    version: context.version,
    origin: app.origin,
    dataDirectory: config.dataDirectory,
    throttle: config.throttle.name,
    ...(config.clockAheadMs === null ? {} : { clock: new Date(app.clock.now()).toISOString() }),
  })
  announce(app, flags, context)
  if (config.clockAheadMs !== null) warnOfClock(app, context)
  if (app.isEmpty) hintAtInit(config, context)
  await untilAborted(context.signal)
  events.shutdown({ reason: 'asked to stop' })
  await app.close()
}

/** Opens the service; what a user can mend is said plainly. */
export async function openOrExplain(config: Config, events: Parameters<typeof openApp>[1]): Promise<App> {
  try {
    return await openApp(config, events)
  } catch (error) {
    if (error instanceof EntrainError) throw new CommandError('server', error.message)
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new CommandError(
        'server',
        `Port ${config.port} is taken.`,
        'Stop the other program or choose another port with --port.',
      )
    }
    throw error
  }
}

function announce(
  { origin, caFile, managedIdentityEndpoint }: App,
  flags: StartFlags,
  { terminal: { out } }: CommandContext,
): void {
  if (flags.json === true) {
    out.write(`${JSON.stringify({ origin, caFile, managedIdentityEndpoint, pid: process.pid })}\n`)
    return
  }
  out.write(`${out.paint.green('Entrain is ready')} at ${out.paint.bold(origin)}\n`)
  if (managedIdentityEndpoint !== null)
    out.write(`Workloads of this machine get tokens at ${managedIdentityEndpoint}\n`)
  if (caFile !== null) out.write(`Clients trust it with ${caFile} (Node.js: NODE_EXTRA_CA_CERTS, curl: --cacert).\n`)
}

/** Nobody should take such a server for one that keeps the right time. */
function warnOfClock({ clock }: App, { terminal: { err } }: CommandContext): void {
  const distance = toDistance(Math.round(clock.offsetMs() / 1000))
  err.write(
    `${err.paint.yellow('!')} Test mode: the clock stands at ${new Date(clock.now()).toISOString()} (${distance}) and can be moved: "entrain clock +30d".\n`,
  )
}

/** A server without a tenant answers, but nobody can get a token from it. */
function hintAtInit({ dataDirectory }: Config, { terminal: { err } }: CommandContext): void {
  err.write(
    `${err.paint.yellow('!')} ${dataDirectory} has no tenant yet: "entrain init --data ${dataDirectory}" makes one.\n`,
  )
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
