import { Command, CommanderError } from 'commander'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError, exitCodes } from './command-error.ts'
import type { Terminal } from './terminal.ts'

export interface Invocation {
  readonly argv: readonly string[]
  readonly version: string
  readonly terminal: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

const description = `Entrain receives people from a personnel system through Microsoft Graph's inbound provisioning API and keeps
accounts in step with them. These commands run a server and talk to one.`

/** The program made of its commands; nothing runs yet. */
export function buildProgram(
  registrations: readonly CommandRegistration[],
  { version, context }: { readonly version: string; readonly context: CommandContext },
): Command {
  const { out, err } = context.terminal
  const program = new Command('entrain')
    .description(description)
    .version(version, '-V, --version')
    .helpCommand('help [command]', 'help for a command')
    .configureHelp({ showGlobalOptions: false })
    .showSuggestionAfterError(true)
    .showHelpAfterError('("entrain help" shows what there is.)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      getOutHelpWidth: () => Math.min(out.columns, 120),
      getErrHelpWidth: () => Math.min(err.columns, 120),
    })
  // Commands take over these settings at the moment they are added.
  for (const register of registrations) register(program, context)
  return program
}

/** Runs one command line and gives the exit code. Only defects are thrown. */
export async function runProgram(
  registrations: readonly CommandRegistration[],
  invocation: Invocation,
): Promise<number> {
  const { argv, version, terminal, env, signal } = invocation
  let exitCode = 0
  const context: CommandContext = {
    version,
    terminal,
    env,
    signal,
    setExitCode(code) {
      exitCode = code
    },
  }
  const program = buildProgram(registrations, { version, context })
  try {
    if (argv.length === 0) program.outputHelp()
    else await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has already written its message; its own code is 1, which here means that a row failed.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
    if (signal.aborted) {
      terminal.err.write('\nStopped.\n')
      return interruptedExitCode
    }
    if (!(error instanceof CommandError)) throw error
    const { err } = terminal
    err.write(`${err.paint.red('error:')} ${error.message}\n`)
    if (error.hint !== null) err.write(`${err.paint.cyan('→')} ${error.hint}\n`)
    return exitCode === 0 ? exitCodes[error.reason] : exitCode
  }
}

/** 128 + SIGINT, as shells count. */
const interruptedExitCode = 130
