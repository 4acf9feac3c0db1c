import type { CommandContext } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/index.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { createScreen } from '../../src/cli/terminal.ts'
import type { Page } from './page.ts'

export function commandsPage(): Page {
  const written: string[] = []
  const screen = createScreen({ write: (text) => written.push(text) }, { NO_COLOR: '1' })
  const context: CommandContext = {
    version: '',
    terminal: { out: screen, err: screen, confirm: null },
    env: {},
    signal: new AbortController().signal,
    setExitCode: () => undefined,
  }
  const program = buildProgram(commands, { version: '', context })
  const helpOf = (command: typeof program): string => {
    written.length = 0
    command.outputHelp()
    return `\`\`\`text\n${written.join('').trimEnd()}\n\`\`\`\n`
  }
  const sections = program.commands.flatMap((command) => [
    `## entrain ${command.name()}\n\n${helpOf(command)}`,
    ...command.commands.map((inner) => `### entrain ${command.name()} ${inner.name()}\n\n${helpOf(inner)}`),
  ])
  const text = `# Commands

In a clone, \`npm run entrain -- <command>\`; installed from a package, \`npx entrain <command>\`. Exit codes: 0 all went
well, 1 a row failed, 2 wrong usage (nothing was sent), 3 server not reached or not finished in time, 130 interrupted.

${helpOf(program)}
${sections.join('\n')}`
  return { name: 'commands', source: 'src/cli', text }
}
