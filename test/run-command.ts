import { commands } from '../src/cli/index.ts'
import { runProgram } from '../src/cli/program.ts'
import { createScreen } from '../src/cli/terminal.ts'

/** Commands in this process, as a program that calls them sees them. */

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly env?: Readonly<Record<string, string>>
  /** What somebody says when asked; null when nobody is there. */
  readonly answer?: boolean | null
}

export async function runCommand(argv: readonly string[], { env = {}, answer = null }: Running = {}): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const code = await runProgram(commands, {
    argv,
    version: '1.2.3',
    terminal: {
      out: createScreen({ write: (text) => out.push(text) }, {}),
      err: createScreen({ write: (text) => err.push(text) }, {}),
      confirm: answer === null ? null : () => Promise.resolve(answer),
    },
    env,
    signal: new AbortController().signal,
  })
  return { code, out: out.join(''), err: err.join('') }
}
