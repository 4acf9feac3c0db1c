import type { CommandRegistration } from './command.ts'
import { addConnectionOptions } from './connection-options.ts'
import { type JobFlags, type JobSession, withJob } from './job/session.ts'
import { type JsonObject, listAt, objectAt, textAt } from './json-value.ts'
import { type Cell, renderTable } from './table.ts'

interface ProvisionFlags extends JobFlags {
  readonly dryRun?: true
}

const columns = [
  { title: 'Person' },
  { title: 'Name', shrinks: true },
  { title: 'Action' },
  { title: 'Result' },
  { title: 'What changed, or why not', shrinks: true },
] as const

export const registerProvision: CommandRegistration = (program, context) => {
  const command = program
    .command('provision')
    .summary('look at some people now, and say what came of it')
    .description(
      `Provisions people at once from their latest records, also while the job is paused or in quarantine. Thresholds do not
hold them back. Exit code 1 when somebody failed.`,
    )
    .argument('<people...>', 'externalIds, or ids of accounts; at most 50')
    .option('--dry-run', 'say what would happen; nothing is written')
    .option('--json', 'print JSON for programs')
  addConnectionOptions(command).action((people: readonly string[], flags: ProvisionFlags) =>
    withJob(flags, context, (session) => provision(session, people, flags.dryRun === true)),
  )
}

async function provision(session: JobSession, people: readonly string[], dryRun: boolean): Promise<void> {
  const subjects = people.map((objectId) => ({ objectId, objectTypeName: 'User' }))
  const body = { parameters: [{ subjects }], ...(dryRun ? { dryRun } : {}) }
  const results = listAt(await session.send('POST', '/provisionOnDemand', body), 'results')
  const { out } = session.terminal
  if (session.isJson) out.write(`${JSON.stringify(results)}\n`)
  else out.write(renderTable(columns, results.map(toRow), { width: out.columns, paint: out.paint }))
  if (results.some((result) => textAt(objectAt(result, 'key'), 'result') === 'Failure')) session.setExitCode(1)
}

const paints = { Success: 'green', Warning: 'yellow', Failure: 'red' } as const

function toRow(pair: unknown): Cell[] {
  const key = objectAt(pair, 'key')
  const value = objectAt(pair, 'value')
  const source = objectAt(value, 'sourceIdentity')
  const result = textAt(key, 'result') ?? ''
  const paint = Object.entries(paints).find(([name]) => name === result)?.[1]
  return [
    textAt(source, 'id') ?? '',
    textAt(source, 'displayName') || '–',
    textAt(value, 'action') ?? '',
    paint === undefined ? result : { text: result, paint },
    explain(key, value),
  ]
}

function explain(key: JsonObject | undefined, value: JsonObject | undefined): string {
  const reason = textAt(objectAt(key, 'details'), 'errorMessage') ?? ''
  if (reason !== '') return reason
  return listAt(value, 'modifiedProperties')
    .map((change) => `${textAt(change, 'displayName')}: ${textAt(change, 'newValue') ?? '–'}`)
    .join(', ')
}
