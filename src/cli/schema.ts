import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { CommandContext, CommandRegistration } from './command.ts'
import { addConnectionOptions } from './connection-options.ts'
import { textAt } from './json-value.ts'
import { diff, restore, versions } from './schema/history.ts'
import { push, test, validate } from './schema/push.ts'
import { renderSchema } from './schema/render-schema.ts'
import { withoutAnnotations } from './schema/schema-file.ts'
import { type SchemaFlags, type SchemaSession, withSchema } from './schema/session.ts'
import { whatIf } from './schema/what-if.ts'

const examples = `
Examples:
  entrain schema show                   the mappings as a table
  entrain schema pull schema.json       write the schema into a file, to edit it
  entrain schema diff schema.json       what the file would change
  entrain schema what-if schema.json    whom the file would change, and how
  entrain schema push schema.json       check the file, run its tests, put it in force
  entrain schema versions               who changed what, and when
  entrain schema restore v3             go back`

export const registerSchema: CommandRegistration = (program, context) => {
  const schema = program
    .command('schema')
    .summary('show, change, test and roll back the mappings of a job')
    .description(
      'Works on the schema of a job: its attribute mappings, its scope and its tests. Every change is kept as a version.',
    )
    .option('--json', 'print JSON for programs')
  addConnectionOptions(schema).addHelpText('after', examples)
  addReading(schema, context)
  addChanging(schema, context)
  for (const command of schema.commands) command.addHelpText('after', sharedOptions)
}

function addReading(schema: Command, context: CommandContext): void {
  schema
    .command('show')
    .description('Shows the mappings in force, one line per attribute, and the scope.')
    .action(run(context, (session) => show(session)))
  schema
    .command('pull')
    .description('Writes the schema in force as JSON into a file, or to standard output.')
    .argument('[file]', 'file to write; an existing one is replaced')
    .action(run(context, (session, [file]) => pull(session, file)))
  schema
    .command('diff')
    .description('Shows what a file would change, or what differs between two versions.')
    .argument('[from]', 'a file, or a version such as v3; default: the version before the one in force')
    .argument('[to]', 'the other version; default: the one in force')
    .action(run(context, (session, [from, to]) => diff(session, from, to)))
  schema
    .command('versions')
    .description('Lists the versions, newest first: when, by whom, what changed.')
    .action(run(context, (session) => versions(session)))
  schema
    .command('validate')
    .description(
      'Checks a file, or the schema in force, without saving anything. Exit code 1 when it would be refused.',
    )
    .argument('[file]', 'file to check')
    .action(run(context, (session, [file]) => validate(session, file)))
  schema
    .command('what-if')
    .description(
      'Tells what a file would do to everybody whom the job knows, without doing it. Exit code 1 when somebody would fail.',
    )
    .argument('[file]', 'file to try; default: the schema in force')
    .action(run(context, (session, [file]) => whatIf(session, file)))
  schema
    .command('test')
    .description('Runs the mapping tests of a file, or of the schema in force. Exit code 1 when one fails.')
    .argument('[file]', 'file to test')
    .action(run(context, (session, [file]) => test(session, file)))
}

function addChanging(schema: Command, context: CommandContext): void {
  schema
    .command('push')
    .description(
      'Checks a file, runs its tests and puts it in force, unless somebody else changed the schema meanwhile.',
    )
    .argument('<file>', 'file that "schema pull" wrote, edited')
    .option('--force', 'also when somebody else changed the schema meanwhile')
    .action(run(context, (session, [file = ''], flags) => push(session, file, { force: flags.force === true })))
  schema
    .command('restore')
    .description('Makes an old version the newest one.')
    .argument('<version>', 'e.g. v3')
    .action(run(context, (session, [version = '']) => restore(session, version)))
}

interface AllFlags extends SchemaFlags {
  readonly force?: true
}

type Work = (session: SchemaSession, args: readonly (string | undefined)[], flags: AllFlags) => Promise<void>

/** Help of the inner commands: where the options are that they share. */
const sharedOptions = '\nOptions that all of these commands share: entrain schema --help'

/** The connection options stand with `schema` itself and hold for each of its commands. */
function run(context: CommandContext, work: Work) {
  return async function action(this: Command): Promise<void> {
    const flags = this.optsWithGlobals<AllFlags>()
    await withSchema(flags, context, (session) => work(session, this.args, flags))
  }
}

async function show(session: SchemaSession): Promise<void> {
  const { out, isJson } = session
  const document = await session.get()
  out.write(isJson ? `${JSON.stringify(document)}\n` : renderSchema(document, out))
}

async function pull(session: SchemaSession, file: string | undefined): Promise<void> {
  const document = withoutAnnotations(await session.get())
  const text = `${JSON.stringify(document, null, 2)}\n`
  if (file === undefined) {
    session.out.write(text)
    return
  }
  await writeFile(file, text)
  session.err.write(`${file}: schema ${textAt(document, 'version')}. Edit it, then "entrain schema push ${file}".\n`)
}
