import { openStore } from '../app/open-stores.ts'
import { createKeyRing, retiredKeyOverlapMs } from '../auth/tokens/key-ring.ts'
import { systemClock } from '../contracts/clock.ts'
import type { CommandRegistration } from './command.ts'
import { dataOption, readServerConfig, type ServerFlags } from './server-options.ts'

interface RotateFlags extends Pick<ServerFlags, 'data'> {
  readonly json?: true
}

export const registerRotateKeys: CommandRegistration = (program, context) => {
  program
    .command('rotate-keys')
    .summary('sign tokens with a new key from now on')
    .description(
      'Makes a new signing key. Tokens of the former key stay valid until they expire. A running server takes the new key within a minute.',
    )
    .option(...dataOption)
    .option('--json', 'print JSON for programs')
    .action(async (flags: RotateFlags) => {
      const { dataDirectory } = readServerConfig(flags, context.env)
      const store = await openStore(dataDirectory)
      try {
        const { signing, verifying } = await createKeyRing({ store: store.signingKeys, clock: systemClock }).rotate()
        const { out } = context.terminal
        const hours = retiredKeyOverlapMs / 3_600_000
        if (flags.json === true) {
          out.write(`${JSON.stringify({ keyId: signing.keyId, verifying: verifying.map(({ keyId }) => keyId) })}\n`)
        } else {
          out.write(`New signing key ${signing.keyId}. Former keys verify for another ${hours} hours.\n`)
        }
      } finally {
        await store.close()
      }
    })
}
