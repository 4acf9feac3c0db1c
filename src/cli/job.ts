import type { Command } from 'commander'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { addConnectionOptions } from './connection-options.ts'
import { type DeletesFlags, deletes } from './job/deletes.ts'
import { links } from './job/links.ts'
import { renderJob } from './job/render-job.ts'
import { type JobSession, withJob } from './job/session.ts'
import { settings } from './job/settings.ts'

const examples = `
Examples:
  entrain job show                                     state, last cycle, who waits and for what
  entrain job restart --reset Full                     match and evaluate everybody again
  entrain job settings QuarantineTooManyDeletesThreshold=50 deletesPercentMax=10
  entrain job deletes                                  whom the threshold kept from being disabled
  entrain job deletes --reject E-1001                  this account stays as it is
  entrain job links E-1001                             which account the person has`

export const registerJob: CommandRegistration = (program, context) => {
  const job = program
    .command('job')
    .summary('show a job, start and stop it, decide what it held back')
    .description('Works on a provisioning job: its life, its settings, staged deletes and links.')
    .option('--json', 'print JSON for programs')
  addConnectionOptions(job).addHelpText('after', examples)
  addLife(job, context)
  addPeople(job, context)
  for (const command of job.commands)
    command.addHelpText('after', '\nOptions that all of these commands share: entrain job --help')
}

function addLife(job: Command, context: CommandContext): void {
  job
    .command('show')
    .description('Shows state, last cycle, quarantine and who waits.')
    .action(run(context, (session) => show(session)))
  job
    .command('start')
    .description('Starts the job, lets it go on after a pause, or has it try again after a quarantine.')
    .action(run(context, (session) => order(session, '/start', 'The job runs.')))
  job
    .command('pause')
    .description('Lets the running cycle finish, then stops the job. Uploads are accepted and wait.')
    .action(
      run(context, (session) => order(session, '/pause', 'The job pauses; uploads wait until "entrain job start".')),
    )
  job
    .command('restart')
    .description('Starts the job and has it forget some of what it knows. A paused job drops the uploads that wait.')
    .option(
      '--reset <scopes>',
      'Full, Watermark, Escrows, QuarantineState, ConnectorDataStore, ForceDeletes, joined by commas (default: Watermark,Escrows,QuarantineState)',
    )
    .action(run(context, (session, _, flags) => restart(session, flags.reset)))
  job
    .command('settings')
    .description('Shows the settings and options, or changes those that are named.')
    .argument('[assignments...]', 'name=value; an empty value takes a setting away')
    .action(run(context, (session, args) => settings(session, args)))
  job
    .command('delete')
    .description('Deletes the job with its uploads, links and settings. Accounts and the log stay.')
    .option('--yes', 'do not ask')
    .action(run(context, (session, _, flags) => remove(session, flags.yes === true)))
}

function addPeople(job: Command, context: CommandContext): void {
  job
    .command('deletes')
    .description('Lists the staged deletes: people whom the threshold kept from being disabled or deleted; or decides.')
    .argument('[people...]', 'externalIds (default: everybody)')
    .option('--allow', 'let them through')
    .option('--reject', 'leave the accounts as they are')
    .option('--yes', 'do not ask')
    .action(run(context, (session, people, flags) => deletes(session, people, flags)))
  job
    .command('links')
    .description('Shows which account each person is linked to.')
    .argument('[people...]', 'externalIds or ids of accounts (default: everybody)')
    .option('--unlink', 'forget the links of these people; the job must be paused')
    .action(run(context, (session, people, flags) => showLinks(session, people, flags.unlink === true)))
}

interface AllFlags extends DeletesFlags {
  readonly reset?: string
  readonly unlink?: true
}

type Work = (session: JobSession, args: readonly string[], flags: AllFlags) => Promise<void>

/** The connection options stand with `job` itself and hold for each of its commands. */
function run(context: CommandContext, work: Work) {
  return async function action(this: Command): Promise<void> {
    const flags = this.optsWithGlobals<AllFlags>()
    await withJob(flags, context, (session) => work(session, this.args, flags))
  }
}

async function show({ get, isJson, terminal: { out } }: JobSession): Promise<void> {
  const job = await get()
  out.write(isJson ? `${JSON.stringify(job)}\n` : renderJob(job, out))
}

async function order({ send, terminal: { err } }: JobSession, path: string, done: string): Promise<void> {
  await send('POST', path)
  err.write(`${done}\n`)
}

async function restart({ send, terminal: { err } }: JobSession, resetScope: string | undefined): Promise<void> {
  await send('POST', '/restart', resetScope === undefined ? {} : { criteria: { resetScope } })
  err.write('The job runs.\n')
}

async function remove({ send, jobId, isJson, terminal: { err, confirm } }: JobSession, isSure: boolean): Promise<void> {
  if (!isSure) {
    if (confirm === null || isJson)
      throw new CommandError('usage', 'This deletes the job for good, and nobody is there to confirm.', 'Add --yes.')
    if (!(await confirm(`Delete the job ${jobId} with its uploads and links?`))) {
      err.write('Nothing was deleted.\n')
      return
    }
  }
  await send('DELETE')
  err.write(`${jobId} is deleted. Its log entries and the accounts stay.\n`)
}

async function showLinks(session: JobSession, people: readonly string[], unlinks: boolean): Promise<void> {
  if (unlinks && people.length === 0)
    throw new CommandError('usage', 'Name the people whose links are to be forgotten.')
  await links(session, people, unlinks)
}
