import { createGraphClient } from './client.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { addConnectionOptions } from './connection-options.ts'
import { type ConnectionFlags, readConnectionSettings } from './connection-settings.ts'
import { renderExplanation } from './explain/render-explanation.ts'
import { findJob } from './upload/job-target.ts'

interface ExplainFlags extends ConnectionFlags {
  readonly trace?: true
  readonly json?: true
}

/** Wide enough for the table, narrow enough for a ticket or an e-mail. */
const widthMax = 100

const examples = `
Examples:
  entrain explain E-1001                        by externalId
  entrain explain ana.lima@fabrikam.example     by user principal name, or the object id
  entrain explain E-1001 --trace                take the expressions apart, too`

export const registerExplain: CommandRegistration = (program, context) => {
  const command = program
    .command('explain <person>')
    .summary('show why a person is as it is: from the received record to the directory')
    .description(
      'Shows the trail of one person: what was received, whether it is in scope, whom it matches, what every mapping makes of it, what would be written now and why not, what was done before, and what waits. Nothing is written.',
    )
    .option('--trace', 'show what each part of an expression comes to')
    .option('--json', 'print JSON for programs')
  addConnectionOptions(command)
    .addHelpText('after', examples)
    .action((person: string, flags: ExplainFlags) => explain(person, flags, context))
}

async function explain(person: string, flags: ExplainFlags, context: CommandContext): Promise<void> {
  const { terminal, env, signal } = context
  const settings = readConnectionSettings(flags, env)
  const client = createGraphClient(settings)
  try {
    const { path } = await findJob(client, settings, signal)
    const query = flags.trace === true ? '?trace=true' : ''
    const told = await client.getJson(`${path}/records/${encodeURIComponent(person)}${query}`, { signal })
    const { columns, paint, write } = terminal.out
    if (flags.json === true) write(`${JSON.stringify(told)}\n`)
    else write(renderExplanation(told, { width: Math.min(columns, widthMax), paint }))
  } finally {
    client.close()
  }
}
