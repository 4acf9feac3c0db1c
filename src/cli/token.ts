import { createGraphClient } from './client.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { addConnectionOptions } from './connection-options.ts'
import { type ConnectionFlags, readConnectionSettings } from './connection-settings.ts'

interface TokenFlags extends ConnectionFlags {
  readonly header?: true
}

const examples = `
Example:
  curl --cacert .entrain/ca.pem -H "$(entrain token --header)" https://localhost:8443/v1.0/auditLogs/provisioning`

export const registerToken: CommandRegistration = (program, context) => {
  const command = program
    .command('token')
    .summary('print an access token for other programs')
    .description(
      'Prints an access token of the application, for programs such as curl. Whoever has it can act as the application.',
    )
    .option('--header', 'print a whole Authorization header')
  addConnectionOptions(command)
    .addHelpText('after', examples)
    .action((flags: TokenFlags) => printToken(flags, context))
}

async function printToken(flags: TokenFlags, { terminal, env }: CommandContext): Promise<void> {
  const client = createGraphClient(readConnectionSettings(flags, env))
  try {
    const token = await client.token()
    terminal.out.write(flags.header === true ? `Authorization: Bearer ${token}\n` : `${token}\n`)
  } finally {
    client.close()
  }
}
