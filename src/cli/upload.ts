import { readFile, writeFile } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { addConnectionOptions } from './connection-options.ts'
import { countOf } from './count-text.ts'
import { checkPlan, findSurprises } from './people/check-people.ts'
import { type ColumnPlan, planColumns } from './people/column-mapping.ts'
import { emptyMappingFile, parseMappingFile } from './people/mapping-file.ts'
import { renderMappingPreview } from './people/mapping-preview.ts'
import { toMappingText } from './people/mapping-text.ts'
import { readPeopleFile } from './people/read-people.ts'
import type { PeopleFile } from './people/source-person.ts'
import { type BulkRequest, type Operation, toBulkRequests, toOperations } from './people/to-bulk-requests.ts'
import type { RowOutcome } from './upload/outcome.ts'
import { parseRate } from './upload/pacer.ts'
import { runSnapshot } from './upload/run-snapshot.ts'
import { runUpload } from './upload/run-upload.ts'
import { runWhatIf } from './upload/run-what-if.ts'
import type { UploadFlags } from './upload/upload-flags.ts'

/** Graph's limit for one bulkUpload request. */
const operationsMax = 50
const inFlightMax = 16
const timeoutSecondsDefault = 600

const examples = `
Examples:
  entrain upload people.csv                     show how the columns are understood, ask, upload, report each failure by line
  entrain upload people.csv --dry-run           print the requests, send nothing
  entrain upload people.csv --save-map map.json write down how the columns are understood, to correct it
  entrain upload people.csv --map map.json -y   use a mapping file, do not ask
  entrain upload people.csv --what-if           tell what would happen and change nothing
  entrain upload everybody.csv --snapshot       upload everybody; who is absent has left
  entrain upload people.jsonl --json            one JSON object with counts and the rows that failed
  entrain upload people.csv --graph-url https://graph.microsoft.com --tenant contoso.example …
                                                the same against Microsoft Graph

A mapping file:
  { "columns":   { "Personnel No": "externalId", "Dept": "department", "Notes": null },
    "constants": { "userType": "Employee" },
    "values":    { "Status": { "A": true, "T": false } } }
  Columns that it does not name are recognised by their names, unless it says "automatic": false.

Exit codes: 0 all went well, 1 a row failed, 2 wrong usage (nothing was sent), 3 server not reached or not finished in time.`

export const registerUpload: CommandRegistration = (program, context) => {
  const command = program
    .command('upload')
    .summary('upload people from a CSV, JSON or JSON Lines file')
    .description(
      'Uploads people from a file (.csv, .tsv, .json, .jsonl) to a provisioning job and tells what became of each row.',
    )
    .argument('<file>', 'people, one per row or object; SCIM users and BulkRequests pass as they are')
    .option('-m, --map <file>', 'mapping file (JSON): which column is which SCIM attribute')
    .option('--save-map <file>', 'write how the columns are understood as a mapping file to edit, and send nothing')
    .option('--dry-run', 'print the requests and send nothing')
    .option('--snapshot', 'the file is everybody: who is absent from it has left; shows what would happen and asks')
    .option('--resume <id>', 'go on with a snapshot that was interrupted')
    .option('--what-if', 'tell what would happen, with --snapshot also to whom is absent, and change nothing')
    .option('--json', 'print JSON for programs')
    .option('-y, --yes', 'do not ask before sending')
    .option('--empty <absent|null>', 'send empty cells as null instead of leaving them out', parseEmpty, 'absent')
    .option('--batch <n>', 'people per request', integerBetween(1, operationsMax), operationsMax)
    .option('--rate <n/s>', 'requests per time, e.g. 40/s or 40/5s', '40/s')
    .option('--in-flight <n>', 'requests under way at the same time', integerBetween(1, inFlightMax), 4)
    .option('--no-wait', 'do not wait for the outcomes')
    .option(
      '--timeout <seconds>',
      'stop waiting when nothing happens for so long',
      integerBetween(1, 86_400),
      timeoutSecondsDefault,
    )
  addConnectionOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string, flags: UploadFlags) => {
      await upload(file, flags, context)
    })
}

/** Uploads a file as the flags say. Answers with what became of each row, or null when nothing was sent. */
export async function upload(
  file: string,
  flags: UploadFlags,
  context: CommandContext,
): Promise<readonly RowOutcome[] | null> {
  const rate = parseRate(flags.rate)
  checkFlags(flags)
  const people = await readPeopleFile(file)
  const plan = planColumns(people.columns, await readMap(flags))
  if (flags.saveMap !== undefined) {
    await saveMap(flags.saveMap, { plan, people }, context)
    return null
  }
  const operations = toOperations(plan, people.people, flags.empty)
  const requests = toBulkRequests(operations, flags.batch)
  if (flags.json === undefined) showPreview({ file, people, plan, operations, requests }, context)
  checkPlan(plan, people)
  if (flags.dryRun === true) {
    printRequests(requests, flags, context)
    return null
  }
  const task = { file, requests, rate, flags }
  if (flags.whatIf === true) {
    await runWhatIf(task, context)
    return null
  }
  // It changes nothing before its own question.
  if (flags.snapshot === true) return runSnapshot(task, context)
  if (!(await mayGoOn(plan, flags, context))) return null
  return runUpload(task, context)
}

function checkFlags({ resume, snapshot, whatIf }: UploadFlags): void {
  if (resume === undefined || (snapshot === true && whatIf === undefined)) return
  throw new CommandError('usage', '--resume goes on with an upload that was begun with --snapshot: pass both.')
}

async function readMap({ map }: UploadFlags) {
  if (map === undefined) return emptyMappingFile
  const text = await readFile(map, 'utf8').catch(() => {
    throw new CommandError('usage', `Cannot read the mapping file ${map}.`)
  })
  return parseMappingFile(text)
}

async function saveMap(
  file: string,
  { plan, people }: Pick<Preparation, 'plan' | 'people'>,
  { terminal: { err } }: CommandContext,
): Promise<void> {
  await writeFile(file, toMappingText(plan, people.columns), { flag: 'wx' }).catch((error: unknown) => {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new CommandError('usage', exists ? `${file} exists already.` : `Cannot write ${file}.`)
  })
  err.write(`Written: ${file}. Edit it and pass it with --map.\n`)
}

interface Preparation {
  readonly file: string
  readonly people: PeopleFile
  readonly plan: ColumnPlan
  readonly operations: readonly Operation[]
  readonly requests: readonly BulkRequest[]
}

function showPreview(
  { file, people, plan, operations, requests }: Preparation,
  { terminal: { err } }: CommandContext,
): void {
  const { paint, columns } = err
  const size = `${countOf(operations.length, 'person', 'people')} in ${countOf(requests.length, 'request')}`
  err.write(`${paint.bold(file)} (${people.format}): ${size}\n\n`)
  if (people.columns.length > 0) err.write(`${renderMappingPreview(plan, people, { width: columns, paint })}\n`)
  for (const note of [...people.notes, ...findSurprises(operations)]) err.write(`${paint.yellow(`! ${note}`)}\n`)
}

function printRequests(
  requests: readonly BulkRequest[],
  flags: UploadFlags,
  { terminal: { out } }: CommandContext,
): void {
  for (const { body } of requests) {
    out.write(`${flags.json === true ? body : JSON.stringify(JSON.parse(body), null, 2)}\n`)
  }
}

/** Asks whoever sits there. When nobody does, guessed columns need a yes on the command line: guesses change accounts. */
async function mayGoOn(
  plan: ColumnPlan,
  flags: UploadFlags,
  { terminal, setExitCode }: CommandContext,
): Promise<boolean> {
  if (flags.yes === true) return true
  if (terminal.confirm === null || flags.json === true) {
    if (!plan.assignments.some(({ match }) => match === 'guess')) return true
    throw new CommandError(
      'usage',
      'Some columns were only guessed, and nobody is there to confirm.',
      'Look at them with --dry-run, then pass --yes, or name the columns with --map FILE.',
    )
  }
  if (await terminal.confirm('Upload these people?')) return true
  terminal.err.write('Nothing was sent.\n')
  setExitCode(0)
  return false
}

function parseEmpty(text: string): 'absent' | 'null' {
  if (text === 'absent' || text === 'null') return text
  throw new InvalidArgumentError('Use absent or null.')
}

function integerBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (!Number.isInteger(number) || number < min || number > max) {
      throw new InvalidArgumentError(`Use a whole number from ${min} to ${max}.`)
    }
    return number
  }
}
