import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** What a command may touch of the world around it. */
export interface CommandContext {
  /** Entrain's own version. */
  readonly version: string
  readonly terminal: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborts when the user wants to stop (Ctrl-C). */
  readonly signal: AbortSignal
  /** Ends the process with this code once the command is done; failures that are thrown need no call. */
  setExitCode(code: number): void
}

/** One command of the program: adds itself, its options and its help to `program`. A file exports one; index.ts lists them. */
export type CommandRegistration = (program: Command, context: CommandContext) => void
