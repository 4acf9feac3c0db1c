import { resolve } from 'node:path'
import { EntrainError } from '../model/error.ts'
import { backupDirectory } from '../store/sqlite/backup.ts'
import { restoreDirectory } from '../store/sqlite/restore.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { dataOption, readServerConfig } from './server-options.ts'

interface BackupFlags {
  readonly data?: string
  readonly json?: true
  readonly replace?: true
}

export const registerBackup: CommandRegistration = (program, context) => {
  program
    .command('backup')
    .summary('copy the databases of a running or stopped server')
    .description('Copies main.db and staging.db into a new folder while the server goes on, and verifies the copies.')
    .argument('<folder>', 'folder to make; it must not exist')
    .option(...dataOption)
    .option('--json', 'print JSON for programs')
    .action(async (folder: string, flags: BackupFlags) => {
      const { dataDirectory } = readServerConfig(pickData(flags), context.env)
      await explained(() => backupDirectory(dataDirectory, resolve(folder)))
      tell(
        { backup: resolve(folder), dataDirectory },
        `Backed up ${dataDirectory} to ${resolve(folder)}.`,
        flags,
        context,
      )
    })
}

export const registerRestore: CommandRegistration = (program, context) => {
  program
    .command('restore')
    .summary('put a backup into the data folder of a stopped server')
    .description('Checks a backup, then puts it into the data folder. The server must not run.')
    .argument('<folder>', 'folder that backup made')
    .option(...dataOption)
    .option('--replace', 'replace the databases that are there')
    .option('--json', 'print JSON for programs')
    .action(async (folder: string, flags: BackupFlags) => {
      const { dataDirectory } = readServerConfig(pickData(flags), context.env)
      await explained(() => restoreDirectory(resolve(folder), dataDirectory, { replace: flags.replace === true }))
      tell(
        { restored: resolve(folder), dataDirectory },
        `Restored ${resolve(folder)} into ${dataDirectory}.`,
        flags,
        context,
      )
    })
}

function pickData({ data }: BackupFlags): { readonly data?: string } {
  return data === undefined ? {} : { data }
}

async function explained(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof EntrainError) throw new CommandError('usage', error.message)
    throw error
  }
}

function tell(result: object, sentence: string, flags: BackupFlags, { terminal: { out } }: CommandContext): void {
  out.write(flags.json === true ? `${JSON.stringify(result)}\n` : `${sentence}\n`)
}
